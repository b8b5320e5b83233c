"""Official bulletins as warnings."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.hazards import Hazard
from domain.times import VIETNAM
from domain.times import now as clock
from domain.understanding import Span
from domain.warning import Bulletin, Certainty, MsgType, OfficialWarning, Severity, Urgency
from nlp.places.recogniser import PlaceRecogniser
from nlp.warnings import times
from nlp.warnings.drills import is_drill
from nlp.warnings.forms import FORM, OFFICE, fire_level, is_bulletin
from nlp.warnings.hazards import hazard_of
from vietnamese.relative_times import relative_times
from vietnamese.sentences import whole_sentences

_LEVEL = re.compile(
    r"cấp độ rủi ro(?: thiên tai)?[^.\n;]{0,90}?cấp (\d)(?:\s?(?:-|đến|–)\s?(?:cấp )?(\d))?", re.IGNORECASE
)
_CANCEL = re.compile(
    r"(?:tin )?cuối cùng|\b(?:hủy|huỷ|chấm dứt|kết thúc|dỡ bỏ)(?: bỏ)? (?:tin|cảnh báo|lệnh|bản tin|khuyến cáo)"
    r"|không còn nguy cơ",
    re.IGNORECASE,
)
_NUMBERED = r"bản tin (?:tiếp theo )?số 0?(?:[2-9]|[1-9]\d)\b"
_UPDATE = re.compile(rf"^\W*(?:cập nhật|tin tiếp theo)|\(cập nhật|tin bão khẩn cấp|{_NUMBERED}", re.IGNORECASE)
_FOLLOWS = re.compile(_NUMBERED, re.IGNORECASE)
_FIRST = re.compile(r"bản tin số 0?1\b", re.IGNORECASE)  # whatever its page says of the second one later
_DENIED = re.compile(r"tin giả|bịa đặt|sai sự thật|không có thật|không đúng sự thật", re.IGNORECASE)
_OBSERVED = re.compile(
    r"\bđang (?:có |xảy ra|diễn ra|hoạt động|lên|xuất hiện)|đã (?:xảy ra|ghi nhận|xuất hiện|phát hiện)", re.IGNORECASE
)
_POSSIBLE = re.compile(r"có thể|nguy cơ|có khả năng|đề phòng", re.IGNORECASE)
_ADVICE = re.compile(
    r"(?:người dân|bà con|tàu thuyền|phụ huynh|du khách|người tiêu dùng|các địa phương|hộ dân|chủ (?:tàu|rừng))[^.\n]*?"
    r"(?:cần|không|nên|hạn chế|chủ động|tuyệt đối|đề phòng)"
    r"|khuyến cáo|đề nghị|tuyệt đối không"
    r"|cần (?:chủ động|sơ tán|di dời|tránh|ăn|giữ|rửa)|không (?:nên|được|bấm|cung cấp)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]*)*[.!?]?")
MAX_DESCRIPTION_CHARS = 1000
_BY_LEVEL = {1: Severity.MINOR, 2: Severity.MODERATE, 3: Severity.SEVERE, 4: Severity.EXTREME, 5: Severity.EXTREME}

_BY_FIRE_LEVEL = {1: Severity.MINOR, 2: Severity.MINOR, 3: Severity.MODERATE, 4: Severity.SEVERE, 5: Severity.EXTREME}


def read_bulletin(bulletin: Bulletin) -> OfficialWarning | None:
    """The warning a bulletin gives; None when the article is news, or warns of nothing we know."""
    title, text = bulletin.title, bulletin.text
    if _DENIED.search(title) or is_drill(title, text) or not is_bulletin(bulletin):
        return None
    hazard = hazard_of(title) or hazard_of(text[:400])
    if hazard is None:
        return None
    sent = times.sent_at(text, bulletin.published_at or clock())
    kind = _kind(title, text)
    level = _level(text)
    codes, area = _area(title, text, sent, bulletin.source_province)
    sender = bulletin.source or _sender(text)
    evidence = _evidence(text)
    return OfficialWarning(
        identifier=_identifier(sender, title, sent),
        sender=sender,
        sent=sent,
        hazard=hazard[0],
        event=hazard[1],
        headline=title.strip(),
        msg_type=kind,
        area=area,
        codes=codes,
        severity=_severity(level, hazard[0], bulletin),
        urgency=_urgency(kind, text, sent),
        certainty=_certainty(text),
        level=level,
        onset=times.onset(text, sent),
        expires=times.expires(text, sent) or sent + timedelta(hours=hazard[0].holds_hours),
        next_bulletin=times.next_bulletin(text, sent),
        description=whole_sentences(text, MAX_DESCRIPTION_CHARS),
        instruction=_instruction(text),
        url=bulletin.url,
        evidence=evidence,
    )


def _kind(title: str, text: str) -> MsgType:
    if _CANCEL.search(title) or re.search(r"đây là (?:bản )?tin cuối cùng", text, re.IGNORECASE):
        return MsgType.CANCEL
    if _UPDATE.search(title):
        return MsgType.UPDATE
    return MsgType.UPDATE if _FOLLOWS.search(text) and not _FIRST.search(title) else MsgType.ALERT


def _severity(level: int | None, hazard: Hazard, bulletin: Bulletin) -> Severity:
    """By the level of risk, or else by the forest's own scale of danger, which is no level of risk."""
    if level is None and hazard is Hazard.FIRE:
        return _BY_FIRE_LEVEL.get(fire_level(bulletin), Severity.UNKNOWN)
    return _BY_LEVEL[level] if level else Severity.UNKNOWN


