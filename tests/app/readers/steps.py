"""What the readers of these tests do: the page's bytes say it. Imported by the readers, so it stays small."""

import ctypes
import os
import re
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from app.readers import feeds
from desk.steps import Read
from domain.page import Extraction, FetchedPage
from domain.stage import Outcome, Stage
from domain.work import ClaimedArticle, StepResult

ENDLESS = re.compile("(a+)+$")


class Code:
    """What a reader that was taken over would send: a program for the desk."""

    outcome = Outcome.MOVED_ON
    details = None

    def __reduce__(self) -> Any:
        return os.system, ("true",)


def prepare() -> Read:
    return read


def prepare_feeds() -> Any:
    """Reads feeds as they are read, but for those whose text is an order."""
    return lambda question: obeyed(question.content) or feeds.read(question)


def prepare_given_pages() -> Any:
    """A page's text is what its order answered."""
    return given_page


def given_page(page: FetchedPage) -> Any:
    said = obeyed(page.content)
    return Extraction(title="", lead="", text=said, url=page.url) if isinstance(said, str) else said


def obeyed(content: bytes) -> Any:
    order, _, argument = content.decode().partition(" ")
    return Code() if order == "send-code" else order in ORDERS and ORDERS[order](argument)


def prepare_to_die() -> Read:
    os._exit(3)


def prepare_with_a_first_that_dies(folder: Path) -> Any:
    """Each reader leaves its mark while it is prepared, which is before it is confined."""
    is_first = not (folder / "mark").exists()
    (folder / "mark").touch()
    return partial(die, "1") if is_first else read


def read(to: Stage, work: ClaimedArticle) -> tuple[StepResult, ...]:
    assert work.page
    order, _, argument = work.page.content.decode().partition(" ")
    if order == "send-code":
        return (Code(),)  # type: ignore[return-value]
    title = ORDERS[order](argument)
    if order == "no-memory":
        details = {"error": title}
        return (StepResult(article=work.article, step=to, outcome=Outcome.QUARANTINE, reason="bug", details=details),)
    moved = replace(work.article.moved_to(to), title=title)
    return (StepResult(article=moved, step=to, outcome=Outcome.MOVED_ON),)


def at_work() -> None:
    os.write(2, b"at work\n")


def sleep_for_ever(_: str) -> str:
    at_work()
    while True:
        time.sleep(3600)


def spin(_: str) -> str:
    """In C code, with Python's lock held: no thread of this process runs any more."""
    at_work()
    ENDLESS.match("a" * 200 + "b")
    return "never"


def die(how: str, *_: object) -> str:
    os._exit(int(how))


def crash(_: str) -> str:
    ctypes.string_at(0)
    return "never"


def eat(_: str) -> str:
    """More memory than any limit of these tests, touched, in one piece."""
    try:
        return str(len(bytearray(8 << 30)))
    except MemoryError as error:
        return repr(error)


def connect(port: str) -> str:
    try:
        with socket.create_connection(("127.0.0.1", int(port)), timeout=5):
            return "connected"
    except OSError as error:
        return f"refused: {type(error).__name__}"


def read_file(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as error:
        return f"refused: {type(error).__name__}"


def write_file(path: str) -> str:
    try:
        Path(path).write_text("x")
    except OSError as error:
        return f"refused: {type(error).__name__}"
    return "written"


def start(_: str) -> str:
    try:
        return str(os.fork())
    except OSError as error:
        return f"refused: {type(error).__name__}"


def kill_desk(_: str) -> str:
    try:
        os.kill(os.getppid(), signal.SIGURG)  # ignored where it arrives
    except OSError as error:
        return f"refused: {type(error).__name__}"
    return "sent"


ORDERS: dict[str, Callable[[str], str]] = {
    "say": str,
    "niceness": lambda _: str(os.nice(0)),
    "pid": lambda _: str(os.getpid()),
    "hang": sleep_for_ever,
    "spin": spin,
    "die": die,
    "crash": crash,
    "no-memory": eat,
    "fail-to-allocate": lambda _: str(len(bytearray(8 << 30))),
    "connect": connect,
    "open": read_file,
    "write": write_file,
    "fork": start,
    "kill-desk": kill_desk,
    "environment": lambda _: "\n".join(f"{name}={value}" for name, value in os.environ.items()),
}
