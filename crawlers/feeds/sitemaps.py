"""Reads sitemaps, news sitemaps and sitemap indexes (sitemaps.org), only as far as the caps allow.

The XML is read as a stream with expat and given up at the caps, so that a sitemap of a billion entries costs what the
first thousand cost.
"""

from dataclasses import dataclass
from datetime import datetime
from xml.parsers import expat

from lxml import etree

from crawlers.dates.habits import Habits, habits_of
from crawlers.decode.inflate import GZIP_MAGIC, gunzip_capped
from crawlers.decode.mended_xml import lenient_tree, local_name
from crawlers.decode.tags import Tangled, bounded_xml
from crawlers.feeds.content import FeedNote, summed_up, web_address
from crawlers.feeds.plain_text import plain
from crawlers.feeds.xml import readable
from domain.errors import BadInput
from domain.message import Message, say
from domain.problems import Unreadable
from domain.sources import FeedEntry

MAX_BYTES = 20_000_000  # bytes, unpacked; the protocol allows 50 MB, but the newest entries come first
MAX_ENTRIES = 2000
MAX_SITEMAPS = 200
MAX_DEPTH = 20
MAX_VALUE_CHARS = 4000
_CHUNK_BYTES = 1_000_000  # expat begins a comment or tag that goes on in the next chunk anew: few chunks, then
ROOTS, ROWS = ("urlset", "sitemapindex"), ("url", "sitemap")
_ROW_ENDS = (b"</url>", b"</sitemap>")  # what stands behind the last of them was cut off
_FIELDS = frozenset({"loc", "lastmod", "title", "publication_date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapContent:
    entries: tuple[FeedEntry, ...] = ()
    sitemaps: tuple[FeedEntry, ...] = ()  # of an index, the newest first where it says
    is_news: bool = False
    notes: tuple[Message, ...] = ()


def read_sitemap(content: bytes, *, url: str, now: datetime) -> SitemapContent:
    """What the sitemap lists. Raises BadInput for what is no sitemap; never anything else."""
    notes: list[Message] = []
    if content[:2] == GZIP_MAGIC:
        content, cut = gunzip_capped(content, MAX_BYTES)
        if cut:
            notes.append(say(FeedNote.SITEMAP_BROKEN_GZIP))
    content, _ = readable(content[:MAX_BYTES], "")
    try:
        content = bounded_xml(content)
    except Tangled:
        raise BadInput(Unreadable.TANGLED) from None
    reader = _Reader()
    if problem := reader.read(content):
        notes.append(problem)
    if problem and problem.code == FeedNote.SITEMAP_BROKEN.value:
        reader.read_leniently(content)
    if reader.root not in ROOTS:
        raise BadInput(Unreadable.NOT_A_SITEMAP)
    date_notes: list[Message] = []
    habits = habits_of(map(_date_of, reader.rows), now=now)
    rows = [_entry(row, url, habits, date_notes) for row in reader.rows]
    found = tuple({entry.url: entry for entry in rows if entry.url}.values())
    notes += summed_up(date_notes)
    if reader.root == "urlset":
        return SitemapContent(entries=found, is_news=reader.is_news, notes=tuple(notes))
    newest_first = sorted(
        found, key=lambda entry: entry.published_at.timestamp() if entry.published_at else 0, reverse=True
    )
    return SitemapContent(sitemaps=tuple(newest_first[:MAX_SITEMAPS]), notes=tuple(notes))


def _date_of(row: dict[str, str]) -> str:
    return row.get("publication_date") or row.get("lastmod", "")


def _entry(row: dict[str, str], base: str, habits: Habits, notes: list[Message]) -> FeedEntry:
    published_at, note = habits.dated(_date_of(row))
    if note:
        notes.append(note)
    address = web_address(row.get("loc", ""), base)
    return FeedEntry(url=address, title=plain(row.get("title", ""), 1000), id=address, published_at=published_at)


class _Stop(Exception):
    """Enough, or too much."""

    def __init__(self, note: Message) -> None:
        super().__init__(note.code)
        self.note = note


class _Reader:
    """Collects loc, lastmod, news:title and news:publication_date of each url or sitemap element."""

    def __init__(self) -> None:
        self.root = ""
        self.is_news = False
        self.rows: list[dict[str, str]] = []
        self._depth = 0
        self._row: dict[str, str] | None = None
        self._field = ""
        self._value: list[str] = []
        self._length = 0

    def read(self, content: bytes) -> Message | None:
        """Returns a note where the reading ended early."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        parser.CharacterDataHandler, parser.EntityDeclHandler = self._text, self._entity
        try:
            for start in range(0, len(content), _CHUNK_BYTES):
                parser.Parse(content[start : start + _CHUNK_BYTES], False)
            parser.Parse(b"", True)
        except _Stop as stop:
            return stop.note
        except (expat.ExpatError, ValueError, LookupError):
            return say(FeedNote.SITEMAP_BROKEN)
        return None

    def read_leniently(self, content: bytes) -> None:
        """The same of a document that is broken somewhere: a mistake in one entry costs that entry."""
        end = max((content.lower().rfind(mark) + len(mark) for mark in _ROW_ENDS), default=0)
        cut = any(content.lower().find(mark) != -1 for mark in _ROW_ENDS)
        tree = lenient_tree(content[:end] if cut else content, ROOTS)
        rows = [] if tree is None else [one for one in tree.iter() if local_name(one) in ROWS]
        found = [row for one in rows[:MAX_ENTRIES] if (row := self._row_of(one)).get("loc")]
        if tree is not None and len(found) >= len(self.rows):
            self.root, self.rows = local_name(tree), found

    def _row_of(self, one: etree._Element) -> dict[str, str]:
        row: dict[str, str] = {}
        for part in one.iter():
            name, tag = local_name(part), str(part.tag).lower()
            if part is not one and name in ROWS:  # the next, in one that was not closed
                break
            if name in _FIELDS and "image" not in tag and "video" not in tag:
                row.setdefault(name, (part.text or "").strip()[:MAX_VALUE_CHARS])
                self.is_news = self.is_news or "news" in tag
        return row

    def _opened(self, tag: str, _attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Stop(say(FeedNote.SITEMAP_TOO_DEEP))
        if not self.root:
            self.root = name
        elif self._depth == 2 and name in ROWS:
            if len(self.rows) >= MAX_ENTRIES:
                raise _Stop(say(FeedNote.SITEMAP_TOO_LONG, most=MAX_ENTRIES))
            self._row = {}
        elif self._row is not None and name in _FIELDS and "image" not in space and "video" not in space:
            self._field, self._value, self._length = name, [], 0
            self.is_news = self.is_news or "sitemap-news" in space

    def _closed(self, tag: str) -> None:
        self._depth -= 1
        if self._row is not None and self._depth == 1:
            self.rows.append(self._row)
            self._row = None
        elif self._row is not None and self._field and tag.rpartition(" ")[2] == self._field:
            self._row.setdefault(self._field, "".join(self._value).strip())
            self._field = ""

    def _text(self, text: str) -> None:
        if self._field and self._length < MAX_VALUE_CHARS:
            self._value.append(text[:MAX_VALUE_CHARS])
            self._length += len(text)

    def _entity(self, *_declared: object) -> None:
        raise _Stop(say(FeedNote.SITEMAP_ENTITIES))
