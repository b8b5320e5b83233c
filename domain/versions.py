"""How an article's text changed, graded by what it means for somebody who has already passed it on."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from domain import facts
from domain.differences import Change, Op, compare
from domain.facts import Fact, FactKind
from domain.message import Code
from domain.understanding import Span

__all__ = ["GRAVE", "Assessment", "Change", "Evidence", "Grade", "Op", "compare", "grade", "is_gone"]


class Grade(StrEnum):
    """From nothing to everything."""

    SAME = "same"
    TYPING = "typing"  # spelling, punctuation
    REWORDED = "reworded"  # other words, more words; nothing that a reader acts on
    MATERIAL = "material"  # numbers, dates, places, contacts, organisations, a reversed statement
    CORRECTION = "correction"  # the publisher says itself that it was wrong
    WITHDRAWN = "withdrawn"  # emptied, or replaced by a notice that it is gone


class ChangeReason(Code):
    """What makes a change matter."""

    NUMBER = "change.number"
    DATE = "change.date"
    CONTACT = "change.contact"
    PLACE = "change.place"
    ORGANISATION = "change.organisation"
    EMPTIED = "change.emptied"
    NEARLY_EMPTIED = "change.nearly-emptied"
    GONE = "change.gone"
    CORRECTION = "change.correction"
    NEGATION = "change.negation"
    REVERSED = "change.reversed"


GRAVE = frozenset({Grade.MATERIAL, Grade.CORRECTION, Grade.WITHDRAWN})  # who passed the text on must know of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason, with where it stands. None: on that side there is nothing."""

    reason: ChangeReason
    before: Span | None = None
    after: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    grade: Grade
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[Change, ...] = ()


_NOTICE = re.compile(
    r"đính chính|cải chính|xin lỗi (?:quý )?(?:bạn đọc|độc giả)|thành thật xin lỗi|xin cáo lỗi|"
    r"thông tin (?:trước đó |ban đầu )?(?:chưa|không) chính xác|"
    r"bài (?:viết|báo)? ?(?:này )?đã được (?:sửa|chỉnh sửa|hiệu chỉnh)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"(?:bài viết|nội dung|tin|trang)[^.]{0,30}(?:đã (?:bị |được )?(?:gỡ|xóa|xoá|rút)|không tồn tại|không còn)",
    re.IGNORECASE,
)
_LITTLE_SHARE = 0.15  # of the old text
_FEW_CHARS = 300  # letters
_BY_FACT = {
    FactKind.NUMBER: ChangeReason.NUMBER,
    FactKind.DATE: ChangeReason.DATE,
    FactKind.CONTACT: ChangeReason.CONTACT,
    FactKind.PLACE: ChangeReason.PLACE,
    FactKind.ORGANISATION: ChangeReason.ORGANISATION,
}


def grade(old: str, new: str) -> Assessment:
    """The gravest grade that applies to the change from `old` to `new`."""
    gone = _withdrawn(old, new)
    if gone is not None:
        return Assessment(grade=Grade.WITHDRAWN, evidence=(gone,))
    changes = compare(old, new)
    if not changes:
        return Assessment(grade=Grade.SAME)
    notices = tuple(_notices(old, new))
    material = (*_changed_facts(old, new, changes), *_reversed(old, new, changes))
    if notices:
        return Assessment(grade=Grade.CORRECTION, evidence=notices + material, changes=changes)
    if material:
        return Assessment(grade=Grade.MATERIAL, evidence=material, changes=changes)
    small = all(_is_typing(change) for change in changes)
    return Assessment(grade=Grade.TYPING if small else Grade.REWORDED, changes=changes)


def is_gone(status: int, *, url: str, final_url: str) -> bool:
    """Whether the server says that the article is gone: 404, 410, or a redirect to the front page."""
    path = re.sub(r"^https?://[^/]*|[?#].*$", "", final_url).strip("/")
    asked = re.sub(r"^https?://[^/]*|[?#].*$", "", url).strip("/")
    return status in (404, 410) or (bool(asked) and path in ("", "index.html", "index.htm", "home", "trang-chu.html"))


def _withdrawn(old: str, new: str) -> Evidence | None:
    if old.strip() and not new.strip():
        return Evidence(reason=ChangeReason.EMPTIED)
    notice = _GONE.search(new)
    if notice and len(new) < _FEW_CHARS and not _GONE.search(old):
        return Evidence(reason=ChangeReason.GONE, after=_span(notice))
    if len(old) >= 2 * _FEW_CHARS and len(new) < min(_FEW_CHARS, _LITTLE_SHARE * len(old)):
        return Evidence(reason=ChangeReason.NEARLY_EMPTIED, after=Span(0, len(new), new))
    return None


def _notices(old: str, new: str) -> Iterator[Evidence]:
    known = Counter(match[0].lower() for match in _NOTICE.finditer(old))
    for match in _NOTICE.finditer(new):
        known[match[0].lower()] -= 1
        if known[match[0].lower()] < 0:
            yield Evidence(reason=ChangeReason.CORRECTION, after=_span(match))


