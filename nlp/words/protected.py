"""What must stay whole in a sentence: addresses, document numbers, dates, phones, money, numbers with their units."""

import re
from collections.abc import Iterator

_NUMBER = r"\d+(?:[.,]\d+)*"
# Alone and behind a space `m`, `g`, `V` may be a word of their own or an hour.
_LETTER = r"[mgVWh]"
_UNIT = (
    r"(?:km/h|km/giờ|m/s|mg/[dm]?l|mmol/l|[µμ]g/m[3³]|kWh|kW|MWh|MW|GB|MB|TB|Mbps|GHz|MHz|mmHg|mm|cm|dm|km[2²]?|"
    r"m[2²3³]|mg|[µμ]g|kg|ml|ha|°[CF]?|º[CF]?|oC|hPa|%|‰)(?![\w/])"
)
_MONEY = r"(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)[ \u00a0])?(?:đồng|VNĐ|VND|USD|EUR|euro|đ|₫|€|\$)(?!\w)"
_END = r"(?![\w])"

# The first that fits wins, so the longer kinds come first.
_KINDS = (
    r"(?:https?|ftp)://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"(?:www\.)?[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.(?:vn|com|net|org|info|gov|edu|io|tv)\b(?:/[^\s<>\"“”]*[\w/])?",
    # 12/2026/QĐ-UBND, 45/NQ-CP, 15-CT/TW
    r"\d+(?:/\d{4})?/[A-ZĐ]{2,}[A-ZĐ\d]*(?:-[A-ZĐ][A-ZĐa-z\d&]*)*" + _END,
    r"\d+-[A-ZĐ]{2,}/[A-ZĐ]{2,}[A-ZĐ\d]*(?:-[A-ZĐ]+)*" + _END,
    rf"{_NUMBER}(?:[-–]{_NUMBER})?(?:[ \u00a0]?(?:{_MONEY}|{_UNIT})|{_LETTER}(?!\w))",
    r"\d{4}-\d{1,2}-\d{1,2}" + _END,
    r"\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{2,4}" + _END,
    r"\d{1,2}[/-]\d{1,2}(?![\w/])|\d{1,2}/\d{4}" + _END,
    r"\+84[ .]?\d{1,3}(?:[ .]?\d{3,4}){2}" + _END,
    r"(?:\(0\d{1,3}\)|0\d{1,3})[ .-]\d{3,4}[ .-]\d{3,4}" + _END + r"|1[89]00[ .-]\d{4}" + _END,
    r"\d{1,2}[hg]\d{2}" + _END + r"|\d{1,2}:\d{2}(?::\d{2})?" + _END,
    rf"\$ ?{_NUMBER}",
    r"\d{2}[A-Z]\d?-\d{3,5}(?:\.\d{2})?" + _END,
    rf"{_NUMBER}(?!\w)",
    r"(?:[A-ZĐ]\.){2,}|(?:[A-ZĐ]|TP|TX|TS|GS|PGS|BS|ThS|KS|Tp|Mr|Mrs|Dr)\.(?=\s*\w)(?!(?:HCM|\d))",
    # TP.HCM, Q.1, TT-Huế are names with their short kind in front
    r"(?:TP|Tp|tp|TX|TT|Q|P|H)\.(?:HCM|[A-ZĐ]\w*|\d{1,2})",
    r"[A-ZĐ]{2,}\d*(?:[-/&][A-ZĐ\d]+)+" + _END,  # UBND-HĐND, COVID-19
)
_PROTECTED = re.compile("(?<![\\w])(?:" + "|".join(_KINDS) + ")")


def protected(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each piece, in order, never overlapping."""
    return (match.span() for match in _PROTECTED.finditer(text))
