"""Our own places: administrators connect, check, try and remove them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk import outlets
from desk.acting import Acting
from domain.errors import BadInput, NotAllowed, NotFound
from domain.message import Message, say
from domain.outlets import OutletAccount, OutletKind, OutletOutcome
from domain.people import Role
from domain.store import Store
from outlets.memory import Fault, MemoryOutlets
from outlets.places import OurPlaces
from tests.fakes import MemoryVault
from tests.making import NOON, a_person, acting, said
from tests.outlets.twins.server import serving
from tests.outlets.twins.zalo import REFRESH, ZaloTwin

WORDS = ("Bài thử", "Xóa ngay.")
TYPED = {"token": "123", "channel": "@xabatxat"}


@dataclass
class Office:
    store: Store
    boss: Acting
    places: MemoryOutlets = field(default_factory=lambda: MemoryOutlets(clock=lambda: NOON))

    def connected(self) -> OutletAccount:
        return outlets.connect(self.boss, self.places, OutletKind.TELEGRAM, " Kênh của xã ", TYPED)


@pytest.fixture
def office(sqlite_database: SqlDatabase) -> Iterator[Office]:
    with sqlite_database.write() as store:
        yield Office(store, acting(store, a_person(store, "ha", Role.ADMINISTRATOR)))


def test_an_administrator_connects_a_place_and_the_log_holds_no_secret(office: Office):
    account = office.connected()
    assert (account.name, account.is_healthy) == ("Kênh của xã", False)
    (entry,) = office.store.log.list(5, f"outlet:{account.id}")
    assert (entry.action, dict(entry.after)) == ("connect-outlet", {"name": "Kênh của xã", "kind": "telegram"})


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.ANALYST])
def test_nobody_else_connects_or_removes_one(office: Office, role: Role):
    account = office.connected()
    other = acting(office.store, a_person(office.store, "lan", role))
    for forbidden in (
        lambda: outlets.connect(other, office.places, OutletKind.TELEGRAM, "Kênh", TYPED),
        lambda: outlets.reconnect(other, office.places, account.id, TYPED),
        lambda: outlets.remove(other, account.id),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


@pytest.mark.parametrize(
    ("kind", "name"), [(OutletKind.TELEGRAM, " "), (OutletKind.TELEGRAM, "x" * 101), (OutletKind.COPY_PASTE, "Trang")]
)
def test_a_place_needs_a_name_and_pasting_needs_no_place(office: Office, kind: OutletKind, name: str):
    with pytest.raises(BadInput):
        outlets.connect(office.boss, office.places, kind, name, TYPED)


def test_what_a_check_finds_is_kept(office: Office):
    account = office.connected()
    good = outlets.note_health(office.boss, account, outlets.checked(office.places, account))
    assert good.is_healthy
    office.places.made[account.id].fault = Fault.EXPIRED
    bad = outlets.note_health(office.boss, good, outlets.checked(office.places, good))
    assert (bad.is_healthy, bad.health, bad.checked_at) == (False, say(OutletOutcome.TOKEN_EXPIRED), NOON)


def test_a_test_post_is_posted_looked_at_and_deleted(office: Office):
    account = office.connected()
    trial = outlets.tried(office.places, account, WORDS, NOON)
    assert said(trial).count("Đã xong") == 3
    assert office.places.made[account.id].posts == {}
    assert outlets.note_trial(office.boss, account.id, trial).trial == trial


def test_a_test_post_that_nobody_heard_the_end_of_is_left_to_a_person(office: Office):
    account = office.connected()
    place = office.places.open(account)
    place.fault = Fault.LOST
    lost = outlets.tried(office.places, account, WORDS, NOON)
    assert "không nghe trả lời" in said(lost)
    assert "xóa bằng tay" in said(lost)
    assert len(place.posts) == 1  # it is said, and a person looks: nothing is posted again


def test_a_removed_place_keeps_no_secret_and_is_found_no_more(office: Office):
    account = office.connected()
    outlets.remove(office.boss, account.id)
    assert office.store.outlets.list() == []
    with pytest.raises(NotFound):
        outlets.remove(office.boss, account.id)


def test_a_renewed_token_is_kept_unless_somebody_typed_another_meanwhile(office: Office):
    with serving(ZaloTwin) as twin:
        assert isinstance(twin, ZaloTwin)
        places = OurPlaces(
            vault=MemoryVault(), clock=lambda: NOON, check_url=None, check_address=None, stand_in=twin.url
        )
        account = outlets.connect(office.boss, places, OutletKind.ZALO, "OA của xã", twin.typed)
        twin.fault, twin.refresh = "expired", REFRESH
        health = outlets.checked(places, account)
        kept = outlets.note_health(office.boss, account, health)
        assert kept.is_healthy
        assert kept.sealed != account.sealed
        again = outlets.reconnect(office.boss, places, account.id, {**twin.typed, "token": "ma-ai-do-vua-go"})
        late = outlets.note_health(office.boss, account, health)
        assert late.sealed == again.sealed


def test_a_place_that_another_key_has_sealed_says_so(office: Office):
    places = OurPlaces(vault=MemoryVault(), clock=lambda: NOON, check_url=None, check_address=None)
    account = OutletAccount(
        id=1, kind=OutletKind.PORTAL, name="Cổng", fields={"site": "https://a.example"}, sealed="00"
    )
    found = outlets.checked(places, account)
    assert isinstance(found, Message)
    assert "chìa khóa khác" in said([found])
    assert "chìa khóa khác" in said(outlets.tried(places, account, WORDS, NOON))


def test_a_place_is_asked_a_few_times_a_day_by_one_worker(sqlite_database: SqlDatabase):
    places = MemoryOutlets(clock=lambda: NOON)
    with sqlite_database.write() as store:
        boss = acting(store, a_person(store, "ha", Role.ADMINISTRATOR))
        account = outlets.connect(boss, places, OutletKind.TELEGRAM, "Kênh", TYPED)
    times = [NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=6)]
    assert [outlets.check_due(sqlite_database, places, now) for now in times] == [1, 0, 1]
    places.made[account.id].fault = Fault.EXPIRED
    outlets.check_due(sqlite_database, places, NOON + timedelta(days=1))
    with sqlite_database.read() as store:
        assert store.outlets.get(account.id).health == say(OutletOutcome.TOKEN_EXPIRED)
