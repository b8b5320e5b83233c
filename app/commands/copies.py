"""`backup`, `restore`."""

import logging
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.backups import making, restoring
from app.bootstrap import Services
from database.backups.contents import COUNTED
from domain.backup import GoodBackup
from domain.errors import Busy
from domain.message import Message, say
from domain.trouble import Trouble

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
    counts, indexed = restoring.restore(services, Path(backup))
    where = str(services.settings.home)
    print(services.say(say(Trouble.RESTORE_DONE, where=where, held=_held(counts), indexed=indexed)))
    return 0


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
