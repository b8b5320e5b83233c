"""Two people save one text at the same moment, or the program builds it meanwhile: both texts are in it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from database.engine import SqlDatabase
from desk import review
from desk import writing as captions
from desk.digest import composing, schedule, writing
from desk.digest.merging import DigestText, text_of
from desk.typed import Kept, Outcome, Typed
from domain.errors import Conflict
from domain.people import Person
from domain.stage import Stage
from domain.understanding import Section
from tests.contract.at_once import meanwhile
from tests.contract.test_decisions_at_once import RANKER
from tests.making import NOON, a_person, a_story, acting, an_article, seen, with_sources

DAY = date(2026, 11, 23)
MORNING = NOON.replace(hour=0)  # 7:00 in Vietnam
KEYS = ("a", "b", "c", "d")


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        for key in KEYS:
            store.articles.add([an_article(key, id=key, stage=Stage.QUEUED, story_id=key, published_at=MORNING)])
        store.stories.save(
            [a_story(key, newest_at=MORNING, section=section) for key, section in zip(KEYS, Section, strict=False)]
        )
        for name in ("lan", "minh"):
            a_person(store, name)
    return made


def people(database: SqlDatabase) -> list[Person]:
    with database.read() as store:
        return store.people.list()


def proposed(database: SqlDatabase) -> DigestText:
    with database.read() as store:
        return text_of(composing.of_day(store, DAY, MORNING).digest)


def rewritten(text: DigestText, key: str, said: str) -> DigestText:
    lines = tuple((one, said if one == key else was) for one, was in text.lines)
    return DigestText(opening=text.opening, lines=lines)


def keep(database: SqlDatabase, by: Person, base: DigestText, mine: DigestText) -> Kept[DigestText]:
    typed = Typed(mine=mine, base=base, revision=0, by_itself=True)
    with database.write() as store:
        return writing.keep(acting(store, by, MORNING), DAY, typed)


def stored(database: SqlDatabase) -> DigestText:
    with database.read() as store:
        digest = store.digests.find(DAY)
        assert digest
        return text_of(digest)


@pytest.mark.parametrize("built", [True, False])
def test_two_who_save_the_digest_at_once_are_both_in_it(database: SqlDatabase, built: bool) -> None:
    base, (lan, minh) = proposed(database), people(database)
    if built:
        build(database)
    with ThreadPoolExecutor(2) as two:
        kept = [
            two.submit(keep, database, by, base, rewritten(base, key, by.name)) for by, key in ((lan, "a"), (minh, "d"))
        ]
        outcomes = {one.result().outcome for one in kept}
    assert outcomes <= {Outcome.SAVED, Outcome.MERGED}
    assert (dict(stored(database).lines)["a"], dict(stored(database).lines)["d"]) == (lan.name, minh.name)


def build(database: SqlDatabase) -> None:
    with database.write() as store:
        schedule.build(store, MORNING)


def write_first_line(database: SqlDatabase) -> None:
    base = proposed(database)
    keep(database, people(database)[0], base, rewritten(base, "a", "Lan viết."))


@pytest.mark.parametrize("first", ["program", "person"])
def test_the_digest_that_builds_itself_and_a_person_who_types_keep_each_others_work(
    database: SqlDatabase, first: str
) -> None:
    base, lan = proposed(database), people(database)[0]
    mine = rewritten(base, "a", "Lan viết.")

    def write() -> None:
        keep(database, lan, base, mine)

    def build_it() -> None:
        try:
            build(database)
        except Conflict:  # as the schedule does: an editor was faster
            return

    second: Callable[[], None] = write if first == "program" else build_it
    with meanwhile(database, second) as waits, database.write() as store:
        if first == "program":
            schedule.build(store, MORNING)
        else:
            writing.keep(acting(store, lan, MORNING), DAY, Typed(mine=mine, base=base, revision=0, by_itself=True))
        waits()

    assert stored(database) == mine


def test_two_windows_in_one_caption_at_once_are_both_in_it(database: SqlDatabase) -> None:
    lan, base = people(database)[0], "Sáng mai, xã tiêm chủng.\n\nMời bà con."
    with database.write() as store:
        by = acting(store, lan, MORNING)
        item = review.write(by, seen(review.pick(by, RANKER, "a")), base)

    def save(mine: str) -> Outcome:
        typed = Typed(mine=mine, base=base, revision=item.revision, by_itself=True)
        with database.write() as store:
            return captions.keep(acting(store, lan, MORNING), item.id, typed).outcome

    with ThreadPoolExecutor(2) as two:
        outcomes = set(two.map(save, [base.replace("Sáng", "Chiều"), f"{base} Nhớ mang sổ."]))
    assert outcomes == {Outcome.SAVED, Outcome.MERGED}
    with database.read() as store:
        assert store.items.get(item.id).caption == "Chiều mai, xã tiêm chủng.\n\nMời bà con. Nhớ mang sổ."


def test_four_saves_of_one_line_each_lose_nothing(database: SqlDatabase) -> None:
    base, by = proposed(database), people(database)
    build(database)
    with ThreadPoolExecutor(len(KEYS)) as crowd:
        work = [
            crowd.submit(keep, database, by[at % 2], base, rewritten(base, key, f"Câu {key}"))
            for at, key in enumerate(KEYS)
        ]
        assert {one.result().outcome for one in work} <= {Outcome.SAVED, Outcome.MERGED}
    assert stored(database).lines == tuple((key, f"Câu {key}") for key, _ in base.lines)
