"""The second step: a code is taken once, a clock may be half a minute off, and nobody guesses for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest

from database.engine import SqlDatabase
from desk import people, second_step
from domain.errors import BadInput, NotAllowed, NotFound, NotSignedIn, TooManyTries
from domain.people import Person, PersonAction, Role
from tests.fakes import MemoryVault
from tests.making import NOON, a_person, acting

VAULT = MemoryVault()
STEP = timedelta(seconds=30)


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    found: SqlDatabase = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def hoa(database: SqlDatabase) -> Person:
    with database.write() as store:
        a_person(store, "lan")
        return a_person(store, "hoa", Role.ADMINISTRATOR)


@pytest.fixture
def app(database: SqlDatabase, hoa: Person) -> pyotp.TOTP:
    """Her authenticator, and ten recovery codes in `codes`."""
    offer = second_step.offer(VAULT, hoa)
    made = pyotp.TOTP(offer.secret)
    with database.write() as store:
        second_step.turn_on(acting(store, hoa), VAULT, offer.sealed, made.at(NOON - 2 * STEP - STEP + 2 * STEP), NOON)
    return made


def passes(database: SqlDatabase, who: Person, code: str, later: timedelta = timedelta()) -> bool:
    with database.write() as store:
        return second_step.passed(acting(store, who, NOON + later), VAULT, code, NOON + later)


def test_a_code_is_taken_once_and_none_before_it_any_more(database: SqlDatabase, hoa: Person, app: pyotp.TOTP) -> None:
    code = app.at(NOON)
    assert passes(database, hoa, f" {code[:3]} {code[3:]} ")
    assert not passes(database, hoa, code)
    assert not passes(database, hoa, app.at(NOON - STEP))
    assert passes(database, hoa, app.at(NOON + STEP))
    assert not passes(database, hoa, app.at(NOON + STEP), STEP)


@pytest.mark.parametrize(("off", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(
    database: SqlDatabase, hoa: Person, app: pyotp.TOTP, off: int, right: bool
) -> None:
    later = timedelta(hours=1)
    assert passes(database, hoa, app.at(NOON + later + off * STEP), later) is right


def test_a_recovery_code_opens_once_and_is_in_the_log(database: SqlDatabase, hoa: Person) -> None:
    offer = second_step.offer(VAULT, hoa)
    with database.write() as store:
        codes = second_step.turn_on(acting(store, hoa), VAULT, offer.sealed, pyotp.TOTP(offer.secret).at(NOON), NOON)
    assert len(set(codes)) == 10
    assert passes(database, hoa, codes[0].upper().replace("-", " "))
    assert not passes(database, hoa, codes[0])
    assert passes(database, hoa, codes[9])
    with database.read() as store:
        entry = next(one for one in store.log.list(5) if one.action == PersonAction.RECOVERY_CODE)
        kept = store.second_steps.find(hoa.id)
        logged = str(store.log.list(50))
    assert entry.after == {"left": 8}
    assert kept
    assert len(kept.recovery) == 8
    for secret in (*codes, offer.secret):
        assert secret not in str(kept) + logged
        assert secret.replace("-", "") not in str(kept) + logged


def test_nobody_guesses_for_long(database: SqlDatabase, hoa: Person, app: pyotp.TOTP) -> None:
    for _ in range(5):
        assert not passes(database, hoa, "000000")
    with pytest.raises(TooManyTries):
        passes(database, hoa, app.at(NOON))
    at = timedelta()
    for minutes in (1, 2, 4, 8, 16, 30, 30):
        at += timedelta(minutes=minutes)
        assert not passes(database, hoa, "", at)
        with pytest.raises(TooManyTries):
            passes(database, hoa, app.at(NOON + at), at + timedelta(seconds=59))
    assert passes(database, hoa, app.at(NOON + at + timedelta(days=1)), at + timedelta(days=1))


def test_nothing_is_kept_until_a_code_proves_the_secret(database: SqlDatabase, hoa: Person) -> None:
    offer = second_step.offer(VAULT, hoa)
    with database.write() as store:
        with pytest.raises(BadInput):
            second_step.turn_on(acting(store, hoa), VAULT, offer.sealed, "000000", NOON)
        assert store.second_steps.find(hoa.id) is None
    assert second_step.offer(VAULT, hoa, offer.sealed) == offer


@pytest.mark.parametrize(
    "sealed", ["", "x", "0" * 70, VAULT.seal("{}"), VAULT.seal("[]x"), VAULT.seal('{"person": 99, "secret": "A"}')]
)
def test_a_secret_that_was_not_offered_to_this_person_is_refused(
    database: SqlDatabase, hoa: Person, sealed: str
) -> None:
    with database.write() as store, pytest.raises(BadInput):
        second_step.turn_on(acting(store, hoa), VAULT, sealed, "000000", NOON)


def test_a_ticket_lasts_ten_minutes_and_ends_with_the_password_or_the_account(
    database: SqlDatabase, hoa: Person
) -> None:
    with database.write() as store:
        ticket = second_step.ticket(store, VAULT, hoa, NOON)
        assert second_step.whose(store, VAULT, ticket, NOON + timedelta(minutes=9)).id == hoa.id
        for other in ("", "x", VAULT.seal("{}"), second_step.offer(VAULT, hoa).sealed):
            with pytest.raises(NotSignedIn):
                second_step.whose(store, VAULT, other, NOON)
        with pytest.raises(NotSignedIn):
            second_step.whose(store, VAULT, ticket, NOON + timedelta(minutes=10))
        people.set_password(acting(store, hoa), "another")
        with pytest.raises(NotSignedIn):
            second_step.whose(store, VAULT, ticket, NOON)


def test_an_administrator_takes_a_colleagues_second_step_off_and_never_their_own(
    database: SqlDatabase, hoa: Person, app: pyotp.TOTP
) -> None:
    with database.write() as store:
        boss = a_person(store, "quan", Role.ADMINISTRATOR)
        lan = next(one for one in store.people.list() if one.login == "lan")
        with pytest.raises(NotAllowed):
            second_step.take_off(acting(store, lan), hoa.id)
        with pytest.raises(BadInput):
            second_step.take_off(acting(store, hoa), hoa.id)
        with pytest.raises(NotFound):
            second_step.take_off(acting(store, boss), 99)
        assert store.people.get(hoa.id).has_second_step
        for _ in range(2):
            second_step.take_off(acting(store, boss), hoa.id)
        assert not store.people.get(hoa.id).has_second_step
        entries = [one for one in store.log.list(9) if one.action == PersonAction.SECOND_STEP_OFF]
    assert [(one.who, one.subject, one.after["login"]) for one in entries] == [("Quan", f"person:{hoa.id}", "hoa")]


def test_two_administrators_at_once_take_it_off_once(database: SqlDatabase, hoa: Person, app: pyotp.TOTP) -> None:
    with database.write() as store:
        bosses = [a_person(store, login, Role.ADMINISTRATOR) for login in ("quan", "minh", "tam", "ha")]

    def taken_off(boss: Person) -> None:
        with database.write() as store:
            second_step.take_off(acting(store, boss), hoa.id)

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(taken_off, bosses))
    with database.read() as store:
        assert [one.action for one in store.log.list(9)].count(PersonAction.SECOND_STEP_OFF) == 1


def test_who_has_lost_everything_is_reset_on_the_machine(database: SqlDatabase, hoa: Person, app: pyotp.TOTP) -> None:
    with database.write() as store:
        assert store.people.get(hoa.id).has_second_step
        second_step.turn_off(acting(store, None), hoa)
        assert not store.people.get(hoa.id).has_second_step
        assert store.log.list(1)[0].action == PersonAction.SECOND_STEP_OFF
