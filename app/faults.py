"""What stops a command from outside, as one sentence: the disk, the database, a setting, an extra that is missing."""

import errno
import os
import sqlite3
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from app.settings import NO_SECRET, Settings
from database.faults import fault
from domain.message import Message, say
from domain.trouble import Trouble

EXTRAS = {"psycopg": "postgresql", "huggingface_hub": "transformers", "onnxruntime": "transformers"}
EXTRAS |= {"tokenizers": "transformers", "transformers": "transformers", "opensearchpy": "opensearch"}
FAULTS = (OSError, DBAPIError, sqlite3.Error, ArgumentError, ImportError)
OF_THE_DISK = {
    errno.ENOENT: Trouble.FAULT_NO_FILE,
    errno.ENOTDIR: Trouble.FAULT_NOT_A_FOLDER,
    errno.EEXIST: Trouble.FAULT_NOT_A_FOLDER,
    errno.EISDIR: Trouble.FAULT_NOT_A_FILE,
    errno.EACCES: Trouble.FAULT_READ_ONLY,
    errno.EPERM: Trouble.FAULT_READ_ONLY,
    errno.EROFS: Trouble.FAULT_READ_ONLY,
    errno.ENOSPC: Trouble.FAULT_FULL,
    errno.EDQUOT: Trouble.FAULT_FULL,
}


def of_outside(error: Exception, settings: Settings) -> Message | None:
    """None for an error that is the program's own: its traceback belongs to whoever mends it."""
    match error:
        case DBAPIError() | sqlite3.Error():
            return fault(error, _where(settings))
        case ArgumentError():
            return say(Trouble.FAULT_SETTING, name="DIEMTIN_DATABASE_URL", why="postgresql+psycopg://…")
        case ImportError():
            extra = EXTRAS.get((error.name or "").partition(".")[0])
            return say(Trouble.FAULT_EXTRA, extra=extra) if extra else None
        case OSError():
            return _of_the_disk(error, settings)
    return None


def of_settings(error: ValidationError) -> Message:
    first = error.errors()[0]
    name = "_".join(("DIEMTIN", *(str(part).upper() for part in first["loc"])))
    if first["type"] == NO_SECRET:
        return say(Trouble.FAULT_SECRET_FILE, name=name, where=str(first["input"]))
    return say(Trouble.FAULT_SETTING, name=name, why=str(first["msg"]))


def _of_the_disk(error: OSError, settings: Settings) -> Message:
    where = str(error.filename or settings.home)
    code = OF_THE_DISK.get(error.errno or 0, Trouble.FAULT_DISK)
    if code == Trouble.FAULT_READ_ONLY and _is_closed(where):
        code = Trouble.FAULT_UNREADABLE
    if code == Trouble.FAULT_NOT_A_FOLDER and (in_its_place := _file_among(Path(where))):
        where = in_its_place
    return say(code, where=where, why=error.strerror or str(error))


def _is_closed(where: str) -> bool:
    """Whether the path exists but may not be read."""
    try:
        os.close(os.open(where, os.O_RDONLY))
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def _file_among(path: Path) -> str | None:
    """The file that stands where a folder should."""
    return next((str(one) for one in (path, *path.parents) if one.is_file()), None)


def _where(settings: Settings) -> str:
    if not settings.database_url:
        return str(settings.database_path)
    return make_url(settings.database_url).render_as_string(hide_password=True)
