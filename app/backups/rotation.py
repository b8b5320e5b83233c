"""Dated backups side by side: a new one's name, and which of the old ones go."""

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from app.backups import manifest as contents
from app.backups.manifest import Manifest
from domain.times import VIETNAM

DATED_NAME = re.compile(r"diemtin-\d{4}-\d\d-\d\dT\d{6}(-\d+)?")
PART_PREFIX = ".diemtin-part-"  # a copy that is not whole yet
PART_RETENTION = timedelta(days=1)  # an older one was left by a process that died


def dated(folder: Path, now: datetime) -> Path:
    name = f"diemtin-{now.astimezone(VIETNAM):%Y-%m-%dT%H%M%S}"
    number, target = 1, folder / name
    while target.exists():
        number += 1
        target = folder / f"{name}-{number}"
    return target


def rotate(folder: Path, desk: str, keep: int) -> None:
    """Remove this desk's oldest backups beyond `keep`, and nothing else that lies in the folder or in them."""
    own: list[tuple[datetime, str, Manifest]] = []
    for one in folder.iterdir():
        found = contents.find(one) if DATED_NAME.fullmatch(one.name) and not one.is_symlink() else None
        if found and found.desk == desk:
            own.append((datetime.fromisoformat(found.made_at), one.name, found))
    for _, name, found in sorted(own, key=lambda one: one[:2], reverse=True)[keep:]:
        _remove(folder / name, found)


def sweep(folder: Path, now: datetime) -> None:
    """Remove what was begun and never finished."""
    for part in folder.glob(f"{PART_PREFIX}*"):
        if now.timestamp() - part.stat().st_mtime > PART_RETENTION.total_seconds():
            shutil.rmtree(part, ignore_errors=True)


def _remove(backup: Path, found: Manifest) -> None:
    """The manifest goes last, so that what was removed half-way is still known as a backup and goes the next time."""
    names = [*found.files, contents.FILE_NAME]
    if {file.name for file in backup.iterdir()} <= set(names):  # somebody else's files are left where they are
        for name in names:
            (backup / name).unlink(missing_ok=True)
        backup.rmdir()
