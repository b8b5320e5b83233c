"""What in an article helps a page or asks its editor for care, each with the words that show it.

Rules over visible evidence, in nlp/data/signals.toml. They speak of form, service and care; none speaks of opinion.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from domain.message import say
from domain.understanding import Signal, SignalKind, SignalReason, Span
from domain.warning import Bulletin
from nlp.places.scan import compose
from nlp.privacy import Privacy
from nlp.warnings.current import read_bulletin

_KINDS = {
    "useful": SignalKind.USEFUL,
    "good_news": SignalKind.GOOD_NEWS,
    "advertorial": SignalKind.ADVERTORIAL,
    "correction": SignalKind.CORRECTION,
}
# The least sum of weights at which a kind is said.
_MIN_WEIGHT = {
    SignalKind.USEFUL: 0.6,
    SignalKind.GOOD_NEWS: 0.7,
    SignalKind.ADVERTORIAL: 1.0,
    SignalKind.CORRECTION: 1.0,
}
_SCAM = frozenset(
    ("lừa đảo", "chiếm đoạt", "giả mạo", "giả danh", "hàng giả", "ngộ độc", "đuối nước")
)  # service may be about these
_LEAD_CHARS = 600  # what is good or grave stands near the beginning
_SHORT_CHARS = 700  # in a longer text one word of good news may be said in passing
_MAX_EVIDENCE, _MAX_REASONS = 5, 3


_NEW_TONE = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_OLD_TONE = re.compile(rf"(?<!q)(?:{'|'.join(_NEW_TONE)})(?!\w)")


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
    privacy: Privacy


def _closest(pattern: re.Pattern[str], text: str, low: int, high: int, span: tuple[int, int]) -> tuple[int, int] | None:
    spans = [m.span() for m in pattern.finditer(text, low, high) if m.end() <= span[0] or m.start() >= span[1]]
    return min(spans, key=lambda s: max(s[0] - span[1], span[0] - s[1]), default=None)


def _lower(text: str) -> str:
    """Lower case of the same length, so that offsets stay; matching it is faster than ignoring case."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _OLD_TONE.sub(lambda m: _NEW_TONE[m[0]], low)  # sức khoẻ, toà soạn: as the rules are written


def _compiled(patterns: Iterable[str], parts: dict[str, str]) -> re.Pattern[str]:
    for_name = re.compile(r"\{([A-Z]+)\}")

    def fill(pattern: str) -> str:
        while m := for_name.search(pattern):
            pattern = pattern[: m.start()] + parts[m[1]] + pattern[m.end() :]
        return pattern

    joined = "|".join(fill(p) for p in patterns)
    return re.compile(rf"(?<![^\W\d_])(?:{_lower(joined)})(?![^\W\d_])")


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
        privacy=Privacy.read(data["privacy"]),
    )


def signals(*, title: str, text: str, published_at: datetime | None = None) -> tuple[Signal, ...]:
    """Every signal the article shows, one for each kind. Evidence is in `text`, exactly as published."""
    composed, at = compose(text)
    found = _signals(compose(title)[0], composed, published_at)
    if composed is text:
        return found
    return tuple(replace(s, evidence=tuple(_moved(e, text, at) for e in s.evidence)) for s in found)


def _moved(span: Span, text: str, at: Callable[[int], int]) -> Span:
    start, end = at(span.start), at(span.end)
    return Span(start, end, text[start:end])


def _signals(title: str, text: str, published_at: datetime | None) -> tuple[Signal, ...]:
    rules = load_rules()
    low_title, low = _lower(title), _lower(text)
    judged = {kind: _one(kind, rules, low_title, low, text) for kind in _MIN_WEIGHT}
    found = [*judged.values()]
    if judged[SignalKind.ADVERTORIAL]:  # an advertisement's service and good news are the seller's
        found = [judged[SignalKind.ADVERTORIAL], judged[SignalKind.CORRECTION]]
    found.append(rules.privacy.signal(text))
    found.append(_warning(title, text, published_at))
    return tuple(signal for signal in found if signal)


def _one(kind: SignalKind, rules: Rules, title: str, text: str, published: str) -> Signal | None:
    if kind is SignalKind.GOOD_NEWS and _grave(rules, title, text):
        return None
    total, reasons, spans = 0.0, [], []
    for rule in rules.rules:
        if rule.kind is not kind:
            continue
        here = list(rule.spans(text))
        if kind is SignalKind.GOOD_NEWS:
            here = [s for s in here if s[0] < _LEAD_CHARS]
        in_title = any(True for _ in rule.spans(title))
        if here or in_title:
            sure = in_title or len(text) < _SHORT_CHARS or len({text[a:b] for a, b in here}) > 1
            total += rule.weight * (1.3 if in_title else 1.0 if sure or kind is not SignalKind.GOOD_NEWS else 0.6)
            reasons.append(say(rule.reason))
            spans.extend(here)
    enough = _MIN_WEIGHT[kind]
    if kind is SignalKind.USEFUL and any(m[0] not in _SCAM for m in rules.veto.finditer(title)):
        enough *= 2  # a crime report mentions deadlines and numbers, too
    if total < enough:
        return None
    return Signal(
        kind=kind, reasons=tuple(reasons[:_MAX_REASONS]), weight=min(1.0, total), evidence=_evidence(published, spans)
    )


def _grave(rules: Rules, title: str, text: str) -> bool:
    """Someone died or was wronged: whatever else it tells, this is not passed on as good news."""
    lead = f"{title}\n{text[: 2 * _LEAD_CHARS]}"
    words = [m[0] for m in rules.veto.finditer(lead)]
    if words and rules.rescue.search(lead):
        words = [w for w in words if not rules.mild.fullmatch(w)]
    return bool(words)


def _evidence(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(Span(start, end, text[start:end]) for start, end in kept[:_MAX_EVIDENCE])


def _warning(title: str, text: str, published_at: datetime | None) -> Signal | None:
    warning = read_bulletin(Bulletin(title=title, text=text, published_at=published_at))
    if warning is None:
        return None
    hazard = warning.hazard.value
    reason = say(SignalReason.BULLETIN, hazard=hazard)
    if warning.level:
        reason = say(SignalReason.BULLETIN_LEVEL, hazard=hazard, level=warning.level)
    return Signal(kind=SignalKind.WARNING, reasons=(reason,), evidence=warning.evidence)
