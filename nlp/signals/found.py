"""What a rule found: how sure, why, and the places of the text that show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.message import Message
from domain.understanding import Signal, SignalKind, Span

Places = list[tuple[int, int]]
_MAX_EVIDENCE, _MAX_REASONS = 5, 3


@dataclass(frozen=True, slots=True)
class Found:
    weight: float
    reasons: tuple[Message, ...]
    places: Places

    def signal(self, kind: SignalKind, text: str) -> Signal:
        reasons = tuple(dict.fromkeys(self.reasons))[:_MAX_REASONS]
        return Signal(kind=kind, reasons=reasons, weight=min(1.0, self.weight), evidence=evidence(text, self.places))


def evidence(text: str, places: Iterable[tuple[int, int]], most: int = _MAX_EVIDENCE) -> tuple[Span, ...]:
    """The first few, none over another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(places)):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(Span(start, end, text[start:end]) for start, end in kept[:most])


def once(cue: re.Pattern[str], text: str, most: int) -> Places:
    """Where each of its wordings stands first: a phrase that is repeated counts once."""
    seen: dict[str, tuple[int, int]] = {}
    for m in cue.finditer(text):
        seen.setdefault(m[0], m.span())
        if len(seen) == most:
            break
    return list(seen.values())
