"""What a page says of itself in JSON-LD, read leniently: publishers break it daily."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawlers.extract.claim_reviews import claim_review, corrections
from crawlers.extract.clutter_words import is_clutter_line
from crawlers.extract.markup import squeeze
from domain.page import ClaimReview, PublishedCorrection

_MAX_SCRIPT_CHARS = 300_000
_MAX_THINGS = 2_000
_MAX_REVIEWS = 20  # fact-checks of one page
_ARTICLES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "Report",
             "AnalysisNewsArticle", "AdvertiserContentArticle", "MedicalWebPage", "SpecialAnnouncement")  # fmt: skip
_PAGES = ("WebPage", "ItemPage", "CreativeWork", "TechArticle", "ScholarlyArticle", "OpinionNewsArticle",
          "ReviewNewsArticle", "BackgroundNewsArticle", "SatiricalArticle")  # fmt: skip
_ORGANISATIONS = ("Organization", "NewsMediaOrganization", "GovernmentOrganization", "EducationalOrganization",
                  "Hospital", "MedicalOrganization", "School", "CollegeOrUniversity", "NGO")  # fmt: skip
_OTHERS_IN = ("itemListElement", "hasPart", "comment", "mentions", "citation", "isBasedOn", "about")  # other articles
_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*;?\s*$", re.S)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?h\d|/?tr)\b[^>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{1,500}>")
_ITEM = re.compile(r"<li\b[^>]{0,200}>\s*(?:<p\b[^>]{0,200}>)?", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(script|style|figcaption|noscript|template|iframe|video|audio|button)\b[^>]{0,500}>[^<]{0,2000}</\1\s*>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"&lt;/?(?:p|br|div|strong|ul|li|h\d)\b", re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_PAIR = re.compile(
    r'"(headline|description|datePublished|dateModified|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """Raw strings as the publisher wrote them; "" where it wrote none."""

    is_article: bool = False
    headline: str = ""
    description: str = ""
    body: tuple[str, ...] = ()  # lines
    published: str = ""
    modified: str = ""
    author: str = ""
    publisher: str = ""
    section: str = ""
    image: str = ""
    image_credit: str = ""
    url: str = ""
    crumbs: tuple[str, ...] = ()
    claim_reviews: tuple[ClaimReview, ...] = field(default=())
    corrections: tuple[PublishedCorrection, ...] = field(default=())


def read(scripts: list[str]) -> Structured:
    things = [thing for script in scripts for thing in _things(_load(script))][:_MAX_THINGS]
    article = next((thing for thing in things if _is_a(thing, *_ARTICLES)), None)
    found = article or next((thing for thing in things if "datePublished" in thing and _is_page(thing)), {})
    reviews = [thing for thing in things if _is_a(thing, "ClaimReview")][:_MAX_REVIEWS]
    return Structured(
        is_article=article is not None,
        headline=_text(found.get("headline") or (found.get("name") if article else "")),
        description=_text(found.get("description")),
        body=_body(article, things) if article else (),
        published=_stamp(found.get("datePublished")),
        modified=_stamp(found.get("dateModified")),
        author=_people(found.get("author")),
        publisher=_name(found.get("publisher")),
        section=_text(_first(found.get("articleSection"))),
        image=_link(found.get("image")),
        image_credit=_credit(found.get("image"), things),
        url=_link(found.get("mainEntityOfPage")) or _link(found.get("url")),
        crumbs=next((_crumbs(thing) for thing in things if _is_a(thing, "BreadcrumbList")), ()),
        claim_reviews=tuple(filter(None, map(claim_review, reviews))),
        corrections=corrections(found),
    )


def _body(article: dict[str, Any], things: list[dict[str, Any]]) -> tuple[str, ...]:
    """The article's, or that of the same article told a second time."""
    title = article.get("headline")
    same = [thing for thing in things if _is_a(thing, *_ARTICLES) and thing.get("headline") in (title, None)]
    return next(filter(None, (_lines(thing.get("articleBody") or thing.get("text")) for thing in (article, *same))), ())


def publisher(scripts: list[str]) -> str:
    """The organisation that publishes the site; "" where none is named."""
    things = [thing for script in scripts for thing in _things(_load(script))][:_MAX_THINGS]
    stated = (_name(thing.get("publisher")) for thing in things if not _is_a(_object(thing.get("publisher")), "Person"))
    themselves = (_name(thing) for thing in things if _is_a(thing, *_ORGANISATIONS))
    return next(filter(None, (*stated, *themselves)), "")


