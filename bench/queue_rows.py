"""Made-up rows for bench_queue: a year of articles, in stories of very different sizes."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import Any

from sqlalchemy import text

from bench.pouring import plain, pour, without_indexes
from database.articles import articles
from database.engine import SqlDatabase
from database.migrate import migrate
from database.rows import story_row
from database.stories import stories, story_places, story_sources
from domain.message import Message, say
from domain.people import Role
from domain.ports import AssignmentReason
from domain.ranking import rank
from domain.sources import Source
from domain.story import ScoreTerm, Story, StoryState, Term, TermEvidence
from domain.understanding import Section, SignalReason

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
SOURCES, DAYS, TEXT = 150, 365, 120
WORDS = (
    "mưa", "lũ", "tiêm", "chủng", "học", "sinh", "xã", "bản", "đường", "trường", "nước", "điện", "lúa", "chợ", "cầu",
    "khám", "bệnh", "thuốc", "giống", "rừng", "hội", "thi",
)  # fmt: skip
NEAREST = say(
    AssignmentReason.IN_COMMON,
    common=[say(AssignmentReason.SAME_PLACE), say(AssignmentReason.SAME_FIGURES, figures=["320"])],
    title="Mưa lũ",
)
PROVINCES = ("15", "12", "11", "25", "01", "79", "48", "31")


def fill(database: SqlDatabase, articles_wanted: int, stories_wanted: int) -> None:
    migrate(database.engine)
    with database.write() as store:
        for number in range(SOURCES):
            store.sources.save(
                Source(id=f"s{number}", name=f"Báo {number}", home_url=f"https://s{number}.example", organisation="x")
            )
        person = store.people.save("lan", "Lan", Role.EDITOR, active=True)
        store.sessions.add(sha256(b"token").hexdigest(), person.id, "csrf", NOW + timedelta(days=9))
    dice = random.Random(5)
    sizes = _sizes(dice, articles_wanted, stories_wanted)
    with without_indexes(database, articles, stories, story_places, story_sources):
        pour(database, articles, _articles(dice, sizes))
        pour(database, stories, _stories(dice, sizes))
        pour(database, story_places, ({"place": _place(n), "story_id": _id(n, 0)} for n in range(len(sizes))))
        pour(database, story_sources, ({"source_id": _source(n, 0), "story_id": _id(n, 0)} for n in range(len(sizes))))
    with database.engine.connect() as connection:
        connection.execute(text("PRAGMA analysis_limit=1000"))
        connection.execute(text("ANALYZE"))
        connection.commit()


def _sizes(dice: random.Random, articles_wanted: int, stories_wanted: int) -> list[int]:
    """Few stories draw many articles; together they are as many as wanted."""
    drawn = [min(60.0, dice.paretovariate(1.1)) for _ in range(stories_wanted)]
    share = (articles_wanted - stories_wanted) / sum(drawn)
    ends = [int(end) for end in accumulate(one * share for one in drawn)]
    return [1 + end - start for start, end in zip([0, *ends], ends, strict=False)]


def _id(story: int, member: int) -> str:
    return sha256(f"{story}/{member}".encode()).hexdigest()[:16]


def _source(story: int, member: int) -> str:
    return f"s{(story * 7 + member) % SOURCES}"


def _place(story: int) -> str:
    return PROVINCES[story % len(PROVINCES)]


def _words(dice: random.Random, number: int) -> str:
    return " ".join(dice.choices(WORDS, k=number)).capitalize()


def _evidence(dice: random.Random) -> Message:
    return say(TermEvidence.SIGNAL, reasons=[say(SignalReason.PHONE)], quotes=[_words(dice, 8)])


def _stories(dice: random.Random, sizes: list[int]) -> Iterator[dict[str, Any]]:
    sections = list(Section)
    for number, size in enumerate(sizes):
        newest = _newest(number, len(sizes))
        parts = tuple(
            ScoreTerm(term=term, value=round(dice.random() * most, 2), evidence=_evidence(dice))
            for term, most in ((Term.USEFUL, 2.0), (Term.NEAR, 2.5), (Term.ORIGINS, 2))
            if dice.random() < 0.5
        )
        story = Story(
            id=_id(number, 0),
            head_id=_id(number, 0),
            title=_words(dice, 14),
            lead=_words(dice, 40),
            source_id=_source(number, 0),
            section=sections[number % len(sections)],
            newest_at=newest,
            opened_at=newest - timedelta(hours=5),
            members=size,
            origins=1 + size // 2,
            state=StoryState.SKIPPED if dice.random() < 0.2 else StoryState.OPEN,
            score=round(sum(part.value for part in parts), 3),
            terms=parts,
            places=(_place(number),),
        )
        row = story_row(story) | {"rank": rank(story.score, story.newest_at)}
        yield {name: plain(value) for name, value in row.items()}


def _articles(dice: random.Random, sizes: list[int]) -> Iterator[dict[str, Any]]:
    body, lists = (
        _words(dice, TEXT // 4),
        ("places", "summary", "signals", "claim_reviews", "extraction_warnings", "paragraphs"),
    )
    same: dict[str, Any] = dict.fromkeys(
        ("stopped", "lease", "lead", "byline", "publisher_section", "image_url", "copy_of", "origin"), ""
    )
    same |= {
        "stage": "queued",
        "version": 1,
        "indexed_version": 1,
        "matched_version": 1,
        "language": "vi",
        "text": body,
        "overlap": 0.0,
        "section": "suc-khoe",
    }
    same |= dict.fromkeys(lists, "[]") | {"assignment_reason": json.dumps(NEAREST.as_json())}
    for story, size in enumerate(sizes):
        newest = _newest(story, len(sizes))
        own, title = _id(story, 0), _words(dice, 14)
        for member in range(size):
            name = own if member == 0 else _id(story, member)
            at = plain(newest - timedelta(minutes=7 * (size - 1 - member)))
            source = _source(story, member)
            yield same | {
                "id": name, "source_id": source, "url": f"https://{source}.example/{name}.html", "title": title,
                "fetched_at": at, "published_at": at, "story_id": own,
            }  # fmt: skip


def _newest(story: int, of: int) -> datetime:
    return NOW - timedelta(days=DAYS) * (1 - (story + 1) / of)
