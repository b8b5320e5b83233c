"""Runs what reaches outside in a process of its own, which is ended at its deadline.

A receiver that drips a byte every few seconds never lets a read time out, and a thread cannot be ended.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

DEADLINE_SECONDS = 20.0  # for one message: starting the process, connecting, and the last byte of the answer


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

    def __str__(self) -> str:
        """As the sending process says it."""
        return f"{self.answer} {self.status or '-'} {self.wait_seconds}"


def run_apart(command: Sequence[str], job: Mapping[str, Any], deadline_seconds: float = DEADLINE_SECONDS) -> Reply:
    """How it ended.

    The process reads its job from standard input. It does not get our environment, which holds passwords.
    """
    try:
        done = subprocess.run(
            command,
            input=json.dumps(job),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback would hold the address
            env={},
            text=True,
            timeout=deadline_seconds,
            check=False,
        )
        word, status, wait = done.stdout.split()
        return Reply(Answer(word), status if status.isdigit() else "", int(wait))
    except (subprocess.TimeoutExpired, ValueError):  # it was ended, or died before it could answer
        return Reply(Answer.AWAY)


def ask(command: Sequence[str], url: str, *, allow_inside: bool) -> Answer:
    """Request an address without reading the answer."""
    return run_apart(command, {"ask": url, "allow_inside": allow_inside}).answer
