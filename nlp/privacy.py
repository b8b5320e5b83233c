"""The one place that looks at names of private people, to ask an editor to leave a child's or a victim's name out.

It keeps the flagged spans and nothing else (design §1): no index, no counting, nothing joined across articles.
"""

import re
from dataclasses import dataclass
from typing import Any

from domain.message import say
from domain.understanding import Signal, SignalKind, SignalReason, Span
from nlp.places.gazetteer import PROVINCE, load
from nlp.places.names import name_key

_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_NAME = rf"[{_UPPER}][^\W\d_]+(?: [{_UPPER}][^\W\d_]*){{0,4}}"
_AGE = re.compile(r"(?:,? ?\(?|, )(\d{1,2}) tuổi")
_NOT_NAMES = re.compile(
    r"(?:THPT|THCS|Trường|Việt|Bệnh|Trung|Viện|Bộ|Sở|Công|Tiểu|Mầm|Hà Nội|TP|Tết|Olympic|Đại|Đoàn|Đội)\b"
)
_SHORTENED = re.compile(
    rf"(?:^| )(?:[BCDĐGHKLMNPQRSTVX][bcdđghklmnpqrstvxy]{{0,2}}|[{_UPPER}])$"
)  # "Nguyễn Đình Th", "L"
_CONTEXT_CHARS = 220


def _is_province(name: str) -> bool:
    """ "nữ sinh Nghệ An" says where she is from."""
    return any(u.level == PROVINCE for u in load().by_name.get(name_key(name), ()))


@dataclass(frozen=True, slots=True)
class Privacy:
    named: re.Pattern[str]
    aged: re.Pattern[str]
    harm: re.Pattern[str]
    changed: re.Pattern[str]

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Privacy":
        who = "|".join(data["who"])
        return cls(
            named=re.compile(rf"(?<![^\W_])(?i:{who})(?: tên(?: là)?)? (?P<name>{_NAME})"),
            aged=re.compile(rf"(?P<name>{_NAME})(?=,? ?\(?,? ?(?:[1-9]|1[0-7]) tuổi)"),
            harm=re.compile(rf"(?<![^\W_])(?:{'|'.join(data['harm'])})(?![^\W_])", re.IGNORECASE),
            changed=re.compile("|".join(data["changed"]), re.IGNORECASE),
        )

    def signal(self, text: str) -> Signal | None:
        if not self.harm.search(text) or self.changed.search(text):
            return None
        spans = {m.span("name") for p in (self.named, self.aged) for m in p.finditer(text) if self._flagged(text, m)}
        if not spans:
            return None
        spans = {s for s in spans if not any(o[1] == s[1] and o[0] > s[0] for o in spans)}  # the name, not "Cháu"
        evidence = tuple(Span(start, end, text[start:end]) for start, end in sorted(spans)[:10])
        return Signal(kind=SignalKind.PRIVACY, reasons=(say(SignalReason.NAMED_VULNERABLE),), evidence=evidence)

    def _flagged(self, text: str, m: re.Match[str]) -> bool:
        """A full name, of a child or a victim, with the harm told nearby. Initials are already careful."""
        if _NOT_NAMES.match(m["name"]) or _SHORTENED.search(m["name"]) or _is_province(m["name"]):
            return False
        if m["name"].isupper() and " " not in m["name"]:  # "học sinh VN"
            return False
        age = _AGE.match(text, m.end("name"))
        if age and int(age[1]) >= 18 and not re.match(r"(?:nạn nhân|bị hại)", m[0], re.IGNORECASE):
            return False
        return bool(self.harm.search(text, max(0, m.start() - _CONTEXT_CHARS), m.end() + _CONTEXT_CHARS))
