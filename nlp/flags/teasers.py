"""A headline that withholds what its text tells, or promises what its text does not keep."""

import re
from collections.abc import Iterator

from domain.article import Article
from domain.flags import FlagReason, Part, RaisedFlag
from domain.message import Message, say
from domain.story import Flag
from nlp.cues import Reading, cues
from nlp.flags.reading import quotes, reading_of

_FILE = "flag_cues"
Span = tuple[int, int]
Raised = tuple[Message, list[Span]]
_OPENING_CHARS = 600  # where a reader may expect a headline's question to be answered
_NEAR_SENTENCES = 2  # before a denial
_ASKED = 0.6  # share of the question's words near its denial
_TAKEN_UP = 0.3  # share of them in a sentence that takes the question up
_OF_ITS_OWN = 12  # words: a longer denial says what it denies
_POINTS_BACK = re.compile(r"(?<!\w)(?:này|trên|đó|ấy|vậy|như thế)(?!\w)")
_PROMISED = re.compile(
    r"^\D{0,25}?(?P<number>\d{1,2}) (?:cách|điều|lý do|dấu hiệu|thói quen|bước|mẹo|lưu ý|món|loại|nguyên tắc|sai lầm"
    r"|bài tập|thực phẩm|sự thật|bí quyết|kỹ năng|yếu tố|quy tắc|câu hỏi)(?!\w)"
)
_NUMBERED = re.compile(r"(?m)^\s*(\d{1,2})\s?[.)/:](?!\d)")
_MOST_PROMISED = 20
_WORD = re.compile(r"[^\W\d_]{2,}|\d[\d.,]*")
_ASKING = re.compile(r"(?<!\w)(?:gì|ai|nào|sao|đâu|mấy|bao nhiêu|bao lâu|bao giờ|khi nào|thế nào|hay)(?!\w)")
_OUTLET = re.compile(r"[\s\"'”’!?.]*(?:[-|–] (?:báo|tạp chí|chuyên trang|đài)\b.*)?")  # what may follow the question
_SPOKEN = re.compile(r"['\"“‘](?:[^\s'\"“”‘’]+\s+){4,}[^\s'\"“”‘’]+\s*['\"”’]")  # somebody's words, not the headline's
_TOLD_BEHIND = re.compile(r":\s+(?:\S+\s+){2,}\S")  # "bất ngờ với giá điện mới: tăng 4,8% từ tháng 5"
_COUNTS = re.compile(r"\W*\d+ \D")  # «9 biểu hiện khiến chàng thích thú»: a list of advice, named as one
_LISTED = re.compile(
    r"(?:^|\s)1\s?[.)/:](?!\d)|trả lời\s*:", re.IGNORECASE
)  # an answer in points, or a reader's letter
_SERIES = re.compile(r"[^:]{0,15}[-–:] (?:kỳ|bài|phần|tập) \w{1,5}(?!\w)")  # a series' name tells nothing and need not
_EMPTY = frozenset(
    [
        "vì",
        "sao",
        "tại",
        "gì",
        "ai",
        "nào",
        "là",
        "có",
        "được",
        "bị",
        "của",
        "và",
        "thì",
        "mà",
        "ra",
        "khi",
        "đang",
        "sẽ",
        "đã",
        "không",
        "nói",
        "khai",
        "phản",
        "ứng",
        "lên",
        "tiếng",
        "về",
        "cho",
        "với",
        "trong",
        "ngoài",
        "này",
        "đó",
        "như",
        "thế",
        "giờ",
        "hiện",
        "những",
        "các",
        "một",
        "chuyện",
        "điều",
        "xảy",
    ]
)


def found(article: Article) -> RaisedFlag | None:
    reading = reading_of(article)
    for rule in (_denied, _count, _withholds, _reaction, _question):
        raised = rule(reading)
        if raised:
            why, places = raised
            return RaisedFlag(flag=Flag.TEASER, why=why, quotes=quotes(article, Part.TITLE, places))
    return None


def _withholds(reading: Reading) -> Raised | None:
    places = [span for span in _in_title(reading, "withholds") if not _SERIES.match(reading.low_title, span[1])]
    return (say(FlagReason.TEASER_WITHHOLDS), places) if places else None


