"""What Scrapy's response and request say, as plain values."""

from typing import Any
from urllib.parse import urlsplit

from crawlers.decode.payload import Broken, TooLarge, unpacked
from crawlers.fetch.hosts import Visit
from crawlers.fetch.outcomes import HttpAnswer, kept
from domain.times import now, seconds_to_wait
from domain.visits import FetchError

REST_SECONDS = 60.0  # after a 429 that does not say for how long
MAX_REST_SECONDS = 24 * 3600.0


def address(url: str) -> tuple[str, int]:
    """The name and the port that a connection is made to."""
    split = urlsplit(url)
    return (split.hostname or "").rstrip("."), split.port or (443 if split.scheme == "https" else 80)


def asked_rest(response: Any) -> float:
    """How long the host wants to be left alone, whatever the page: 429, or 503 with a time."""
    if response.status not in (429, 503):
        return 0.0
    said = seconds_to_wait((response.headers.get("Retry-After") or b"").decode("latin-1"), now())
    if said is None:
        return REST_SECONDS if response.status == 429 else 0.0
    return min(float(said), MAX_REST_SECONDS)


def encoding(headers: Any) -> str:
    return b",".join(headers.getlist("Content-Encoding")).decode("latin-1")


def unpacked_answer(response: Any, limit: int) -> HttpAnswer:
    try:
        return plain_answer(response, content=unpacked(response.body, limit=limit, encoding=encoding(response.headers)))
    except TooLarge:
        return HttpAnswer(error=FetchError.TOO_LARGE)
    except Broken:
        return HttpAnswer(error=FetchError.BAD_ENCODING)


def plain_answer(response: Any, error: FetchError | None = None, content: bytes = b"") -> HttpAnswer:
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("utf-8", "replace")
        for name, values in response.headers.items()
    }
    return HttpAnswer(
        status=response.status,
        headers=kept(headers),
        content=content,
        error=error,
        seconds=response.meta.get("download_latency", 0.0),
    )


def validators(visit: Visit) -> dict[str, str]:
    job = visit.job
    if visit.robots_of or visit.parts or job.unconditional:
        return {}
    wanted = {"If-None-Match": job.etag, "If-Modified-Since": job.last_modified}
    return {name: value for name, value in wanted.items() if value}
