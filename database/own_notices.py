"""What people want to be told, and what they were told already."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Connection, ForeignKey, String, Table, delete, select

from database.channels import channel_of, channel_row
from database.people import people
from database.rows import add_new, put
from database.tables import UTCDateTime, metadata
from domain.own_notices import Device, OwnKind, OwnNotices

REMEMBERED = timedelta(days=90)

own_notices = Table(
    "own_notices",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("channels", JSON, nullable=False),  # sealed
    Column("wanted", JSON, nullable=False),  # by kind, the keys of channels
    Column("devices", JSON, nullable=False, server_default="[]"),  # browsers among the channels, and those gone
    Column("quiet_from", String(5), nullable=False),  # in Vietnam
    Column("quiet_until", String(5), nullable=False),
)

told_events = Table(
    "told_events",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("event", String(120), primary_key=True),
    Column("at", UTCDateTime, nullable=False, index=True),
)


class SqlOwnNotices:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, person_id: int) -> OwnNotices:
        found = select(own_notices).where(own_notices.c.person_id == person_id)
        row = self.connection.execute(found).mappings().first()
        return _wishes(row) if row else OwnNotices(person_id=person_id)

    def save(self, wishes: OwnNotices) -> None:
        row = {
            "person_id": wishes.person_id,
            "channels": [channel_row(channel) for channel in wishes.channels],
            "wanted": {kind.value: list(keys) for kind, keys in wishes.wanted.items()},
            "devices": [_device_row(device) for device in wishes.devices],
            "quiet_from": f"{wishes.quiet_from:%H:%M}",
            "quiet_until": f"{wishes.quiet_until:%H:%M}",
        }
        put(self.connection, own_notices, [row])

    def list(self) -> list[OwnNotices]:
        found = select(own_notices).join(people, people.c.id == own_notices.c.person_id).where(people.c.active)
        return [_wishes(row) for row in self.connection.execute(found.order_by(own_notices.c.person_id)).mappings()]

    def told(self, person_id: int, events: Sequence[str]) -> set[str]:
        of_person = (told_events.c.person_id == person_id) & told_events.c.event.in_(events)
        return set(self.connection.execute(select(told_events.c.event).where(of_person)).scalars())

    def tell(self, person_id: int, events: Sequence[str], at: datetime) -> set[str]:
        """Of several that tell the same at once, one finds it new. In one order, so that none waits for the other."""
        self.connection.execute(delete(told_events).where(told_events.c.at < at - REMEMBERED))
        new = set()
        for event in sorted(set(events)):
            row = {"person_id": person_id, "event": event, "at": at}
            if add_new(self.connection, told_events, row) is not None:
                new.add(event)
        return new


def _wishes(row: Mapping[Any, Any]) -> OwnNotices:
    return OwnNotices(
        person_id=row["person_id"],
        channels=tuple(channel_of(channel, f"person {row['person_id']}") for channel in row["channels"]),
        wanted={OwnKind(kind): tuple(keys) for kind, keys in row["wanted"].items()},
        devices=tuple(_device(device) for device in row["devices"]),
        quiet_from=time.fromisoformat(row["quiet_from"]),
        quiet_until=time.fromisoformat(row["quiet_until"]),
    )


def _device_row(device: Device) -> dict[str, Any]:
    gone_at = device.gone_at.isoformat() if device.gone_at else None
    return asdict(device) | {"since": device.since.isoformat(), "gone_at": gone_at}


def _device(row: Mapping[str, Any]) -> Device:
    gone_at = datetime.fromisoformat(row["gone_at"]) if row["gone_at"] else None
    return Device(key=row["key"], browser=row["browser"], since=datetime.fromisoformat(row["since"]), gone_at=gone_at)
