"""Điểm tin sáng: proposed from what is new and not yet shared, put in order by hand, exported."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desk import warnings
from desk.acting import Acting
from desk.area import area_of
from desk.digest.diversity import diversify
from desk.digest.outputs.edition import Edition, EditionLine
from desk.post import attribution
from desk.relative_words import passed_words
from domain.article import Article
from domain.editorial import Digest, DigestAction, DigestLine
from domain.errors import BadInput, Conflict
from domain.message import Message
from domain.people import Act, Person
from domain.ports import Gazetteer
from domain.problems import Problem
from domain.store import Store
from domain.stories import QueueFilter
from domain.story import Story, StoryState
from domain.times import VIETNAM, start_of
from vietnamese.sentences import sentences

MAX_LINES = 8
MAX_WARNING_LINES = 4
MAX_CANDIDATES = 80
DIGEST_COVERS = timedelta(hours=26)  # since yesterday's digest, with room for a late start
MAX_NEWS_AGE = timedelta(days=3)  # also after a long weekend: older articles are no news
EARLIER_DIGESTS = 3  # earlier digests whose articles are not proposed again
NO_NEWS_TEXT = "Sáng nay không có tin mới."


@dataclass(frozen=True, kw_only=True)
class DigestEntry:
    line: DigestLine
    article: Article
    source_name: str
    credit: str  # Theo <báo>, <giờ> ngày <ngày>
    passed: tuple[Message, ...] = ()  # from relative_words: words that are no longer true


@dataclass(frozen=True, kw_only=True)
class DigestPage:
    digest: Digest
    entries: tuple[DigestEntry, ...]
    candidates: tuple[Story, ...]  # what else could go in
    scarce: bool  # there is little news today, and the screen says so
    saved_by: Person | None = None  # None: the program, or not saved yet
    approved_by: Person | None = None


def of_day(store: Store, day: date, now: datetime, gazetteer: Gazetteer | None = None) -> DigestPage:
    """The saved digest of that day, or else a proposal."""
    stories = _fresh(store, day, now)
    digest = store.digests.find(day) or propose(store, day, stories, _warned(store, day, now, gazetteer))
    used = {line.article_id for line in digest.lines}
    rest = tuple(story for story in stories if story.head_id not in used)
    entries = tuple(_marked(entry, digest, now) for entry in _entries(store, digest))
    people = {person.id: person for person in store.people.list()}
    return DigestPage(
        digest=digest,
        entries=entries,
        candidates=rest[:20],
        scarce=len(entries) < 3,
        saved_by=people.get(digest.saved_by or 0),
        approved_by=people.get(digest.approved_by or 0),
    )


def with_text(store: Store, page: DigestPage, digest: Digest, now: datetime) -> DigestPage:
    """The page with another text, e.g. what a person typed while somebody else saved."""
    entries = tuple(_marked(entry, digest, now) for entry in _entries(store, digest))
    return replace(page, digest=digest, entries=entries)


def proposal(store: Store, day: date, now: datetime, gazetteer: Gazetteer | None = None) -> Digest:
    return propose(store, day, _fresh(store, day, now), _warned(store, day, now, gazetteer))


def propose(store: Store, day: date, stories: Sequence[Story], warned: Sequence[Article] = ()) -> Digest:
    """The bulletins in force first, then the best of the queue, diversified by section and place."""
    desk = store.settings.get()
    told = {article.story_id for article in warned}
    ordered = [story for story in stories if story.id not in told]
    chosen = diversify(ordered, ours=desk.area, most=MAX_LINES - len(warned))
    lines = tuple(_line(article) for article in (*warned, *(store.articles.get(story.head_id) for story in chosen)))
    opening = desk.digest_opening.replace("{day}", f"{day:%d/%m/%Y}")
    return Digest(day=day, opening=opening, lines=lines)


def _warned(store: Store, day: date, now: datetime, gazetteer: Gazetteer | None) -> list[Article]:
    """The bulletins that hold now in our area, gravest first; none of a story that was shared or skipped."""
    if gazetteer is None or day != now.astimezone(VIETNAM).date():
        return []
    holding = warnings.current(store, now, area_of(store.settings.get(), gazetteer)).ours
    bulletins = [store.articles.get(kept.article_id) for kept in holding]
    states = store.stories.states([article.story_id for article in bulletins])
    return [article for article in bulletins if states.get(article.story_id) is StoryState.OPEN][:MAX_WARNING_LINES]


def sentence(article: Article) -> str:
    """One sentence as the publisher wrote it: the first of the summary, or else of the lead, or the title."""
    return (article.summary[0] if article.summary else "") or next(iter(sentences(article.lead)), "") or article.title


def save(acting: Acting, day: date, *, opening: str, lines: Sequence[DigestLine], revision: int) -> Digest:
    """Keep the digest as put in order by hand. A line that differs from the publisher's words is marked."""
    before = acting.store.digests.find(day)
    saved = write(acting, day, opening=opening, lines=lines, revision=revision)
    log_saved(acting, before, saved)
    return saved


