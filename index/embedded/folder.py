"""Where an index lives on disk: generations side by side, a pointer to the current one, one writer at a time."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from domain.errors import Unreachable
from domain.problems import Service
from index.embedded.schema import SCHEMA_VERSION, open_at

_POINTER = "current"


def pointed(path: Path) -> Path:
    """The current generation's folder; Unreachable when there is none that this version can read."""
    try:
        name = (path / _POINTER).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreachable(Service.SEARCH_INDEX, cause=repr(error)) from error
    folder = path / name
    if not name.startswith(f"v{SCHEMA_VERSION}-") or "/" in name or not (folder / "meta.json").is_file():
        raise Unreachable(Service.SEARCH_INDEX, cause=f"no generation {name!r}")
    return folder


def point(path: Path, folder: Path) -> None:
    """Readers see the old generation until this returns, and the new one after."""
    beside = path / f"{_POINTER}.new"
    with beside.open("w", encoding="utf-8") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path / _POINTER)
    with suppress(OSError):
        fd = os.open(path, os.O_RDONLY)
        os.fsync(fd)
        os.close(fd)


def fresh(path: Path) -> Path:
    """A new, empty generation, not pointed at yet."""
    folder = path / f"v{SCHEMA_VERSION}-{uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    open_at(str(folder))
    return folder


def unfilled(folder: Path) -> Path:
    """Stands in a generation that was made empty, without a look at the database: a lost index looks like a new one."""
    return folder / "unfilled"


def ensure(path: Path) -> None:
    """Make an empty index where none was ever made. A damaged one is left for `rebuild`."""
    if (path / _POINTER).exists():
        return
    with suppress(OSError, Unreachable):  # whoever searches gets the error
        path.mkdir(parents=True, exist_ok=True)
        with writing(path, wait=10):
            if not (path / _POINTER).exists():
                folder = fresh(path)
                unfilled(folder).touch()
                point(path, folder)


def clear_the_way(path: Path) -> None:
    """Remove whatever else lies where the folder, or one of its files, belongs."""
    if path.exists() and not path.is_dir():
        path.unlink()
    path.mkdir(parents=True, exist_ok=True)
    for name in (_POINTER, f"{_POINTER}.new", "writer.lock"):
        if (path / name).is_dir():
            shutil.rmtree(path / name)


def sweep(path: Path) -> None:
    """Remove generations that nothing points at. Call while writing. Readers keep what they have mapped."""
    kept = pointed(path)
    for folder in path.glob("v*-*"):
        if folder == kept:
            continue
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            folder.unlink(missing_ok=True)


@contextmanager
def writing(path: Path, *, wait: float) -> Iterator[None]:
    """Hold the one writer's lock. The kernel releases it with the process, however that ends."""
    try:
        fd = os.open(path / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Unreachable(Service.SEARCH_INDEX, cause=repr(error)) from error
    try:
        _lock(fd, time.monotonic() + wait)
        yield
    finally:
        os.close(fd)


def _lock(fd: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Unreachable(Service.SEARCH_INDEX, cause="another process is writing") from None
            time.sleep(0.02)
        else:
            return
