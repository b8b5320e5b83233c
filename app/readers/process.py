"""One reader as the desk sees it: started with a clean environment, given pages, killed when it must be."""

import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any

from app.readers import wire
from app.readers.main import OUT_OF_MEMORY_EXIT
from app.settings import library_environment

Prepare = Callable[[], Callable[..., Any]]  # run once in the reader, makes what reads there
CPU_SIGNAL = "signal 24"  # how a reader dies that has used its CPU time up
END_SECONDS = 5
START_SECONDS = 120  # models are loaded before the first page, on the slowest disk
PAGES_AHEAD = 2  # one being read and one waiting, so that no reader waits for the desk
_RECEIVED_AT_ONCE = 1 << 20


class Reader:
    """A process and the pages that it was given: the first is being read, the others wait."""

    def __init__(self, prepare: Prepare, *, deadline_seconds: float, memory_bytes: int) -> None:
        self.pages: deque[int] = deque()
        self.is_ready = False
        self.is_alone = False  # its page is read once more, with no other page behind it
        self.due = monotonic() + START_SECONDS  # of what it does now
        self._deadline_seconds = deadline_seconds
        self._received, self._unsent = bytearray(), bytearray()
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        with theirs:
            limits = (theirs.fileno(), os.getpid(), memory_bytes, ceil(2 * deadline_seconds))
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", "-m", "app.readers.main", *map(str, limits)],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C is the desk's to answer, and the terminal is not the reader's
            )
        self.send(prepare)

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def has_unsent(self) -> bool:
        return bool(self._unsent)

    @property
    def has_room(self) -> bool:
        return self.is_ready and not self.is_alone and len(self.pages) < PAGES_AHEAD

    @property
    def is_idle(self) -> bool:
        return self.is_ready and not self.pages

    @property
    def is_late(self) -> bool:
        return (bool(self.pages) or not self.is_ready) and monotonic() >= self.due

    def give(self, number: int, page: object, *, alone: bool = False) -> None:
        if not self.pages:
            self._restart_clock()
        self.pages.append(number)
        self.is_alone = alone
        self.send(page)

    def answered(self) -> int:
        """The number of the page that was being read; the next one's time begins now."""
        self._restart_clock()
        self.is_alone = False
        return self.pages.popleft()

    def _restart_clock(self) -> None:
        self.due = monotonic() + self._deadline_seconds

    def send(self, value: object) -> None:
        self._unsent += wire.frame(value)
        self.flush()

    def flush(self) -> None:
        """As much as fits. A reader that has died is noticed when its end of the socket is read."""
        with suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]

    def received(self) -> list[Any] | None:
        """The answers that have come. None: the reader is gone. Raises Garbled."""
        try:
            part = self._socket.recv(_RECEIVED_AT_ONCE)
        except BlockingIOError:
            return []
        except OSError:
            part = b""
        self._received += part
        answers = []
        while (content := wire.take(self._received)) is not None:
            answers.append(wire.read_value(content))
        return answers if part or answers else None

    def how_it_died(self) -> str:
        """For a reader whose socket has closed: "memory", "signal 9", "exit 1"."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        status = self._process.poll()
        self.kill()
        if status == OUT_OF_MEMORY_EXIT:
            return "memory"
        return f"signal {-status}" if status is not None and status < 0 else f"exit {status}"

    def kill(self) -> None:
        self._socket.close()
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):  # not even a process that the kernel holds on to holds the desk
            self._process.wait(END_SECONDS)


def _environment() -> dict[str, str]:
    """No secret of the desk, and one thread a process: the processes share the processors already."""
    return {
        "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    } | library_environment()
