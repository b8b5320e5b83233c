"""Looks names up for Twisted and hands on only addresses that may be visited: the one looked at is the one used."""

from collections.abc import Callable, Sequence
from typing import Any

from twisted.internet.abstract import isIPv6Address
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.threads import deferToThread

from crawlers.fetch.guard import Guard
from domain.errors import ForbiddenAddress
from domain.message import Message


class _Resolution:
    """What Twisted calls an IHostResolution."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """A lookup in a thread cannot be stopped; its answer is then ignored by the endpoint."""


class GuardedResolver:
    """Twisted's IHostnameResolver. Nothing is cached: each new connection is looked up and checked afresh."""

    def __init__(self, guard: Guard, lookup: Callable[[str], Sequence[str]]) -> None:
        self._guard = guard
        self._lookup = lookup
        self._forbidden: dict[tuple[str, int], Message] = {}  # why the last lookup gave nothing

    def forbidden(self, host: str, port: int) -> Message | None:
        return self._forbidden.get((_ascii(host), port))

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Any = None,  # noqa: ARG002 - Twisted names them
        transportSemantics: str = "TCP",  # noqa: ARG002
    ) -> _Resolution:
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        found = deferToThread(self._lookup, hostName)
        found.addErrback(lambda _failure: [])  # no address: the endpoint reports a failed lookup
        found.addCallback(self._hand_on, resolutionReceiver, hostName, portNumber)
        return resolution

    def _hand_on(self, ips: Sequence[str], receiver: Any, name: str, port: int) -> None:
        self._forbidden.pop((_ascii(name), port), None)
        good, why = [], None
        for ip in ips:
            try:
                self._guard.check_resolved(name, port, ip)
            except ForbiddenAddress as error:
                why = error.message
            else:
                good.append(ip)
        if why and not good:
            self._forbidden[_ascii(name), port] = why
        for ip in good:
            family = IPv6Address if isIPv6Address(ip) else IPv4Address
            receiver.addressResolved(family("TCP", ip, port))
        receiver.resolutionComplete()


def _ascii(name: str) -> str:
    try:
        return name.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return name.lower()
