"""NDJSON lines in and out. The shapes are in docs/ndjson.md and do not change.

A bad line is answered with its error; the rest goes on.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.errors import BadInput
from domain.times import VIETNAM

FIELDS = ("id", "url", "html", "title", "text", "published", "source")


class BadLine:
    def __init__(self, detail: str) -> None:
        self.detail = detail


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
                yield BadLine(f"dòng {number} không phải JSON: {error}"[:200])


def _sayable(value: Any, raw: bytes) -> Any:
    """Half a surrogate pair (\\ud83d alone) cannot be written anywhere: shown as U+FFFD instead."""
    if b"\\ud" not in raw.lower():
        return value
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def checked(record: Any) -> dict[str, Any]:
    if isinstance(record, BadLine):
        raise BadInput(detail=record.detail)
    if not isinstance(record, dict):
        raise BadInput(detail="mỗi dòng phải là một đối tượng JSON.")
    for name in FIELDS:
        if record.get(name) is not None and not isinstance(record[name], str):
            raise BadInput(detail=f"«{name}» phải là chuỗi ký tự.")
    if not record.get("html") and not record.get("text"):
        raise BadInput(detail="cần «html» hoặc «text».")
    return record


def moment(raw: str | None) -> datetime | None:
    if not raw:
        return None
    try:
        read = datetime.fromisoformat(raw)
    except ValueError as error:
        raise BadInput(detail=f"«published» phải theo ISO 8601, không phải «{raw[:40]}».") from error
    return read if read.tzinfo else read.replace(tzinfo=VIETNAM)


def failure(identity: Any, code: str, detail: str) -> dict[str, Any]:
    return {"id": identity, "error": {"code": code, "detail": detail}}
