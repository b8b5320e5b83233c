"""Người dùng: accounts, one-time links, sessions.

Tokens are known by their SHA-256. An open link's is kept sealed as well, so that who may invite can show it again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from pwdlib import PasswordHash

from desk.acting import Acting
from domain.errors import BadInput, Conflict, NotFound, NotSignedIn
from domain.people import MAY, Act, Person, PersonAction, Role, Session
from domain.ports import Vault
from domain.problems import Missing, Problem
from domain.store import Store

SESSION_LASTS = timedelta(days=14)
INVITE_LASTS = timedelta(days=3)
MIN_PASSWORD_CHARS = 10
hasher = PasswordHash.recommended()


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    token: str  # goes into the cookie; only its hash is stored
    session: Session


@dataclass(frozen=True, kw_only=True)
class ShownLink:
    """A one-time link that is still open, for who may invite."""

    person: Person
    until: datetime
    token: str  # "": it was shown where it was made, and nowhere since


def add_person(acting: Acting, *, login: str, name: str, role: Role, vault: Vault | None = None) -> tuple[Person, str]:
    """A new account and its one-time link's token."""
    acting.may(Act.MANAGE)
    store = acting.store
    login = login.strip().lower()
    if not login or not name.strip():
        raise BadInput(Problem.PERSON_NAMES)
    person = store.people.add(login, name.strip(), role)
    acting.log(PersonAction.ADD_PERSON, f"person:{person.id}", {}, {"login": login, "role": role})
    return person, invite(acting, person, vault)


def invite(acting: Acting, person: Person, vault: Vault | None = None) -> str:
    """A one-time link's token, good for three days: for the first sign-in, or a forgotten password. Older ones end.

    With a vault it can be shown again until it is used; the command line, which prints it, keeps nothing.
    """
    acting.may(Act.MANAGE)
    token = token_urlsafe(24)
    acting.store.people.lock(person.id)
    acting.store.sign_ins.spend_links(person.id, acting.now)
    sealed = vault.seal(token) if vault else ""
    acting.store.sign_ins.add_link(_hashed(token), person.id, acting.now + INVITE_LASTS, sealed)
    acting.log(PersonAction.INVITE, f"person:{person.id}", {}, {"login": person.login})
    return token


def open_links(store: Store, vault: Vault, now: datetime) -> list[ShownLink]:
    """The links that nobody has used yet, the latest first."""
    people = {person.id: person for person in store.people.list()}
    found = sorted(store.sign_ins.list_links(now).items(), key=lambda one: (one[1].until, one[0]), reverse=True)
    return [ShownLink(person=people[who], until=link.until, token=_opened(vault, link.sealed)) for who, link in found]


def _opened(vault: Vault, sealed: str) -> str:
    try:
        return vault.open(sealed) if sealed else ""
    except BadInput:  # by the key of before: the link itself is good still
        return ""


def withdraw_link(acting: Acting, person_id: int) -> None:
    """Withdraw the one-time link that is open for this person."""
    acting.may(Act.MANAGE)
    person = acting.store.people.get(person_id)
    if acting.store.sign_ins.spend_links(person_id, acting.now):
        acting.log(PersonAction.WITHDRAW_LINK, f"person:{person_id}", {}, {"login": person.login})


def change_person(acting: Acting, person_id: int, *, role: Role, active: bool) -> Person:
    """Change a role or close an account. The last administrator cannot be taken away.

    A closed account's links and sessions end, and so do the sessions of who may do less than before.
    """
    acting.may(Act.MANAGE)
    store = acting.store
    store.people.lock()  # two who take each other's rights at once would leave no administrator
    before = store.people.get(person_id)
    others = [p for p in store.people.list() if p.id != person_id and p.active and p.role is Role.ADMINISTRATOR]
    if not others and (role is not Role.ADMINISTRATOR or not active):
        raise Conflict(Problem.LAST_ADMINISTRATOR)
    after = store.people.save(before.login, before.name, role, active)
    if not active:
        store.sign_ins.spend_links(person_id, acting.now)
    if not active or MAY[before.role] - MAY[role]:
        store.sessions.remove_all(person_id)
    was = {"role": before.role, "active": before.active}
    acting.log(PersonAction.CHANGE_PERSON, f"person:{person_id}", was, {"role": role, "active": active})
    return after


def hashed_password(password: str) -> str:
    """The password's hash. It takes .1 s and 64 MB, so call it outside a transaction. Raise BadInput if too short."""
    if len(password) < MIN_PASSWORD_CHARS:
        raise BadInput(Problem.SHORT_PASSWORD, characters=MIN_PASSWORD_CHARS)
    return hasher.hash(password)


def welcome(store: Store, token: str, password_hash: str, *, now: datetime) -> Person:
    """Spend a one-time link: set the password. Every other link and session of the person ends."""
    person = store.sign_ins.redeem(_hashed(token), now)
    if person is None:
        raise NotSignedIn
    set_password(Acting(store=store, person=person, now=now), password_hash)
    return person


def set_password(acting: Acting, password_hash: str, *, but: str = "") -> None:
    """Set the person's own password. It ends their links, and all their sessions but the one with this token."""
    person_id = acting.by
    acting.store.people.set_password(person_id, password_hash)
    acting.store.sign_ins.spend_links(person_id, acting.now)
    acting.store.sessions.remove_all(person_id, _hashed(but))
    acting.log(PersonAction.SET_PASSWORD, f"person:{person_id}", {}, {})


def rename(acting: Acting, name: str) -> None:
    """Change the person's own name, which everybody at the desk sees."""
    acting.store.people.lock(acting.by)  # the role may be changing at this moment
    person = acting.store.people.get(acting.by)
    name = name.strip()
    if not name:
        raise BadInput(Problem.PERSON_NAMES)
    if name != person.name:
        acting.store.people.save(person.login, name, person.role, person.active)
        acting.log(PersonAction.CHANGE_PERSON, f"person:{person.id}", {"name": person.name}, {"name": name})


def close_session(acting: Acting, session_id: str) -> None:
    """End one of the person's own sessions."""
    if not acting.store.sessions.remove_one(acting.by, session_id):
        raise NotFound(Missing.SESSION)


def close_other_sessions(acting: Acting, token: str) -> None:
    """End all of the person's own sessions but the one with this token."""
    acting.store.sessions.remove_all(acting.by, _hashed(token))


def invited(store: Store, token: str, now: datetime) -> Person | None:
    return store.sign_ins.find_link(_hashed(token), now)


def session(store: Store, token: str, now: datetime) -> Session | None:
    return store.sessions.find(_hashed(token), now) if token else None


def seen(store: Store, token: str, now: datetime) -> None:
    store.sessions.see(_hashed(token), now)


def sign_out(store: Store, token: str) -> None:
    store.sessions.remove(_hashed(token))


def enter(store: Store, person: Person, browser: str, now: datetime) -> SignedIn:
    """Open a session; `browser` is what its owner will know it by."""
    token, csrf = token_urlsafe(32), token_urlsafe(24)
    expires_at = now + SESSION_LASTS
    store.sessions.add(_hashed(token), person.id, csrf, expires_at, browser)
    return SignedIn(token=token, session=Session(person=person, csrf=csrf, expires_at=expires_at))


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
