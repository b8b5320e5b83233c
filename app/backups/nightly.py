"""The backup that the desk makes by itself, once a day, in a process of its own."""

import logging
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.bootstrap import Services
from desk.backups import last_good_backup
from domain.times import VIETNAM

RETRY_BACKUP_AFTER = timedelta(hours=1)
log = logging.getLogger("diemtin.backup")


@dataclass
class Nightly:
    """Looked at by the worker, which is never kept waiting: copying and checking take their time elsewhere."""

    services: Services
    process: subprocess.Popen[bytes] | None = None
    tried_at: datetime | None = None

    def look(self) -> None:
        """Start the day's backup when its hour has come and no good one is younger."""
        now, settings = self.services.clock(), self.services.settings
        if settings.backup_dir is None or self._running():
            return
        if self.tried_at and self.tried_at <= now < self.tried_at + RETRY_BACKUP_AFTER:
            return
        with self.services.database.read() as store:
            last = last_good_backup(store)
        if last is None or not hour_before(now, settings.backup_hour) <= last.at <= now:
            self.tried_at = now
            self._start()

    def _running(self) -> bool:
        if self.process is None or (code := self.process.poll()) is None:
            return self.process is not None
        if code != 0:
            log.error("the nightly backup failed with %s; trying again within an hour", code)
        self.process = None
        return False

    def _start(self) -> None:
        settings = self.services.settings
        home, where = str(settings.home), str(settings.backup_dir)
        command = [sys.executable, "-m", "app", "--home", home, "backup", "--keep", str(settings.backup_keep), where]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def hour_before(now: datetime, hour: int) -> datetime:
    """The last moment at which it was `hour` o'clock in Vietnam."""
    today = now.astimezone(VIETNAM).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
