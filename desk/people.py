"""Người dùng: accounts, sign-in, sessions. Tokens are shown once and kept as SHA-256 only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from secrets import token_urlsafe

from pwdlib import PasswordHash

from desk.log import note
from desk.permissions import allowed
from domain.editorial import Action
from domain.errors import BadInput, Conflict, NotSignedIn, TooManyTries
from domain.people import Act, Person, Role, Session
from domain.problems import Problem
from domain.store import Store

SESSION_LASTS = timedelta(days=14)
INVITE_LASTS = timedelta(days=3)
TRIES, WITHIN = 5, timedelta(minutes=15)  # per login and per address
SHORTEST_PASSWORD = 10
hasher = PasswordHash.recommended()


@cache
def nobody() -> str:
    """A hash that is checked when the login is unknown, so that both answers take as long."""
    return hasher.hash(token_urlsafe())


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    token: str  # for the cookie; not kept
    session: Session


def add_person(
    store: Store, *, login: str, name: str, role: Role, by: Person | None, now: datetime
) -> tuple[Person, str]:
    """A new account and its one-time link's token. `by` None: the command line, on the machine itself."""
    if by is not None:
        allowed(by, Act.MANAGE)
    login = login.strip().lower()
    if not login or not name.strip():
        raise BadInput(Problem.PERSON_NAMES)
    if store.people.credentials(login):
        raise Conflict(Problem.LOGIN_TAKEN, login=login)
    person = store.people.put(login, name.strip(), role, active=True)
    note(store, by, Action.ADD_PERSON, f"person:{person.id}", {}, {"login": login, "role": role}, now)
    return person, invite(store, person, by=by, now=now)


def invite(store: Store, person: Person, *, by: Person | None, now: datetime) -> str:
    """A one-time link's token, good for three days: for the first sign-in, or a forgotten password."""
    if by is not None:
        allowed(by, Act.MANAGE)
    token = token_urlsafe(24)
    store.sign_ins.invite(_hashed(token), person.id, now + INVITE_LASTS)
    note(store, by, Action.INVITE, f"person:{person.id}", {}, {"login": person.login}, now)
    return token


def change_person(store: Store, person_id: int, *, role: Role, active: bool, by: Person, now: datetime) -> Person:
    """Change a role or close an account. The last administrator cannot be taken away."""
    allowed(by, Act.MANAGE)
    before = store.people.get(person_id)
    others = [p for p in store.people.all() if p.id != person_id and p.active and p.role is Role.ADMINISTRATOR]
    if not others and (role is not Role.ADMINISTRATOR or not active):
        raise Conflict(Problem.LAST_ADMINISTRATOR)
    after = store.people.put(before.login, before.name, role, active)
    if not active:
        store.sessions.close_all(person_id)
    was = {"role": before.role, "active": before.active}
    note(store, by, Action.CHANGE_PERSON, f"person:{person_id}", was, {"role": role, "active": active}, now)
    return after


def sign_in(store: Store, login: str, password: str, *, address: str, now: datetime) -> SignedIn:
    """Raise TooManyTries after five failures in a quarter of an hour, for the login or the address."""
    login = login.strip().lower()
    throttle(store, login, address, now)
    known = store.people.credentials(login)
    right = hasher.verify(password, known[1] if known and known[1] else nobody())
    if not (known and known[1] and right and known[0].active):
        raise NotSignedIn
    return _open(store, known[0], now)


def throttle(store: Store, login: str, address: str, now: datetime) -> None:
    for key in keys(login, address):
        if store.sign_ins.failures(key, now - WITHIN) >= TRIES * (4 if key.startswith("ip:") else 1):
            raise TooManyTries(minutes=WITHIN.seconds // 60)


def failed(store: Store, login: str, address: str, now: datetime) -> None:
    """Count a failure. In its own transaction, because the one that failed is rolled back."""
    for key in keys(login, address):
        store.sign_ins.failed(key, now)


def keys(login: str, address: str) -> tuple[str, str]:
    return f"login:{login.strip().lower()[:80]}", f"ip:{address[:60]}"


def welcome(store: Store, token: str, password: str, *, now: datetime) -> SignedIn:
    """Spend a one-time link: set the password and sign in."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(Problem.SHORT_PASSWORD, characters=SHORTEST_PASSWORD)
    person = store.sign_ins.redeem(_hashed(token), now)
    if person is None:
        raise NotSignedIn
    store.people.set_password(person.id, hasher.hash(password))
    store.sessions.close_all(person.id)
    note(store, person, Action.SET_PASSWORD, f"person:{person.id}", {}, {}, now)
    return _open(store, person, now)


def invited(store: Store, token: str, now: datetime) -> Person | None:
    return store.sign_ins.peek(_hashed(token), now)


def session(store: Store, token: str, now: datetime) -> Session | None:
    return store.sessions.find(_hashed(token), now) if token else None


def sign_out(store: Store, token: str) -> None:
    store.sessions.close(_hashed(token))


def _open(store: Store, person: Person, now: datetime) -> SignedIn:
    token, csrf = token_urlsafe(32), token_urlsafe(24)
    expires_at = now + SESSION_LASTS
    store.sessions.open(_hashed(token), person.id, csrf, expires_at)
    return SignedIn(token=token, session=Session(person=person, csrf=csrf, expires_at=expires_at))


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
