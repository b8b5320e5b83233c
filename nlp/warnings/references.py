"""The times of a CAP message and what it refers to, read also where services write them otherwise than CAP wants."""

import re
from datetime import datetime

from domain.times import VIETNAM
from domain.warning import Reference

_BETWEEN = re.compile(r"[\s;|]+")
_COMMA = re.compile(r"\s*,\s*")


def read_time(text: str) -> datetime | None:
    """None for what is no time in ISO 8601. Without a zone it is Vietnam's."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=VIETNAM)


def read_references(text: str) -> tuple[Reference, ...]:
    """Of `sender,identifier,sent` triples. A broken one keeps what it says; without an identifier it says nothing."""
    found = [_reference(part) for part in _BETWEEN.split(_COMMA.sub(",", text.strip())) if part.strip(",")]
    return tuple(reference for reference in found if reference)


def _reference(part: str) -> Reference | None:
    pieces = part.strip(",").rsplit(",", 2)
    sent = read_time(pieces[-1])
    if len(pieces) == 3:
        sender, identifier = pieces[0], pieces[1]
    elif len(pieces) == 2:
        sender, identifier = ("", pieces[0]) if sent else (pieces[0], pieces[1])
    else:
        sender, identifier = "", pieces[0]
    return Reference(sender.replace("_", " "), identifier, sent) if identifier else None
