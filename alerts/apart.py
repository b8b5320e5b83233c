"""Runs what reaches outside in a process of its own, which is ended at its deadline.

A receiver that drips a byte every few seconds never lets a read time out, and a thread cannot be ended. Starting the
process costs more than sending: so within `together` it takes one job after the other, as long as each is answered.
"""

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from time import monotonic
from typing import Any

from domain.errors import BadInput, ForbiddenAddress, NotFound, Unreachable
from domain.problems import Forbidden, Missing, Problem, Service

DEADLINE_SECONDS = 20.0  # for one message: starting the process, connecting, and the last byte of the answer
MAX_ANSWER_BYTES = 1000
_of_thread = threading.local()


class Answer(StrEnum):
    """The last word of the sending process: how it ended."""

    SENT = "sent"
    AWAY = "away"
    REFUSED = "refused"
    GONE = "gone"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Reply:
    answer: Answer
    status: str = ""  # that the service answered, if that is known
    wait_seconds: int = 0  # before it wants to be asked again; 0: it does not say

    def check(self, kind: str) -> None:
        """Raise what a Notifier raises where a channel of this kind did not take the notice."""
        match self.answer:
            case Answer.SENT:
                return
            case Answer.AWAY:
                raise Unreachable(Service.CHANNEL, cause=self.status, wait_seconds=self.wait_seconds)
            case Answer.REFUSED:
                raise BadInput(Problem.CHANNEL_ADDRESS)
            case Answer.GONE:
                raise NotFound(Missing.CHANNEL)
            case Answer.INSIDE:
                raise ForbiddenAddress(Forbidden.IP_PRIVATE, url=kind)

    def __str__(self) -> str:
        """As the sending process says it."""
        return f"{self.answer} {self.status or '-'} {self.wait_seconds}"


class _Sending:
    """A sending process: one line in, one line out. It does not get our environment, which holds passwords."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = tuple(command)
        self.process = subprocess.Popen(
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback would hold the address
            env={},
        )
        self.inlet, self.outlet = (pipe.fileno() for pipe in (self.process.stdin, self.process.stdout) if pipe)
        os.set_blocking(self.inlet, False)

    def answer(self, job: Mapping[str, Any], seconds: float) -> str:
        """Raise OSError when it died, TimeoutError among them; then it is of no use any more."""
        said, asks = b"", json.dumps(job).encode() + b"\n"
        until = monotonic() + seconds
        with DefaultSelector() as ready:
            ready.register(self.outlet, EVENT_READ)
            ready.register(self.inlet, EVENT_WRITE)
            while not said.endswith(b"\n"):
                happens = ready.select(max(until - monotonic(), 0.0))
                if not happens or len(said) > MAX_ANSWER_BYTES:
                    raise TimeoutError
                for key, _ in happens:
                    if key.fd == self.outlet:
                        said += _read(key.fd)
                    elif asks := asks[os.write(key.fd, asks) :]:
                        continue
                    else:
                        ready.unregister(key.fd)
        return said.decode(errors="replace").strip()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def _read(pipe: int) -> bytes:
    if found := os.read(pipe, MAX_ANSWER_BYTES):
        return found
    raise BrokenPipeError


@contextmanager
def together() -> Iterator[None]:
    """What this thread sends within the block, it sends by one process, which ends with the block."""
    _of_thread.shares = True
    try:
        yield
    finally:
        _of_thread.shares = False
        _end_shared()


def run_apart(command: Sequence[str], job: Mapping[str, Any], deadline_seconds: float = DEADLINE_SECONDS) -> Reply:
    """How it ended."""
    sending = _taken(command) or _Sending(command)
    try:
        word, status, wait = sending.answer(job, deadline_seconds).split()
        reply = Reply(Answer(word), status if status.isdigit() else "", int(wait))
    except (OSError, ValueError):  # it was ended at its deadline, or died before it could answer
        sending.end()
        return Reply(Answer.AWAY)
    except BaseException:
        sending.end()
        raise
    if getattr(_of_thread, "shares", False):
        _of_thread.sending = sending
    else:
        sending.end()
    return reply


def _taken(command: Sequence[str]) -> _Sending | None:
    """The shared process, if it is of this command and lives."""
    found: _Sending | None = getattr(_of_thread, "sending", None)
    if found and found.command == tuple(command) and found.process.poll() is None:
        _of_thread.sending = None
        return found
    _end_shared()
    return None


def _end_shared() -> None:
    found: _Sending | None = getattr(_of_thread, "sending", None)
    _of_thread.sending = None
    if found:
        found.end()


def ask(command: Sequence[str], url: str, *, allow_inside: bool) -> Answer:
    """Request an address without reading the answer."""
    return run_apart(command, {"ask": url, "allow_inside": allow_inside}).answer
