"""A backup is one folder: the database, the secrets that it needs, and `backup.json`, which says what is in it.

The search index is left out, since it is built anew from the database.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from io import BytesIO
from pathlib import Path
from typing import IO

from sqlalchemy import make_url

from app.settings import Settings
from domain.errors import Unusable
from domain.trouble import Trouble

SECRETS = ("secret.key",)  # files of the home without which the database's own secrets cannot be read
FILE_NAME = "backup.json"
FORMAT_VERSION = 1
DATABASES = {"sqlite": "diemtin.db", "postgresql": "diemtin.dump"}


@dataclass(frozen=True, kw_only=True)
class Manifest:
    made_at: str
    program: str
    desk: str  # the desk that made it: a desk removes only its own copies
    engine: str
    counts: Mapping[str, int]
    files: Mapping[str, str]  # name: SHA-256
    format: int = FORMAT_VERSION

    @property
    def database(self) -> str:
        return DATABASES[self.engine]


def find(folder: Path) -> Manifest | None:
    """What lies in the folder, unchecked; None when it is no backup of ours."""
    try:
        found = Manifest(**json.loads((folder / FILE_NAME).read_bytes()))
        plain = all(Path(name).name == name for name in found.files)  # no path that leads out of the folder
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return found if plain and found.format == FORMAT_VERSION and found.engine in DATABASES else None


def read(folder: Path) -> Manifest:
    """What the backup holds, after its files were compared with it. Unusable for anything else."""
    manifest = find(folder)
    if manifest is None:
        raise Unusable(Trouble.BACKUP_NONE, where=str(folder))
    for name, digest in manifest.files.items():
        if not (folder / name).is_file() or digest_of(folder / name) != digest:
            raise Unusable(Trouble.BACKUP_DAMAGED, where=str(folder / name))
    return manifest


def save(folder: Path, manifest: Manifest) -> None:
    write_privately(folder / FILE_NAME, BytesIO(json.dumps(asdict(manifest), indent=2, ensure_ascii=False).encode()))


def engine_of(settings: Settings) -> str:
    return make_url(settings.database_url).get_backend_name() if settings.database_url else "sqlite"


def desk_of(settings: Settings) -> str:
    if settings.database_url:
        return make_url(settings.database_url).render_as_string(hide_password=True)
    return str(settings.database_path.absolute())


def digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def write_privately(target: Path, content: IO[bytes]) -> None:
    """A new file that only its owner reads, and that is on the disk when this returns."""
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        shutil.copyfileobj(content, stream, 1 << 20)
        stream.flush()
        os.fsync(stream.fileno())


def copy_privately(source: Path, target: Path) -> None:
    with source.open("rb") as content:
        write_privately(target, content)
