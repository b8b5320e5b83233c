"""Turns Scrapy's answers and failures into one plain value with an error and a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag

from crawlers.decode.payload import Broken, TooLarge, is_binary, is_gzip, unpacked
from crawlers.fetch.hosts import Visit
from crawlers.fetch.visits import KEPT_HEADERS, Fetched
from domain.message import Message
from domain.times import now, seconds_to_wait
from domain.visits import FetchError, visit_message

# By name, so that reading a stored ending needs neither Scrapy nor Twisted.
_ERRORS = {
    "CannotResolveHostError": FetchError.DNS,
    "DownloadTimeoutError": FetchError.TIMEOUT,
    "DownloadCancelledError": FetchError.TOO_LARGE,  # maxsize reached; a timeout has its own error
    "StopDownload": FetchError.TOO_LARGE,
    "UnsupportedURLSchemeError": FetchError.FORBIDDEN_ADDRESS,
}


MAX_REFUSAL_BYTES = 200_000
_ABSENT = frozenset({404, 410})  # whatever their pages say


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What came back over the line, or why nothing did."""

    status: int = 0  # 0: no answer at all
    headers: Mapping[str, str] = field(default_factory=dict)  # of KEPT_HEADERS, in lower case
    content: bytes = b""
    error: FetchError | None = None
    why: Message | None = None
    seconds: float = 0.0  # from the question to the answer's headers


def ending(visit: Visit, answer: HttpAnswer, *, limit: int = 0) -> Fetched:
    """What the caller is told. Content is kept only when it can be what was asked for."""
    status, headers, content, error, moment = answer.status, answer.headers, answer.content, answer.error, now()
    refusal = b""
    if error is None and status not in (200, 203, 304):
        error = FetchError.HTTP_STATUS
        refusal = b"" if status in _ABSENT or is_binary(content) else content[:MAX_REFUSAL_BYTES]
    if error is None and status != 304:
        content, error = _checked(content, visit.kind, limit)
    return Fetched(
        key=visit.job.key,
        url=visit.job.url,
        final_url=visit.url,
        moved_to=urldefrag(visit.moved_to)[0],
        fetched_at=moment,
        status=status,
        headers=headers,
        content=content if error is None and status != 304 else b"",
        refusal=refusal,
        error=error,
        message=answer.why or visit_message(error, status),
        answer_seconds=answer.seconds,
        retry_after_seconds=seconds_to_wait(headers.get("retry-after", ""), moment),
    )


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The few headers that are of use later; `headers` has lower-case names."""
    return {name: headers[name][:2000] for name in KEPT_HEADERS if headers.get(name)}


def _checked(content: bytes, kind: str, limit: int) -> tuple[bytes, FetchError | None]:
    try:
        if kind == "feed" and is_gzip(content):  # sitemap.xml.gz
            content = unpacked(content, limit=limit, encoding="gzip")
    except TooLarge:
        return b"", FetchError.TOO_LARGE
    except Broken:
        return b"", FetchError.BAD_ENCODING
    if len(content) > limit:
        return b"", FetchError.TOO_LARGE
    if kind not in ("robots", "picture") and is_binary(content):
        return b"", FetchError.NOT_A_FEED if kind == "feed" else FetchError.NOT_HTML
    return content, None


def fetch_error(error: BaseException) -> FetchError:
    """The name for what Scrapy or Twisted raised, looking through what wraps it."""
    for one in _unwrapped(error):
        kind = type(one)
        name = f"{kind.__module__}.error" if kind.__name__ == "error" else kind.__name__
        if name in _ERRORS:
            return _ERRORS[name]
        if kind.__module__.startswith(("OpenSSL", "service_identity", "ssl", "cryptography")):
            return FetchError.TLS
    return FetchError.CONNECTION


def _unwrapped(error: BaseException) -> list[BaseException]:
    """The error, its causes, and the reasons that Twisted's ResponseFailed carries."""
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting and len(found) < 20:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or one in found:
            continue
        found.append(one)
        waiting.append(one.__cause__)
        waiting.extend(getattr(reason, "value", None) for reason in getattr(one, "reasons", None) or ())
    return found
