"""A reader process: `python -m app.readers.main FD PARENT MEMORY_BYTES CPU_SECONDS`. Started by app/readers/process.py.

It reads one page at a time off its socket and answers each. It may be killed at any moment, and holds nothing then.
"""

import gc
import os
import pickle
import resource
import select
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.garbage import seldom_collected
from app.readers.confinement import confine, limit
from app.readers.wire import frame, length_of
from domain.stage import Outcome
from domain.work import StepResult

OUT_OF_MEMORY_EXIT = 77  # exit code
BEHIND_CLICKS = 10  # niceness: people who click on the same machine come first
AUTOGROUP = Path("/proc/self/autogroup")  # of the session, which is the reader's own (sched(7))
_WORN_SHARE = 0.5  # share of the memory limit: a reader that has needed more leaves before a page fails for it


def main(channel: int, parent: int, memory_bytes: int, cpu_seconds: int) -> None:
    inherited = _peak_bytes()  # Linux counts the parent's peak from before the program was started
    _stand_behind_clicks()
    parts = limit(parent=parent, memory_bytes=memory_bytes)
    read_page = _prepared(channel)
    parts += confine()
    threading.Thread(target=_leave_with_desk, args=(channel,), daemon=True).start()
    _send(channel, frame(tuple(parts)))
    with seldom_collected(loaded=True):
        _read_on(channel, read_page, cpu_seconds, most=max(inherited, _WORN_SHARE * memory_bytes))


def _stand_behind_clicks() -> None:
    """For Linux, which weighs sessions before processes: by its niceness alone a reader stands behind nobody else."""
    os.nice(BEHIND_CLICKS)
    with suppress(OSError):
        AUTOGROUP.write_text(str(BEHIND_CLICKS))


def _read_on(channel: int, read_page: Callable[..., Any], cpu_seconds: int, *, most: float) -> None:
    """Answer page by page, and return once more memory than `most` has been needed."""
    while True:
        work = _receive(channel)
        _renew_cpu(cpu_seconds)
        try:
            result = read_page(*work)
        except MemoryError:
            os._exit(OUT_OF_MEMORY_EXIT)
        if _lacked_memory(result):
            os._exit(OUT_OF_MEMORY_EXIT)
        leaving = _peak_bytes() > most
        _send(channel, frame((result, leaving)))
        if leaving:
            return
        del work, result
        gc.collect(1)  # a page's tree may hang on a cycle, and is larger than its few objects tell


def _prepared(channel: int) -> Callable[..., Any]:
    """What libraries put in temporary files stays open, and leaves none behind when this process is killed."""
    prepare: Callable[[], Callable[..., Any]] = _receive(channel)
    with TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        read_page = prepare()
    tempfile.tempdir = None
    return read_page


def _leave_with_desk(channel: int) -> None:
    """For systems without PR_SET_PDEATHSIG: the other end of the socket closes when the desk dies."""
    poll = select.poll()
    poll.register(channel, 0)  # hang-up alone
    poll.poll()
    os._exit(0)


def _receive(channel: int) -> Any:
    return pickle.loads(_exactly(channel, length_of(_exactly(channel, 4))))  # noqa: S301 - the desk's own word


def _exactly(channel: int, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        part = os.read(channel, min(size - len(received), 1 << 20))
        if not part:
            os._exit(0)  # the desk has closed
        received += part
    return bytes(received)


def _send(channel: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(channel, left) :]


def _renew_cpu(seconds: int) -> None:
    """The desk watches the clock; this ends a page even while the desk itself stands still."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _lacked_memory(result: object) -> bool:
    """A failed allocation looks like a bug of the step; its cause may be what earlier pages left behind."""
    if not isinstance(result, tuple):
        return False
    stopped = [one for one in result if isinstance(one, StepResult) and one.outcome is Outcome.QUARANTINE]
    return any(str((one.details or {}).get("error", "")).startswith("MemoryError") for one in stopped)


def _peak_bytes() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