def _reaction(reading: Reading) -> Raised | None:
    if _COUNTS.match(reading.low_title):
        return None
    places = [*_in_title(reading, "reaction"), *_at_start(reading, "opens")]
    places = [span for span in places if not _TOLD_BEHIND.search(reading.low_title, span[1])]
    return (say(FlagReason.TEASER_REACTION), places) if places else None


def _question(reading: Reading) -> Raised | None:
    """Asked, and the opening asks it again or does not take it up. A headline alone cannot be held against its text."""
    if not reading.text.strip():
        return None
    opening = [*_sentences(reading, _OPENING_CHARS)]
    for kind in ("asks_why", "asks_words", "asks_what"):
        places = [span for span in _in_title(reading, kind) if _OUTLET.fullmatch(reading.low_title, span[1])]
        if places:
            is_answered = _has_spoken(opening) if kind == "asks_words" else _is_taken_up(reading, opening, kind)
            return None if is_answered else (say(FlagReason.TEASER_QUESTION), places)
    return None


def _has_spoken(opening: list[str]) -> bool:
    """Whether anybody says anything, were it in other words than the question's."""
    return any(cues("teaser", _FILE)["words"].search(one) for one in _told(opening))


def _is_taken_up(reading: Reading, opening: list[str], kind: str) -> bool:
    """Answered, or at least told more of; a question is only sure to be open when the opening asks it again.

    Reasons are seldom given in the question's words: any because in the opening may answer, and so does
    a list, and whatever is told behind the question.
    """
    asked = _words(reading.low_title)
    related = [one for one in opening if len(asked & _words(one)) >= _TAKEN_UP * len(asked)]
    told = _told(related)
    if related and len(told) == len(related):
        return True
    if kind != "asks_why":
        return False
    asked_again = next((at for at, one in enumerate(opening) if one.rstrip().endswith("?")), len(opening))
    return bool(_told(opening[asked_again:])) or any(
        cues("teaser", _FILE)["because"].search(one) or _LISTED.search(one) for one in _told(opening)
    )


def _told(sentences: list[str]) -> list[str]:
    return [one for one in sentences if not one.rstrip().endswith("?")]


def _denied(reading: Reading) -> Raised | None:
    """Asked yes or no, and the text says no."""
    title = reading.low_title
    mark = title.rfind("?")
    if mark < 0 or _ASKING.search(title):
        return None
    asked, told = _words(title), [*_sentences(reading)]
    for at, sentence in enumerate(told):
        if cues("teaser", _FILE)["denies"].search(sentence):
            near = _words(" ".join(told[max(0, at - _NEAR_SENTENCES) : at + 1]))
            own = asked & _words(sentence)
            is_of_it = len(own) >= _TAKEN_UP * len(asked) or len(sentence.split()) <= _OF_ITS_OWN
            if len(asked & near) >= _ASKED * len(asked) and (is_of_it or _POINTS_BACK.search(sentence)):
                return say(FlagReason.TEASER_DENIED), [(0, mark + 1)]
    return None


def _count(reading: Reading) -> Raised | None:
    """Promised two more than the text numbers (one may stand in the lead); without numbers nothing is said."""
    promise = _PROMISED.match(reading.low_title)
    if not promise or not 3 <= (promised := int(promise["number"])) <= _MOST_PROMISED:
        return None
    told = 0
    for m in _NUMBERED.finditer(reading.low):
        told += int(m[1]) == told + 1
    if not 2 <= told < promised - 1:
        return None
    return say(FlagReason.TEASER_COUNT, promised=promised, told=told), [promise.span()]


def _sentences(reading: Reading, most_chars: int | None = None) -> Iterator[str]:
    for start, end in reading.sentences:
        if most_chars is not None and start >= most_chars:
            return
        yield reading.low[start:end]


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text) if word not in _EMPTY}


def _in_title(reading: Reading, name: str) -> list[Span]:
    spoken = [m.span() for m in _SPOKEN.finditer(reading.low_title)]
    return [
        m.span()
        for m in cues("teaser", _FILE)[name].finditer(reading.low_title)
        if not any(start < m.start() and m.end() < end for start, end in spoken)
    ]


def _at_start(reading: Reading, name: str) -> list[Span]:
    m = cues("teaser", _FILE)[name].match(reading.low_title)
    return [m.span()] if m else []
