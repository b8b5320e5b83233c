"""A text that saves itself as one types: what the browser sends beside it, and what it is answered.

A text is written as the form's own fields, in order: [["opening", "…"], ["articles", "…"], ["texts", "…"], …].
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter, ValidationError

from api.pages import catalogue_of, page
from desk.acting import Acting
from desk.typed import Kept
from domain.differences import Op, compare
from domain.errors import BadInput
from domain.problems import Problem
from vietnamese.text import nfc

MAX_CHARS = 100_000  # of a text with its fields
MAX_SENT = 3  # texts whose answers were lost
Fields = tuple[tuple[str, str], ...]
_FIELDS: TypeAdapter[Fields] = TypeAdapter(Fields)


def read(sent: str) -> Fields:
    try:
        return tuple((name, plain(value)) for name, value in _FIELDS.validate_json(sent))
    except ValidationError as error:
        raise BadInput(Problem.CONTENT) from error


def written(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False)


def plain(text: str) -> str:
    """As it is stored: NFC, with one kind of line break, without space around it."""
    return nfc(text.replace("\r\n", "\n")).strip()


@dataclass(frozen=True, kw_only=True)
class Both:
    """Two versions of a text side by side, and what a person can make of them."""

    who: str  # wrote the stored one; "": the person's own other window
    stored: Fields
    mine: Fields
    joined: Fields
    left: str  # the stored one to be read
    right: str

    @property
    def marks(self) -> tuple[Sequence[tuple[int, int]], Sequence[tuple[int, int]]]:
        """What differs, on the left and on the right."""
        changes = [change for change in compare(self.left, self.right) if change.op is not Op.EQUAL]
        return (
            tuple((change.before.start, change.before.end) for change in changes if change.before.quote),
            tuple((change.after.start, change.after.end) for change in changes if change.after.quote),
        )


def who(request: Request, acting: Acting, kept: Kept[Any]) -> str:
    """Whoever wrote what was stored before; "": the person who asks, in another window."""
    _ = catalogue_of(request).text
    if kept.by is None:
        return _("máy")
    return "" if kept.by == acting.by else acting.store.people.get(kept.by).name


def answer(kept: Kept[Any], *, base: Fields, **more: Any) -> Response:
    """What the browser's script is told after a save; `parts` are pieces of the page to show in place of the old."""
    return JSONResponse({"outcome": kept.outcome, "base": written(base), **more})


def part(request: Request, template: str, context: dict[str, Any]) -> str:
    return bytes(page(request, template, context).body).decode()