def _object(value: Any) -> dict[str, Any]:
    value = _first(value)
    return value if isinstance(value, dict) else {}


def _load(script: str) -> Any:
    script = _WRAPPER.sub("", script[:_MAX_SCRIPT_CHARS].lstrip("\ufeff")).strip().rstrip(";")
    for attempt in (script, _TRAILING_COMMA.sub(r"\1", script), html.unescape(script)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    pairs = {key: html.unescape(value.replace('\\"', '"')) for key, value in _PAIR.findall(script)}
    return {"@type": "NewsArticle", **pairs} if "datePublished" in pairs or "headline" in pairs else None


def _things(root: Any) -> Iterator[dict[str, Any]]:
    """Every object in document order, through @graph, lists and nesting; not what a list of articles holds."""
    waiting, seen = [root], 0
    while waiting and seen < _MAX_THINGS:
        item = waiting.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
            parts = [value for key, value in item.items() if key not in _OTHERS_IN and isinstance(value, dict | list)]
            waiting.extend(reversed(parts))
        elif isinstance(item, list):
            waiting.extend(reversed(item[:_MAX_THINGS]))


def _is_a(thing: dict[str, Any], *names: str) -> bool:
    types = thing.get("@type")
    return any(
        isinstance(name, str) and name.rsplit("/", 1)[-1] in names
        for name in (types if isinstance(types, list) else [types])
    )


def _is_page(thing: dict[str, Any]) -> bool:
    """What may stand for the article where none is declared: never a comment, a video, an event, the site."""
    return "@type" not in thing or _is_a(thing, *_PAGES)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _text(value: Any) -> str:
    value = _first(value)
    return squeeze(html.unescape(value)) if isinstance(value, str) else ""


def _stamp(value: Any) -> str:
    """A date as it stands there, also one that is a number of seconds or an object with its value."""
    value = _first(value)
    if isinstance(value, dict):
        value = value.get("@value")
    return _text(f"{value:.0f}" if isinstance(value, float) else str(value) if type(value) is int else value)


def _lines(value: Any) -> tuple[str, ...]:
    """Line by line, by breaks or by the tags of HTML that was put into the value, once or twice escaped."""
    pieces = [piece for piece in (value if isinstance(value, list) else [value]) if isinstance(piece, str)]
    text = html.unescape("\n".join(pieces))
    if _ESCAPED.search(text):
        text = html.unescape(text)
    text = _ITEM.sub("\n- ", _UNSEEN.sub("", text))
    rows = map(squeeze, _TAG.sub("", _BREAK.sub("\n", text)).split("\n"))
    return tuple(row for row in rows if any(map(str.isalnum, row)) and not is_clutter_line(row))


def _name(value: Any) -> str:
    value = _first(value)
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _people(value: Any) -> str:
    """Names of persons, for attribution; an organisation is the publisher, not a byline."""
    items = value if isinstance(value, list) else [value]
    names = [_name(item) for item in items if not (isinstance(item, dict) and _is_a(item, "Organization"))]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _link(value: Any) -> str:
    value = _first(value)
    if isinstance(value, dict):
        value = _first(value.get("url") or value.get("@id") or value.get("contentUrl"))
    return value.strip() if isinstance(value, str) else ""


_CREDITS = ("creditText", "copyrightNotice", "copyrightHolder", "creator", "author", "provider", "license")


def _credit(image: Any, things: list[dict[str, Any]]) -> str:
    """Of the article's picture, which may stand there by its address or `@id` alone."""
    first = _first(image)
    address = _link(image)
    named = (thing for thing in things if _is_a(thing, "ImageObject") and address and _is_at(thing, address))
    candidates = [first] if isinstance(first, dict) else []
    values = (thing.get(key) for thing in (*candidates, *named) for key in _CREDITS)
    return next(
        filter(None, (_name(value) or (_link(value) if isinstance(value, dict) else "") for value in values)), ""
    )


def _is_at(thing: dict[str, Any], address: str) -> bool:
    return any(thing.get(key) == address for key in ("url", "@id", "contentUrl"))


def _crumbs(thing: dict[str, Any]) -> tuple[str, ...]:
    items = thing.get("itemListElement")
    items = items if isinstance(items, list) else [items]
    names = (_name(item) or _name(item.get("item")) for item in items if isinstance(item, dict))
    return tuple(filter(None, names))
