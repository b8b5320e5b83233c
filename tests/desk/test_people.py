"""Accounts: one-time links, throttling, and an administrator who stays."""

from datetime import timedelta

import pytest

from desk import people
from domain.errors import BadInput, Conflict, NotAllowed, NotSignedIn, TooManyTries
from domain.people import Role
from tests.desk.conftest import Office
from tests.making import NOON, acting

PASSWORD = "mat-khau-dai-va-kho"
HASH = people.hashed_password(PASSWORD)


def enter(office: Office, login: str, password: str, later: timedelta = timedelta(), address: str = "10.0.0.1") -> str:
    """As the door does: the password is looked at between two transactions."""
    with office.database.read() as store:
        tried = people.begin_sign_in(store, login, address=address, now=NOON + later)
    matches = tried.matches(password)
    with office.database.write() as store:
        opened = people.end_sign_in(store, tried, matches=matches, now=NOON + later)
    if opened is None:
        raise NotSignedIn
    return opened.token


@pytest.fixture
def hoa(office: Office) -> int:
    with office.database.write() as store:
        person, token = people.add_person(acting(store, office.boss), login=" Hoa ", name="Hoa", role=Role.EDITOR)
        people.welcome(store, token, HASH, now=NOON)
    return person.id


def test_a_link_is_spent_once_and_only_by_a_long_password(office: Office) -> None:
    with office.database.write() as store:
        person, token = people.add_person(acting(store, None), login="hoa", name="Hoa", role=Role.EDITOR)
        with pytest.raises(BadInput):
            people.hashed_password("ngan")
        assert people.invited(store, token, NOON) == person
        people.welcome(store, token, HASH, now=NOON)
        assert people.invited(store, token, NOON) is None
        with pytest.raises(NotSignedIn):
            people.welcome(store, token, HASH, now=NOON)


def test_a_link_runs_out_after_three_days(office: Office) -> None:
    with office.database.write() as store:
        token = people.invite(acting(store, office.boss), office.lan)
        assert people.invited(store, token, NOON + timedelta(days=2, hours=23)) == office.lan
        assert people.invited(store, token, NOON + timedelta(days=3)) is None


def test_making_a_link_is_in_the_log(office: Office) -> None:
    with office.database.write() as store:
        people.invite(acting(store, office.boss), office.lan)
        entry = store.log.list(1)[0]
    assert (entry.who, entry.action, entry.subject) == ("Quan", "invite", f"person:{office.lan.id}")


def test_a_new_password_ends_the_other_sessions(office: Office, hoa: int) -> None:
    token = enter(office, "HOA", PASSWORD)
    with office.database.write() as store:
        assert people.session(store, token, NOON) is not None
        link = people.invite(acting(store, None), store.people.get(hoa))
        people.welcome(store, link, people.hashed_password(PASSWORD + "!"), now=NOON)
        assert people.session(store, token, NOON) is None


def test_secrets_are_not_kept_as_they_are(office: Office, hoa: int) -> None:
    token = enter(office, "hoa", PASSWORD)
    with office.database.engine.connect() as connection:
        dump = "\n".join(
            str(row)
            for table in ("people", "sessions", "invites")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert "$argon2id$" in dump
    assert token not in dump
    assert PASSWORD not in dump


def test_five_failures_close_the_door_for_a_quarter_of_an_hour(office: Office, hoa: int) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            enter(office, "hoa", "sai-mat-khau")
    with pytest.raises(TooManyTries):
        enter(office, "hoa", PASSWORD)
    with pytest.raises(TooManyTries):
        enter(office, " Hoa", PASSWORD, address="10.0.0.9")
    assert enter(office, "hoa", PASSWORD, timedelta(minutes=16))


def test_the_last_administrator_stays(office: Office) -> None:
    with office.database.write() as store:
        for role, active in ((Role.EDITOR, True), (Role.ADMINISTRATOR, False)):
            with pytest.raises(Conflict):
                people.change_person(acting(store, office.boss), office.boss.id, role=role, active=active)
        boss, lan = office.boss, office.lan
        lan = people.change_person(acting(store, boss), lan.id, role=Role.ADMINISTRATOR, active=True)
        people.change_person(acting(store, lan), boss.id, role=Role.EDITOR, active=True)
        with pytest.raises(Conflict):
            people.change_person(acting(store, lan), lan.id, role=Role.ADMINISTRATOR, active=False)


def test_a_closed_account_is_out_and_cannot_come_back_in(office: Office, hoa: int) -> None:
    token = enter(office, "hoa", PASSWORD)
    with office.database.write() as store:
        link = people.invite(acting(store, office.boss), store.people.get(hoa))
        people.change_person(acting(store, office.boss), hoa, role=Role.EDITOR, active=False)
        assert people.session(store, token, NOON) is None
        assert people.invited(store, link, NOON) is None
    with pytest.raises(NotSignedIn):
        enter(office, "hoa", PASSWORD)


def test_only_an_administrator_manages_people(office: Office) -> None:
    with office.database.write() as store, pytest.raises(NotAllowed):
        people.add_person(acting(store, office.lan), login="x", name="X", role=Role.EDITOR)
    with office.database.write() as store, pytest.raises(NotAllowed):
        people.invite(acting(store, office.lan), office.lan)


@pytest.mark.parametrize(("login", "name"), [("", "X"), ("  ", "X"), ("x", " ")])
def test_an_account_needs_a_login_and_a_name(office: Office, login: str, name: str) -> None:
    with office.database.write() as store, pytest.raises(BadInput):
        people.add_person(acting(store, None), login=login, name=name, role=Role.EDITOR)


def test_a_login_is_given_once_however_it_is_typed(office: Office) -> None:
    with office.database.write() as store, pytest.raises(Conflict):
        people.add_person(acting(store, None), login=" LAN", name="Lan khác", role=Role.EDITOR)
