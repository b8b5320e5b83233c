"""Where sentences end: not behind initials, titles, abbreviations and the numbers of a list."""

import re

from vietnamese.syllable import is_bare
from vietnamese.text import CAPITALS, fold

_CLOSING = '"”’»)\\]'
_OPENING = r"\"“‘«(\[–-"
_LOWER = CAPITALS.replace("A-Z", "a-z").lower()
_END = re.compile(
    rf"[.!?…]+[{_CLOSING}]*\s+(?=[\s{_OPENING}]*[{CAPITALS}\d])|(?<=[{_LOWER}]{{2}})[.!?…]+(?=[{CAPITALS}][{_LOWER}])"
)
_LAST_WORD = re.compile(r"(?:^|[\s(\[“\"‘«,/-])([^\s(\[“\"‘«,/]+)\.$")
_BARE_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-ZIVX]{1,4})\.")
_INITIAL = rf"(?:[{CAPITALS}]|Ch|Gi|Kh|Ngh?|Nh|Qu|Th|Tr)"  # «Ng. T. H.»
_INITIALS = re.compile(rf"(?:{_INITIAL}\.)*{_INITIAL}")
_AGE = re.compile(r"\s*\d{1,3} (?:tuổi|tháng tuổi|ngày tuổi)\b")  # of the person just named
_FOREIGN_LETTERS = "FJWZ"
_HONORIFIC = re.compile(
    r"(?i)(?:^|\s)(?:ông|bà|anh|chị|em|cô|chú|bác|cháu|bé|mr|mrs|ms|và|cùng|giáo sư|bác sĩ|tiến sĩ)\s*$"
)
_NEXT = re.compile(rf"[\s{_OPENING}]*([{CAPITALS}]\w*)(\.?)(?:,?\s+(\w))?")
# Before a name or a number: «ThS. Lan», «tr. 5».
_TITLES = frozenset(
    re.findall(
        r"\S+",
        "ts tskh ths th.s gs pgs bs bscki bsckii cki ckii ck1 ck2 ks kts cn ls ds đd nsnd nsưt ngnd ngưt ttnd ttưt "
        "mr mrs ms dr prof đ/c",
    )
)
_BEFORE_NUMBERS = frozenset(
    re.findall(r"\S+", "tr trang no vol tel fax đt sđt đ h p q x t st số stt km ql tl k tập đc")
)
# Before the name of a place. Some also end a sentence, when the next word cannot begin a name.
_PLACES = frozenset(re.findall(r"\S+", "tp tx tt q p h x t ph nxb ub v.d vd đ"))
# Words that begin a sentence; they are not names when a small letter follows.
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        "người theo tại trước sau ngày sáng trưa chiều tối đêm hôm công cơ các những hiện đến khi từ với để trong "
        "trên dưới đây đó vụ nạn do vì nhưng tuy lúc qua về nếu dù mặc song bên ngoài đối cùng cũng chỉ sở ủy uỷ "
        "ban bộ được không vậy thế rồi lực nhiều mỗi mọi toàn cả gia chính việc hành bị phía thời khoảng hàng tuyến "
        "đường nước xe nhà",
    )
)
_PEOPLE = frozenset(("ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu", "mẹ", "cha", "bố"))


def sentences(text: str) -> list[str]:
    """Pieces of the text in order, each as it stands there. A line break ends a sentence."""
    return [piece for line in text.split("\n") for piece in _in_line(line)]


def whole_sentences(text: str, most: int) -> str:
    """The text from its beginning, at most so many characters: cut where a sentence ends, its lines as they stand."""
    if len(text) <= most:
        return text
    head = text[:most]
    pieces = sentences(head)[:-1]  # the last may go on
    if not pieces:
        return f"{head[: most - 1].rpartition(' ')[0] or head[: most - 1]}…"
    end = 0
    for piece in pieces:
        end = head.index(piece, end) + len(piece)
    return head[:end]


def ends_sentence(before: str, after: str) -> bool:
    """Whether a sentence ends here: `before` is its text up to and with the mark, `after` is what follows."""
    said = before.rstrip()
    if _next_letter(after).islower() or _BARE_NUMBER.fullmatch(said):
        return False
    word = _LAST_WORD.search(said)
    if word is None or said.endswith(".."):
        return True
    last, ahead = word[1], said[: word.start(1)]
    if re.fullmatch(r"\d{1,2}", last) and re.match(r"\s*(?:1[0-2]|[1-9])\. ?[12]\d{3}", after):  # 1. 9. 2026
        return False
    if re.search(r"\d{1,2}\. ?$", ahead) and re.match(r"\s*[12]\d{3}\b", after) and last.isdecimal():
        return False
    low = last.lower()
    if _is_title(low) and not re.search(r"\d\s*$", ahead):
        return False
    if _is_unit(low, ahead):
        return True
    if re.match(r"\s*\d", after) and (low in _BEFORE_NUMBERS or low in _PLACES):
        return False
    if _INITIALS.fullmatch(last):
        return _ends_behind_initials(last, ahead, after)
    return low not in _PLACES or _opens(after)


def _in_line(line: str) -> list[str]:
    pieces, begin = [], 0
    for end in _END.finditer(line):
        if ends_sentence(line[begin : end.end()], line[end.end() :]):
            pieces.append(line[begin : end.end()].strip())
            begin = end.end()
    return [piece for piece in (*pieces, line[begin:].strip()) if piece]


def _next_letter(after: str) -> str:
    return after.lstrip(' \t\u00a0"“‘«([–-')[:1]


def _is_title(low: str) -> bool:
    """«GS», and several in a row: «GS.TS.BS»."""
    return low in _TITLES or all(title in _TITLES for title in low.split("."))


def _is_unit(low: str, ahead: str) -> bool:
    """«7 giờ 30 p.», «5.000 đ.»"""
    return len(low) <= 2 and bool(re.search(r"\d\s*$", ahead))


def _ends_behind_initials(last: str, ahead: str, after: str) -> bool:
    """False for «Trần Văn A. (SN 1990)» and «J. Smith», true for «anh A. Sau đó» and «cúm A. Trạm y tế»."""
    if after.lstrip()[:1] in "([" or _AGE.match(after):
        return False
    following = _NEXT.match(after)
    if following is None:
        return True
    name, dot, letter = following[1].lower(), following[2], following[3] or ""
    if dot and len(name) == 1:
        return False
    if name in _PEOPLE and len(last) <= 1 and last in "PQHXTĐ" and ahead.rstrip().endswith(","):
        return False
    if name in _PEOPLE:
        return True
    is_sentence = letter.islower() or not letter
    in_name = _HONORIFIC.search(ahead) or not ahead.strip() or ahead.rstrip().endswith((",", ";"))
    if "." not in last and (in_name or last in _FOREIGN_LETTERS or _is_foreign(ahead)):
        return name in _OPENERS and is_sentence
    return is_sentence


def _is_foreign(ahead: str) -> bool:
    """Whether the word before the initial is a foreign name: «Donald J. Trump»."""
    word = ahead.rstrip().rpartition(" ")[2]
    return len(word) > 1 and word.isalpha() and word[0].isupper() and not is_bare(fold(word))


def _opens(after: str) -> bool:
    following = _NEXT.match(after)
    return following is None or (following[1].lower() in _OPENERS and (following[3] or "").islower())
