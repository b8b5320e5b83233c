"""One publisher's pages and feeds, as they stand when asked for."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo.content import Article, Site, Version, version
from demo.texts import WEEKDAYS, Block, blocks, dated, encode, slug
from domain.times import VIETNAM

TEMPLATES = Path(__file__).parent / "templates"
FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "sitemap": "application/xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article's version with its dates filled in: what a template shows and a reader should find."""

    version: Version
    url: str
    feed_url: str
    image_url: str
    title: str
    lead: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    caption: str
    claim: str
    section: str  # the publisher's own word
    published: datetime  # as the page says
    announced: datetime  # as the feed says
    changed: datetime

    @property
    def article(self) -> Article:
        return self.version.article


class Press:
    """Knows a publisher's addresses, and renders each version of a page once."""

    def __init__(self, site: Site, articles: Iterable[Article], *, origin: datetime, zeros: Mapping[str, int]) -> None:
        self.site = site
        self.base = ""  # http://127.0.0.1:port, known once the server listens
        self._origin = origin
        self._zeros = zeros
        self._articles = tuple(sorted(articles, key=lambda article: -article.at))
        self._paths = {article.number: self._path(article) for article in self._articles}
        self._by_path = {self._paths[article.number]: article for article in self._articles}
        self._moved = {f"/r/{article.number}": article for article in self._articles if article.moved}
        self._templates = _environment(site.id)
        self._rendered: dict[object, bytes] = {}

    def minute(self, moment: datetime) -> float:
        return (moment - self._origin) / timedelta(minutes=1)

    def version_at(self, path: str, moment: datetime) -> Version | None:
        article = self._by_path.get(path)
        return version(article, self.minute(moment)) if article else None

    def redirect(self, path: str) -> str | None:
        moved = self._moved.get(path)
        return self.base + self._paths[moved.number] if moved else None

    def items(self, moment: datetime) -> list[Item]:
        """What stands at `moment`, newest first, without what was withdrawn."""
        minute = self.minute(moment)
        found = (version(article, minute) for article in self._articles)
        return [self.item(one) for one in found if one and not one.withdrawn]

    def item(self, one: Version) -> Item:
        article = one.article
        told = self._teller(article)
        announced = self._when(article.at)
        path = self._paths[article.number]
        return Item(
            version=one,
            url=self.base + path,
            feed_url=f"{self.base}/r/{article.number}" if article.moved else self.base + path,
            image_url=f"{self.base}/anh/{article.number}.png",
            title=told(article.title),
            lead=told(article.lead),
            blocks=blocks(told(article.body)),
            notes=tuple(told(note) for note in one.notes),
            caption=told(article.caption),
            claim=told(article.claim),
            section=self.site.sections.get(article.section, ""),
            published=announced - timedelta(days=article.age_days),
            announced=announced,
            changed=self._when(one.changed_at) - timedelta(days=article.age_days),
        )

    def page(self, one: Version) -> bytes:
        key = (one.article.number, one.changed_at)
        return self._once(key, lambda: self._article_page(one))

    def home(self, moment: datetime) -> bytes:
        items = self.items(moment)
        return self._once(("home", _marks(items)), lambda: self._render("home.html", items=items))

    def feed(self, kind: str, moment: datetime) -> bytes:
        items = self.items(moment)
        made = max((item.changed for item in items), default=moment)
        context = {"items": items, "made": made, "dead": self.site.dead_links}
        return self._once((kind, _marks(items)), lambda: self._render(f"{kind}.xml", **context))

    def changed_at(self, moment: datetime) -> datetime:
        """When the list of articles last changed; a withdrawal changes it too."""
        found = (version(article, self.minute(moment)) for article in self._articles)
        return max((self._when(one.changed_at) for one in found if one), default=moment)

    def when(self, one: Version) -> datetime:
        return self._when(one.changed_at)

    def message(self, title: str, text: str) -> bytes:
        return self._render("message.html", title=title, text=text)

    def _article_page(self, one: Version) -> bytes:
        item = self.item(one)
        at = self._articles.index(next(a for a in self._articles if a.number == one.article.number))
        older = [version(article, article.at) for article in self._articles[at + 1 : at + 5]]
        related = [self.item(other) for other in older if other]
        return self._render("article.html", item=item, related=related)

    def _once(self, key: object, make: Callable[[], bytes]) -> bytes:
        if key not in self._rendered:
            self._rendered[key] = make()
        return self._rendered[key]

    def _render(self, name: str, **context: Any) -> bytes:
        page = self._templates.get_template(name).render(site=self.site, base=self.base, **context)
        return encode(page, self.site.charset)

    def _path(self, article: Article) -> str:
        title = slug(self._teller(article)(article.title))
        return self.site.path.format(slug=title, section=article.section, id=100000 + article.number)

    def _teller(self, article: Article) -> Callable[[str], str]:
        zero = self._zeros.get(article.story, article.at)
        reference = self._when(zero) - timedelta(days=article.age_days)
        return lambda text: dated(text, reference)

    def _when(self, minute: int) -> datetime:
        moment = self._origin + timedelta(minutes=minute)
        return moment.replace(microsecond=0).astimezone(VIETNAM)


def etag(content: bytes) -> str:
    return '"' + hashlib.sha256(content).hexdigest()[:20] + '"'


def _marks(items: list[Item]) -> tuple[tuple[int, int], ...]:
    return tuple((item.article.number, item.version.changed_at) for item in items)


def _environment(publisher: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader([TEMPLATES / publisher, TEMPLATES / "common", TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["weekday"] = lambda moment: WEEKDAYS[moment.weekday()]
    made.filters["rfc822"] = format_datetime
    made.filters["iso"] = lambda moment: moment.isoformat(timespec="seconds")
    return made
