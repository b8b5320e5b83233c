"""The memory twin: keeps what was sent, and can be away."""

from dataclasses import dataclass, field

from domain.errors import BadInput, Unreachable
from domain.ports import Notice, Notifier
from domain.problems import Problem, Service


@dataclass
class MemoryNotifier:
    sent: dict[str, Notice] = field(default_factory=dict)
    away: bool = False

    def send(self, notice: Notice) -> None:
        if self.away:
            raise Unreachable(Service.CHANNEL)
        self.sent[notice.id] = notice


@dataclass
class MemoryChannels:
    """Opens `memory://name`."""

    channels: dict[str, MemoryNotifier] = field(default_factory=dict)

    def open(self, address: str) -> Notifier:
        if not address.startswith("memory://"):
            raise BadInput(Problem.CHANNEL_ADDRESS)
        return self.channels.setdefault(address, MemoryNotifier())
