"""Processes end with the one that started them, however that one ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from subprocess import Popen
from threading import Thread

PIPE = "DIEMTIN_PARENT_PIPE"  # number of the handle that a child reads until its parent is gone
PR_SET_PDEATHSIG = 1
_reading, _writing = -1, -1  # the pipe of this process, for all of its children
_is_child = False


def start(command: Sequence[str]) -> Popen[bytes]:
    """A child in a session of its own: Ctrl-C reaches the parent alone, which ends its children in order."""
    global _reading, _writing
    if _reading < 0:
        _reading, _writing = os.pipe()
    return Popen(command, start_new_session=True, pass_fds=[_reading], env=os.environ | {PIPE: str(_reading)})


def end_with_parent() -> None:
    """In a child: from now on it dies with its parent. The pipe tells on any system, and of a parent already dead."""
    global _is_child
    handle = os.environ.pop(PIPE, None)  # our own children have parents of their own
    if handle is None:
        return
    _is_child = True
    die_with_parent()
    Thread(target=_wait, args=(int(handle),), daemon=True).start()


def is_child() -> bool:
    """Whether `run` started this process."""
    return _is_child


def die_with_parent() -> None:
    """Ask the kernel of Linux for it, which kills also what hangs. Nothing is lost by that: the row is the work."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _wait(handle: int) -> None:
    os.read(handle, 1)  # nothing is ever written: it returns when the other end is closed
    os.kill(os.getpid(), signal.SIGKILL)
