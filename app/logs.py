"""The log: one line on standard error for each thing that happened, to be searched by an engineer or a program.

A structured line is an event with ids, numbers and codes: never a name, an address of a person, a query or a text.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

Shape = Literal["text", "json"]
Value = str | int | float | None
PLAIN_FIELD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/{}*")
CHATTY = ("alembic", "scrapy", "httpx", "asyncio")


class Event(StrEnum):
    BATCH = "batch"
    VISIT = "visit"
    REQUEST = "request"


def configure(shape: Shape) -> None:
    """Every line of this process takes this shape, whoever writes it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(shape))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def write(log: logging.Logger, event: Event, level: int = logging.INFO, **fields: Value) -> None:
    """Fields without a value are left out."""
    kept = {name: value for name, value in fields.items() if value not in (None, "")}
    log.log(level, event, extra={"fields": kept})


class Formatter(logging.Formatter):
    """`time level logger event key=value …`, or the same as one JSON object a line."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape

    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", None)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        trace = self.formatException(record.exc_info) if record.exc_info and record.exc_info[0] else ""
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
