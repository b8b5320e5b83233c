"""Whether a sentence can be read alone: whole, no caption, and nobody in it who was named before it."""

import re

_ENDS = re.compile(r"[.!…][\s\"'”’»)\]]*$")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
_CAPTION = re.compile(r"^\W*(?:ảnh|video|clip|đồ họa|nguồn|bài|tin|(?:ảnh )?minh họa)\b[^.]{0,40}[:.]", re.IGNORECASE)
_CREDIT = re.compile(r"[(.]\s*(?:Ảnh|Video|Clip|Nguồn|Đồ họa)\s*:[^)]*\)?\.?\s*$")

# Who or what is meant was named before. What follows makes some a noun of its own: "bà con", "anh hùng".
_WHO = "người|ông|bà|anh|chị|cô|em|cháu|cụ|bé|cậu|nam|nữ|đối tượng|nạn nhân|nghi phạm|vị|đôi|nhóm|cặp|gã|bị cáo"
_WHAT = "điều|việc|vụ|chuyện|sự|vấn đề|kết quả|con số|trường hợp|cách|nơi"
_REFERRING = re.compile(
    r"^\W*(?:"
    r"nó|hắn|họ(?! tên)|chúng(?! cư)|đây|đó"
    r"|(?:y|thị)(?= (?:khai|đã|bị|là|còn|liền|liên tục|bỏ))"
    rf"|(?:{_WHO}|{_WHAT})(?: \w+){{0,2}} (?:này|ấy|đó|kia|trên)"
    r"|(?:điều|đây|đó|việc đó) là"
    r")\b",
    re.IGNORECASE,
)
_KIN = re.compile(r"^\W*(ông|bà|anh|chị|cô|chú|bác|em|cháu|cụ|cậu|bé|thầy)\s+(\w+)", re.IGNORECASE)
_NOUNS = {
    "ông": "bà cha chủ trùm lão nội ngoại",
    "bà": "con chủ nội ngoại mẹ bầu cụ",
    "anh": "hùng em chị",
    "chị": "em",
    "cô": "gái giáo dâu bé trò",
    "chú": "rể trọng ý trương",
    "bác": "sĩ sỹ bỏ",
    "em": "bé gái trai",
    "cháu": "bé gái trai ngoại nội",
    "cụ": "ông bà già thể",
    "cậu": "bé học",
    "bé": "gái trai sơ",
    "thầy": "giáo cô thuốc trò",
}
_COMPOUNDS = frozenset(f"{first} {second}" for first, rest in _NOUNS.items() for second in rest.split())
_LEANING = (
    "tuy nhiên|tuy vậy|tuy thế|song|nhưng|thế nhưng|và|còn|do đó|do vậy|vì vậy|vì thế|bởi vậy|bởi thế|theo đó|trong đó"
    "|ngoài ra|bên cạnh đó|đồng thời|cùng với đó|mặt khác|hơn nữa|thậm chí|sau đó|trước đó|lúc này|khi đó|tại đây|ở đây"
    "|qua đó|từ đó|nhờ đó|như vậy|cụ thể|chẳng hạn|cũng theo|cũng trong|đáng chú ý|đặc biệt|tiếp đó|cuối cùng|thứ hai"
    "|thứ ba|nói về|liên quan"
)
_LEANS = re.compile(rf"^\W*(?:{_LEANING})\b", re.IGNORECASE)


def stands_alone(sentence: str) -> bool:
    """No question, fragment, caption, half quotation, or bare pronoun at its head."""
    said = sentence.strip()
    if not _ENDS.search(said) or _CAPTION.match(said) or _CREDIT.search(said):
        return False
    return _is_whole(said) and not _is_bare(said)


def leans(sentence: str) -> bool:
    """It can be read alone, but its first words lean on what stood before it."""
    return bool(_LEANS.match(sentence))


def _is_whole(said: str) -> bool:
    return said.count('"') % 2 == 0 and all(said.count(one) == said.count(other) for one, other in _PAIRS)


def _is_bare(said: str) -> bool:
    if _REFERRING.match(said):
        return True
    kin = _KIN.match(said)
    return bool(kin and kin[2].islower() and f"{kin[1]} {kin[2]}".lower() not in _COMPOUNDS)
