"""Nhật ký: every decision, with who, when, and what it was before and after."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.log import Action, LogEntry
from domain.store import Store

PROGRAM = "diemtin"


def by_program(store: Store, action: Action, subject: str, after: Mapping[str, Any], now: datetime) -> None:
    """Append one entry for what the program did by itself."""
    append(store, LogEntry(id=0, at=now, who=PROGRAM, action=action, subject=subject, after=after))


def append(store: Store, entry: LogEntry) -> None:
    """Append one entry, which says so when the desk is one person. People's entries come through `Acting.log`."""
    solo = {"solo": True} if store.settings.get().solo else {}
    store.log.add(replace(entry, after={**entry.after, **solo}))