def _changed_facts(old: str, new: str, changes: tuple[Change, ...]) -> Iterator[Evidence]:
    """The facts that occur more or less often than before. A paragraph that only moved changes none."""
    before, after = list(facts.read(old)), list(facts.read(new))
    counts_before, counts_after = (Counter((f.kind, f.key) for f in side) for side in (before, after))
    lost = [f for f in before if counts_before[f.kind, f.key] > counts_after[f.kind, f.key]]
    gained = [f for f in after if counts_after[f.kind, f.key] > counts_before[f.kind, f.key]]
    lost = [f for f in lost if any(_touches(f.span, change.before) for change in changes)]
    gained = [f for f in gained if any(_touches(f.span, change.after) for change in changes)]
    swaps = [
        ([f for f in lost if _touches(f.span, change.before)], [f for f in gained if _touches(f.span, change.after)])
        for change in changes
    ]
    there, here = _Told(new, counts_after), _Told(old, counts_before)
    lost = [f for f in lost if _is_swapped(f, swaps) or not there.holds(f, old)]
    gained = [f for f in gained if _is_swapped(f, swaps) or not here.holds(f, new)]
    for kind in FactKind:
        yield from _pairs(_BY_FACT[kind], [f for f in lost if f.kind is kind], [f for f in gained if f.kind is kind])


def _is_swapped(fact: Fact, swaps: Sequence[tuple[list[Fact], list[Fact]]]) -> bool:
    """Whether another fact of its kind took its place."""
    return any(fact in one and any(f.kind is fact.kind for f in other) for pair in swaps for one, other in _both(pair))


def _both(pair: tuple[list[Fact], list[Fact]]) -> Iterator[tuple[list[Fact], list[Fact]]]:
    yield pair
    yield pair[::-1]


@dataclass(frozen=True, slots=True)
class _Told:
    """One of the two texts, and how often it tells each fact."""

    text: str
    counts: Mapping[tuple[FactKind, str], int]

    def holds(self, fact: Fact, own: str) -> bool:
        """Whether the fact of the text `own` is told here, too, only less often. A number is only by its next words."""
        quote = fact.span.quote
        if fact.kind is FactKind.NUMBER:
            counted = _COUNTED.match(own, fact.span.end)
            return quote.lower() == _ARTICLE or bool(counted and f"{quote}{counted[0]}" in self.text)
        if fact.kind is FactKind.DATE:
            return self.counts.get((fact.kind, fact.key), 0) > 0
        return fact.kind is not FactKind.CONTACT and quote.lower() in self.text.lower()


def _pairs(reason: ChangeReason, lost: list[Fact], gained: list[Fact]) -> Iterator[Evidence]:
    for at in range(max(len(lost), len(gained))):
        yield Evidence(
            reason=reason,
            before=lost[at].span if at < len(lost) else None,
            after=gained[at].span if at < len(gained) else None,
        )


def _touches(one: Span, other: Span) -> bool:
    return one.start < max(other.end, other.start + 1) and other.start < one.end


_NOT = re.compile(
    r"\b(?<!hàng )(?<!bầu )(?:không(?! khí| gian| quân| trung| ảnh)|chưa|chẳng|bác bỏ|phủ nhận|hủy|huỷ|hoãn)\b",
    re.IGNORECASE,
)
_OPPOSITES = (
    ("tăng", "giảm"), ("dương tính", "âm tính"), ("thắng", "thua"), ("sống", "chết"), ("đúng", "sai"),
    ("mở", "đóng"), ("cấm", "cho phép"), ("đồng ý", "từ chối"), ("có", "không"), ("an toàn", "nguy hiểm"),
    ("miễn phí", "thu phí"), ("bắt buộc", "tự nguyện"), ("đỗ", "trượt"), ("vào", "ra"), ("trước", "sau"),
    ("bị thương", "tử vong"), ("bị thương", "thiệt mạng"), ("mất tích", "tử vong"), ("dương", "âm"), ("đến", "rời"),
    ("bắc", "nam"), ("đông", "tây"), ("trên", "dưới"), ("tạm dừng", "tiếp tục"), ("dừng", "tiếp tục"),
)  # fmt: skip
_ARTICLE = "một"
_COUNTED = re.compile(r"(?: \w+){3}")  # behind a number: what it counts, and what became of it
_FEW_WORDS = 2
_WORD = re.compile(r"\w+")
_SHORT_CHARS = 40  # letters: "không" in a whole new sentence reverses nothing


def _reversed(old: str, new: str, changes: tuple[Change, ...]) -> Iterator[Evidence]:
    for change in changes:
        before, after = change.before.quote.lower(), change.after.quote.lower()
        short = len(before) <= _SHORT_CHARS and len(after) <= _SHORT_CHARS
        if short and _is_negated(_negations(old, change.before), _negations(new, change.after), before, after):
            yield Evidence(reason=ChangeReason.NEGATION, before=change.before, after=change.after)
        elif short and any({before, after} == set(pair) for pair in _OPPOSITES):
            yield Evidence(reason=ChangeReason.REVERSED, before=change.before, after=change.after)


def _is_negated(no: list[str], yes: list[str], before: str, after: str) -> bool:
    """Whether «không» came or went with hardly another word. In a whole new phrase it reverses nothing."""
    if len(no) == len(yes):
        return False
    left, right = (set(_WORD.findall(_NOT.sub(" ", side))) for side in (before, after))
    return max(len(left - right), len(right - left)) <= _FEW_WORDS


def _negations(text: str, span: Span) -> list[str]:
    return [match[0] for match in _NOT.finditer(text) if span.start <= match.start() < span.end]


_CLOSE_LIKENESS = 0.6


def _is_typing(change: Change) -> bool:
    """Whether only punctuation, capitals, marks, one or two letters or a doubled word changed."""
    before, after = _bare(change.before.quote), _bare(change.after.quote)
    if before == after:
        return True
    if not before or not after:
        return len((before or after).split()) == 1 and len(before or after) <= 2
    few = len(before.split()) <= _FEW_WORDS and len(after.split()) <= _FEW_WORDS
    return few and SequenceMatcher(None, before, after).ratio() >= _CLOSE_LIKENESS


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c))))


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end(), match[0])
