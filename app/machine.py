"""What this machine has, as Linux tells it in /proc and in its control groups."""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from desk.requirements import Machine

KIB = 1024
UNLIMITED = 1 << 60  # bytes: version 1 writes the largest number of pages for "no limit"


def look(folder: Path, root: Path = Path("/")) -> Machine:
    """`folder` is on the disk that is meant; `root` is where proc and sys are mounted."""
    disk = _disk(folder)
    return Machine(
        memory_bytes=_memory(root),
        max_map_count=_number(root / "proc/sys/vm/max_map_count"),
        disk_bytes=disk[0],
        free_bytes=disk[1],
    )


def _memory(root: Path) -> int | None:
    """Of the machine's memory, and the limits that this process stands under, the least."""
    limits = [limit for file in _limit_files(root) if (limit := _number(file)) is not None and limit < UNLIMITED]
    return min([*limits, *_total(root)], default=None)


def _total(root: Path) -> Iterator[int]:
    for line in _text(root / "proc/meminfo").splitlines():
        name, _, value = line.partition(":")
        if name == "MemTotal" and value.split() and value.split()[0].isdecimal():
            yield int(value.split()[0]) * KIB


def _limit_files(root: Path) -> Iterator[Path]:
    """Of both versions, from the group of this process up: a group stands under the limits of all above it.

    In a container the path may be one of the host's, which is not there, and its own group is mounted at the top.
    """
    groups = root / "sys/fs/cgroup"
    for line in _text(root / "proc/self/cgroup").splitlines():
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        own = PurePosixPath("/", path)
        for group in (own, *own.parents):
            below = group.relative_to("/")
            if number == "0" and not controllers:
                yield groups / below / "memory.max"
            elif "memory" in controllers.split(","):
                yield groups / "memory" / below / "memory.limit_in_bytes"


def _disk(folder: Path) -> tuple[int, int] | tuple[None, None]:
    """Its size and what is free; of a folder that is still to be made, that of the nearest one above it."""
    for there in (folder.absolute(), *folder.absolute().parents):
        try:
            usage = shutil.disk_usage(there)
        except FileNotFoundError:
            continue
        except OSError:
            break
        return usage.total, usage.free
    return None, None


def _number(file: Path) -> int | None:
    """None for what is missing, closed to us, "max" or otherwise no number."""
    text = _text(file).strip()
    return int(text) if text.isascii() and text.isdecimal() else None


def _text(file: Path) -> str:
    try:
        return file.read_text("ascii", errors="replace")
    except OSError:
        return ""
