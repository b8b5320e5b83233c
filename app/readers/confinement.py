"""What a reader gives up. Each part holds where the system has it; the desk's log says which.

Limits come first. The rest comes between loading our own models and the first page: a library writes its model to a
temporary file, and a segmenter that may not do so falls back, in silence, on syllables.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from app.readers import landlock, seccomp

PARTS = ("memory limit", "end with the desk", "no new privileges", "no files but the program", "no network")
OURS = Path(__file__).parents[2]
_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo", "/dev/null", "/dev/urandom",
)  # fmt: skip


def limit(*, parent: int, memory_bytes: int) -> list[str]:
    """From the first moment: how much it may take, and with whom it ends. Returns the parts that hold."""
    return _held({PARTS[0]: _limit_memory(memory_bytes), PARTS[1]: _end_with(parent)})


def confine() -> list[str]:
    """Give up what reading does not need, before any thread is started. Returns the parts that hold."""
    if not _is_linux():
        return []
    # In this order: landlock and seccomp ask for no new privileges, and landlock opens files.
    privileges = _prctl(_NO_NEW_PRIVILEGES, 1)
    files = landlock.restrict(list(_program_trees()), list(_import_folders()))
    return _held({PARTS[2]: privileges, PARTS[3]: files, PARTS[4]: seccomp.restrict() or _own_network()})


def _held(parts: dict[str, bool]) -> list[str]:
    return [part for part, holds in parts.items() if holds]


def _limit_memory(most: int) -> bool:
    """Writable memory, not address space: the models' files are mapped, and cost nobody anything."""
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    except (ValueError, OSError):
        return False
    return _is_linux()  # macOS takes the limit and does not keep it


def _end_with(parent: int) -> bool:
    """The kernel kills this process when its parent dies, even deep in C code; it may have died already."""
    held = _prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    return held


def _program_trees() -> Iterator[Path]:
    """Python, its libraries and our packages. The desk's home may stand beside the packages, and is none."""
    yield from map(Path, _SYSTEM)
    yield from {Path(one) for one in (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)} - {Path("/")}
    yield from _mapped_folders()
    for folder in _import_folders():
        if folder.name in ("site-packages", "dist-packages"):
            yield folder
        else:
            yield from (child for child in folder.iterdir() if child.suffix == ".py" or any(child.glob("*.py")))


def _import_folders() -> Iterator[Path]:
    """Our own packages' folder too: an editable installation finds them without a place on the path."""
    return (folder for folder in {*map(Path, sys.path), OURS} if folder.is_dir())


def _mapped_folders() -> set[Path]:
    """Where the libraries lie that Python itself was started with: not under /usr on every system."""
    try:
        lines = Path("/proc/self/maps").read_text().splitlines()
    except OSError:
        return set()
    return {Path(line.split(maxsplit=5)[5]).parent for line in lines if ".so" in line and "/" in line}


def _own_network() -> bool:
    """Where there is no seccomp: a network namespace with nothing in it."""
    return bool(ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER_AND_NETWORK) == 0)


def _prctl(option: int, value: int) -> bool:
    return _is_linux() and bool(ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) == 0)


def _is_linux() -> bool:
    return sys.platform == "linux"
