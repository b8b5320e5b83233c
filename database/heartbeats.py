"""Signs of life, one row for each running process."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, select

from database.rows import put
from database.tables import heartbeats
from domain.running import Heartbeat, Part


class SqlHeartbeats:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def save(self, heartbeat: Heartbeat) -> None:
        put(self.connection, heartbeats, [asdict(heartbeat) | {"part": heartbeat.part.value}])

    def list(self) -> list[Heartbeat]:
        rows = self.connection.execute(select(heartbeats).order_by(heartbeats.c.beat_at)).mappings()
        return [Heartbeat(**{**row, "part": Part(row["part"])}) for row in rows]

    def remove(self, process: str, before: datetime) -> None:
        """This process ends in order; and whatever was last heard of before that time is forgotten."""
        gone = (heartbeats.c.process == process) | (heartbeats.c.beat_at < before)
        self.connection.execute(delete(heartbeats).where(gone))
