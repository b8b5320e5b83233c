"""Sổ ghi: every decision, with who, when, and what it was before and after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.editorial import Action
from domain.store import Store

PROGRAM = "diemtin"


def by_program(store: Store, action: Action, subject: str, after: Mapping[str, Any], now: datetime) -> None:
    """Append one entry for what the program did by itself."""
    append(store, PROGRAM, action, subject, {}, after, now)


def append(
    store: Store,
    who: str,
    action: Action,
    subject: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
) -> None:
    """Append one entry. It says so when the desk was one person then. People's entries come through `Acting.log`."""
    extra = {"solo": True} if store.settings.get().solo else {}
    store.log.append(who, action, subject, before, {**after, **extra}, now)
