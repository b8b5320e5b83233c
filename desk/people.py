"""Người dùng: accounts, sign-in, sessions. Tokens are shown once and kept as SHA-256 only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from secrets import token_urlsafe

from pwdlib import PasswordHash

from desk.acting import Acting
from domain.editorial import Action
from domain.errors import BadInput, Conflict, NotSignedIn, TooManyTries
from domain.people import Act, Person, Role, Session
from domain.problems import Problem
from domain.store import Store

SESSION_LASTS = timedelta(days=14)
INVITE_LASTS = timedelta(days=3)
TRIES, ADDRESS_TRIES, WITHIN = 5, 20, timedelta(minutes=15)  # for each login, and for each address
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


def add_person(acting: Acting, *, login: str, name: str, role: Role) -> tuple[Person, str]:
    """A new account and its one-time link's token."""
    acting.may(Act.MANAGE)
    store = acting.store
    login = login.strip().lower()
    if not login or not name.strip():
        raise BadInput(Problem.PERSON_NAMES)
    if store.people.find_credentials(login):
        raise Conflict(Problem.LOGIN_TAKEN, login=login)
    person = store.people.save(login, name.strip(), role, active=True)
    acting.log(Action.ADD_PERSON, f"person:{person.id}", {}, {"login": login, "role": role})
    return person, invite(acting, person)


def invite(acting: Acting, person: Person) -> str:
    """A one-time link's token, good for three days: for the first sign-in, or a forgotten password."""
    acting.may(Act.MANAGE)
    token = token_urlsafe(24)
    acting.store.sign_ins.add_link(_hashed(token), person.id, acting.now + INVITE_LASTS)
    acting.log(Action.INVITE, f"person:{person.id}", {}, {"login": person.login})
    return token


def change_person(acting: Acting, person_id: int, *, role: Role, active: bool) -> Person:
    """Change a role or close an account. The last administrator cannot be taken away."""
    acting.may(Act.MANAGE)
    store = acting.store
    before = store.people.get(person_id)
    others = [p for p in store.people.list() if p.id != person_id and p.active and p.role is Role.ADMINISTRATOR]
    if not others and (role is not Role.ADMINISTRATOR or not active):
        raise Conflict(Problem.LAST_ADMINISTRATOR)
    after = store.people.save(before.login, before.name, role, active)
    if not active:
        store.sessions.remove_all(person_id)
    was = {"role": before.role, "active": before.active}
    acting.log(Action.CHANGE_PERSON, f"person:{person_id}", was, {"role": role, "active": active})
    return after


@dataclass(frozen=True, kw_only=True)
class Try:
    """Somebody at the door, and the hash that their password is held against, outside any transaction."""

    login: str
    address: str
    hash: str = ""  # empty: nobody has this login, or they have no password yet

    @property
    def keys(self) -> tuple[str, str]:
        return f"login:{self.login[:80]}", f"ip:{self.address[:60]}"

    def matches(self, password: str) -> bool:
        """Takes as long when nobody has this login."""
        return hasher.verify(password, self.hash or nobody()) and bool(self.hash)


def begin_sign_in(store: Store, login: str, *, address: str, now: datetime) -> Try:
    """Raise TooManyTries after five failures in a quarter of an hour, for the login or the address."""
    tried = Try(login=login.strip().lower(), address=address)
    _throttle(tried, store.sign_ins.count_failures(tried.keys, now - WITHIN))
    known = store.people.find_credentials(tried.login)
    return replace(tried, hash=known[1] if known else "")


def end_sign_in(store: Store, tried: Try, *, matches: bool, now: datetime) -> SignedIn | None:
    """None for a wrong try, which is counted here once. Raise TooManyTries as above.

    Those who try at once are decided upon one after the other: of a thousand guesses, five are answered.
    """
    _throttle(tried, store.sign_ins.count_failures(tried.keys, now - WITHIN, lock=True))
    known = store.people.find_credentials(tried.login)
    if not matches or known is None or not known[0].active or known[1] != tried.hash:
        store.sign_ins.add_failures(tried.keys, now)
        return None
    return _open(store, known[0], now)


def _throttle(tried: Try, failures: Mapping[str, int]) -> None:
    login, address = tried.keys
    if failures[login] >= TRIES or failures[address] >= ADDRESS_TRIES:
        raise TooManyTries(minutes=WITHIN.seconds // 60)


def hashed_password(password: str) -> str:
    """Takes a tenth of a second and 64 MB, so no transaction is open meanwhile. Raise BadInput for a short one."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(Problem.SHORT_PASSWORD, characters=SHORTEST_PASSWORD)
    return hasher.hash(password)


def welcome(store: Store, token: str, password_hash: str, *, now: datetime) -> SignedIn:
    """Spend a one-time link: set the password and sign in."""
    person = store.sign_ins.redeem(_hashed(token), now)
    if person is None:
        raise NotSignedIn
    store.people.set_password(person.id, password_hash)
    store.sessions.remove_all(person.id)
    Acting(store=store, person=person, now=now).log(Action.SET_PASSWORD, f"person:{person.id}", {}, {})
    return _open(store, person, now)


def invited(store: Store, token: str, now: datetime) -> Person | None:
    return store.sign_ins.find_link(_hashed(token), now)


def session(store: Store, token: str, now: datetime) -> Session | None:
    return store.sessions.find(_hashed(token), now) if token else None


def sign_out(store: Store, token: str) -> None:
    store.sessions.remove(_hashed(token))


def _open(store: Store, person: Person, now: datetime) -> SignedIn:
    token, csrf = token_urlsafe(32), token_urlsafe(24)
    expires_at = now + SESSION_LASTS
    store.sessions.add(_hashed(token), person.id, csrf, expires_at)
    return SignedIn(token=token, session=Session(person=person, csrf=csrf, expires_at=expires_at))


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
