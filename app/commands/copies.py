"""`backup`, `restore`."""

import logging
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.backups import making, restoring
from app.bootstrap import Services
from domain.backup import GoodBackup
from domain.errors import Busy
from domain.message import say
from domain.trouble import Trouble

log = logging.getLogger("diemtin.backup")


def backup(services: Services, folder: str, *, keep: int | None) -> int:
    """Copy the desk as it is, say what the copy holds, and remember that there is one."""
    where, made = making.make(services, Path(folder), keep=keep)
    print(services.say(say(Trouble.BACKUP_DONE, where=str(where), **made.counts)))
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
    print(services.say(say(Trouble.RESTORE_DONE, where=str(services.settings.home), indexed=indexed, **counts)))
    return 0
