"""`backup`, `restore`."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.backups import making, restoring
from app.backups.manifest import desk_of
from app.bootstrap import Services
from database.backups.contents import COUNTED, Moved
from domain.backup import GoodBackup
from domain.errors import Busy
from domain.message import Message, say
from domain.trouble import Trouble

ENGINE_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
log = logging.getLogger("diemtin.backup")


def backup(services: Services, folder: str, *, keep: int | None) -> int:
    """Copy the desk as it is, say what the copy holds, and remember that there is one."""
    where, made = making.make(services, Path(folder), keep=keep)
    print(services.say(say(Trouble.BACKUP_DONE, where=str(where), held=_held(made.counts))))
    good = GoodBackup(at=services.clock(), where=str(where), counts=made.counts)
    try:
        with services.database.write() as store:
            store.settings.save_backup(good)
    except (Busy, DBAPIError) as error:  # a desk on a read-only disk: the copy is good all the same
        log.warning("the backup could not be noted in the database: %s", error)
    return 0


def restore(services: Services, backup: str) -> int:
    """A desk where none is, from the folder of one backup."""

    def tell(engine: str, moved: Moved) -> None:
        for line in _moved(engine, moved):
            print(services.say(line), flush=True)
        if services.settings.database_url:
            print(services.say(say(Trouble.RESTORE_INDEXING, where=desk_of(services.settings))), flush=True)

    counts, indexed = restoring.restore(services, Path(backup), tell)
    where = str(services.settings.home)
    print(services.say(say(Trouble.RESTORE_DONE, where=where, held=_held(counts), indexed=indexed)))
    return 0


def _moved(engine: str, moved: Moved) -> Iterator[Message]:
    """What came over from another engine: each table that holds something, and all together."""
    filled = {table: tally for table, tally in moved.tables.items() if tally.rows}
    for table, tally in sorted(filled.items()):
        yield say(Trouble.RESTORE_TABLE, table=table, rows=tally.rows, checksum=tally.short)
    if moved.cleaned:
        yield say(Trouble.RESTORE_CLEANED, values=moved.cleaned)
    rows = sum(tally.rows for tally in filled.values())
    yield say(Trouble.RESTORE_MOVED, theirs=ENGINE_NAMES[engine], number=len(moved.tables), rows=rows)


def _held(counts: Mapping[str, int]) -> Message:
    of = {table: counts.get(table, 0) for table in COUNTED}  # an older desk may lack a table
    return say(
        Trouble.BACKUP_HOLDS,
        articles=of["articles"],
        stories=of["stories"],
        items=of["items"],
        digests=of["digests"],
        people=of["people"],
        sources=of["sources"],
        log=of["log"],
    )
