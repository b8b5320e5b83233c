"""Rules for a notice of a few lines, in nlp/data/signals.toml: each finds a thing with what must stand near it."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from domain.message import say
from domain.understanding import SignalKind, SignalReason
from nlp.cues import Reading, cues, new_tone
from nlp.signals.elsewhere import Elsewhere
from nlp.signals.found import Found, Places
from nlp.signals.good_news import any_grave, grave, promised

_KINDS = {
    "useful": SignalKind.USEFUL,
    "good_news": SignalKind.GOOD_NEWS,
    "advertorial": SignalKind.ADVERTORIAL,
}
SHORT_CHARS = 700  # a notice of a few lines has no room for many marks: one rule that holds is enough
# The least sum of weights at which a kind is said.
_MIN_WEIGHT = {SignalKind.USEFUL: 0.6, SignalKind.GOOD_NEWS: 0.7, SignalKind.ADVERTORIAL: 1.0}
_OF_EVERYDAY = frozenset((SignalKind.GOOD_NEWS, SignalKind.USEFUL))  # nothing of show people, nor of customers
_POLICE = frozenset(("bắt", "khởi tố", "kỷ luật", "xét xử", "lĩnh án", "đình chỉ", "sai phạm", "vi phạm"))
_SCAM = frozenset(
    ("lừa đảo", "chiếm đoạt", "giả mạo", "giả danh", "hàng giả", "ngộ độc", "đuối nước")
)  # service may be about these


@dataclass(frozen=True, slots=True)
class Rule:
    kind: SignalKind
    reason: SignalReason
    weight: float
    any_of: re.Pattern[str]
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    within: int

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Each place where the rule holds, with what stood near when that was asked for."""
        for m in self.any_of.finditer(text):
            low, high = max(0, m.start() - self.within), m.end() + self.within
            if self.unless and self.unless.search(text, low, high):
                continue
            if self.near is None:
                yield m.span()
                continue
            other = _closest(self.near, text, low, high, m.span())
            if other:
                yield min(m.start(), other[0]), max(m.end(), other[1])


@dataclass(frozen=True, slots=True)
class Rules:
    rules: tuple[Rule, ...]
    veto: re.Pattern[str]
    mild: re.Pattern[str]
    rescue: re.Pattern[str]


def _closest(pattern: re.Pattern[str], text: str, low: int, high: int, span: tuple[int, int]) -> tuple[int, int] | None:
    spans = [m.span() for m in pattern.finditer(text, low, high) if m.end() <= span[0] or m.start() >= span[1]]
    return min(spans, key=lambda s: max(s[0] - span[1], span[0] - s[1]), default=None)


def _compiled(patterns: Iterable[str], parts: dict[str, str]) -> re.Pattern[str]:
    for_name = re.compile(r"\{([A-Z]+)\}")

    def fill(pattern: str) -> str:
        while m := for_name.search(pattern):
            pattern = pattern[: m.start()] + parts[m[1]] + pattern[m.end() :]
        return pattern

    joined = "|".join(fill(p) for p in patterns)
    return re.compile(rf"(?<![^\W\d_])(?:{new_tone(joined.lower())})(?![^\W\d_])")


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    data: dict[str, Any] = tomllib.loads((files("nlp") / "data" / "signals.toml").read_text(encoding="utf-8"))
    parts = data["parts"]
    rules = tuple(
        Rule(
            kind=kind,
            reason=SignalReason(f"signal.{item['reason']}"),
            weight=item["weight"],
            any_of=_compiled(item["any"], parts),
            near=_compiled(item["near"], parts) if "near" in item else None,
            unless=_compiled(item["unless"], parts) if "unless" in item else None,
            within=item.get("within", 60),
        )
        for name, kind in _KINDS.items()
        for item in data[name]
    )
    veto = data["good_news_veto"]
    return Rules(
        rules=rules,
        veto=_compiled(veto["any"], parts),
        mild=_compiled(veto["mild"], parts),
        rescue=_compiled(veto["rescue"], parts),
    )


def passage(kind: SignalKind, reading: Reading, published_at: datetime | None) -> Found | None:
    """What a short text says of itself, if it is enough for this kind."""
    if kind not in _MIN_WEIGHT:
        return None
    rules = load_rules()
    title, text = reading.low_title, reading.low
    if kind in _OF_EVERYDAY and cues("good_news")["show"].search(title):
        return None
    if kind is SignalKind.GOOD_NEWS and (_is_grave(rules, title, text) or grave(reading) or promised(reading)):
        return None
    elsewhere = Elsewhere(reading, published_at) if kind is SignalKind.USEFUL else None
    total, reasons, places = 0.0, [], Places()
    for rule in rules.rules:
        if rule.kind is not kind:
            continue
        here = [place for place in rule.spans(text) if not (elsewhere and elsewhere.told(place[0]))]
        in_title = any(True for _ in rule.spans(title)) and (bool(here) or not elsewhere or not text.strip())
        if here or in_title:
            total += rule.weight * (1.3 if in_title else 1.0)
            reasons.append(say(rule.reason))
            places.extend(here)
    enough = _MIN_WEIGHT[kind]
    if kind is SignalKind.USEFUL and _tells_of_crime(rules, title):
        enough *= 2  # a crime report mentions deadlines and numbers, too
    return Found(total, tuple(reasons), places) if total >= enough else None


def _tells_of_crime(rules: Rules, title: str) -> bool:
    crimes = cues("useful")["crime"].finditer(title)
    return any(m[0] not in _SCAM for m in rules.veto.finditer(title)) or any(m[0] in _POLICE for m in crimes)


def _is_grave(rules: Rules, title: str, text: str) -> bool:
    """The same of the whole of a short text, by the words of its own rules."""
    return any_grave(f"{title}\n{text}", rules.veto, rescue=rules.rescue, mild=rules.mild)
