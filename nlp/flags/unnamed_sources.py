"""A text that nobody stands for: it rests on sources without a name, and no named person or body speaks beside them.

Whoever may stand for it takes the flag away: a person or a body that says something, a paper that is quoted, a
document. So a text may escape that names somebody for a lesser thing.
"""

import re
from collections.abc import Iterator

from domain.article import Article
from domain.flags import FlagReason, Part, RaisedFlag
from domain.message import say
from domain.story import Flag
from nlp.cues import Reading, cues
from nlp.flags.reading import quotes, reading_of
from vietnamese.text import CAPITALS

_FILE = "flag_cues"
Span = tuple[int, int]
_SAID_WITHIN = 60  # characters from a source to its verb
_BEFORE = 160  # characters of its sentence before a source or a verb: the rest of a longer one says nothing of it
_FIRST_WITHIN = 750  # where the first of them stands on whom a text rests; what comes later is said beside
_BLANK = "\x00"
_NAME = re.compile(rf"(?<![\w.])(?:[{CAPITALS}][\w’&-]+|[{CAPITALS}]{{2,}})")
_BODY_NAME = re.compile(
    rf"(?<!\w)(?:Bộ|Sở|Cục|Vụ|Viện|Tòa|Toà|Hội|Phòng|Ban|Đảng|Trường|Đài|Đội|Tờ|Báo|Hãng|Kênh|Trang) (?=[{CAPITALS}])"
)
_OF = re.compile(r"\s*(?:của|từ|trên|ở|trong|tại)\s")
_THEO = re.compile(
    r"(?<!\w)(?<![Tt]iếp )[Tt]heo (?!học|dõi|đuổi|chân|hướng|yêu cầu|đề nghị|quy định|dự kiến|kế hoạch"
    rf"|Điều|Khoản|Luật|Bộ luật|Nghị định|Thông tư|Hiến pháp)(?:[^\W\d_{CAPITALS}][\w]* ){{0,4}}"
    rf"(?=[{CAPITALS}])"
)
_TOLD_TO = re.compile(
    rf"(?:nói|chia sẻ|tiết lộ|tâm sự|trả lời) (?:trên |với )(?:báo |tờ |đài |hãng |kênh |trang )*[{CAPITALS}]"
)
_AGENCY = re.compile(
    r"\((?:[Tt]heo )?(?:Reuters|AFP|AP|BBC|CNN|TTXVN|THX|Tân Hoa xã|Kyodo|Yonhap|RIA|Sputnik)[^)]{0,30}\)"
)


def found(article: Article) -> RaisedFlag | None:
    reading = reading_of(article)
    if "tin" not in reading.low and "tên" not in reading.low and "danh" not in reading.low:
        return None  # most texts: no word of the cues stands in it
    places = [*_unnamed(reading)]
    if not places or min(places)[0] > _FIRST_WITHIN or _somebody_stands(reading, places):
        return None
    why = say(FlagReason.UNNAMED_SOURCE)
    return RaisedFlag(flag=Flag.UNNAMED_SOURCE, why=why, quotes=quotes(article, Part.TEXT, places))


def _marks(name: str) -> re.Pattern[str]:
    return cues("unnamed_source", _FILE)[name]


def _unnamed(reading: Reading) -> Iterator[Span]:
    """Each source without a name that says something; those with a body behind them are none."""
    low = reading.low
    for core in _marks("core").finditer(low):
        begins, ends = _around(reading, core.start())
        if _ends_with("no_source", low[begins : core.start()]):
            continue
        end = _end_of_source(reading, core.end(), ends)
        if end is not None and _speaks(low, begins, core.start(), end, ends):
            yield core.start(), end
    for hidden in _marks("hidden").finditer(low):
        begins, ends = _around(reading, hidden.start())
        person = [*_marks("person").finditer(low, begins, hidden.start())]
        if person and _marks("says").search(low, person[0].start(), ends):
            yield person[-1].start(), hidden.end()


def _around(reading: Reading, at: int) -> Span:
    """The sentence there, or what of it is near."""
    begins, ends = reading.sentence_at(at)
    return max(begins, at - _BEFORE), min(ends, at + 2 * _BEFORE)


def _ends_with(name: str, before: str) -> bool:
    words = before.rstrip()
    return any(m.end() == len(words) for m in _marks(name).finditer(words))


def _end_of_source(reading: Reading, at: int, ends: int) -> int | None:
    """Where the source's description ends; None where a body or another paper stands behind it."""
    low = reading.low
    while kind := _marks("kind").match(low, at + 1, ends):
        at = kind.end()
    newsroom = _marks("newsroom").match(low, at + 1, ends) if low[at : at + 1] == " " else None
    nobody = newsroom or _marks("nobody").match(low, at + 1, ends)
    if nobody:
        return nobody.end()
    if _OF.match(low, at, ends):
        return None
    says = _marks("says").search(low, at, min(ends, at + _SAID_WITHIN))
    comma = low.find(",", at, min(ends, at + _SAID_WITHIN))
    between = (at, says.start() if says else max(at, comma))
    if cues("named_source", _FILE)["body"].search(low, *between) or _NAME.search(reading.text, *between):
        return None
    return at


def _speaks(low: str, begins: int, start: int, end: int, ends: int) -> bool:
    """ "Theo một nguồn tin" or "nguồn tin … cho biết"."""
    before = low[begins:start].rstrip().removesuffix("một số").removesuffix("một vài")
    before = re.sub(r"(?:một|hai|các|những|nhiều|vài|có)$", "", before.rstrip()).rstrip()
    return before.endswith("theo") or bool(_marks("says").search(low, end, min(ends, end + _SAID_WITHIN)))


def _somebody_stands(reading: Reading, unnamed: list[Span]) -> bool:
    """Whether a named person, a body, a paper or a document speaks anywhere."""
    text, low = _blanked(reading, unnamed)
    named = cues("named_source", _FILE)
    if named["always"].search(reading.low) or named["document"].search(low):
        return True
    if _THEO.search(text) or _TOLD_TO.search(text) or _AGENCY.search(text):
        return True
    verbs = (m.start() for name in ("says", "states") for m in _marks(name).finditer(low))
    return any(_is_named(text, low, _around(reading, verb)[0], verb) for verb in verbs)


def _blanked(reading: Reading, unnamed: list[Span]) -> tuple[str, str]:
    """The text without its unnamed sources and without speakers in general, each character in its place."""
    text = list(reading.text)
    spans = [*unnamed]
    for some in _marks("some").finditer(reading.low):
        spans.append(some.span())
    for start, end in spans:
        text[start:end] = _BLANK * (end - start)
    blanked = "".join(text)
    low = list(reading.low)
    for start, end in spans:
        low[start:end] = _BLANK * (end - start)
    return blanked, "".join(low)


def _is_named(text: str, low: str, begins: int, verb: int) -> bool:
    """Whether the words before a verb of saying name who says it."""
    subject = text[begins:verb]
    nearest = subject.rfind(_BLANK)
    if nearest >= 0:  # the nearest speaker is one without a name
        subject = subject[nearest + 1 :]
        begins += nearest + 1
    first = len(subject) - len(subject.lstrip(" \"“'‘–-"))
    names = [m for m in _NAME.finditer(subject) if m.start() > first]
    opens = _NAME.match(subject, first) if nearest < 0 else None
    if names or (opens and " " not in subject[first:].strip()):
        return True
    return bool(_BODY_NAME.search(subject) or cues("named_source", _FILE)["body"].search(low, begins, verb))
