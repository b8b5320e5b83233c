"""Made-up rows for bench_coverage: a year of articles in stories, the narrow rows that are counted, and their index."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import text

from bench.pouring import pour, without_indexes
from database.articles import articles
from database.coverage import coverage_articles, coverage_weeks
from database.coverage_sight import coverage_sight
from database.editorial import settings
from database.engine import SqlDatabase
from database.migrate import migrate
from domain.people import Role
from domain.search import Document
from domain.sources import Source
from domain.times import day_of, monday_of
from domain.understanding import Section
from nlp.places.choosing import VietnamPlaces

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
SOURCES, DAYS, MAX_STORY = 150, 365, 8
SECTIONS = [section.value for section in Section]
ONSETS, RHYMES = "b c ch d đ g h kh l m n nh ph t th tr v", "a ai an ang ao ăn âm em ên i inh o oi ông u ương ươi"
SYLLABLES = [onset + rhyme for rhyme in RHYMES.split() for onset in ONSETS.split()]
WEIGHTS = [1 / (n + 5) for n in range(len(SYLLABLES))]
TITLE = 12  # syllables
COMMON, RARE = " ".join((SYLLABLES[0], SYLLABLES[3])), " ".join(SYLLABLES[-2:])
PLACES = VietnamPlaces()
UNITS = [(commune, province) for province in PLACES.provinces() for commune in PLACES.communes(province)]
COMMUNE = UNITS[0][0]
EMPTY = ("stopped", "lease", "lead", "byline", "publisher_section", "image_url", "copy_of", "origin", "second_section")
LISTS = ("summary", "signals", "claim_reviews", "extraction_warnings", "corrections")


@dataclass(frozen=True, slots=True)
class Made:
    id: str
    at: datetime
    story: str
    source: str
    section: str
    places: tuple[str, ...]  # a province, and mostly one of its communes
    title: str

    def document(self) -> Document:
        return Document(
            id=self.id, title=self.title, text="", source=self.source, section=self.section, places=self.places,
            published_at=self.at,
        )  # fmt: skip


def made(number: int) -> Iterator[Made]:
    """Evenly over the year; the articles of a story come within two days."""
    dice = random.Random(7)
    given = 0
    while given < number:
        story, size = given, min(dice.randint(1, MAX_STORY), number - given)
        (commune, province), section = dice.choice(UNITS), dice.choice(SECTIONS)
        codes = (province, commune)[: dice.choice((1, 2, 2))]
        for _ in range(size):
            age = timedelta(days=DAYS) * (1 - (given + 1) / number)
            at = NOW - max(age - timedelta(hours=dice.randrange(48)), timedelta())
            title = " ".join(dice.choices(SYLLABLES, WEIGHTS, k=TITLE))
            yield Made(_id(given), at, _id(story), f"s{dice.randrange(SOURCES)}", section, codes, title)
            given += 1


def _id(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()[:16]


def fill(database: SqlDatabase, number: int, *, counted: bool) -> None:
    """With the narrow rows of all articles, where `counted`, and every week to be counted."""
    migrate(database.engine)
    with database.write() as store:
        for one in range(SOURCES):
            store.sources.save(
                Source(id=f"s{one}", name=f"Báo {one}", home_url=f"https://s{one}.example", organisation="x")
            )
        person = store.people.save("lan", "Lan", Role.EDITOR, active=True)
        store.sessions.add(sha256(b"token").hexdigest(), person.id, "csrf", NOW + timedelta(days=9))
    with without_indexes(database, articles, coverage_articles):
        pour(database, articles, map(article_row, made(number)))
        if counted:
            pour(database, coverage_articles, map(_narrow, made(number)))
    if counted:
        weeks = {monday_of(day_of(NOW - timedelta(days=n))) for n in range(DAYS + 3)}
        pour(database, coverage_weeks, ({"start": week} for week in sorted(weeks)))
        pour(database, settings, [{"key": "coverage", "value": {"turn": 1, "walked": None}}])
        pour_sights(database)
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def pour_sights(database: SqlDatabase) -> None:
    """Every source was seen on every day."""
    days = [day_of(NOW - timedelta(days=n)) for n in range(DAYS + 3)]
    sights = ({"day": day, "source_id": f"s{one}", "seen": 1.0} for day in days for one in range(SOURCES))
    pour(database, coverage_sight, sights)


def article_row(one: Made) -> dict[str, Any]:
    mentions = [{"code": code, "name": "x", "province": one.places[0], "start": 0, "end": 1} for code in one.places]
    return dict.fromkeys(EMPTY, "") | {name: [] for name in LISTS} | {
        "id": one.id, "source_id": one.source, "url": f"https://{one.source}.example/{one.id}", "stage": "queued",
        "version": 1, "indexed_version": 1, "matched_version": 1, "fetched_at": one.at, "published_at": one.at,
        "title": one.title, "text": one.title * 10, "language": "vi", "section": one.section, "places": mentions,
        "paragraphs": [], "story_id": one.story, "assignment_reason": {}, "overlap": 0.0,
    }  # fmt: skip


def _narrow(one: Made) -> dict[str, Any]:
    return {
        "id": one.id, "dated": one.at, "story_id": one.story, "source_id": one.source, "sections": [one.section],
        "places": list(one.places), "copy_of": "", "origin": "", "paragraphs": [],
    }  # fmt: skip
