"""Two administrators at once, or a person in two windows: nobody is overwritten or let in by an old key."""

from collections.abc import Callable

import pytest

from alerts.memory import MemoryChannels
from database.engine import SqlDatabase
from desk import own_notices, people, second_step, sign_in
from desk.sign_in import Try
from domain.errors import NotSignedIn
from domain.message import say
from domain.own_notices import OwnKind
from domain.people import Person, PersonAction, Role, SecondStep
from domain.problems import Problem
from domain.store import Store
from tests.contract.at_once import told_at_once
from tests.fakes import MemoryVault
from tests.making import NOON, a_person, acting

OLD, NEW = "mat-khau-cu-va-dai", "mat-khau-moi-va-dai"
Does = Callable[[Store], object]


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        a_person(store, "chi", Role.ADMINISTRATOR)
        a_person(store, "anh", Role.ADMINISTRATOR)
        a_person(store, "lan")
    return made


def who(store: Store, login: str) -> Person:
    found = store.people.find_credentials(login)
    assert found
    return found[0]


def at_once(database: SqlDatabase, first: Does, second: Does) -> list[object]:
    """The second stands in line while the first has not ended. What the second got, or the conflict that it was told.

    Each reads who acts before, as a request does.
    """

    def late() -> object:
        with database.write() as store:
            return second(store)

    return told_at_once(database, first, late)


def test_two_administrators_who_demote_each_other_at_once_leave_one(database: SqlDatabase) -> None:
    with database.read() as store:
        chi, anh = who(store, "chi"), who(store, "anh")

    def demotes(by: Person, other: Person) -> Does:
        return lambda store: people.change_person(acting(store, by), other.id, role=Role.EDITOR, active=True)

    told = at_once(database, demotes(chi, anh), demotes(anh, chi))

    assert told == [say(Problem.LAST_ADMINISTRATOR)]
    with database.read() as store:
        assert [one.login for one in store.people.list() if one.role is Role.ADMINISTRATOR] == ["chi"]


def test_one_login_that_two_add_at_once_is_the_first_ones_and_the_other_is_told(database: SqlDatabase) -> None:
    with database.read() as store:
        chi, anh = who(store, "chi"), who(store, "anh")

    def adds(by: Person, name: str, role: Role) -> Does:
        return lambda store: people.add_person(acting(store, by), login="hoa", name=name, role=role)

    told = at_once(database, adds(chi, "Hoa", Role.ADMINISTRATOR), adds(anh, "Người lạ", Role.ANALYST))

    assert told == [say(Problem.LOGIN_TAKEN, login="hoa")]
    with database.read() as store:
        hoa = who(store, "hoa")
        assert (hoa.name, hoa.role) == ("Hoa", Role.ADMINISTRATOR)
        assert [e.action for e in store.log.list(9, f"person:{hoa.id}")] == [
            PersonAction.INVITE,
            PersonAction.ADD_PERSON,
        ]


@pytest.mark.parametrize("order", [1, -1])
def test_who_renames_herself_while_her_role_is_taken_has_the_new_name_and_not_the_old_role(
    database: SqlDatabase, order: int
) -> None:
    with database.read() as store:
        chi, lan = who(store, "chi"), who(store, "lan")

    def renames(store: Store) -> None:
        people.rename(acting(store, lan), "Lan Anh")

    def demotes(store: Store) -> object:
        return people.change_person(acting(store, chi), lan.id, role=Role.ANALYST, active=True)

    at_once(database, *[renames, demotes][::order])

    with database.read() as store:
        assert (who(store, "lan").name, who(store, "lan").role) == ("Lan Anh", Role.ANALYST)


def signs_in_by_password(store: Store, old: str) -> Person | None:
    tried = Try(login="lan", address="203.0.113.9", hash=old, counted_as="login:lan")
    return sign_in.end_sign_in(store, tried, matches=True, now=NOON)


def signs_in_by_ticket(store: Store, ticket: str) -> Person | None:
    try:
        return second_step.whose(store, MemoryVault(), ticket, NOON)
    except NotSignedIn:
        return None


@pytest.mark.parametrize("enters", [signs_in_by_password, signs_in_by_ticket])
@pytest.mark.parametrize("order", [1, -1])
def test_an_old_password_opens_no_session_that_outlives_it(
    database: SqlDatabase, order: int, enters: Callable[[Store, str], Person | None]
) -> None:
    old, new = people.hashed_password(OLD), people.hashed_password(NEW)
    with database.write() as store:
        lan = who(store, "lan")
        people.set_password(acting(store, lan), old)
        key = old if enters is signs_in_by_password else second_step.ticket(store, MemoryVault(), lan, NOON)

    def changes(store: Store) -> None:
        people.set_password(acting(store, lan), new)

    def signs_in(store: Store) -> object:
        person = enters(store, key)
        return people.enter(store, person, "Firefox", NOON) if person else None

    at_once(database, *[changes, signs_in][::order])

    with database.read() as store:
        assert store.sessions.list(lan.id, NOON) == []


def test_of_two_links_made_at_once_one_is_open(database: SqlDatabase) -> None:
    with database.read() as store:
        chi, anh, lan = (who(store, login) for login in ("chi", "anh", "lan"))
    tokens: list[str] = []

    def invites(by: Person) -> Does:
        return lambda store: tokens.append(people.invite(acting(store, by), lan))

    at_once(database, invites(chi), invites(anh))

    with database.read() as store:
        assert [people.invited(store, token, NOON) for token in tokens] == [None, who(store, "lan")]


def test_a_second_step_turned_on_in_two_windows_at_once_is_the_later_one(database: SqlDatabase) -> None:
    with database.read() as store:
        lan = who(store, "lan")

    def keeps(secret: str) -> Does:
        step = SecondStep(secret=secret, last_step=1, recovery=())
        return lambda store: store.second_steps.save(lan.id, step)

    at_once(database, keeps("cua-so-1"), keeps("cua-so-2"))

    with database.read() as store:
        kept = store.second_steps.find(lan.id)
        assert kept
        assert kept.secret == "cua-so-2"


def test_the_first_two_addresses_of_a_person_are_both_kept(database: SqlDatabase) -> None:
    with database.read() as store:
        lan = who(store, "lan")

    def adds(address: str) -> Does:
        return lambda store: own_notices.add_channel(acting(store, lan), MemoryChannels(), address)

    at_once(database, adds("memory://a"), adds("memory://b"))

    with database.read() as store:
        kept = store.own_notices.find(lan.id)
        assert len(kept.channels) == 2
        assert len(kept.wanted[OwnKind.RETURNED]) == 2
