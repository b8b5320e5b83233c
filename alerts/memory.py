"""The memory twin: it keeps what was sent, and can be made unreachable."""

from dataclasses import dataclass, field
from hashlib import sha256

from alerts.kinds import kind_of
from domain.errors import BadInput, NotFound, Unreachable
from domain.outbox import Channel, Format
from domain.ports import Notice, Notifier
from domain.problems import Missing, Problem, Service

PUSH_KEY = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"  # of RFC 8291


@dataclass
class MemoryNotifier:
    format: Format = Format.PLAIN
    sent: dict[str, Notice] = field(default_factory=dict)
    away: bool = False
    wait_seconds: int = 0  # that it asks for while it is away
    gone: bool = False

    def send(self, notice: Notice) -> None:
        if self.away:
            raise Unreachable(Service.CHANNEL, wait_seconds=self.wait_seconds)
        if self.gone:
            raise NotFound(Missing.CHANNEL)
        self.sent[notice.id] = notice


@dataclass
class MemoryChannels:
    """Keeps `memory://name`; `memory://name?format=zalo` takes that format."""

    channels: dict[str, MemoryNotifier] = field(default_factory=dict)

    def keep(self, address: str) -> Channel:
        if kind_of(address) != "memory":
            raise BadInput(Problem.CHANNEL_ADDRESS)
        return Channel(key=sha256(address.encode()).hexdigest(), kind="memory", sealed=address)

    def open(self, channel: Channel) -> Notifier:
        return self.at(channel.sealed)

    def signing_key(self, channel: Channel) -> str:
        return f"whsec_{channel.signing[0].salt}" if channel.signing else ""

    def push_key(self) -> str:
        return PUSH_KEY

    def at(self, address: str) -> MemoryNotifier:
        takes = Format(address.partition("?format=")[2] or Format.PLAIN)
        return self.channels.setdefault(address, MemoryNotifier(format=takes))
