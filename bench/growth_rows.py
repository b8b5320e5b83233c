"""Made-up rows for bench_growth: a desk that took in so many articles, evenly, until this moment.

Stories have 1 to 20 articles that come within a day. Windows of days hold as many rows at every size from 100,000
articles on, so what still grows beyond it grows with the table. All tables are filled that grow with articles or days.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from bench.pouring import Row, pour, without_indexes
from database.articles import articles, outcomes
from database.bands import bands
from database.crawl_queue import crawl_queue
from database.editorial import items
from database.engine import SqlDatabase
from database.log import log
from database.migrate import migrate
from database.readings import READING_RETENTION, readings
from database.regroupings import regroupings
from database.source_history import fetches
from database.stories import stories, story_places, story_sources
from database.story_views import story_views
from database.versions import versions
from desk.outbox import keeping
from domain.editorial import Digest, DigestLine, ItemState
from domain.hazards import Hazard
from domain.message import say
from domain.outbox import OutboxMessage
from domain.people import Role
from domain.ports import AssignmentReason
from domain.ranking import rank
from domain.running import Heartbeat, Part
from domain.sources import FeedKind, Source
from domain.stage import Stage
from domain.store import Store
from domain.story import Term, TermEvidence
from domain.understanding import Section, SignalKind, SignalReason
from domain.visits import VisitMessage
from domain.warning import OfficialWarning
from domain.warning_chain import ChainedWarning, StoredWarning

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # eight in the morning in Vietnam
SOURCES, MAX_STORY, TEXT_WORDS = 200, 20, 420
MINHASH_BANDS = 32
PER_LOG, PER_VERSION, PER_REGROUPING, PER_VIEW = 5, 25, 400, 60  # articles
UNREAD_ARTICLES, ARTICLES_BEHIND_SEARCH, OPEN_ITEMS = 90, 40, 30
WORDS = (
    "mưa", "lũ", "tiêm", "chủng", "học", "sinh", "xã", "bản", "đường", "trường", "nước", "điện", "lúa", "chợ", "cầu",
    "khám", "bệnh", "thuốc", "giống", "rừng", "hội", "thi",
)  # fmt: skip
PROVINCES = ("15", "12", "11", "25", "01", "79", "48", "31")
STEPS = [stage.value for stage in Stage][1:]
ALL_EMPTY = ("stopped", "lease", "byline", "publisher_section", "image_url", "copy_of", "origin", "second_section")


@dataclass(frozen=True, slots=True)
class MadeStory:
    """By the numbers of its articles."""

    head: int
    size: int
    newest: int


@dataclass(frozen=True, kw_only=True)
class GrownDesk:
    articles: int
    a_day: int = 2500
    visits_a_day: int = 48  # of each feed
    per_item: int = 200  # articles for each that people take
    per_warning: int = 500
    never_visited: float = 0.02  # addresses for each article: an archive that was announced while the line was away

    @cached_property
    def story_of(self) -> list[int]:
        """For each article the first article of its story: few stories draw many, within hundreds of articles."""
        dice = random.Random(5)
        waiting: list[int] = []
        found: list[int] = []
        for number in range(self.articles):
            if waiting and dice.random() < len(waiting) / 600:
                at = dice.randrange(len(waiting))
                waiting[at], waiting[-1] = waiting[-1], waiting[at]
                found.append(waiting.pop())
            else:
                found.append(number)
                waiting += [number] * (min(MAX_STORY, int(dice.paretovariate(1.1))) - 1)
        return found

    @cached_property
    def stories(self) -> list[MadeStory]:
        sizes: dict[int, list[int]] = {}
        for number, head in enumerate(self.story_of):
            sizes.setdefault(head, [0, 0])
            sizes[head][0] += 1
            sizes[head][1] = number
        return [MadeStory(head, size, newest) for head, (size, newest) in sizes.items()]

    @property
    def days(self) -> int:
        return max(1, self.articles // self.a_day)

    @cached_property
    def times(self) -> list[datetime]:
        return [NOW - timedelta(seconds=86400 * left / self.a_day) for left in range(self.articles - 1, -1, -1)]

    def at(self, number: int) -> datetime:
        return self.times[number]

    def source(self, number: int) -> str:
        return f"s{number * 7919 % SOURCES}"

    def section(self, number: int) -> Section:
        return list(Section)[number % len(Section)]


@cache
def article_id(number: int) -> str:
    return sha256(b"%d" % number).hexdigest()[:16]


@dataclass(frozen=True)
class Texts:
    """Halves of texts in every combination: no two articles are the same, and making them costs nothing."""

    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def words(self, number: int) -> str:
        return " ".join(self.dice.choices(WORDS, k=number)).capitalize()

    @cached_property
    def halves(self) -> list[str]:
        return [". ".join(self.words(20) for _ in range(TEXT_WORDS // 40)) for _ in range(500)]

    @cached_property
    def titles(self) -> list[str]:
        return [self.words(14) for _ in range(5000)]

    def text(self, number: int) -> str:
        return f"{self.halves[number % 500]}.\n{self.halves[number // 500 % 500]}. {number}"

    def title(self, number: int) -> str:
        return f"{self.titles[number * 31 % 5000]} {number}"


def fill(database: SqlDatabase, desk: GrownDesk) -> None:
    """Migrated, filled, and with an editor `lan` signed in with the token "token"."""
    migrate(database.engine)
    texts = Texts()
    with database.write() as store:
        _few(store, desk)
    big = (articles, outcomes, crawl_queue, stories, story_places, story_sources, log, fetches, bands, versions)
    with without_indexes(database, *big):
        pour(database, articles, _articles(desk, texts))
        pour(database, outcomes, _outcomes(desk))
        pour(database, readings, _readings(desk))
        pour(database, crawl_queue, _targets(desk, texts))
        pour(database, stories, _stories(desk, texts))
        pour(database, story_places, _story_places(desk))
        pour(database, story_sources, _story_sources(desk))
        pour(database, log, _log(desk))
        pour(database, fetches, _fetches(desk))
        pour(database, bands, _bands(desk))
        pour(database, versions, _versions(desk, texts))
    pour(database, items, _items(desk, texts))
    pour(database, regroupings, _regroupings(desk))
    pour(database, story_views, _views(desk))
    with database.write() as store:
        _dated(store, desk)


def _few(store: Store, desk: GrownDesk) -> None:
    for number in range(SOURCES):
        url = f"https://s{number}.example"
        store.sources.save(Source(id=f"s{number}", name=f"Báo {number}", home_url=url, organisation="Cơ quan"))
        store.feeds.add(f"s{number}", f"{url}/rss", FeedKind.FEED, "", NOW)
    person = store.people.save("lan", "Lan", Role.EDITOR, active=True)
    store.people.save("hung", "Hùng", Role.REVIEWER, active=True)
    store.sessions.add(sha256(b"token").hexdigest(), person.id, "csrf", NOW + timedelta(days=9))
    for part in (Part.WORKER, Part.CRAWLER):
        beat = Heartbeat(part=part, process=f"may:{part}", started_at=NOW, beat_at=NOW, moved_at=NOW)
        store.heartbeats.save(beat)


def _dated(store: Store, desk: GrownDesk) -> None:
    """What the store itself writes fast enough: warnings, digests, messages to channels."""
    numbers = range(0, desk.articles, desk.per_warning)
    store.warnings.save([_warning(desk, number) for number in numbers])
    for ago in range(1, desk.days):
        day = (NOW - timedelta(days=ago)).date()
        store.digests.save(_digest(desk, day, max(0, desk.articles - ago * desk.a_day)))
        at = NOW - timedelta(days=ago)
        if ago <= keeping.MESSAGE_RETENTION.days:
            store.outbox.add([_sent(f"{day}-{number}", at) for number in range(5)])


def _sent(name: str, at: datetime) -> OutboxMessage:
    subject = say(VisitMessage.READ)
    return OutboxMessage(id=name, channel="k", kind="digest", subject=subject, created_at=at, due_at=None, sent_at=at)


def _warning(desk: GrownDesk, number: int) -> StoredWarning:
    at = desk.at(number)
    warning = OfficialWarning(
        identifier=f"w{number}", sender=f"dai-{number % 7}", sent=at, hazard=next(iter(Hazard)), event="mưa lớn",
        headline="Tin mưa lớn", codes=(PROVINCES[number % len(PROVINCES)],), expires=at + timedelta(hours=18),
    )  # fmt: skip
    link = ChainedWarning(warning=warning)
    return StoredWarning(article_id=article_id(number), source_id=desk.source(number), link=link, as_read=warning)


def _digest(desk: GrownDesk, day: date, first: int) -> Digest:
    lines = tuple(DigestLine(article_id=article_id(first + number), text="Một câu.") for number in range(8))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Digest(day=day, opening="Chào buổi sáng.", lines=lines, saved_at=at, sent_at=at)


def _standing(desk: GrownDesk, number: int) -> dict[str, Any]:
    """Stage, and why it stopped: the last are not read yet, a few were never articles."""
    left = desk.articles - number
    if left <= UNREAD_ARTICLES:
        return {"stage": (Stage.UNDERSTOOD, Stage.EXTRACTED, Stage.FETCHED)[(UNREAD_ARTICLES - left) // 30].value}
    if number % 50 == 49:
        return {"stage": Stage.FETCHED.value, "stopped": "discarded"}
    if number % 1000 == 998:
        return {"stage": Stage.EXTRACTED.value, "stopped": "quarantine"}
    return {"stage": (Stage.SHARED if number % desk.per_item == 0 else Stage.QUEUED).value}


def _is_placed(row: Row) -> bool:
    return row["stage"] in (Stage.QUEUED, Stage.SHARED)


def _places(number: int) -> list[dict[str, Any]]:
    code = PROVINCES[number % len(PROVINCES)]
    return [{"code": code, "name": "Lào Cai", "province": code, "start": at, "end": at + 7} for at in (3, 90)]


def _signals(number: int, quote: str) -> list[dict[str, Any]]:
    if number % 3:
        return []
    spans = [{"start": 0, "end": len(quote), "quote": quote}]
    reasons = [say(SignalReason.PHONE).as_json()]
    return [{"kind": SignalKind.USEFUL.value, "reasons": reasons, "weight": 0.8, "evidence": spans}]


def _articles(desk: GrownDesk, texts: Texts) -> Iterator[Row]:
    same: dict[str, Any] = dict.fromkeys(ALL_EMPTY, "") | {"editor_section": "", "language": "vi", "overlap": 0.0}
    same |= {"version": 1, "claim_reviews": "[]", "extraction_warnings": "[]"}
    first, alone = say(AssignmentReason.SIMILAR, title="Mưa lũ").as_json(), say(AssignmentReason.FIRST).as_json()
    for number, head in enumerate(desk.story_of):
        at, name, standing = desk.at(number), article_id(number), _standing(desk, number)
        row = same | standing
        title, text = texts.title(number), texts.text(number)
        row |= {
            "id": name, "source_id": desk.source(number), "url": f"https://{desk.source(number)}.example/{name}.html",
            "fetched_at": at, "published_at": at - timedelta(minutes=9), "title": title, "text": text,
            "lead": text[:180], "section": desk.section(head).value, "places": _places(head),
            "summary": [text[:120], text[300:420]], "signals": _signals(number, title[:40]),
            "paragraphs": [hash((number, n)) for n in range(8)],
            "story_id": article_id(head) if _is_placed(row) else "",
            "assignment_reason": alone if head == number else first,
            "version": 2 if number % PER_VERSION == 0 else 1,
        }  # fmt: skip
        read = row["stage"] not in (Stage.FETCHED, Stage.EXTRACTED)
        row["matched_version"] = row["version"] if read else 0
        row["indexed_version"] = row["version"] if read and number < desk.articles - ARTICLES_BEHIND_SEARCH else 0
        yield row


def _outcomes(desk: GrownDesk) -> Iterator[Row]:
    same = {"outcome": "moved-on", "reason": "", "details": "{}", "tries": 1, "version": 1}
    for number in range(desk.articles):
        standing, at = _standing(desk, number), desk.at(number)
        row = same | {"article_id": article_id(number), "at": at}
        if why := standing.get("stopped"):
            yield row | {"step": "extracted", "outcome": why, "reason": "not-an-article"}
            continue
        for step in STEPS[: list(Stage).index(standing["stage"])]:
            yield row | {"step": step}


def _readings(desk: GrownDesk) -> Iterator[Row]:
    for number in range(max(0, desk.articles - READING_RETENTION.days * desk.a_day), desk.articles - UNREAD_ARTICLES):
        at, stopped = desk.at(number), _standing(desk, number).get("stopped")
        yield {
            "source_id": desk.source(number), "at": at, "article_id": article_id(number),
            "dated": at - timedelta(minutes=9), "length": 0 if stopped == "discarded" else 5 * TEXT_WORDS,
            "title": True, "date": True, "byline": False,
        }  # fmt: skip


def _targets(desk: GrownDesk, texts: Texts) -> Iterator[Row]:
    dice = random.Random(11)
    same = {"etag": 'W/"5f"', "last_modified": "", "failures": 0, "content_hash": "0" * 64, "article_id": ""}
    same |= {"last_message": None}
    for number in range(desk.articles):
        at, name, age = desk.at(number), article_id(number), (desk.articles - number) / desk.a_day
        wait = timedelta(minutes=5) if age < 0.125 else timedelta(hours=3 if age < 2 else 24)
        due_at = NOW + wait * (dice.random() - 0.002) if age < 30 else None
        yield same | {
            "id": number + 1, "source_id": desk.source(number), "title": texts.title(number), "published_at": at,
            "url": f"https://{desk.source(number)}.example/{name}.html", "due_at": due_at, "article_id": name,
            "host": f"{desk.source(number)}.example", "visits": 1 + int(min(age, 30) * 3),
            "failures": int(number % 300 == 1),
            "last_message": say(VisitMessage.NOT_THERE).as_json() if number % 300 == 1 else None,
        }  # fmt: skip
    for extra in range(int(desk.articles * desk.never_visited)):
        source = desk.source(extra)
        yield same | {
            "id": desk.articles + extra + 1, "source_id": source, "title": "", "due_at": NOW - timedelta(hours=2),
            "url": f"https://{source}.example/luu-tru/{extra}.html", "visits": 0, "content_hash": "",
            "published_at": NOW - timedelta(minutes=extra), "host": f"{source}.example",
        }  # fmt: skip


def _stories(desk: GrownDesk, texts: Texts) -> Iterator[Row]:
    quote = say(TermEvidence.SIGNAL, reasons=[say(SignalReason.PHONE)], quotes=["Mưa lũ chia cắt bản"]).as_json()
    for story in desk.stories:
        if not _is_placed(_standing(desk, story.head)):
            continue
        opened, newest, score = desk.at(story.head), desk.at(story.newest), story.head % 90 / 20
        yield {
            "id": article_id(story.head), "head_id": article_id(story.head), "title": texts.title(story.head),
            "lead": texts.text(story.head)[:180], "source_id": desk.source(story.head),
            "section": desk.section(story.head).value, "second_section": "", "opened_at": opened, "newest_at": newest,
            "members": story.size, "origins": 1 + story.size // 2, "score": score, "rank": rank(score, newest),
            "state": "shared" if story.head % desk.per_item == 0 else "skipped" if story.head % 9 == 1 else "open",
            "terms": [{"term": Term.USEFUL.value, "value": score, "evidence": quote}], "flags": "[]",
            "places": [PROVINCES[story.head % len(PROVINCES)]],
        }  # fmt: skip


def _story_places(desk: GrownDesk) -> Iterator[Row]:
    for story in desk.stories:
        if _is_placed(_standing(desk, story.head)):
            yield {"place": PROVINCES[story.head % len(PROVINCES)], "story_id": article_id(story.head)}


def _story_sources(desk: GrownDesk) -> Iterator[Row]:
    seen: set[tuple[str, int]] = set()
    for number, head in enumerate(desk.story_of):
        if _is_placed(_standing(desk, head)) and (desk.source(number), head) not in seen:
            seen.add((desk.source(number), head))
            yield {"source_id": desk.source(number), "story_id": article_id(head)}


def _log(desk: GrownDesk) -> Iterator[Row]:
    kinds = ("story", "story", "item", "article", "source")
    for entry, number in enumerate(range(0, desk.articles, PER_LOG), 1):
        kind = kinds[entry % len(kinds)]
        name = {"item": str(1 + number // desk.per_item), "source": desk.source(number)}.get(kind, article_id(number))
        yield {
            "id": entry, "at": desk.at(number), "who": ("Lan", "Hùng", "diemtin")[entry % 3], "action": "skip",
            "subject": f"{kind}:{name}", "kind": kind, "before": "{}", "after": {"title": "Mưa lũ"},
        }  # fmt: skip


def _fetches(desk: GrownDesk) -> Iterator[Row]:
    """Visits are kept for thirty days."""
    visits = min(30, desk.days) * desk.visits_a_day
    message = [say(VisitMessage.ENTRIES, entries=30, new=0).as_json()]
    for step in range(visits):
        at = NOW - timedelta(days=1) * ((visits - step) / desk.visits_a_day)
        for feed in range(1, SOURCES + 1):
            yield {
                "id": step * SOURCES + feed, "feed_id": feed, "at": at, "status": 200, "messages": message,
                "entries": 30, "new": 0, "error": "",
            }  # fmt: skip


def _bands(desk: GrownDesk) -> Iterator[Row]:
    """Of three days: the thirty that a desk keeps would take most of the time. In the order of the table."""
    dice, kept = random.Random(13), range(max(0, desk.articles - 3 * desk.a_day), desk.articles)
    keys = sorted((dice.getrandbits(62), number) for number in kept for _ in range(MINHASH_BANDS))
    for key, number in keys:
        yield {"key": key, "article_id": article_id(number), "day": desk.at(number).toordinal() - 719_163}


def _versions(desk: GrownDesk, texts: Texts) -> Iterator[Row]:
    for number in range(0, desk.articles, PER_VERSION):
        yield {
            "article_id": article_id(number), "version": 1, "seen_at": desk.at(number), "grade": "small",
            "title": texts.title(number), "text": texts.text(number),
        }  # fmt: skip


def _items(desk: GrownDesk, texts: Texts) -> Iterator[Row]:
    chosen = {desk.story_of[number]: number for number in range(0, desk.articles - UNREAD_ARTICLES, desk.per_item)}
    numbers = sorted(chosen.values())  # one of a story
    for item, number in enumerate(numbers, 1):
        is_open = item > len(numbers) - OPEN_ITEMS
        at = desk.at(number)
        yield {
            "id": item, "article_id": article_id(number), "story_id": article_id(desk.story_of[number]),
            "state": ItemState.IN_REVIEW.value if is_open else ItemState.SHARED.value, "caption": texts.title(number),
            "picked_by": 1, "picked_at": at, "written_by": 1, "article_version": 2 if number % PER_VERSION == 0 else 1,
            "reviewed_by": None if is_open else 2, "reviewed_at": None if is_open else at, "note": "", "post": "",
            "shared_by": None if is_open else 1, "shared_at": None if is_open else at, "revision": 2,
        }  # fmt: skip


def _regroupings(desk: GrownDesk) -> Iterator[Row]:
    for move, number in enumerate(range(0, desk.articles - UNREAD_ARTICLES, PER_REGROUPING), 1):
        name = article_id(desk.story_of[number])
        yield {"id": move, "article_id": article_id(number), "story_id": name, "at": desk.at(number)}


def _views(desk: GrownDesk) -> Iterator[Row]:
    for story in desk.stories:
        if story.head % PER_VIEW == 0 and _is_placed(_standing(desk, story.head)):
            yield {"story_id": article_id(story.head), "person_id": 1, "at": desk.at(story.head)}
