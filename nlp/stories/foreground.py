"""What a text says of its own event: apart from its looks back at others, clock times and the publisher's own lines."""

import re
from itertools import islice

OWN_SENTENCES = 3  # the title and two more are never a look back

_AGO = r"(?:ngày|hôm|đêm|tuần|tháng|năm|giờ|mùa)"
_BACK = re.compile(
    r"[.!?…”\"»)\n][ \t]*(?:[-–•][ \t]*)?(?="
    r"(?:Trước (?:đó|đây)(?!,? (?:kể )?từ )(?=[^.\n]{0,40}?(?:\d|tháng|tuần|năm|cũng|đã có))|Cách đây|Cách đó"
    rf"|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Vài|Mấy|Nhiều|\d+) {_AGO} trước"
    r"|(?:Hôm|Ngày|Đêm|Tuần|Tháng|Năm|Mùa \w+) (?:trước|ngoái|rồi)\b"
    r"|(?:Hồi|Vào) (?:(?:đầu|giữa|cuối) (?:tuần|tháng|năm)|(?:tuần|tháng|năm|mùa \w+) (?:trước|ngoái|qua|rồi))\b"
    r"|(?:Hồi|Năm) (?:tháng \d|(?:19|20)\d\d,)"
    r"|Ở (?:vòng|trận|lượt) trước|Trong (?:một )?(?:diễn biến|vụ|vụ việc|sự việc) khác"
    r"|Một (?:vụ|sự việc|trường hợp|tai nạn) (?:khác|tương tự)|Cũng (?:trong|tại|trên|ở|vào|liên quan)\b))"
)
_SENTENCE = re.compile(r"\n|[.!?…][”\"»)]?(?=\s|$)")
_CLOCK = re.compile(r"\d(?<![\d/.,+]\d)\d? ?(?:giờ|[hg:])(?! trước| sau) ?(?:\d\d?(?: ?phút)?)?(?!\w)")
_TELEPHONE = re.compile(r"[01](?<![\w.,]\d)(?:\d{2,3}[ .-]\d{3,4}[ .-]?\d{3,4}|\d{7,10})\b")
_ADDRESS = re.compile(r"[\w.-]+@[\w.-]+|https?://\S+|\(?Nguồn ?: ?[^)\n]*\)?")
_CALLS = ("thoại", "otline", "ĐT", "đài", "liên hệ", "Liên hệ")  # by telephone
_ADDRESSED = ("@", "://", "Nguồn")


def own(text: str) -> str:
    """The text without clock times, telephones, addresses and named origin, which texts of other events share."""
    told = _CLOCK.sub(" ", text)
    if any(word in told for word in _CALLS):
        told = _TELEPHONE.sub(" ", told)
    return _ADDRESS.sub(" ", told) if any(mark in told for mark in _ADDRESSED) else told


def parted(text: str) -> tuple[str, str]:
    """What is told of the event, and the looks back, each from its "Trước đó" to the end of the paragraph."""
    if _BACK.search(text) is None:
        return text, ""
    told, back, at = [], [], _own_end(text)
    told.append(text[:at])
    while found := _BACK.search(text, max(at - 1, 0)):
        start = max(found.end(), at)
        told.append(text[at:start])
        at = text.find("\n", start) if "\n" in text[start:] else len(text)
        back.append(text[start:at])
    return "".join([*told, text[at:]]), "\n".join(back)


def _own_end(text: str) -> int:
    """Where the sentences end that are the event's own in any case."""
    ends = [match.end() for match in islice(_SENTENCE.finditer(text), OWN_SENTENCES)]
    return ends[-1] if len(ends) == OWN_SENTENCES else len(text)
