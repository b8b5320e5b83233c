"""Signs of life, one row for each running process."""

from datetime import datetime

from sqlalchemy import JSON, Column, Connection, String, Table, delete, select

from database.rows import messages_of, messages_row, put
from database.tables import UTCDateTime, metadata
from domain.running import Heartbeat, Part

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("part", String(12), primary_key=True),
    Column("process", String(120), primary_key=True),  # host and process id
    Column("started_at", UTCDateTime, nullable=False),
    Column("beat_at", UTCDateTime, nullable=False),
    Column("moved_at", UTCDateTime, nullable=False),
    Column("faults", JSON, nullable=False),  # what it says of itself: codes with parameters
)

PLAIN_COLUMNS = ("process", "started_at", "beat_at", "moved_at")


class SqlHeartbeats:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def save(self, heartbeat: Heartbeat) -> None:
        row = {name: getattr(heartbeat, name) for name in PLAIN_COLUMNS}
        row |= {"part": heartbeat.part.value, "faults": messages_row(heartbeat.faults)}
        put(self.connection, heartbeats, [row])

    def list(self) -> list[Heartbeat]:
        rows = self.connection.execute(select(heartbeats).order_by(heartbeats.c.beat_at)).mappings()
        return [Heartbeat(**{**row, "part": Part(row["part"]), "faults": messages_of(row["faults"])}) for row in rows]

    def remove(self, process: str, before: datetime) -> None:
        """This process ends in order; and whatever was last heard of before that time is forgotten."""
        gone = (heartbeats.c.process == process) | (heartbeats.c.beat_at < before)
        self.connection.execute(delete(heartbeats).where(gone))

    def remove_beyond(self, after: datetime) -> None:
        """Signs of life that lie later than that were left by a clock that ran ahead."""
        self.connection.execute(delete(heartbeats).where(heartbeats.c.beat_at > after))
