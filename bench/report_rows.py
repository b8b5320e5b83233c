"""Made-up rows for bench_report: the articles of coverage_rows, their stories, and what a busy desk did in a year."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import text

from bench.coverage_rows import DAYS, NOW, Made, fill, made, pour_sights
from bench.pouring import plain, pour, without_indexes
from database.engine import SqlDatabase
from database.rows import story_row
from database.stories import stories, story_places
from domain.editorial import DeskSettings
from domain.hazards import Hazard
from domain.log import LogEntry
from domain.outlets import OutletAccount, OutletKind
from domain.postings import PostedArticle, Posting, PostingKind
from domain.ranking import rank
from domain.store import Store
from domain.story import Story, StoryState
from domain.tasks import Task, TaskCause, TaskState
from domain.understanding import Section
from domain.warning import OfficialWarning
from domain.warning_chain import ChainedWarning, StoredWarning

AREA = "79"  # the province with the most communes
OUTLETS = 12
POSTINGS, TASKS, WARNINGS = 12_000, 1_200, 3_000  # of the year
HOUR = timedelta(hours=1)


def fill_desk(database: SqlDatabase, number: int) -> None:
    fill(database, number, counted=False)
    pour_sights(database)
    with without_indexes(database, stories, story_places):
        pour(database, stories, (_row(members) for members in _stories(number)))
        pour(database, story_places, _places(number))
    told = [one for one in made(number) if AREA in one.places]
    with database.write() as store:
        store.settings.save(DeskSettings(name="Bàn tin", area=(AREA,)))
        store.log.add(LogEntry(id=0, at=NOW - timedelta(days=DAYS), who="diemtin", action="x", subject="desk:"))
        _work(store, told)
    _leave_as_desks_are(database)


def _stories(number: int) -> Iterator[list[Made]]:
    for _, members in groupby(made(number), lambda one: one.story):
        yield list(members)


def _row(members: list[Made]) -> dict[str, Any]:
    first = members[0]
    dice = random.Random(first.id)
    opened, newest = min(one.at for one in members), max(one.at for one in members)
    story = Story(
        id=first.story, head_id=first.id, title=first.title, lead="", source_id=first.source,
        section=Section(first.section), opened_at=opened, newest_at=newest, members=len(members), origins=1,
        state=StoryState.SKIPPED if dice.random() < 0.2 else StoryState.OPEN, score=round(9 * dice.random(), 3),
        terms=(), places=first.places,
    )  # fmt: skip
    row = story_row(story) | {"rank": rank(story.score, story.newest_at)}
    return {name: plain(value) for name, value in row.items()}


def _places(number: int) -> Iterator[dict[str, str]]:
    for members in _stories(number):
        yield from ({"place": place, "story_id": members[0].story} for place in members[0].places)


def _work(store: Store, told: list[Made]) -> None:
    """Evenly over the year: each posting within an hour of an article of our area."""
    person = store.people.list()[0].id
    places = [
        store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name=f"Trang {one}", fields={})).id
        for one in range(OUTLETS)
    ]
    for at in range(POSTINGS):
        one = told[at * len(told) // POSTINGS]
        posting = store.postings.add(_posting(one, at, places[at % OUTLETS], person))
        if at % (POSTINGS // TASKS) == 0:
            _correct(store, posting, person, one)
    for at in range(WARNINGS):
        _warn(store, told[at * len(told) // WARNINGS], at)


def _posting(one: Made, at: int, outlet: int, person: int) -> Posting:
    told = PostedArticle(article_id=one.id, version=1, title=one.title, source_name=one.source)
    kind = PostingKind.DIGEST if at % 7 == 0 else PostingKind.ITEM
    back = one.at + 2 * HOUR if at % 50 == 49 else None
    return Posting(
        id=0, kind=kind, text=one.title, posted_by=person, posted_at=one.at + HOUR, articles=(told,), outlet=outlet,
        taken_back_by=person if back else None, taken_back_at=back,
    )  # fmt: skip


def _correct(store: Store, posting: Posting, person: int, one: Made) -> None:
    changed: datetime = posting.posted_at + HOUR
    state = (TaskState.DONE, TaskState.DONE, TaskState.DISMISSED, TaskState.OPEN)[posting.id % 4]
    proof = None
    if state is TaskState.DONE:
        said = Posting(
            id=0, kind=PostingKind.FOLLOW_UP, text="x", posted_by=person, posted_at=changed + HOUR,
            articles=posting.articles, outlet=posting.outlet, follows=posting.id,
        )  # fmt: skip
        proof = store.postings.add(said).id
    closed = None if state is TaskState.OPEN else changed + HOUR
    task = Task(
        id=0, posting_id=posting.id, article_id=one.id, cause=TaskCause.CHANGED, mark=str(posting.id), version=2,
        opened_at=changed, state=state, proof=proof, closed_at=closed,
    )  # fmt: skip
    store.tasks.add(task)


def _warn(store: Store, one: Made, at: int) -> None:
    code = AREA if at % 3 == 0 else "15"
    warning = OfficialWarning(
        identifier=str(at), sender="Đài", sent=one.at, hazard=Hazard.FLASH_FLOOD, event="lũ quét", headline=one.title,
        codes=(code,), level=2,
    )  # fmt: skip
    link = ChainedWarning(warning=warning)
    store.warnings.save([StoredWarning(article_id=one.id, source_id=one.source, link=link, as_read=warning)])


def _leave_as_desks_are(database: SqlDatabase) -> None:
    """SQLite without figures of its tables (docs/decisions/0033), PostgreSQL with those that it gathers by itself."""
    with database.engine.connect() as connection:
        here = database.engine.dialect.name == "sqlite"
        connection.execute(text("DROP TABLE sqlite_stat1" if here else "ANALYZE"))
        connection.commit()
    database.engine.dispose()
