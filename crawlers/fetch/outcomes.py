"""Turns Scrapy's answers and failures into one plain value with a code and a sentence."""

from collections.abc import Mapping
from typing import Any

from crawlers.decode.payload import Broken, TooLarge, is_binary, is_gzip, seconds_to_wait, unpacked
from crawlers.fetch.hosts import Visit
from crawlers.fetch.visits import KEPT_HEADERS, Fetched
from domain.message import Message
from domain.times import now
from domain.visit_notes import note

# By name, so that reading a stored ending needs neither Scrapy nor Twisted.
_CODES = {
    "CannotResolveHostError": "dns",
    "DownloadTimeoutError": "timeout",
    "DownloadCancelledError": "too-large",  # maxsize reached; a timeout has its own error
    "IgnoreRequest": "too-large",  # only HttpCompressionMiddleware raises it in our settings
    "StopDownload": "too-large",
    "UnsupportedURLSchemeError": "forbidden-address",
    "BadGzipFile": "bad-encoding",
    "EOFError": "bad-encoding",
    "zlib.error": "bad-encoding",
    "brotli.error": "bad-encoding",
    "ZstdError": "bad-encoding",
}


def ending(
    visit: Visit,
    *,
    limit: int,
    error: str | None = None,
    why: Message | None = None,
    status: int = 0,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
) -> Fetched:
    """What the caller is told. Content is kept only when it can be what was asked for."""
    headers, moment = headers or {}, now()
    if error is None and status not in (200, 203, 304):
        error = "http-status"
    if error is None and status != 304:
        content, error = _checked(content, visit.kind, limit)
    return Fetched(
        key=visit.job.key,
        url=visit.job.url,
        final_url=visit.url,
        fetched_at=moment,
        status=status,
        headers=headers,
        content=content if error is None and status != 304 else b"",
        error=error,
        note=note(error, status),
        why=why,
        retry_after_seconds=seconds_to_wait(headers.get("retry-after", ""), moment),
    )


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The few headers that are of use later; `headers` has lower-case names."""
    return {name: headers[name][:2000] for name in KEPT_HEADERS if headers.get(name)}


def _checked(content: bytes, kind: str, limit: int) -> tuple[bytes, str | None]:
    try:
        if kind == "feed" and is_gzip(content):  # sitemap.xml.gz
            content = unpacked(content, limit=limit, encoding="gzip")
    except TooLarge:
        return b"", "too-large"
    except Broken:
        return b"", "bad-encoding"
    if len(content) > limit:
        return b"", "too-large"
    if kind != "robots" and is_binary(content):
        return b"", "not-a-feed" if kind == "feed" else "not-html"
    return content, None


def failure_code(error: BaseException) -> str:
    """The code for what Scrapy or Twisted raised, looking through what wraps it."""
    for one in _unwrapped(error):
        kind = type(one)
        name = f"{kind.__module__}.error" if kind.__name__ == "error" else kind.__name__
        if name in _CODES:
            return _CODES[name]
        if kind.__module__.startswith(("OpenSSL", "service_identity", "ssl", "cryptography")):
            return "tls"
    return "connection"


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