def _level(text: str) -> int | None:
    found = [int(digit) for m in _LEVEL.finditer(text) for digit in m.groups() if digit]
    return max((n for n in found if 1 <= n <= 5), default=None)


def _area(title: str, text: str, sent: datetime, source_province: str) -> tuple[tuple[str, ...], str]:
    mentions = PlaceRecogniser().find(title=title, text=text, published_at=sent, source_province=source_province)
    names = {m.code: m.name for m in mentions}
    return tuple(names), ", ".join(names.values())


def _sender(text: str) -> str:
    m = OFFICE.search(text)
    return text[m.start() : m.end()].strip() if m else "không rõ nơi phát"


def _identifier(sender: str, title: str, sent: datetime) -> str:
    digest = hashlib.sha256(f"{sender}\n{title}\n{sent.isoformat()}".encode()).hexdigest()
    return f"diemtin-{sent:%Y%m%d%H%M}-{digest[:10]}"


def _urgency(kind: MsgType, text: str, sent: datetime) -> Urgency:
    if kind is MsgType.CANCEL:
        return Urgency.PAST
    if re.search(r"khẩn cấp|ngay lập tức|đang (?:xảy ra|diễn ra)", text, re.IGNORECASE):
        return Urgency.IMMEDIATE
    soon = sent + timedelta(days=1, hours=12)
    ahead = relative_times(text, sent.astimezone(VIETNAM))
    if not ahead:
        return Urgency.UNKNOWN
    return Urgency.EXPECTED if any(one.until <= soon for one in ahead) else Urgency.FUTURE


def _certainty(text: str) -> Certainty:
    if _OBSERVED.search(text):
        return Certainty.OBSERVED
    return Certainty.POSSIBLE if _POSSIBLE.search(text) else Certainty.UNKNOWN


def _instruction(text: str) -> str:
    return " ".join(s for s in _sentences(text) if _ADVICE.search(s))


def _sentences(text: str) -> Sequence[str]:
    return [m[0].strip() for m in _SENTENCE.finditer(text) if m[0].strip()]


def _evidence(text: str) -> tuple[Span, ...]:
    found = [m.span() for p in (_LEVEL, FORM, OFFICE) if (m := p.search(text))]
    return tuple(Span(start, end, text[start:end]) for start, end in sorted(set(found)))
