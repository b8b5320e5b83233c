"""Runs what reaches outside in a process of its own, which is ended at its deadline.

A receiver that drips a byte every few seconds never lets a read time out, and a thread cannot be ended.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
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


def run_apart(
    command: Sequence[str], job: Mapping[str, Any], deadline_seconds: float = DEADLINE_SECONDS
) -> tuple[Answer, str]:
    """How it ended, and the status that the service answered, if that is known.

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
        word, _, status = done.stdout.strip().partition(" ")
        return Answer(word), status if status.isdigit() else ""
    except (subprocess.TimeoutExpired, ValueError):  # it was ended, or died before it could answer
        return Answer.AWAY, ""


def ask(command: Sequence[str], url: str, *, allow_inside: bool) -> Answer:
    """Request an address without reading the answer."""
    return run_apart(command, {"ask": url, "allow_inside": allow_inside})[0]
