"""What a publisher's server gave us, and what we could read off it."""

import re
from dataclasses import dataclass
from datetime import datetime

from domain.message import Code, Message
from domain.times import aware

# Byte order marks, blanks, comments and declarations may come before the root, in any order.
_CAP = re.compile(
    rb"(?>[\x01-\x20]|\xef\xbb\xbf|\xc3\xaf\xc2\xbb\xc2\xbf|\xfe\xff|\xff\xfe|\xc2\xa0|\xe2\x80[\x80-\x8f\xa8-\xaf]"
    rb"|\xe2\x81\xa0|<\?.*?\?>|<!--.*?-->)*+<(?:[\w.-]{1,40}:)?alert[\s>/]",
    re.DOTALL,
)
_PROLOG_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """Bytes of one page as fetched."""

    url: str
    content: bytes
    fetched_at: datetime
    content_type: str | None = None  # the header, with its charset, if the server sent one

    def __post_init__(self) -> None:
        aware(self.fetched_at, "fetched_at")

    @property
    def is_cap(self) -> bool:
        """Whether it is a warning in the Common Alerting Protocol, by its type or its root element.

        Without its zeros UTF-16 shows the root in ASCII, too.
        """
        kind = (self.content_type or "").lower()
        return kind.startswith("application/cap+xml") or bool(
            _CAP.match(self.content[:_PROLOG_BYTES].replace(b"\0", b""))
        )


_FALSE = re.compile(
    r"(?<!không )(?<!chẳng )(?<!tác )(?<!khán )(?<!độc )(?<!thính )(?<!học )(?<!diễn )(?<!ký )(?<!dịch )(?<!sứ )"
    r"\b(?:sai|giả|bịa|bịa đặt|xuyên tạc|lừa đảo|mạo danh|cắt ghép|thất thiệt|gây hiểu (?:lầm|nhầm)"
    r"|false|fake|misleading|scam|hoax|pants on fire)\b"
    r"|(?:không|chưa|chẳng)(?: hề| hoàn toàn)? (?:đúng|có thật|chính xác|có (?:chuyện|việc))\b|không có thật",
    re.IGNORECASE,
)


def calls_false(words: str) -> bool:
    """Whether a fact-checker's verdict or headline says that what it checked is not so."""
    return bool(_FALSE.search(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReview:
    """A published fact-check (schema.org ClaimReview)."""

    claim: str
    rating: str
    reviewer: str
    url: str = ""  # where it was published, as it says itself
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCorrection:
    """What a publisher says that it put right in an article of its own (schema.org correction)."""

    words: str
    published_at: datetime | None = None


class ExtractionWarning(Code):
    """What was odd when an article was read off its page."""

    DATE_REFUSED = "extraction.date-refused", "value"  # no time, or one in the future


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """One published article read off a page. Text is NFC; `text` begins with the lead when there is one."""

    title: str
    lead: str  # the sapo; "" when the page has none
    text: str  # paragraphs joined by "\n"
    url: str  # canonical
    published_at: datetime | None = None
    modified_at: datetime | None = None
    byline: str = ""  # kept as text, for attribution only
    section: str = ""  # the publisher's own word
    image_url: str = ""
    image_credit: str = ""  # whose the picture is, as the page says; "" where it does not
    claim_reviews: tuple[ClaimReview, ...] = ()
    corrections: tuple[PublishedCorrection, ...] = ()
    warnings: tuple[Message, ...] = ()  # of ExtractionWarning
