"""Sổ ghi: every decision, with who, when, and what it was before and after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.editorial import Action
from domain.people import Person
from domain.store import Store

PROGRAM = "diemtin"


def note(
    store: Store,
    by: Person | None,
    action: Action,
    subject: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
) -> None:
    """Append one entry. `by` None means that the program itself did it."""
    extra = {"solo": True} if store.settings.get().solo else {}
    store.log.append(by.name if by else PROGRAM, action, subject, before, {**after, **extra}, now)
