"""Two administrators set up a new desk at the same moment: nobody's first setting is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from database.engine import SqlDatabase
from desk import holidays, settings
from desk.digest import settings as digest
from desk.ranking import preferences
from domain.editorial import DeskKind, DeskSettings
from domain.holidays import OwnDay
from domain.outbox import Channel
from domain.people import Role
from domain.preferences import Preferences
from domain.store import Store
from tests.contract.at_once import in_turn
from tests.making import NOON, a_person, a_story, acting

CHANNEL = Channel(key="k", kind="json", sealed="x")
FREE = OwnDay(day=date(2027, 1, 4), is_off=True, name="Nghỉ hoán đổi")
WORKED = OwnDay(day=date(2027, 1, 9), is_off=False)


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    """New: none of its settings has a row yet."""
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        a_person(store, "quan", Role.ADMINISTRATOR)
    return made


def names(store: Store) -> None:
    settings.name_page(acting(store, store.people.list()[0]), "Ánh Dương", DeskKind.COMMUNE)


def goes_solo(store: Store) -> None:
    settings.change(acting(store, store.people.list()[0]), lambda desk: replace(desk, solo=True))


def sets_the_digest(store: Store) -> None:
    digest.save(acting(store, store.people.list()[0]), digest_at="06:00", digest_send=True)


def adds_a_channel(store: Store) -> None:
    settings.add_channel(acting(store, store.people.list()[0]), CHANNEL)


def sets_a_day(store: Store) -> None:
    holidays.set_day(acting(store, store.people.list()[0]), FREE)


def sets_another(store: Store) -> None:
    holidays.set_day(acting(store, store.people.list()[0]), WORKED)


SET = DeskSettings(name="Ánh Dương", kind=DeskKind.COMMUNE)
BOTH: dict[frozenset[Callable[[Store], None]], DeskSettings] = {
    frozenset({names, goes_solo}): replace(SET, solo=True),
    frozenset({names, adds_a_channel}): replace(SET, channels=(CHANNEL,)),
    frozenset({sets_the_digest, goes_solo}): DeskSettings(solo=True, digest_at="06:00", digest_send=True),
    frozenset({sets_a_day, names}): replace(SET, own_days=(FREE,)),
    frozenset({sets_a_day, sets_another}): DeskSettings(own_days=(FREE, WORKED)),
    frozenset({adds_a_channel}): DeskSettings(channels=(CHANNEL,)),  # the same one twice
}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *permutations((names, goes_solo)),
        *permutations((names, adds_a_channel)),
        *permutations((sets_the_digest, goes_solo)),
        (sets_a_day, names),
        (sets_another, sets_a_day),
        (adds_a_channel, adds_a_channel),
    ],
)
def test_the_first_two_settings_of_a_new_desk_are_both_kept(
    database: SqlDatabase, first: Callable[[Store], None], second: Callable[[Store], None]
) -> None:
    in_turn(database, first, second)

    with database.read() as store:
        assert store.settings.get() == BOTH[frozenset({first, second})]


def test_the_first_two_lessons_of_a_new_desk_are_both_learnt(database: SqlDatabase) -> None:
    in_turn(
        database,
        lambda store: preferences.learn(store, a_story("a"), True, NOON),
        lambda store: preferences.learn(store, a_story("b"), True, NOON),
    )

    with database.read() as store:
        assert store.settings.preferences().revision == 2


def test_what_is_locked_before_anybody_has_set_it_still_reads_as_not_set(database: SqlDatabase) -> None:
    with database.write() as store:
        store.settings.lock()
    with database.read() as store:
        assert store.settings.get() == DeskSettings()
        assert store.settings.preferences() == Preferences()
