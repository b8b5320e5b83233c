"""When the desk was copied last, and whether that is too long ago."""

from datetime import datetime, timedelta

from domain.backup import GoodBackup
from domain.message import Message, say
from domain.store import Store
from domain.trouble import Trouble

BACKUP_LATE_AFTER = timedelta(days=2)


def last_good_backup(store: Store) -> GoodBackup | None:
    """The last copy that was checked; None when there is none yet."""
    return store.settings.last_backup()


def late(store: Store, now: datetime) -> Message | None:
    """What to say when no good copy is younger than two days, counted for a new desk from its log's first entry."""
    last = last_good_backup(store)
    since = last.at if last else store.log.began()
    if since is None or now - since <= BACKUP_LATE_AFTER:
        return None
    return say(Trouble.BACKUP_LATE, made_at=last.at) if last else say(Trouble.BACKUP_NEVER)
