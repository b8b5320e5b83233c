"""The memory twin: keeps what was sent, and can be away."""

from dataclasses import dataclass, field

from domain.errors import BadInput, Unreachable
from domain.ports import Notice, Notifier


@dataclass
class MemoryNotifier:
    sent: dict[str, Notice] = field(default_factory=dict)
    away: bool = False

    def send(self, notice: Notice) -> None:
        if self.away:
            raise Unreachable(service="Kênh báo tin")
        self.sent[notice.id] = notice


@dataclass
class MemoryChannels:
    """Opens `memory://name`."""

    channels: dict[str, MemoryNotifier] = field(default_factory=dict)

    def open(self, address: str) -> Notifier:
        if not address.startswith("memory://"):
            raise BadInput(detail="địa chỉ kênh báo tin không đúng; xem docs/warnings.md.")
        return self.channels.setdefault(address, MemoryNotifier())
