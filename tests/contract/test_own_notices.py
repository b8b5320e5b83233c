"""What people wish to be told is kept sealed, ends with them, and two workers tell a thing once."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from database.engine import SqlDatabase
from desk.outbox import own
from desk.own_notices import choose, seen_gone, take_away_gone
from domain.own_notices import Device, OwnKind, OwnNotices
from tests.contract.at_once import in_turn, meanwhile
from tests.desk.test_outbox_own import DAY, House
from tests.making import NOON, a_person, acting
from tests.outbox import a_channel, a_look

WISHES = OwnNotices(
    person_id=0,
    channels=(a_channel("memory://a"), a_channel("memory://b")),
    wanted={OwnKind.WARNING: (a_channel("memory://b").key,), OwnKind.RETURNED: ()},
    devices=(
        Device(key=a_channel("memory://a").key, browser="Chrome, Android", since=NOON),
        Device(key="x", browser="", since=NOON, gone_at=NOON + timedelta(hours=1)),
    ),
    quiet_from=time(22),
    quiet_until=time(5, 30),
)


def test_wishes_come_back_as_they_were_kept_and_end_with_their_person(database: SqlDatabase) -> None:
    with database.write() as store:
        lan = a_person(store, "lan")
        assert store.own_notices.find(lan.id) == OwnNotices(person_id=lan.id)
        assert store.own_notices.list() == []
        kept = replace(WISHES, person_id=lan.id)
        store.own_notices.save(kept)
        assert store.own_notices.find(lan.id) == kept
        assert store.own_notices.list() == [kept]
        assert kept.at(OwnKind.WARNING) == kept.channels[1:]
        store.own_notices.save(replace(kept, channels=()))
        assert store.own_notices.find(lan.id).channels == ()
        store.people.save(lan.login, lan.name, lan.role, active=False)
        assert store.own_notices.list() == []


def test_a_thing_is_new_to_each_person_once(database: SqlDatabase) -> None:
    with database.write() as store:
        lan, minh = a_person(store, "lan"), a_person(store, "minh")
        assert store.own_notices.tell(lan.id, ["b", "a", "b"], NOON) == {"a", "b"}
        assert store.own_notices.tell(lan.id, ["b", "c"], NOON) == {"c"}
        assert store.own_notices.tell(minh.id, ["a"], NOON) == {"a"}
        assert store.own_notices.told(lan.id, ["a", "x"]) == {"a"}
        assert store.own_notices.told(lan.id, []) == set()
        assert store.own_notices.tell(lan.id, [], NOON + timedelta(days=91)) == set()
        assert store.own_notices.told(lan.id, ["a"]) == set()


@pytest.mark.parametrize("kind", ["sqlite_database", "postgresql_database"])
def test_two_workers_at_once_tell_it_once(request: pytest.FixtureRequest, kind: str) -> None:
    database: SqlDatabase = request.getfixturevalue(kind)
    house = House(database)
    house.picked()
    look = a_look(database, DAY)

    def other() -> None:
        own.plan(look)

    with meanwhile(database, other) as waits, database.write() as store:
        assert own.tell(store, look)
        waits()
    with database.read() as store:
        assert [message.kind for message in store.outbox.list(9)] == ["own"]


@pytest.mark.parametrize("kind", ["sqlite_database", "postgresql_database"])
def test_a_browser_goes_while_its_person_chooses_and_neither_is_lost(request: pytest.FixtureRequest, kind: str) -> None:
    database: SqlDatabase = request.getfixturevalue(kind)
    browser, other = WISHES.channels
    with database.write() as store:
        lan = a_person(store, "lan")
        store.own_notices.save(replace(WISHES, person_id=lan.id))
    chosen = [(OwnKind.RETURNED, browser.key), (OwnKind.RETURNED, other.key)]
    in_turn(
        database,
        lambda store: choose(acting(store, lan), chosen, time(23), time(5)),
        lambda store: take_away_gone(store, browser.key, NOON),
    )
    with database.write() as store:
        kept = store.own_notices.find(lan.id)
        assert (kept.channels, kept.quiet_from) == ((other,), time(23))
        assert kept.wanted[OwnKind.RETURNED] == (other.key,)
        assert [device.key for device in kept.gone] == [browser.key, "x"]
        seen_gone(acting(store, lan))
        take_away_gone(store, other.key, NOON)
        assert store.own_notices.find(lan.id).channels == (other,), "an e-mail address is no browser"
        assert store.own_notices.find(lan.id).devices == ()
