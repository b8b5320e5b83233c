"""The log: one line for each thing that happened, to be searched by an engineer or a program.

A process writes it to standard error. The processes of `diemtin run` share one file in the home instead, and their
terminal is left to what a person needs.

A structured line is an event with ids, numbers and codes: never a name, an address of a person, a query or a text.
"""

import json
import logging
import sys
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Literal

Shape = Literal["text", "json"]
Value = str | int | float | None
PLAIN_FIELD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/{}*")
CHATTY = ("alembic", "scrapy", "httpx", "asyncio")
FILE_NAME = "diemtin.log"  # in the home
MAX_FILE_BYTES = 10_000_000
OLDER_FILES = 5  # diemtin.log.1 is the newest of them


class Event(StrEnum):
    BATCH = "batch"
    VISIT = "visit"
    REQUEST = "request"
    PROGRESS = "progress"


def configure(shape: Shape) -> None:
    """Every line of this process takes this shape, whoever writes it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(shape))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def into_file(file: Path, shape: Shape) -> None:
    """From now on every line stands in the file; the terminal has warnings and errors only, each on one line."""
    for handler in logging.root.handlers:
        if isinstance(handler.formatter, Formatter):
            handler.setLevel(logging.WARNING)
            handler.setFormatter(Formatter(shape, traces=False))
    kept = SharedFile(file)
    kept.setFormatter(Formatter(shape))
    logging.root.addHandler(kept)


class SharedFile(WatchedFileHandler):
    """A file that several processes write to. Each opens it anew after `rotate`, which one of them calls."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk loses lines. It stops no work, and the terminal is not filled with complaints about it."""


def rotate(file: Path) -> None:
    """Begin a new file when this one is large, and keep some older ones. A disk that refuses is asked again later."""
    with suppress(OSError):
        if file.stat().st_size < MAX_FILE_BYTES:
            return
        for number in range(OLDER_FILES - 1, 0, -1):
            with suppress(FileNotFoundError):
                file.with_name(f"{file.name}.{number}").replace(file.with_name(f"{file.name}.{number + 1}"))
        file.replace(file.with_name(f"{file.name}.1"))


def write(log: logging.Logger, event: Event, level: int = logging.INFO, **fields: Value) -> None:
    """Fields without a value are left out."""
    kept = {name: value for name, value in fields.items() if value not in (None, "")}
    log.log(level, event, extra={"fields": kept})


class Formatter(logging.Formatter):
    """`time level logger event key=value …`, or the same as one JSON object a line."""

    def __init__(self, shape: Shape, *, traces: bool = True) -> None:
        super().__init__()
        self.shape, self.traces = shape, traces

    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", None)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        failed = self.traces and record.exc_info and record.exc_info[0]
        trace = self.formatException(record.exc_info) if failed and record.exc_info else ""
        if self.shape == "json":
            head = {"at": at, "level": record.levelname.lower(), "logger": record.name}
            said = {"message": record.getMessage()} if fields is None else {"event": record.getMessage(), **fields}
            return json.dumps(head | said | ({"trace": trace} if trace else {}))
        line = " ".join([at, record.levelname.lower(), record.name, record.getMessage(), *_pairs(fields or {})])
        return f"{line}\n{trace}" if trace else line


def _pairs(fields: dict[str, Value]) -> list[str]:
    return [f"{name}={_plain(value)}" for name, value in fields.items()]


def _plain(value: Value) -> str:
    """As it is, or quoted as in JSON where a space or a sign would end the field, or the line."""
    text = str(value)
    return text if PLAIN_FIELD.issuperset(text) else json.dumps(text)
