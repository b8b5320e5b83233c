"""What a site's robots.txt asks of us (RFC 9309, and Crawl-delay), shared by the crawler and by single visits."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from domain.visits import FetchError

MAX_DELAY_SECONDS = 60.0  # a longer Crawl-delay is obeyed as a minute: one visit per poll is slower than that anyway


@dataclass(frozen=True, slots=True)
class Rules:
    """`error` says why nothing may be read for now; otherwise the file (or its absence) decides."""

    parsed: Protego | None = None
    error: FetchError | None = None

    def allows(self, url: str, agent: str) -> bool:
        if self.error is not None:
            return False
        return self.parsed is None or bool(self.parsed.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        asked = self.parsed.crawl_delay(agent) if self.parsed is not None else None
        return min(max(float(asked or 0.0), 0.0), MAX_DELAY_SECONDS)


# Ends that say nothing about the site being away: its robots.txt leads astray, so there is none.
_ASTRAY = (
    None,
    FetchError.HTTP_STATUS,
    FetchError.TOO_MANY_REDIRECTS,
    FetchError.TOO_LARGE,
    FetchError.REFUSED_SOURCE,
    FetchError.BAD_URL,
    FetchError.BAD_ENCODING,
)


def rules_of(status: int, content: bytes, error: FetchError | None) -> Rules:
    """4xx: all is allowed. 5xx, 429 or no answer: nothing is, for now (RFC 9309 §2.3.1)."""
    if error not in _ASTRAY:
        return Rules(error=error)
    if status == 429 or status >= 500:
        return Rules(error=FetchError.ROBOTS_UNAVAILABLE)
    if error is not None or status != 200:
        return Rules()
    return Rules(parsed=Protego.parse(content.decode("utf-8-sig", "replace")))


def origin(url: str) -> str:
    split = urlsplit(url)
    return f"{split.scheme.lower()}://{split.netloc.lower()}"
