"""Accounts: one-time links, throttling, and an administrator who stays."""

from collections.abc import Callable
from datetime import timedelta
from math import ceil

import pytest

from desk import failed_sign_ins, people, sign_in
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn, TooManyTries
from domain.people import PersonAction, Role
from tests.desk.conftest import Office
from tests.fakes import MemoryVault
from tests.making import NOON, acting

PASSWORD = "mat-khau-dai-va-kho"
HASH = people.hashed_password(PASSWORD)


VAULT = MemoryVault()


def enter(office: Office, login: str, password: str, later: timedelta = timedelta(), **more: str) -> str:
    """As the door does: the password is looked at between two transactions."""
    at, tried = NOON + later, sign_in.Try(**{"login": login, "address": "10.0.0.1", **more})
    with office.database.read() as store:
        tried = sign_in.begin_sign_in(store, tried, VAULT, at)
    matches = tried.matches(password)
    with office.database.write() as store:
        person = sign_in.end_sign_in(store, tried, matches=matches, now=at)
        if person:
            return people.enter(store, person, "Firefox, Linux", at).token
    raise NotSignedIn


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


@pytest.mark.parametrize("what", ["used", "withdrawn", "replaced", "late"])
def test_an_open_link_is_shown_again_and_nothing_of_it_is_kept_once_it_is(office: Office, what: str) -> None:
    with office.database.write() as store:
        boss, at = acting(store, office.boss), NOON
        token = people.invite(boss, office.lan, VAULT)
        [shown] = people.open_links(store, VAULT, NOON)
        assert (shown.person, shown.token, shown.until) == (office.lan, token, NOON + people.INVITE_LASTS)
        match what:
            case "used":
                people.welcome(store, token, HASH, now=NOON)
            case "withdrawn":
                people.withdraw_link(boss, office.lan.id)
            case "replaced":
                people.invite(boss, office.lan)
            case _:
                at = shown.until
        assert [one.token for one in people.open_links(store, VAULT, at)] == ([""] if what == "replaced" else [])
    with office.database.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT sealed FROM invites").scalars().all()
    assert (VAULT.seal(token) in kept) is (what == "late")


def test_a_link_that_another_key_has_sealed_is_open_and_not_shown(office: Office) -> None:
    class OtherVault(MemoryVault):
        def fingerprint(self, text: str) -> str:
            return super().fingerprint(f"other {text}")

    with office.database.write() as store:
        people.invite(acting(store, office.boss), office.lan, OtherVault())
        assert [one.token for one in people.open_links(store, VAULT, NOON)] == [""]


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


def test_after_five_failures_each_doubles_the_wait_up_to_half_an_hour(office: Office, hoa: int) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            enter(office, "hoa", "sai-mat-khau")
    at = timedelta()
    for minutes in (1, 2, 4, 8, 16, 30, 30, 30):
        for login in ("hoa", " Hoa"):
            for tried in range(3):  # who does not wait makes it no longer
                with pytest.raises(TooManyTries) as told:
                    enter(office, login, PASSWORD, at + timedelta(minutes=minutes) * tried / 3)
                assert told.value.message.params["minutes"] == ceil(minutes * (3 - tried) / 3)
        at += timedelta(minutes=minutes)
        with pytest.raises(NotSignedIn):
            enter(office, "hoa", "sai-mat-khau", at)
    assert enter(office, "hoa", PASSWORD, at + timedelta(minutes=30))


def test_a_day_without_a_failure_is_a_clean_slate(office: Office, hoa: int) -> None:
    for _ in range(5):
        guess(office, "10.0.0.1")
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            enter(office, "hoa", "sai-mat-khau", timedelta(days=1, minutes=1))


def test_a_clock_that_ran_ahead_keeps_nobody_waiting_once_it_is_back(office: Office, hoa: int) -> None:
    for _ in range(6):
        guess(office, "10.0.0.1", timedelta(days=3))
    assert enter(office, "hoa", PASSWORD)


def guess(office: Office, address: str, later: timedelta = timedelta()) -> None:
    with pytest.raises((NotSignedIn, TooManyTries)):
        enter(office, "hoa", "sai-mat-khau", later, address=address)


def test_one_who_guesses_slows_down_other_strangers_the_longer_it_goes_on(office: Office, hoa: int) -> None:
    for _ in range(5):
        guess(office, "203.0.113.1")
    assert enter(office, "hoa", PASSWORD)  # from elsewhere the owner comes in
    for n in range(5):
        guess(office, f"203.0.112.{n}")
    told = []
    for half_hour in range(10):
        with pytest.raises(TooManyTries) as waiting:
            enter(office, "hoa", PASSWORD, timedelta(minutes=31 * half_hour))
        told.append(waiting.value.message.params["minutes"])
        for n in range(10):
            guess(office, f"203.0.{half_hour}.{n}", timedelta(minutes=31 * (half_hour + 1)))
    assert told == [1, 2, 4, 8, 16, 30, 30, 30, 30, 30]  # of ten who guess at once, one is answered
    assert enter(office, "hoa", PASSWORD, timedelta(hours=6))


def test_strangers_never_lock_out_the_owners_own_device_nor_a_one_time_link(office: Office, hoa: int) -> None:
    with office.database.read() as store:
        cookie = sign_in.device_cookie(store, VAULT, store.people.get(hoa))
    for hour in range(12):
        for n in range(10):
            guess(office, f"203.0.113.{n}", timedelta(hours=hour))
    later = timedelta(hours=11, minutes=20)
    with pytest.raises(TooManyTries):
        enter(office, "hoa", PASSWORD, later)
    assert enter(office, "hoa", PASSWORD, later, cookie=cookie, address="203.0.113.1")
    with office.database.write() as store:
        token = people.invite(acting(store, None, NOON + later), store.people.get(hoa))
        assert people.welcome(store, token, HASH, now=NOON + later).id == hoa


