"""A copy of a SQLite desk: one file, consistent also while the desk writes."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from database.backups.contents import COUNTED, LEFT_OUT, compare, not_empty
from database.schema import revision_in
from database.sqlite_file import untouched
from domain.errors import Unusable
from domain.trouble import Trouble


def copy(source: Path, target: Path) -> dict[str, int]:
    """Write `target`, a new file, and check it. The rows of its main tables; Unusable leaves a file to throw away."""
    with untouched(source) as desk:
        revision_in(desk, str(source))
        desk.execute("BEGIN")  # what is counted and what is copied are of one moment
        counted = _counts(desk)
        not_empty(counted, str(source))
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(target, isolation_level=None)) as made:
            desk.backup(made)
            _without_keys(made)
    compare(counted, check(target), str(target))
    _to_the_disk(target)
    return counted


def check(path: Path) -> dict[str, int]:
    """The rows of a copy's main tables. Unusable when a page is damaged or it is no desk of a schema that we know."""
    with untouched(path) as desk:
        if desk.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise Unusable(Trouble.DESK_DAMAGED, where=str(path))
        revision_in(desk, str(path))
        return _counts(desk)


def _without_keys(made: sqlite3.Connection) -> None:
    made.execute("PRAGMA journal_mode = DELETE")  # one file, and no second one beside it
    for table in LEFT_OUT:
        made.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    made.execute("VACUUM")  # deleted rows stay readable in the file until it is written anew


def _counts(desk: sqlite3.Connection) -> dict[str, int]:
    """Of the tables that its schema has: an older one may lack some."""
    there = {row[0] for row in desk.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {
        table: desk.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in COUNTED
        if table in there
    }


def _to_the_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
