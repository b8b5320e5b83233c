"""At the door: passwords, who may try how often, and devices that have been let in before.

A stranger who tries someone's login is slowed down, first for their own address and then for all strangers together,
the longer they go on. A device that its owner has signed in with is counted by itself, so nobody else can lock it out
(docs/decisions/0023).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from hmac import compare_digest
from secrets import token_urlsafe

from desk.people import hasher
from domain.errors import TooManyTries
from domain.people import Person
from domain.ports import Vault
from domain.store import Store

SOON, DAY = timedelta(minutes=15), timedelta(hours=24)
TRIES = 5  # of one address for one login, or of one known device
STRANGERS_TRIES = ((10, SOON), (50, DAY))  # of all strangers for one login
ADDRESS_TRIES = 20  # of one address for any login


@dataclass(frozen=True, kw_only=True)
class Limit:
    key: str
    most: int = TRIES
    within: timedelta = SOON


@dataclass(frozen=True, kw_only=True)
class Try:
    """Somebody at the door, and the hash that their password is held against, outside any transaction."""

    login: str
    address: str
    cookie: str = ""  # as the browser sent it: it names a device, if its seal is ours
    hash: str = ""  # empty: nobody has this login, or they have no password yet
    device: str = ""  # empty: a stranger's
    counted_as: str = ""  # a login that nobody has may be a password in the wrong field: never kept as it was typed
    logged_as: str = "tried"

    @property
    def limits(self) -> tuple[Limit, ...]:
        if self.device:
            return (Limit(key=f"device:{self.device}"),)
        address = self.address[:60]
        mine, everybodys = Limit(key=f"{self.counted_as}@{address}"), Limit(key=f"ip:{address}", most=ADDRESS_TRIES)
        strangers = [Limit(key=self.counted_as, most=most, within=within) for most, within in STRANGERS_TRIES]
        return (mine, *strangers, everybodys)

    @property
    def keys(self) -> tuple[str, ...]:
        """What a failure is put down to."""
        return (*dict.fromkeys(limit.key for limit in self.limits), self.logged_as)

    def matches(self, password: str) -> bool:
        """Takes as long when nobody has this login."""
        return hasher.verify(password, self.hash or _nobody()) and bool(self.hash)


def begin_sign_in(store: Store, tried: Try, vault: Vault, now: datetime) -> Try:
    """Raise TooManyTries when this device, address or login has failed too often."""
    login = tried.login.strip().lower()[:80]
    known = store.people.find_credentials(login)
    tried = replace(tried, login=login, counted_as=f"unknown:{vault.fingerprint(f'login:{login}')[:16]}")
    if known:
        nonce = _nonce(tried.cookie, known, vault)
        tried = replace(tried, hash=known[1], device=nonce, counted_as=f"login:{login}", logged_as=f"tried:{login}")
    throttle(store, tried.limits, now)
    return tried


def end_sign_in(store: Store, tried: Try, *, matches: bool, now: datetime) -> Person | None:
    """None for a wrong try, which is counted here once. Raise TooManyTries as above.

    Those who try at once are decided upon one after the other: of a thousand guesses, five are answered.
    """
    throttle(store, tried.limits, now, lock=True)
    known = store.people.find_credentials(tried.login)
    if not matches or known is None or not known[0].active or known[1] != tried.hash:
        store.sign_ins.add_failures(tried.keys, now)
        return None
    return known[0]


def throttle(store: Store, limits: Sequence[Limit], now: datetime, *, lock: bool = False) -> None:
    for within in sorted({limit.within for limit in limits}):
        these = [limit for limit in limits if limit.within == within]
        failures = store.sign_ins.count_failures([limit.key for limit in these], now - within, lock=lock)
        if any(failures[limit.key] >= limit.most for limit in these):
            raise TooManyTries(minutes=int(within.total_seconds() // 60))


def device_cookie(store: Store, vault: Vault, person: Person) -> str:
    """For a browser that has just been let in. A new password ends it."""
    known = store.people.find_credentials(person.login)
    nonce = token_urlsafe(12)
    return f"{nonce}.{_signature(nonce, known, vault)}" if known else ""


def _nonce(cookie: str, known: tuple[Person, str], vault: Vault) -> str:
    nonce, _, signature = cookie.partition(".")
    ours = nonce and compare_digest(signature.encode(), _signature(nonce, known, vault).encode())
    return nonce[:40] if ours else ""


def _signature(nonce: str, known: tuple[Person, str], vault: Vault) -> str:
    person, password_hash = known
    return vault.fingerprint(f"device:{person.id}:{nonce}:{password_hash}")[:32]


@cache
def _nobody() -> str:
    """A hash that is checked when the login is unknown, so that both answers take as long."""
    return hasher.hash(token_urlsafe())