def test_a_known_device_guesses_no_more_often_than_a_stranger(office: Office, hoa: int) -> None:
    with office.database.read() as store:
        cookie = sign_in.device_cookie(store, VAULT, store.people.get(hoa))
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            enter(office, "hoa", "sai-mat-khau", cookie=cookie)
    with pytest.raises(TooManyTries):
        enter(office, "hoa", PASSWORD, cookie=cookie)
    assert enter(office, "hoa", PASSWORD)  # and locks nobody else out


@pytest.mark.parametrize(
    "spoil", [str.upper, lambda one: one[1:], lambda one: f"{one}0", lambda _: ".", lambda _: "a.b"]
)
def test_a_device_cookie_that_we_did_not_sign_is_a_strangers(
    office: Office, hoa: int, spoil: Callable[[str], str]
) -> None:
    with office.database.read() as store:
        cookie = spoil(sign_in.device_cookie(store, VAULT, store.people.get(hoa)))
        tried = sign_in.begin_sign_in(store, sign_in.Try(login="hoa", address="a", cookie=cookie), VAULT, NOON)
    assert tried.device == ""


def test_a_device_is_known_for_one_login_and_until_the_next_password(office: Office, hoa: int) -> None:
    with office.database.write() as store:
        cookie = sign_in.device_cookie(store, VAULT, store.people.get(hoa))
        for login, after in (("lan", HASH), ("hoa", people.hashed_password("mot-mat-khau-khac"))):
            people.set_password(acting(store, store.people.get(hoa)), after)
            tried = sign_in.begin_sign_in(store, sign_in.Try(login=login, address="a", cookie=cookie), VAULT, NOON)
            assert tried.device == ""


def test_sign_ins_that_failed_are_counted_in_the_log_and_no_typed_word_is_kept(office: Office, hoa: int) -> None:
    for login in ("hoa", "hoa", "hoa", "mat-khau-go-nham-o", "mat-khau-khac"):
        with pytest.raises(NotSignedIn):
            enter(office, login, "sai-mat-khau")
    with office.database.write() as store:
        failed_sign_ins.log_counted(store, NOON + timedelta(minutes=5))  # the quarter of an hour is not over
        assert store.log.list(1)[0].action != PersonAction.SIGN_INS_FAILED
        for _ in range(2):
            failed_sign_ins.log_counted(store, NOON + timedelta(minutes=20))
        entries = [one for one in store.log.list(50) if one.action == PersonAction.SIGN_INS_FAILED]
    assert {(one.subject, one.after.get("login"), one.after["times"]) for one in entries} == {
        (f"person:{hoa}", "hoa", 3),
        ("desk", None, 2),
    }
    assert len(entries) == 2
    with office.database.engine.connect() as connection:
        dump = str(
            [
                *connection.exec_driver_sql("SELECT * FROM failed_sign_ins"),
                *connection.exec_driver_sql("SELECT * FROM log"),
            ]
        )
    for word in ("mat-khau", "sai-mat"):
        assert word not in dump


@pytest.mark.parametrize("what", ["a newer link", "a new password", "a closed account", "an administrator"])
def test_an_older_link_is_spent_by(office: Office, hoa: int, what: str) -> None:
    with office.database.write() as store:
        boss, person = acting(store, office.boss), store.people.get(hoa)
        link = people.invite(boss, person)
        assert people.invited(store, link, NOON) == person
        assert store.sign_ins.list_links(NOON)[hoa].until == NOON + people.INVITE_LASTS
        match what:
            case "a newer link":
                newer = people.invite(boss, person)
                assert people.invited(store, newer, NOON) == person
            case "a new password":
                people.set_password(acting(store, person), HASH)
            case "a closed account":
                people.change_person(boss, hoa, role=Role.EDITOR, active=False)
                people.change_person(boss, hoa, role=Role.EDITOR, active=True)
            case _:
                people.withdraw_link(boss, hoa)
                assert store.log.list(1)[0].action == PersonAction.WITHDRAW_LINK
                assert store.sign_ins.list_links(NOON) == {}
        assert people.invited(store, link, NOON) is None
        with pytest.raises(NotSignedIn):
            people.welcome(store, link, HASH, now=NOON)


def test_who_may_do_less_than_before_signs_in_anew_and_who_may_do_more_does_not(office: Office, hoa: int) -> None:
    token = enter(office, "hoa", PASSWORD)
    with office.database.write() as store:
        people.change_person(acting(store, office.boss), hoa, role=Role.ADMINISTRATOR, active=True)
        assert people.session(store, token, NOON)
        people.change_person(acting(store, office.boss), hoa, role=Role.REVIEWER, active=True)
        assert people.session(store, token, NOON) is None


def test_people_close_their_own_sessions_and_nobody_elses(office: Office, hoa: int) -> None:
    here, there, third = (enter(office, "hoa", PASSWORD) for _ in range(3))
    with office.database.write() as store:
        mine = store.people.get(hoa)
        found = people.session(store, there, NOON)
        assert found
        with pytest.raises(NotFound):
            people.close_session(acting(store, office.lan), found.id)
        assert len(store.sessions.list(hoa, NOON)) == 3
        people.close_session(acting(store, mine), found.id)
        assert people.session(store, there, NOON) is None
        people.close_other_sessions(acting(store, mine), here)
        assert people.session(store, third, NOON) is None
        assert [one.browser for one in store.sessions.list(hoa, NOON)] == ["Firefox, Linux"]


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
