"""The database of whoever leads: what it writes is committed only while it holds the lock."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from database.advisory import AdvisoryLock
from database.engine import WRITER_SECONDS, SqlDatabase, turn, wait_at_most
from database.store import SqlStore


class LeadersDatabase(SqlDatabase):
    """Reads as usual, and writes on the very connection that holds the lock: they end together.

    A process that was paused while another one took the lead, or whose server was started again, writes nothing more.
    """

    writers = 1

    def __init__(self, engine: Engine, lock: AdvisoryLock) -> None:
        super().__init__(engine)
        self._lock = lock

    @contextmanager
    def write(self, wait_seconds: float = WRITER_SECONDS, *, durable: bool = False) -> Iterator[SqlStore]:  # noqa: ARG002 - it always is
        """As any, and always durable; raises Busy once another may lead."""
        with turn(), self._lock.transaction() as connection:
            wait_at_most(connection, wait_seconds)
            yield SqlStore(connection)

    def is_ours(self) -> bool:
        """Whether the lead still stands. While the server is away, asking raises its error."""
        if self._lock.is_ours():
            return True
        with self.read():
            return False
