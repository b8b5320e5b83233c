"""What a database's error means: whether it is away and will come back, and what a person is told."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

from domain.message import Message, say
from domain.problems import Database
from domain.trouble import Trouble

TROUBLE = {
    sqlite3.SQLITE_BUSY: Database.LOCKED,
    sqlite3.SQLITE_LOCKED: Database.LOCKED,
    sqlite3.SQLITE_READONLY: Database.READ_ONLY,
    sqlite3.SQLITE_IOERR: Database.AWAY,
    sqlite3.SQLITE_PROTOCOL: Database.AWAY,
    sqlite3.SQLITE_FULL: Database.FULL,
    sqlite3.SQLITE_CANTOPEN: Database.AWAY,
    sqlite3.SQLITE_CORRUPT: Database.DAMAGED,
    sqlite3.SQLITE_NOTADB: Database.DAMAGED,
}
# SQLite's primary codes that pass by themselves, or once somebody has made room; "no such table" is not among them.
PASSING = {code for code, trouble in TROUBLE.items() if trouble is not Database.DAMAGED}
# PostgreSQL's codes for what others hold: a lock_timeout, a deadlock, a serialization failure, a statement_timeout, and
# no connection left. Of the last, a client that is just connecting gets the words alone.
HELD_BY_OTHERS = frozenset({"55P03", "40P01", "40001", "57014", "53300"})
DISK_FULL = "53100"
STALLED = "25P03"  # the server ended a transaction in which nothing happened
CROSSING = frozenset({"23505", "40P01", "40001"})  # a key that is there by now, a deadlock, a serialization failure
NO_CONNECTION_LEFT = ("too many clients", "too many connections", "remaining connection slots", "no more connections")
SAID = {
    sqlite3.SQLITE_BUSY: Trouble.FAULT_BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.FAULT_BUSY,
    sqlite3.SQLITE_READONLY: Trouble.FAULT_READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Trouble.FAULT_READ_ONLY,
    sqlite3.SQLITE_FULL: Trouble.FAULT_FULL,
    sqlite3.SQLITE_CORRUPT: Trouble.DESK_DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DESK_FOREIGN,
}


def trouble(error: DBAPIError) -> Database | None:
    """The trouble that a page shows. None for an error of our own, such as a table that does not exist."""
    if isinstance(error.orig, sqlite3.Error):
        return TROUBLE.get(_code(error.orig))
    return Database.AWAY if is_away(error) else None


def is_locked(error: DBAPIError) -> bool:
    """True when others held what this one waited for: a lock, or the last connection."""
    if isinstance(error.orig, sqlite3.Error):
        return TROUBLE.get(_code(error.orig)) is Database.LOCKED
    said = str(error.orig)
    held = getattr(error.orig, "sqlstate", None) in HELD_BY_OTHERS
    return held or any(words in said for words in NO_CONNECTION_LEFT)


def is_crossing(error: DBAPIError) -> bool:
    """True when another transaction on PostgreSQL wrote the same rows at the same moment. SQLite has one writer."""
    return getattr(error.orig, "sqlstate", None) in CROSSING


def is_unsayable(error: DBAPIError | UnicodeEncodeError) -> bool:
    """True for text that the database cannot keep: half a surrogate pair anywhere, NUL in PostgreSQL."""
    return isinstance(error, UnicodeEncodeError) or "NUL (0x00)" in str(error.orig)


def is_busy(error: sqlite3.Error) -> bool:
    return _code(error) == sqlite3.SQLITE_BUSY


def is_away(error: DBAPIError) -> bool:
    """True when trying again later may help."""
    if isinstance(error.orig, sqlite3.Error):
        return _code(error.orig) in PASSING
    stalled = getattr(error.orig, "sqlstate", None) == STALLED
    return error.connection_invalidated or isinstance(error, OperationalError) or stalled


def fault(error: DBAPIError | sqlite3.Error, where: str) -> Message:
    """What a person is told of a database at `where`, an address without its password."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    why = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
    if isinstance(cause, sqlite3.Error):
        return say(SAID.get(_code(cause), Trouble.FAULT_DATABASE), where=where, why=why)
    if isinstance(error, DBAPIError) and is_locked(error):
        return say(Trouble.FAULT_BUSY, where=where)
    if getattr(cause, "sqlstate", None) == DISK_FULL:
        return say(Trouble.FAULT_FULL, where=where)
    which = Trouble.FAULT_AWAY if isinstance(error, OperationalError) else Trouble.FAULT_DATABASE
    return say(which, where=where, why=why)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
