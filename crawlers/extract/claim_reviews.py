"""Published fact-checks and corrections in JSON-LD (schema.org ClaimReview, `correction`, CorrectionComment).

Who made a claim (`itemReviewed`, its author, its appearances) is not read: claims only, never persons (design §1).
"""

import html
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from crawlers.dates.iso import read_iso
from crawlers.extract.markup import squeeze
from domain.page import ClaimReview, PublishedCorrection
from domain.times import VIETNAM

MAX_RAW_CHARS = 4_000  # of a value: a longer one is no claim, and is not looked at
MAX_CLAIM_CHARS, MAX_VERDICT_CHARS, MAX_NAME_CHARS, MAX_URL_CHARS = 600, 300, 200, 2_000
MAX_CORRECTION_CHARS = 2_000
MAX_CORRECTIONS = 10  # of one article
_RATINGS = ("alternateName", "name", "ratingExplanation")


def claim_review(thing: Mapping[str, Any], publisher: str = "") -> ClaimReview | None:
    """`publisher`: who it is where the thing names no organisation. None: it holds no claim that can be kept."""
    claim = text_of(thing.get("claimReviewed"))
    verdict = _verdict(thing.get("reviewRating"))
    if not claim or len(claim) > MAX_CLAIM_CHARS:
        return None
    return ClaimReview(
        claim=claim,
        rating=verdict[:MAX_VERDICT_CHARS],
        reviewer=(_organisation(thing.get("author")) or _organisation(thing.get("publisher")) or publisher)[
            :MAX_NAME_CHARS
        ],
        url=_address(thing.get("url")),
        published_at=moment(thing.get("datePublished")),
    )


def corrections(article: Mapping[str, Any]) -> tuple[PublishedCorrection, ...]:
    """What an article says of its own corrections: texts or CorrectionComments; a bare link says nothing."""
    given = article.get("correction")
    listed = given[:MAX_CORRECTIONS] if isinstance(given, list) else [given]
    return tuple(dict.fromkeys(_corrections(listed)))


def _corrections(listed: list[Any]) -> Iterator[PublishedCorrection]:
    for one in listed:
        comment = one if isinstance(one, dict) else {"text": one}
        words = (
            text_of(comment.get("text")) or text_of(comment.get("correction")) or text_of(comment.get("description"))
        )
        if words and not words.startswith(("http://", "https://")):
            at = moment(comment.get("datePublished")) or moment(comment.get("dateCreated"))
            yield PublishedCorrection(words=words[:MAX_CORRECTION_CHARS], published_at=at)


def moment(value: Any) -> datetime | None:
    """None for what is no ISO 8601 date."""
    value = _first(value)
    return read_iso(value.strip().lower(), VIETNAM) if isinstance(value, str) and len(value) < 60 else None


def text_of(value: Any) -> str:
    """On one line; "" for what is no text, or too long to be looked at."""
    value = _first(value)
    return squeeze(html.unescape(value)) if isinstance(value, str) and len(value) <= MAX_RAW_CHARS else ""


def _verdict(value: Any) -> str:
    """Its words; of a rating that has none "2/5"."""
    rating = _first(value)
    if not isinstance(rating, dict):
        return text_of(rating)
    words = next(filter(None, (text_of(rating.get(name)) for name in _RATINGS)), "")
    number, best = (str(rating.get(name) or "").strip()[:8] for name in ("ratingValue", "bestRating"))
    return words or (f"{number}/{best}" if number and best else number)


def _organisation(value: Any) -> str:
    """The name of an organisation; a person who wrote the check is not who publishes it."""
    value = _first(value)
    if not isinstance(value, dict):
        return text_of(value)
    types = value.get("@type")
    return "" if "Person" in (types if isinstance(types, list) else [types]) else text_of(value.get("name"))


def _address(value: Any) -> str:
    value = _first(value)
    if isinstance(value, dict):
        value = _first(value.get("url") or value.get("@id"))
    given = value.strip() if isinstance(value, str) and len(value) <= MAX_URL_CHARS else ""
    return given if given.startswith(("http://", "https://")) else ""


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value
