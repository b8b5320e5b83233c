"""Signing in: passwords, how often somebody may try, and devices from which their owner has signed in before.

After a few free tries each failure doubles the wait: 1, 2, 4 … minutes, up to MAX_WAIT, until a day has passed. A
stranger who tries someone's login is counted for their own address and for all strangers together. A device that its
owner has signed in with is counted by itself, so nobody else can lock it out (docs/decisions/0023).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from hmac import compare_digest
from math import ceil
from secrets import token_urlsafe

from desk.people import hasher
from domain.errors import TooManyTries
from domain.people import FailedTries, Person
from domain.ports import Vault
from domain.store import Store

FREE_TRIES = 5  # of one address for one login, or of one known device
STRANGERS_FREE_TRIES = 10  # of all strangers for one login
ADDRESS_FREE_TRIES = 50  # of one address for any login: a whole office may share it
FIRST_WAIT, MAX_WAIT = timedelta(minutes=1), timedelta(minutes=30)
REMEMBERED = timedelta(days=1)
CLOCK_LEEWAY = timedelta(minutes=1)  # between those who try at once; what lies later was left by a clock that ran ahead


@dataclass(frozen=True, kw_only=True)
class Limit:
    key: str
    free: int = FREE_TRIES

    def wait(self, failed: FailedTries, now: datetime) -> timedelta:
        """The rest of the wait: none after the free tries, then twice as long after each failure."""
        over = failed.number - self.free
        if failed.last_at is None or over < 0:
            return timedelta()
        doublings = min(over, int(MAX_WAIT / FIRST_WAIT))
        return failed.last_at + min(MAX_WAIT, FIRST_WAIT * (1 << doublings)) - now


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
        return (
            Limit(key=f"{self.counted_as}@{address}"),
            Limit(key=self.counted_as, free=STRANGERS_FREE_TRIES),
            Limit(key=f"ip:{address}", free=ADDRESS_FREE_TRIES),
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under which a failure is counted."""
        return (*(limit.key for limit in self.limits), self.logged_as)

    def matches(self, password: str) -> bool:
        """Whether the password is right. The check takes as long when nobody has this login."""
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
    known = store.people.find_credentials(tried.login, lock=True)  # a new password ends what an old one opens
    if not matches or known is None or not known[0].active or known[1] != tried.hash:
        store.sign_ins.add_failures(tried.keys, now)
        return None
    return known[0]


def throttle(store: Store, limits: Sequence[Limit], now: datetime, *, lock: bool = False) -> None:
    keys = [limit.key for limit in limits]
    failed = store.sign_ins.count_failures(keys, now - REMEMBERED, now + CLOCK_LEEWAY, lock=lock)
    left = max(limit.wait(failed[limit.key], now) for limit in limits)
    if left > timedelta():
        raise TooManyTries(minutes=ceil(left / timedelta(minutes=1)))


def device_cookie(store: Store, vault: Vault, person: Person) -> str:
    """A sealed mark for a browser that has just signed in. A new password makes it invalid."""
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
