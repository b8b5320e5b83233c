"""How a value lies in SQLite and in PostgreSQL, for each type of column that a desk has.

Between the two a value is what SQLite keeps: text, a number, bytes or NULL; times are text in UTC. PostgreSQL's side is
a line of COPY.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Float, Integer, LargeBinary, Table
from sqlalchemy.types import TypeEngine

Value = str | int | float | bytes | None
Row = tuple[Value, ...]
NULL = "\\N"
NUL = "\x00"  # the one character that PostgreSQL's text cannot hold
INTEGERS = range(-(2**31), 2**31)  # of PostgreSQL's INTEGER
BIG_INTEGERS = range(-(2**63), 2**63)
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
ESCAPED = re.compile(r"\\(.)")
UNESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass(frozen=True)
class Cell:
    """One column's way there and back."""

    checked: Callable[[Any], Value]  # SQLite's value as it is kept; ValueError for what PostgreSQL would refuse
    written: Callable[[Any], str]  # what is kept, as PostgreSQL reads it
    read: Callable[[str], Value]  # and back


def names(table: Table) -> str:
    """Its columns as a statement lists them."""
    return ", ".join(f'"{column.name}"' for column in table.columns)


def cells(table: Table, *, wide: bool) -> list[Cell]:
    """Of all columns. `wide`: every integer may have 64 bits, as in SQLite."""
    return [_cell(column.type, wide=wide) for column in table.columns]


def _cell(kind: TypeEngine[Any], *, wide: bool) -> Cell:
    match kind:
        case DateTime():
            return Cell(_time, "{}+00".format, _time)
        case Date():
            return Cell(_day, str, _day)
        case Boolean():
            return Cell(_one_of((0, 1)), lambda value: "t" if value else "f", lambda text: int(text == "t"))
        case Integer():
            return Cell(_one_of(BIG_INTEGERS if wide or isinstance(kind, BigInteger) else INTEGERS), str, int)
        case Float():
            return Cell(_number, repr, float)
        case LargeBinary():
            return Cell(_bytes, lambda value: f"\\x{value.hex()}", lambda text: bytes.fromhex(text[2:]))
        case JSON():
            return Cell(_json, str, str)
    return Cell(_words(getattr(kind, "length", None)), str, str)


def line(values: Row, of: Iterable[Cell]) -> bytes:
    """A row as COPY … FROM STDIN takes it."""
    fields = (
        NULL if value is None else one.written(value).translate(ESCAPES) for value, one in zip(values, of, strict=True)
    )
    return ("\t".join(fields) + "\n").encode()


def row(written: bytes, of: Iterable[Cell]) -> Row:
    """A row as COPY … TO STDOUT and pg_restore write it."""
    fields = written.decode().removesuffix("\n").split("\t")
    return tuple(None if text == NULL else one.read(_unescaped(text)) for text, one in zip(fields, of, strict=True))


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: UNESCAPED.get(found[1], found[1]), text) if "\\" in text else text


def _time(value: str) -> str:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(sep=" ", timespec="microseconds")


def _day(value: str) -> str:
    return date.fromisoformat(value).isoformat()


def _one_of(allowed: range | tuple[int, ...]) -> Callable[[Any], int]:
    def checked(value: Any) -> int:
        if not isinstance(value, int) or value not in allowed:
            raise ValueError(value)
        return value

    return checked


def _bytes(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise ValueError(value)
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float):
        raise ValueError(value)
    return float(value)


def _json(value: Any) -> str:
    json.loads(value, parse_constant=_no_json)
    return str(value)


def _no_json(name: str) -> None:
    raise ValueError(name)


def _words(length: int | None) -> Callable[[Any], str]:
    def checked(value: Any) -> str:
        if not isinstance(value, str) or (length is not None and len(value) > length):
            raise ValueError(value)
        return value

    return checked