def write(acting: Acting, day: date, *, opening: str, lines: Sequence[DigestLine], revision: int) -> Digest:
    """Save without an entry in the log."""
    acting.may(Act.PICK)
    store = acting.store
    if len({line.article_id for line in lines}) != len(lines):
        raise BadInput(Problem.DIGEST_TWICE)
    checked = tuple(replace(line, edited=line.text.strip() != _own(store, line)) for line in lines)
    before = store.digests.find(day)
    return store.digests.save(
        Digest(
            day=day,
            opening=opening.strip(),
            lines=checked,
            revision=revision,
            saved_at=acting.now,
            saved_by=acting.by,
            sent_at=before.sent_at if before else None,
        )
    )


def log_saved(acting: Acting, before: Digest | None, saved: Digest) -> None:
    was = {"lines": [line.article_id for line in before.lines]} if before else {}
    after = {"lines": [line.article_id for line in saved.lines]}
    acting.log(DigestAction.DIGEST, f"digest:{saved.day}", was, after)


def approve(acting: Acting, day: date, *, revision: int) -> Digest:
    """A second person says that it may go out. The program's own proposal needs one person, an edited one another."""
    acting.may(Act.REVIEW)
    store = acting.store
    digest = store.digests.find(day)
    if digest is None or digest.revision != revision:
        raise Conflict(Problem.DIGEST_CHANGED)
    if digest.saved_by == acting.by and not store.settings.get().solo:
        raise Conflict(Problem.DIGEST_SAME_PERSON)
    saved = store.digests.save(replace(digest, approved_by=acting.by, approved_at=acting.now))
    acting.log(DigestAction.DIGEST_APPROVED, f"digest:{day}", {}, {"revision": saved.revision})
    return saved


def edition(page: DigestPage, desk: str = "") -> Edition:
    """The digest as it goes out, without lines whose publisher has withdrawn the article."""
    standing = [entry for entry in page.entries if not entry.article.withdrawn_at]
    told = tuple(_told(number, entry) for number, entry in enumerate(standing, 1))
    opening = page.digest.opening if told else f"{page.digest.opening}\n\n{NO_NEWS_TEXT}".strip()
    return Edition(day=page.digest.day, desk=desk, opening=opening, told=told)


def approved_editions(store: Store, limit: int = 7) -> list[Edition]:
    """For the feeds: only what a person has approved, newest first."""
    name = store.settings.get().name
    found = [digest for digest in store.digests.list(limit) if digest.approved_at]
    return [edition(_page(store, digest), name) for digest in found]


def _page(store: Store, digest: Digest) -> DigestPage:
    return DigestPage(digest=digest, entries=_entries(store, digest), candidates=(), scarce=False)


def _told(number: int, entry: DigestEntry) -> EditionLine:
    article = entry.article
    return EditionLine(
        number=number,
        title=article.title,
        text=entry.line.text,
        source_name=entry.source_name,
        credit=entry.credit,
        url=article.url,
        dated=article.dated,
    )


def _fresh(store: Store, day: date, now: datetime) -> list[Story]:
    """The stories that are new since the last digest, are in no digest and were not shared."""
    end = min(now, start_of(day + timedelta(days=1)))
    earlier = [digest for digest in store.digests.list(EARLIER_DIGESTS + 1) if digest.day < day][:EARLIER_DIGESTS]
    since = max(_since(store, earlier, end), end - MAX_NEWS_AGE)
    told = {store.articles.get(line.article_id).story_id for digest in earlier for line in digest.lines} - {""}
    found, _ = store.stories.list(QueueFilter(state=StoryState.OPEN, limit=MAX_CANDIDATES))
    return [story for story in found if since <= story.newest_at <= end and story.id not in told]


def _since(store: Store, earlier: Sequence[Digest], end: datetime) -> datetime:
    if not earlier:
        return end - DIGEST_COVERS
    hour = time.fromisoformat(store.settings.get().digest_at)
    return min(datetime.combine(earlier[0].day, hour, VIETNAM), end - DIGEST_COVERS)


def _line(article: Article) -> DigestLine:
    return DigestLine(article_id=article.id, text=sentence(article))


def _own(store: Store, line: DigestLine) -> str:
    return sentence(store.articles.get(line.article_id))


def _marked(entry: DigestEntry, digest: Digest, now: datetime) -> DigestEntry:
    return replace(entry, passed=passed_words(entry.line.text, entry.article, digest.saved_at or now, now))


def _entries(store: Store, digest: Digest) -> tuple[DigestEntry, ...]:
    names = store.sources.names()
    found = []
    for line in digest.lines:
        article = store.articles.get(line.article_id)
        name = names.get(article.source_id, article.source_id)
        found.append(DigestEntry(line=line, article=article, source_name=name, credit=attribution(article, name)))
    return tuple(found)
