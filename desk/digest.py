"""Điểm tin sáng: proposed from what is new and not yet shared, put in order by hand, exported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from email.utils import format_datetime
from xml.sax import saxutils

from desk.log import note
from desk.post import attribution
from desk.review import allowed
from domain.article import Article
from domain.editorial import Digest, DigestLine
from domain.errors import BadInput
from domain.people import Act, Person
from domain.store import QueueFilter, Store
from domain.story import Story, StoryState
from domain.times import VIETNAM

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINES = 8
LOOKED_AT = 80
MOST_PER_SECTION = 3
DIGEST_COVERS = timedelta(hours=26)  # since yesterday's digest, with room for a late start


@dataclass(frozen=True, kw_only=True)
class DigestEntry:
    line: DigestLine
    article: Article
    source_name: str
    credit: str  # Theo <báo>, <giờ> ngày <ngày>


@dataclass(frozen=True, kw_only=True)
class DigestPage:
    digest: Digest
    entries: tuple[DigestEntry, ...]
    candidates: tuple[Story, ...]  # what else could go in
    scarce: bool  # there is little news today, and the screen says so


def of_day(store: Store, day: date, now: datetime) -> DigestPage:
    """The saved digest of that day, or else a proposal."""
    stories = _fresh(store, day, now)
    digest = store.digests.get(day) or propose(store, day, stories)
    used = {line.article_id for line in digest.lines}
    rest = tuple(story for story in stories if story.head_id not in used)
    entries = _entries(store, digest)
    return DigestPage(digest=digest, entries=entries, candidates=rest[:20], scarce=len(entries) < 3)


def propose(store: Store, day: date, stories: Sequence[Story]) -> Digest:
    """Warnings first, then the best of the queue, at most three of one section."""
    warned = [story for story in stories if any(part.label == "Cảnh báo" for part in story.parts)]
    chosen: list[Story] = []
    for story in [*warned, *(story for story in stories if story not in warned)]:
        together = [other for other in chosen if other.section == story.section]
        if len(together) < MOST_PER_SECTION and not {"old", "advertorial", "withdrawn"} & set(story.flags):
            chosen.append(story)
    lines = tuple(_line(store.articles.get(story.head_id)) for story in chosen[:LINES])
    opening = store.settings.get().digest_opening.replace("{day}", f"{day:%d/%m/%Y}")
    return Digest(day=day, opening=opening, lines=lines)


def sentence(article: Article) -> str:
    """One sentence as the publisher wrote it: the first of the summary, or else the lead or the title."""
    return (article.summary[0] if article.summary else "") or article.lead or article.title


def save(
    store: Store, day: date, *, opening: str, lines: Sequence[DigestLine], revision: int, by: Person, now: datetime
) -> Digest:
    """Keep the digest as put in order by hand. A line that differs from the publisher's words is marked."""
    allowed(by, Act.PICK)
    if len({line.article_id for line in lines}) != len(lines):
        raise BadInput(detail="một bài có mặt hai lần trong điểm tin.")
    checked = tuple(replace(line, edited=line.text.strip() != _own(store, line)) for line in lines)
    before = store.digests.get(day)
    saved = store.digests.save(Digest(day=day, opening=opening.strip(), lines=checked, revision=revision, saved_at=now))
    was = {"lines": [line.article_id for line in before.lines]} if before else {}
    note(store, by, "digest", f"digest:{day}", was, {"lines": [line.article_id for line in checked]}, now)
    return saved


def post_text(page: DigestPage) -> str:
    """Numbered lines with credit and link, ready to paste."""
    lines = [page.digest.opening]
    for number, entry in enumerate(page.entries, 1):
        lines.append(f"{number}. {entry.line.text}\n({entry.credit}) {entry.article.url}")
    return "\n\n".join(lines)


def rss(page: DigestPage, title: str, link: str) -> str:
    """RSS 2.0 of the digest; each item links to its publisher."""
    built = datetime.combine(page.digest.day, time(5, 30), VIETNAM)
    items = "".join(
        f"<item><title>{escape(entry.article.title)}</title><link>{escape(entry.article.url)}</link>"
        f'<guid isPermaLink="true">{escape(entry.article.url)}</guid>'
        f"<description>{escape(f'{entry.line.text} ({entry.credit})')}</description>"
        f"<pubDate>{_rfc822(entry.article.dated)}</pubDate></item>"
        for entry in page.entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<description>{escape(page.digest.opening)}</description><language>vi</language>"
        f"<pubDate>{_rfc822(built)}</pubDate>{items}</channel></rss>\n"
    )


def escape(text: str) -> str:
    """For XML, which has no way to say most control characters."""
    return saxutils.escape(_NOT_XML.sub("", text))


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(VIETNAM))


def _fresh(store: Store, day: date, now: datetime) -> list[Story]:
    end = min(now, datetime.combine(day + timedelta(days=1), time.min, VIETNAM))
    found, _ = store.stories.listing(QueueFilter(state=StoryState.OPEN, limit=LOOKED_AT))
    return [story for story in found if end - DIGEST_COVERS <= story.newest_at <= end]


def _line(article: Article) -> DigestLine:
    return DigestLine(article_id=article.id, text=sentence(article))


def _own(store: Store, line: DigestLine) -> str:
    return sentence(store.articles.get(line.article_id))


def _entries(store: Store, digest: Digest) -> tuple[DigestEntry, ...]:
    names = {source.id: source.name for source in store.sources.all()}
    found = []
    for line in digest.lines:
        article = store.articles.get(line.article_id)
        name = names.get(article.source_id, article.source_id)
        found.append(DigestEntry(line=line, article=article, source_name=name, credit=attribution(article, name)))
    return tuple(found)
