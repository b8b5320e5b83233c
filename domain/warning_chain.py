"""Which warnings follow which, and which are in force.

As in CAP 1.2, an Update or Cancel ends what it refers to, and so does an all-clear. Where its references are missing,
or name nothing that is known, what it follows is found by sender, hazard and area.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from domain.hazards import Hazard
from domain.warning import MsgType, OfficialWarning, Reference, Status

Key = tuple[str, str, datetime | None]  # of a message: some senders use an identifier again
Lineage = Callable[[str], Iterable[str]]  # a unit's code, and those of the units it lies in
_STORM_NUMBER = re.compile(r"bão\s+(?:số\s+)?0?(\d{1,2})\b", re.IGNORECASE)
_STORM_NAME = re.compile(Hazard.STORM.words[0], re.IGNORECASE)
_DEPRESSION = re.compile(r"áp thấp nhiệt đới", re.IGNORECASE)
# Dangers of one kind that a sender may warn of side by side in one place: only the same event is the same matter.
_SIDE_BY_SIDE = frozenset((Hazard.DISEASE, Hazard.FOOD, Hazard.SCAM, Hazard.OTHER))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainedWarning:
    """A message with what it refers to, and when a later message ended it."""

    warning: OfficialWarning
    ended_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is in force: sent, not expired, not ended, and neither an exercise nor a Cancel."""
        warning = self.warning
        return (
            warning.warns and warning.sent <= now < warning.ends_at and (self.ended_at is None or now < self.ended_at)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWarning:
    """The warning that an article gives: one an article, as it was read, and as the chain stands."""

    article_id: str
    source_id: str
    link: ChainedWarning  # its warning refers to what it follows
    as_read: OfficialWarning  # with the references that the source itself stated, from which chains are made anew
    withdrawn: bool = False  # the publisher has taken the article back
    read_at: datetime | None = field(default=None, compare=False)  # when the article's page was last fetched

    @property
    def warning(self) -> OfficialWarning:
        return self.link.warning

    @property
    def from_cap(self) -> bool:
        """A bulletin shows the words that made it a warning; a CAP message needs none."""
        return not self.as_read.evidence

    def holds(self, now: datetime) -> bool:
        return not self.withdrawn and self.link.holds(now)


class Warnings(Protocol):
    """Official warnings, one an article."""

    def lock(self) -> None: ...  # until the transaction ends: who keeps one reads its sender's others
    def get(self, article_id: str) -> StoredWarning: ...  # NotFound
    def find(self, article_id: str) -> StoredWarning | None: ...
    def of_sender(self, sender: str, since: datetime) -> list[StoredWarning]: ...  # sent since, or still to expire
    def save(self, kept: Sequence[StoredWarning]) -> None: ...
    def remove(self, article_id: str) -> None: ...
    def replace(self, kept: Sequence[StoredWarning]) -> None: ...  # their addresses hold other messages by now
    def replaced(self, sender: str, since: datetime) -> Sequence[StoredWarning]: ...  # sent since
    def sent(self, since: datetime, until: datetime, limit: int) -> list[StoredWarning]: ...  # then, oldest first
    def list(  # newest first; `ends_after`: what warns and does not end by itself before that moment
        self, limit: int, *, holding: datetime | None = None, ends_after: datetime | None = None
    ) -> list[StoredWarning]: ...


def linked(
    warnings: Iterable[OfficialWarning],
    lineage: Lineage = lambda code: (code,),
    addresses: Iterable[str] | None = None,
) -> tuple[ChainedWarning, ...]:
    """All of them, chained, in order of sending. What an exercise or draft refers to stands.

    `addresses`: where each stands or stood. What has come to stand at a message's own address is not what it ends.
    """
    told = list(warnings)
    chained = _chained(zip(told, addresses or map(str, range(len(told))), strict=True), lineage)
    ends: dict[Key, datetime] = {}
    for warning in reversed(chained):  # the earliest end is written last
        if ends_others(warning):
            ends.update({key_of(r): warning.sent for r in warning.references})
    return tuple(ChainedWarning(warning=w, ended_at=ends.get(key_of(w.reference))) for w in chained)


def sending_order(warning: OfficialWarning) -> tuple[datetime, bool, bool]:
    """The sort key. Among messages of the same second the alarm comes first and the all-clear last."""
    return warning.sent, warning.msg_type is not MsgType.ALERT, warning.is_over


def successors(chained: Sequence[ChainedWarning]) -> dict[Key, OfficialWarning]:
    """The first message that ended each, by the key of the one that was ended."""
    found: dict[Key, OfficialWarning] = {}
    for one in chained:
        if ends_others(one.warning):
            for reference in one.warning.references:
                found.setdefault(key_of(reference), one.warning)
    return found


def ends_others(warning: OfficialWarning) -> bool:
    """Whether it may end what it refers to."""
    follows = warning.msg_type is MsgType.UPDATE or warning.is_over
    return follows and warning.status is Status.ACTUAL


def _chained(warnings: Iterable[tuple[OfficialWarning, str]], lineage: Lineage) -> tuple[OfficialWarning, ...]:
    """In order of sending, each with references to known messages where it follows any."""
    chained: list[OfficialWarning] = []
    senders: defaultdict[str, list[tuple[OfficialWarning, str]]] = defaultdict(list)
    ended: set[Key] = set()
    ordered = sorted(warnings, key=lambda one: sending_order(one[0]))
    named: defaultdict[tuple[str, str], list[tuple[OfficialWarning, str]]] = defaultdict(list)
    here: defaultdict[str, set[Key]] = defaultdict(set)
    for warning, address in ordered:
        named[warning.sender, warning.identifier.casefold()].append((warning, address))
        here[address].add(key_of(warning.reference))
    for warning, address in ordered:
        if warning.msg_type is not MsgType.ALERT or warning.is_over:
            before = _elsewhere(senders[warning.sender], address)
            stated = [
                _named(warning, one, before, _elsewhere(named[warning.sender, one.identifier.casefold()], address))
                for one in warning.references
            ]
            follows = _with_references(warning, stated, before, ended, lineage)
            own = here[address] - {key_of(one.reference) for found in stated for one in found}
            follows = replace(follows, references=tuple(r for r in follows.references if key_of(r) not in own))
            if ends_others(follows):
                ended.update(key_of(reference) for reference in follows.references)
        else:
            follows = warning
        senders[warning.sender].append((follows, address))
        chained.append(follows)
    return tuple(chained)


def _elsewhere(told: Iterable[tuple[OfficialWarning, str]], address: str) -> list[OfficialWarning]:
    return [warning for warning, other in told if other != address]


def _with_references(
    warning: OfficialWarning,
    stated: Sequence[Sequence[OfficialWarning]],
    before: Sequence[OfficialWarning],
    ended: set[Key],
    lineage: Lineage,
) -> OfficialWarning:
    """`stated`: the known messages that each of its references names."""
    known = [one.reference for named in stated for one in named]
    if not known and (warning.is_over or warning.msg_type is MsgType.UPDATE):
        known = [one.reference for one in _followed(warning, before, ended, lineage)]
    elif warning.is_over:
        known = _with_updates(known, before)
    unknown = [r for r, named in zip(warning.references, stated, strict=True) if not named]
    return replace(warning, references=tuple(dict.fromkeys((*known, *unknown))))


def _named(
    warning: OfficialWarning,
    reference: Reference,
    before: Sequence[OfficialWarning],
    alike: Sequence[OfficialWarning],
) -> Sequence[OfficialWarning]:
    """The sender's messages that a reference names, by its identifier or else its time: the rest may be miswritten.

    `alike` have that identifier, which some senders use again: those count that were sent by then. One that names its
    own identifier means those before it. Where clocks differ, what it names may be dated later than itself.
    """
    if warning.identifier.casefold() == reference.identifier.casefold():
        return [one for one in alike if one.sent < warning.sent]
    if named := [one for one in alike if one.sent <= warning.sent or one.sent == reference.sent]:
        return named
    if alike and reference.sent is None:
        return alike
    at_once = [one for one in before if one.sent == reference.sent]
    return at_once if len(at_once) == 1 else []


def _with_updates(known: Sequence[Reference], before: Sequence[OfficialWarning]) -> list[Reference]:
    """The message and its updates: a Cancel that names only the first message ends all of them."""
    found = {key_of(reference): reference for reference in known}
    for one in before:
        if not one.is_over and any(key_of(reference) in found for reference in one.references):
            found[key_of(one.reference)] = one.reference
    return list(found.values())


def _followed(
    warning: OfficialWarning, before: Sequence[OfficialWarning], ended: set[Key], lineage: Lineage
) -> list[OfficialWarning]:
    """What a message without usable references follows: an Update the last one, an all-clear all that still stand."""
    matter = [one for one in before if _same_matter(one, warning, lineage)]
    exact = [one for one in matter if one.event.casefold() == warning.event.casefold()]
    if not warning.is_over:
        return exact[-1:]
    matter = exact or matter
    if matter and warning.hazard is Hazard.STORM:
        matter = [one for one in matter if _storm(one) == _storm(matter[-1])]
    standing = [one for one in matter if key_of(one.reference) not in ended and warning.sent < one.ends_at]
    return standing or matter[-1:]


def _same_matter(one: OfficialWarning, ender: OfficialWarning, lineage: Lineage) -> bool:
    if one.is_over or one.is_receipt or one.status is not ender.status:
        return False
    return _same_danger(one, ender) and _meet(one, ender, lineage)


def _same_danger(one: OfficialWarning, ender: OfficialWarning) -> bool:
    if one.hazard is not ender.hazard:
        return False
    if one.hazard in _SIDE_BY_SIDE:
        ours, theirs = one.event.casefold(), ender.event.casefold()
        return ours == theirs or (bool(ours and theirs) and (ours in theirs or theirs in ours))
    return one.hazard is not Hazard.STORM or not _storm(ender) or _storm(one) in (_storm(ender), "")


def _storm(warning: OfficialWarning) -> str:
    """What tells one storm from another: its number, its name, or that it is a depression yet; "" when nothing does."""
    words = f"{warning.event} {warning.headline}"
    if number := _STORM_NUMBER.search(words):
        return str(int(number[1]))
    if (name := _STORM_NAME.search(warning.headline)) and not warning.headline.isupper():
        return name[0].casefold()
    return "áp thấp nhiệt đới" if _DEPRESSION.search(words) else ""


def _meet(one: OfficialWarning, ender: OfficialWarning, lineage: Lineage) -> bool:
    """Whether both name one unit, or the ender one that contains the other's. No unit at all may mean every unit."""
    covered = {above for code in one.codes for above in (code, *lineage(code))}
    return not one.codes or not ender.codes or bool(covered & {*ender.codes})


def key_of(reference: Reference) -> Key:
    """A reference cannot hold a comma or a space: CAP 1.2 lets senders write something else there."""
    return reference.sender.replace(",", "_").replace(" ", "_"), reference.identifier, reference.sent
