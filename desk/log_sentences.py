"""Says an entry of the log as one sentence: its code, and what fills it. Nothing of it is stored.

Every action has a sentence `did.ACTION`. Some have more, by what changed: `did.ACTION.HOW`. What somebody added later,
or an older version called otherwise, is said by `log.other`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desk.log import PROGRAM
from domain.editorial import DeskAction, ReviewAction
from domain.holidays import HolidayAction
from domain.log import LogEntry
from domain.message import Message, say
from domain.people import PersonAction
from domain.sources import SourceAction

PROGRAM_SAID, OTHER, SOLO = "log.program", "log.other", "log.solo"


def sentence(entry: LogEntry, known: Callable[[str], bool]) -> Message:
    """`known` tells which codes have words. Things are named by their subjects: "item:12", "source:baolaocai-vn"."""
    who = say(PROGRAM_SAID) if entry.who == PROGRAM else entry.who
    given = _values(entry) | {"who": who, "what": entry.subject, "action": entry.action}
    codes = [f"did.{entry.action}.{how}" for how in _ways(entry)] + [f"did.{entry.action}"]
    said = Message(next(filter(known, codes), OTHER), given)
    return say(SOLO, said=said) if entry.after.get("solo") is True and not _is_about_solo(entry) else said


def _values(entry: LogEntry) -> dict[str, Any]:
    """What it became under its own name, and what it was as `was_…`. A list is counted as well."""
    after = {str(name): value for name, value in entry.after.items()}
    before = {f"was_{name}": value for name, value in entry.before.items()}
    counted = {f"{name}_number": len(value) for name, value in (after | before).items() if _is_list(value)}
    names = [name for name in (*entry.before, *entry.after) if name != "solo" or _is_about_solo(entry)]
    told = {
        "from": f"story:{entry.before['story']}" if isinstance(entry.before.get("story"), str) else "story",
        "changed": [say(f"logged.{name}") for name in dict.fromkeys(names)],
    }
    return after | before | counted | told


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_about_solo(entry: LogEntry) -> bool:
    return entry.action == DeskAction.SETTINGS and "solo" in entry.before


def _ways(entry: LogEntry) -> Sequence[str]:
    """How it was done, the most telling word first."""
    find = WAYS.get(entry.action)
    return find(entry.before, entry.after) if find else ()


def _noted(_before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    return ("noted",) if after.get("note") else ()


def _account(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    if "name" in after:
        return ("name",)
    if before.get("active") != after.get("active"):
        return ("opened" if after.get("active") else "closed",)
    return ("role",) if before.get("role") != after.get("role") else ()


def _section(_before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    if after.get("by_editor") is False:
        return ("back",)
    return ("two",) if after.get("second_section") else ()


def _active(_before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    return ("on" if after.get("active") else "off",)


def _settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    if set(before) == {"solo"}:
        return ("solo-on" if after.get("solo") else "solo-off",)
    return ()


def _day(_before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    return ("off",) if after.get("is_off") else ()


def _failed(_before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    return () if "login" in after else ("nobody",)


WAYS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Sequence[str]]] = {
    ReviewAction.APPROVED: _noted,
    ReviewAction.RETURNED: _noted,
    ReviewAction.REJECTED: _noted,
    ReviewAction.UNDO_SHARE: _noted,
    PersonAction.CHANGE_PERSON: _account,
    PersonAction.SIGN_INS_FAILED: _failed,
    "choose-section": _section,
    SourceAction.SOURCE_ACTIVE: _active,
    DeskAction.SETTINGS: _settings,
    HolidayAction.SET_DAY: _day,
}
