"""PostgreSQL's own locks, on a connection that is kept for them alone."""

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from domain.locks import Lock

LOCK_SPACE = 0x6469656E  # "dien": the first of a lock's two numbers; the second is the lock's
NAME_BYTES = 63  # PostgreSQL cuts a connection's name there
# A machine that vanishes takes its lock with it within half a minute.
KEEPALIVE = ("tcp_keepalives_idle = 10", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3")


class AdvisoryLock:
    """Locks of one connection, which other processes see under the connection's name."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._name = "diemtin"
        self._open: Connection | None = None
        self._forgotten = False

    def take(self, lock: Lock) -> bool:
        """Take the lock. False when another process has it."""
        return bool(self._ask("SELECT pg_try_advisory_lock(:space, :number)", lock))

    def give_back(self, lock: Lock) -> None:
        self._ask("SELECT pg_advisory_unlock(:space, :number)", lock)

    def holder(self, lock: Lock) -> str:
        """What the process that holds the lock told about itself."""
        found = self._ask(
            "SELECT a.application_name FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) WHERE l.granted AND"
            " l.locktype = 'advisory' AND l.classid = :space AND l.objid = :number AND l.objsubid = 2"
            " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            lock,
        )
        return str(found or "?")

    def tell(self, name: str) -> None:
        self._name = name.encode("ascii", "replace")[:NAME_BYTES].decode()
        self._connection().execute(
            text("SELECT set_config('application_name', :name, false)"), {"name": self._name}
        ).close()

    def keep(self, lock: Lock) -> bool:
        """Look whether the connection lives; after an outage take the lock anew. False when it is another's now."""
        try:
            self._connection().execute(text("SELECT 1")).close()
        except DBAPIError:
            self.close()
            try:
                ours = self.take(lock)
                self.tell(self._name)
            except DBAPIError:  # still away
                self.close()
                return True
            return ours
        return True

    def is_ours(self) -> bool:
        """Whether the connection that took the lock still lives. While the server is away, asking raises its error."""
        if not self._forgotten:
            try:
                self._connection().execute(text("SELECT 1")).close()
                return True
            except DBAPIError:
                self._forgotten = True
                self.close()
        self._connection()
        return False

    def close(self) -> None:
        if self._open is not None:
            self._open.invalidate()
            self._open.close()
            self._open = None

    def _ask(self, question: str, lock: Lock) -> object:
        numbers = {"space": LOCK_SPACE, "number": list(Lock).index(lock)}
        return self._connection().execute(text(question), numbers).scalar()

    def _connection(self) -> Connection:
        if self._open is None:
            self._open = self._engine.connect()
            for setting in KEEPALIVE:
                self._open.exec_driver_sql(f"SET {setting}")
        return self._open
