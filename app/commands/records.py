"""NDJSON lines in and out. The shapes are in docs/ndjson.md and do not change.

A bad line is answered with its error; the rest goes on.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.errors import BadInput
from domain.message import Message, say
from domain.problems import Unreadable
from domain.times import VIETNAM

FIELDS = ("id", "url", "html", "title", "text", "published", "source", "publisher_section")


@dataclass(frozen=True)
class BadLine:
    problem: Message


def lines(where: str) -> Iterator[Any]:
    """Each line as JSON; a line that is none becomes a BadLine."""
    source = nullcontext(sys.stdin.buffer) if where == "-" else Path(where).open("rb")  # noqa: SIM115 - closed below
    with source as stream:
        for number, raw in enumerate(stream, 1):
            if not raw.strip():
                continue
            try:
                yield _sayable(json.loads(raw), raw)
            except (ValueError, RecursionError) as error:
                yield BadLine(say(Unreadable.LINE_NOT_JSON, line=number, cause=str(error)[:160]))


def _sayable(value: Any, raw: bytes) -> Any:
    """Half a surrogate pair (\\ud83d alone) cannot be written anywhere: shown as U+FFFD instead."""
    if b"\\ud" not in raw.lower():
        return value
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def checked(record: Any) -> dict[str, Any]:
    if isinstance(record, BadLine):
        raise BadInput(record.problem)
    if not isinstance(record, dict):
        raise BadInput(Unreadable.LINE_NOT_AN_OBJECT)
    for name in FIELDS:
        if record.get(name) is not None and not isinstance(record[name], str):
            raise BadInput(Unreadable.FIELD_NOT_TEXT, field=name)
    if not record.get("html") and not record.get("text"):
        raise BadInput(Unreadable.WITHOUT_HTML_OR_TEXT)
    return record


def moment(raw: str | None) -> datetime | None:
    if not raw:
        return None
    try:
        read = datetime.fromisoformat(raw)
    except ValueError as error:
        raise BadInput(Unreadable.PUBLISHED_NOT_ISO, value=raw[:40]) from error
    return read if read.tzinfo else read.replace(tzinfo=VIETNAM)


def failure(identity: Any, code: str, detail: str) -> dict[str, Any]:
    return {"id": identity, "error": {"code": code, "detail": detail}}
