"""A SQLite file as it lies there: opened without making it, changing it or moving its schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from domain.errors import Unusable
from domain.trouble import Trouble


@contextmanager
def untouched(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads only. Unusable for a file that is missing, cut off, foreign or damaged."""
    if not path.exists():
        raise Unusable(Trouble.DESK_MISSING, where=str(path))
    if path.is_file() and path.stat().st_size == 0:
        raise Unusable(Trouble.DESK_CUT_OFF, where=str(path))
    try:
        with closing(_opened(path)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise refused(path, error) from error


def _opened(path: Path) -> sqlite3.Connection:
    """Opened for writing where that may be, so that the last one to close removes what WAL has put beside the file."""
    for mode in ("rw", "ro"):
        # The path is quoted as a part of an address: `?`, `#` and `%` in it are not its options.
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
        try:
            connection.execute("PRAGMA busy_timeout = 30000")
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            if mode == "ro":
                raise
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    raise AssertionError(path)


def refused(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """What a person is told: not a database, or a damaged one; other errors as they are."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_NOTADB:
            return Unusable(Trouble.DESK_FOREIGN, where=str(path))
        case sqlite3.SQLITE_CORRUPT:
            return Unusable(Trouble.DESK_DAMAGED, where=str(path))
        case _:
            return error
