"""Making a backup: written aside, checked, and only then given its name."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from app.backups import manifest as contents
from app.backups import rotation
from app.backups.manifest import DATABASES, SECRETS, Manifest
from app.bootstrap import Services
from database.backups import postgresql, sqlite
from domain.errors import Unusable
from domain.trouble import Trouble


def make(services: Services, folder: Path, *, keep: int | None) -> tuple[Path, Manifest]:
    """A new backup: `folder` itself, or with `keep` a dated folder in it, beside at most `keep` - 1 older ones."""
    now = services.clock()
    if keep is None and folder.exists() and any(folder.iterdir()):
        raise Unusable(Trouble.BACKUP_NOT_EMPTY, where=str(folder))
    inside = keep is not None or folder.exists()
    with _part_in(folder if inside else folder.absolute().parent, now) as part:
        made = _write(services, part, now)
        target = folder if keep is None else rotation.dated(folder, now)
        _name(part, target)
    if keep is not None:
        rotation.rotate(folder, made.desk, keep)
    return target, made


@contextmanager
def _part_in(around: Path, now: datetime) -> Iterator[Path]:
    """A folder to write in, on the disk of the backup."""
    if not around.exists():
        around.mkdir(mode=0o700, parents=True)
    rotation.sweep(around, now)
    part = around / f"{rotation.PART_PREFIX}{uuid4().hex[:8]}"
    part.mkdir(mode=0o700)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _name(part: Path, target: Path) -> None:
    if not target.exists():
        part.replace(target)
        return
    target.chmod(0o700)
    for file in sorted(part.iterdir(), key=lambda one: one.name == contents.FILE_NAME):  # last, what makes it a backup
        file.replace(target / file.name)


def _write(services: Services, part: Path, now: datetime) -> Manifest:
    settings = services.settings
    engine = contents.engine_of(settings)
    if engine == "sqlite":
        counts = sqlite.copy(settings.database_path, part / DATABASES[engine])
    else:
        counts = postgresql.copy(services.database.engine, part / DATABASES[engine])
    for secret in (settings.home / name for name in SECRETS):
        if secret.exists():
            contents.copy_privately(secret, part / secret.name)
    made = Manifest(
        made_at=now.isoformat(),
        program=version("diemtin"),
        desk=contents.desk_of(settings),
        engine=engine,
        counts=counts,
        files={file.name: contents.digest_of(file) for file in sorted(part.iterdir())},
    )
    contents.save(part, made)
    return made
