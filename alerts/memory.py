"""The memory twin: it keeps what was sent, and can be made unreachable."""

from dataclasses import dataclass, field
from hashlib import sha256

from alerts.kinds import kind_of
from domain.errors import BadInput, Unreachable
from domain.outbox import Channel, Format
from domain.ports import Notice, Notifier
from domain.problems import Problem, Service


@dataclass
class MemoryNotifier:
    format: Format = Format.PLAIN
    sent: dict[str, Notice] = field(default_factory=dict)
    away: bool = False

    def send(self, notice: Notice) -> None:
        if self.away:
            raise Unreachable(Service.CHANNEL)
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

    def at(self, address: str) -> MemoryNotifier:
        takes = Format(address.partition("?format=")[2] or Format.PLAIN)
        return self.channels.setdefault(address, MemoryNotifier(format=takes))
