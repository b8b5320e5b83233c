"""What a fact-checker's verdict says of the claim, told from the form of its words: never from what they are about."""

import re
from enum import StrEnum


class Direction(StrEnum):
    """Where a published verdict points."""

    CONTRADICTS = "contradicts"  # the claim is not so
    CORRECTS = "corrects"  # some of it is so, or a number, day or picture in it is another
    SUPPORTS = "supports"
    UNCLEAR = "unclear"


_RATING = re.compile(r"(-?\d{1,3}(?:[.,]\d{1,2})?)(?:\s?/\s?(\d{1,3}))?")
_LARGEST, _SMALLEST = 5.0, 1.0  # schema.org Rating where its publisher states no other
_OPEN = re.compile(
    r"chưa (?:thể |có thể )?(?:kiểm chứng|xác minh|xác định|kết luận|rõ)|(?:không|chưa) (?:đủ|có) (?:căn cứ"
    r"|bằng chứng|cơ sở"
    r" (?:để )?kết luận)|thiếu căn cứ|thiếu bằng chứng|không (?:thể )?(?:kiểm chứng|xác minh)(?: được)?"
    r"|đang (?:kiểm chứng|xác minh)|unproven|unverified|unsupported|no evidence|not enough|inconclusive"
    r"|research in progress"
)
_PARTLY = re.compile(
    r"(?:đúng|sai|chính xác|thật) (?:chỉ )?(?:một|1) (?:phần|nửa)|một (?:phần|nửa) (?:là )?(?:đúng|sai|sự thật)"
    r"|nửa (?:đúng|thật)"
    r"|(?:phần lớn|gần|tương đối|cơ bản)(?: là)? (?:đúng|sai|chính xác)|đúng (?:phần lớn|nhưng|song|tuy)"
    r"|(?:chưa|không)(?: thật sự)? (?:hoàn toàn|thật|hẳn)(?: là)? ?(?:đúng|chính xác|đầy đủ)"
    r"|(?:chưa|thiếu) (?:chính xác|đầy đủ|bối cảnh|ngữ cảnh|thông tin)|gây (?:hiểu (?:lầm|nhầm|sai)|nhầm lẫn)"
    r"|dễ (?:gây )?hiểu (?:lầm|nhầm)"
    r"|cần (?:thêm|bổ sung)[^;]{0,10} (?:bối cảnh|ngữ cảnh|thông tin)|phóng đại|thổi phồng|lỗi thời|(?:tin|bài"
    r"|ảnh|hình|video|clip|số liệu)(?: đã)? cũ|đã cũ|sai (?:lệch )?(?:bối cảnh|ngữ cảnh|số liệu|thời điểm|ngày)"
    r"|half|partly|partial|mostly|mixture|mixed|misleading|context|outdated|exaggerat|misattribut|miscaption"
    r"|old (?:photo|video|picture)"
)
_NOT_SO = re.compile(
    r"(?<!không )(?<!chẳng )(?<!tác )(?<!khán )(?<!độc )(?<!thính )(?<!học )(?<!diễn )(?<!ký )(?<!dịch )\b"
    r"(?:sai|giả|bịa|bịa đặt"
    r"|xuyên tạc|lừa đảo|mạo danh|cắt ghép|dàn dựng|thất thiệt|đồn thổi|vô căn cứ|chỉnh sửa)\b"
    r"|(?:không|chưa|chẳng)(?: hề| phải)?(?: là)? (?:đúng|có thật|sự thật|thật|chính xác|có chuyện|có việc"
    r"|có cơ sở)\b|không có thật"
    r"|(?:ảnh|video|clip|hình|giọng)(?: được)? ?(?:ghép|dựng|tạo|do|bằng|tổng hợp)[\w ]{0,20}(?:máy|ai|công cụ"
    r"|ghép|trí tuệ)?|(?:tạo|dựng)(?: ra)? bằng (?:máy|ai)|deepfake"
    r"|\b(?:false|fake|incorrect|inaccurate|untrue|not true|wrong|scam|hoax|satire|fabricated|altered"
    r"|manipulated|pants on fire|ai[- ]generated)\b"
)
_SO = re.compile(r"\b(?:đúng|chính xác|có thật|thật|xác thực|sự thật|true|correct|accurate|confirmed)\b")


def direction_of(verdict: str) -> Direction:
    """By its first words: «Sai: nguyên nhân là đậu phụ» contradicts, whatever comes behind the colon.

    A rating without words counts by its place between the worst (1, or as stated) and the best ("2/5").
    """
    said = verdict.strip().lower()[:300]
    if number := _RATING.fullmatch(said):
        return _by_number(number)
    for piece in (re.split(r"[:;,.–(—]", said, maxsplit=1)[0], said):
        found = _by_words(piece)
        if found is Direction.SUPPORTS and _PARTLY.search(said):  # «Đúng, nhưng thiếu ngữ cảnh»
            return Direction.CORRECTS
        if found is not Direction.UNCLEAR:
            return found
    return Direction.UNCLEAR


def _by_words(said: str) -> Direction:
    if _OPEN.search(said):
        return Direction.UNCLEAR
    if _PARTLY.search(said):
        return Direction.CORRECTS
    if _NOT_SO.search(said):
        return Direction.CONTRADICTS
    return Direction.SUPPORTS if _SO.search(said) else Direction.UNCLEAR


def _by_number(number: re.Match[str]) -> Direction:
    value, best = float(number[1].replace(",", ".")), float(number[2] or _LARGEST)
    if not _SMALLEST <= value <= best or best <= _SMALLEST:
        return Direction.UNCLEAR
    share = (value - _SMALLEST) / (best - _SMALLEST)
    if share <= 0.25:
        return Direction.CONTRADICTS
    return Direction.SUPPORTS if share >= 1 else Direction.CORRECTS
