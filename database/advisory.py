"""PostgreSQL's own locks, on a connection that is kept for them alone, or that writes for who holds them."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock as Turn
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from domain.errors import Busy
from domain.locks import Lock

LOCK_SPACE = 0x6469656E  # "dien": the first of a lock's two numbers; the second is the lock's
NAME_BYTES = 63  # PostgreSQL cuts a connection's name there
SETTINGS = {
    # A machine that vanishes takes its lock with it within half a minute.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    # A holder that is killed while the server works for it is noticed at once (PostgreSQL 14).
    "client_connection_check_interval": "500",
}
HOLDS = (
    "FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) WHERE l.granted AND l.locktype = 'advisory'"
    " AND l.classid = :space AND l.objid = :number AND l.objsubid = 2"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
WAITS_FOR_ITS_CLIENT = "a.wait_event_type = 'Client' AND a.state_change < clock_timestamp() - :seconds * interval '1 s'"


class AdvisoryLock:
    """Locks of one connection, which other processes see under the connection's name."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool)
        event.listen(self._engine, "connect", self._prepare)
        self._name = "diemtin"
        self._open: Connection | None = None
        self._holder: object = None  # the connection that took the last lock
        self._turn = Turn()

    def take(self, lock: Lock) -> bool:
        """Take the lock. False when another process has it."""
        with self._turn:
            taken = bool(self._ask("SELECT pg_try_advisory_lock(:space, :number)", lock))
            if taken and self._open is not None:
                self._holder = self._open.connection.dbapi_connection
            return taken

    def give_back(self, lock: Lock) -> None:
        with self._turn:
            self._ask("SELECT pg_advisory_unlock(:space, :number)", lock)

    def holder(self, lock: Lock) -> str:
        """What the process that holds the lock told about itself."""
        with self._turn:
            return str(self._ask(f"SELECT a.application_name {HOLDS}", lock) or "?")

    def end_silent(self, lock: Lock, seconds: float) -> bool:
        """End the connection that holds the lock when its process, which may be paused, said nothing for so long.

        The server's own limits for idle connections do not reach one that was paused amid a pipeline.
        """
        with self._turn:
            ended = f"SELECT pg_terminate_backend(a.pid) {HOLDS} AND {WAITS_FOR_ITS_CLIENT}"
            return bool(self._ask(ended, lock, seconds=seconds))

    def tell(self, name: str) -> None:
        self._name = name.encode("ascii", "replace")[:NAME_BYTES].decode()
        with self._turn:
            self._said("SELECT set_config('application_name', :name, false)", name=self._name)

    def keep(self, lock: Lock) -> bool:
        """Look whether the connection lives; after an outage take the lock anew. False when it is another's now."""
        if self.is_ours():
            return True
        self.close()
        try:
            ours = self.take(lock)
            self.tell(self._name)
        except DBAPIError:  # still away
            self.close()
            return True
        return ours

    def is_ours(self) -> bool:
        """Whether the connection that took the lock still lives."""
        try:
            with self.transaction() as connection:
                connection.execute(text("SELECT 1")).close()
        except (DBAPIError, Busy):
            return False
        return True

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """On the connection that took the lock, one at a time: nothing is committed once the lock is lost.

        Raises Busy when that connection is dead. It is never opened again in its holder's name.
        """
        with self._turn:
            if self._open is None or not self._is_its_holder(self._open):
                raise Busy
            with self._open.begin():
                yield self._open

    def close(self) -> None:
        with self._turn:
            self._holder = None
            if self._open is not None:
                self._open.invalidate()
                self._open.close()
                self._open = None

    def _is_its_holder(self, one: Connection) -> bool:
        return not one.invalidated and one.connection.dbapi_connection is self._holder

    def _ask(self, question: str, lock: Lock, **values: object) -> object:
        return self._said(question, space=LOCK_SPACE, number=list(Lock).index(lock), **values)

    def _said(self, question: str, **values: object) -> object:
        if self._open is None:
            self._open = self._engine.connect()
        with self._open.begin():
            return self._open.execute(text(question), values).scalar()

    def _prepare(self, connection: Any, _record: Any) -> None:
        """A server passes over the settings that it does not know."""
        for name, value in SETTINGS.items():
            connection.execute(
                "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = %s", (value, name)
            ).close()
        connection.execute("SELECT set_config('application_name', %s, false)", (self._name,)).close()
        connection.commit()
