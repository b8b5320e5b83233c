"""Hosts: the unit of politeness. A crawler asks only those that it has leased."""

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from domain.work import Lease

MAX_HOST_CHARS = 260  # a name has 253 at most, and a port six
COMMON_PORTS = (None, 80, 443)


def host_of(url: str) -> str:
    """Whose patience a request to this address tries: a name, with its port where that is none of the web's own.

    http and https of one name are one server. On loopback each publisher of the sample newsroom has a port.
    """
    try:
        split = urlsplit(url)
        name, port = (split.hostname or "").rstrip("."), split.port
    except ValueError:
        return ""
    with suppress(UnicodeError):
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    return (name if port in COMMON_PORTS else f"{name}:{port}")[:MAX_HOST_CHARS]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPause:
    """How patient a host wants us to be."""

    host: str
    delay_seconds: float = 0.0  # between two visits: ours, its Crawl-delay, or longer where it is slow
    rest_seconds: float = 0.0  # from now on: until it was given time, as Retry-After asks


@dataclass(frozen=True, slots=True, kw_only=True)
class HostNow:
    """How a host stands at this moment, by the database's clock."""

    host: str
    lease: str = ""  # the token of who holds it; "": nobody
    leased_until: datetime | None = None
    rests_until: datetime | None = None  # None: it is awake
    delay_seconds: float = 0.0


class Hosts(Protocol):
    """Who may ask which host, and when, by the database's clock."""

    def clock(self) -> datetime: ...  # the database's
    def take(self, names: Sequence[str], lease: Lease) -> list[HostPause]: ...  # those that nobody else holds
    def list(self, names: Collection[str], limit: int) -> list[HostNow]: ...  # these, and those that are held or rest
    def renew(self, lease: Lease) -> set[str]: ...  # what is still held
    def note(self, pauses: Iterable[HostPause], lease: Lease) -> None: ...  # while they are held
    def give_back(self, pauses: Iterable[HostPause], lease: Lease) -> None: ...  # each rests for its delay first
    def give_back_all(self, token: str | None = None) -> None: ...  # None: only where no other crawler can live
    def forget(self) -> None: ...  # those that nobody has asked for a day


class HostLeases(Protocol):
    """The leases of one crawler, as its crawl asks for them: all from one thread."""

    def may_ask(self, host: str) -> bool: ...  # it is ours for as long as a request takes, and has rested
    def turn(self, wanted: Set[str], pause_of: Callable[[str], HostPause | None]) -> Set[str]:
        """Each second: keep the hosts that are wanted, give back the others. What was lost to another crawler.

        `pause_of` knows the hosts that this crawl has asked.
        """
        ...


class AllHosts:
    """For a crawl beside which there is none: every host is its own."""

    def may_ask(self, _host: str) -> bool:
        return True

    def turn(self, _wanted: Set[str], _pause_of: Callable[[str], HostPause | None]) -> Set[str]:
        return frozenset()
