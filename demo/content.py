"""Reads the sample newsroom's texts (content/<publisher>/*.toml) into frozen values."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from domain.sources import SourceKind

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens to an article after it came out, `at` minutes from the newsroom's zero."""

    kind: str  # correction, update, replaced, withdrawal
    at: int
    note: str = ""
    swaps: tuple[tuple[str, str], ...] = ()  # text before, text after


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, and what a reader of it should find (story, section, places)."""

    publisher: str
    key: str
    story: str
    section: str
    at: int  # minutes from the newsroom's zero; negative is earlier
    title: str
    lead: str
    body: str
    places: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    author: str = ""
    caption: str = ""
    copy_of: str = ""  # "publisher/key" of the text it repeats word for word
    origin: str = ""  # the agency or office it names as its origin
    age_days: int = 0  # how much older the page says it is than the feed does
    claim: str = ""
    rating: str = ""
    label: str = ""  # "Thông tin doanh nghiệp"
    moved: bool = False  # the feed names an old address that redirects
    slow_seconds: float = 0
    refusals: int = 0  # how many times the page answers 429 first
    number: int = 0
    copy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One publisher: who it is and how its server behaves."""

    id: str
    name: str
    organisation: str
    kind: SourceKind
    path: str  # how an article's address is made
    province: str = ""
    slogan: str = ""
    charset: str = "utf-8"
    feeds: tuple[tuple[str, str], ...] = ()  # path, rss|atom|sitemap
    validators: tuple[str, ...] = ("etag", "last-modified")
    compress: bool = False
    crawl_delay: int = 0
    disallowed: str = ""
    dead_links: tuple[tuple[str, str], ...] = ()  # path, title: listed in the feed, not there
    sections: dict[str, str] = field(default_factory=dict)  # slug -> the publisher's own word


def sites(only: Collection[str] | None = None) -> tuple[Site, ...]:
    """Every publisher, or those named, in alphabetical order of their ids."""
    found = [_site(path) for path in sorted(CONTENT.glob("*/site.toml"))]
    unknown = set(only or ()) - {site.id for site in found}
    if unknown:
        raise ValueError(f"no such sample publisher: {', '.join(sorted(unknown))}")
    return tuple(site for site in found if only is None or site.id in only)


def _site(path: Path) -> Site:
    data = tomllib.loads(path.read_text("utf-8"))
    data["kind"] = SourceKind(data["kind"])
    for name in ("feeds", "dead_links"):
        data[name] = tuple((str(first), str(second)) for first, second in data.get(name, ()))
    if "validators" in data:
        data["validators"] = tuple(data["validators"])
    return Site(id=path.parent.name, **data)


@cache
def articles() -> tuple[Article, ...]:
    """Every article of every publisher; copies carry the text that they repeat."""
    raw = [
        {"publisher": path.parent.name, **data}
        for path in sorted(CONTENT.glob("*/*.toml"))
        if path.name != "site.toml"
        for data in tomllib.loads(path.read_text("utf-8"))["article"]
    ]
    originals = {f"{data['publisher']}/{data['key']}": data for data in raw}
    return tuple(_article(data, originals, number) for number, data in enumerate(raw, 1))


def _article(data: dict[str, Any], originals: dict[str, dict[str, Any]], number: int) -> Article:
    inherited: dict[str, Any] = {}
    if "copy_of" in data:
        original = originals[data["copy_of"]]
        wanted = ("story", "section", "title", "lead", "body", "places", "signals", "caption")
        inherited = {name: original[name] for name in wanted if name in original}
        inherited["body"] = original["body"].rstrip() + "\n\n" + data["credit"]
    made = inherited | {name: value for name, value in data.items() if name not in ("event", "credit")}
    for name in ("places", "signals"):
        made[name] = tuple(made.get(name, ()))
    made["events"] = tuple(_event(event) for event in data.get("event", ()))
    return Article(number=number, **made)


def _event(data: dict[str, Any]) -> Event:
    swaps = tuple((str(before), str(after)) for before, after in data.pop("swaps", ()))
    return Event(swaps=swaps, **data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An article as it stands at one minute."""

    article: Article
    changed_at: int
    changed: bool = False
    withdrawn: bool = False
    notes: tuple[str, ...] = ()


def version(article: Article, minute: float) -> Version | None:
    """None while the article is not out yet."""
    if minute < article.at:
        return None
    now = Version(article=article, changed_at=article.at)
    for event in article.events:
        if event.at <= minute:
            now = _after(now, event)
    return now


def _after(before: Version, event: Event) -> Version:
    text = {name: getattr(before.article, name) for name in ("title", "lead", "body")}
    for old, new in event.swaps:
        text = {name: value.replace(old, new) for name, value in text.items()}
    return replace(
        before,
        article=replace(before.article, **text),
        changed_at=event.at,
        changed=True,
        withdrawn=before.withdrawn or event.kind == "withdrawal",
        notes=(*before.notes, event.note) if event.note else before.notes,
    )
