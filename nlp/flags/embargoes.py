"""A notice that asks newsrooms not to publish before a moment: «Cấm phát hành trước 17 giờ ngày 25/11».

It holds an item back, so only an instruction counts that stands for itself (a line, a bracket, a sentence of its own)
and names its moment. A sentence of news about when something is made public is none.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.article import Article
from domain.flags import FlagReason, Part, RaisedFlag
from domain.message import say
from domain.story import Flag
from domain.times import VIETNAM
from nlp.flags.quoting import quoted
from vietnamese.relative_times import relative_times
from vietnamese.stated_times import stated_times

# What is done to news alone, and what is also done to stamps, tickets and gifts.
_TELL = r"(?:đăng(?: tải| phát| lại| báo| tin)?|công bố|đưa tin)"
_ANY = r"(?:đăng(?: tải| phát| lại| báo| tin)?|phát (?:hành|sóng|tin)|công bố|đưa tin|phổ biến|xuất bản)"
_ALSO = rf"(?:(?:\s?[,/]\s?|\s(?:và|hoặc|hay|,)\s|\s)(?:{_ANY}|phát|đưa)(?!\w)){{0,3}}"
_WHAT = r"(?:\s(?:tin|bài|thông tin|nội dung)(?: này)?)?"
_NAMED = (
    r"(?:thông cáo(?: báo chí)?|bản tin|(?:bài(?: viết)?|tin|nội dung|thông tin|tài liệu|ảnh|báo cáo|số liệu)"
    r"(?= này| trên| dưới))(?: này| trên| dưới đây)?,?\s"
)
_ASKING = (
    r"(?:(?:lưu ý|ghi chú|yêu cầu|đề nghị|chú ý|trân trọng đề nghị|kính đề nghị|rất mong|mong|xin)\s?:?\s){0,2}"
    r"(?:(?:các |quý )?(?:cơ quan |phóng viên,? )?(?:báo chí|báo,? đài|tòa soạn|báo)[, ]{1,2}){0,2}"
)
_LEAD = r"(?:^|(?<=[\n(\[{]))[\s*•_\-–—=#>\"“«]{0,12}|(?<=[.!?…])\s[*(\[]{0,3}"
_BANNED = (
    r"(?:tuyệt đối |vui lòng |xin |đề nghị )?"
    rf"(?:(?:cấm|không|đừng|chưa được)(?: được)?(?: phép)?\s{_ANY}{_ALSO}{_WHAT}\strước(?: thời điểm| lúc)?"
    rf"|cấm\s{_ANY}{_ALSO}{_WHAT}\s(?:cho )?(?:đến|tới))\s"
)
_MAY = r"(?:chỉ (?:được )?(?:phép )?|(?:có hiệu lực|được phép)\s)"
_FROM = r"\s(?:(?:kể )?từ|sau)(?: thời điểm| lúc)?\s"
_ALLOWED = rf"(?:{_NAMED}(?:{_MAY}|được ){_ANY}{_ALSO}{_FROM}|{_MAY}{_TELL}{_ALSO}{_WHAT}{_FROM})"
_LABEL = (
    r"(?:embargo(?:ed)?(?: until| đến| tới| till| hết| trước)?\s?[:\-–—]?\s?(?:đến |tới |until |trước |hết )?"
    rf"|thời (?:điểm|gian|hạn) (?:được phép |cho phép ){_ANY}(?: báo chí)?\s?:\s?(?:từ |sau |kể từ )?)"
)
_CUE = re.compile(
    rf"(?:{_LEAD})(?P<words>{_ASKING}(?:(?:{_NAMED})?{_BANNED}|{_ALLOWED}|{_LABEL}))(?P<when>[^\n)\]]{{1,70}})",
    re.IGNORECASE,
)
_LATE_IN_LINE = re.compile(
    r"(?P<words>\bembargoed (?:until|till)\s|\b(?:under|lệnh) embargo (?:until |đến |tới ))(?P<when>[^\n)\]]{1,70})",
    re.IGNORECASE,
)
_BEFORE_MOMENT = 12  # characters of «lúc », «ngày », «hết ngày » before the moment itself


def found(article: Article, now: datetime) -> RaisedFlag | None:
    """Raised while the moment is ahead of `now`; `until` is that moment."""
    said_at = article.dated.astimezone(VIETNAM)
    for part, text in ((Part.TITLE, article.title), (Part.TEXT, article.text)):
        for start, end, until in _asked(text, said_at):
            if until > now:
                return RaisedFlag(
                    flag=Flag.EMBARGO,
                    why=say(FlagReason.EMBARGO, until=until),
                    quotes=(quoted(article, start, end, part),),
                )
    return None


def _asked(text: str, said_at: datetime) -> Iterator[tuple[int, int, datetime]]:
    """Where each instruction stands, and its moment, after that of publication."""
    for m in (*_CUE.finditer(text), *_LATE_IN_LINE.finditer(text)):
        moment = _moment(m["when"], said_at)
        if moment and moment[0] > said_at:
            yield m.start("words"), m.start("when") + moment[1], moment[0]


def _moment(when: str, said_at: datetime) -> tuple[datetime, int] | None:
    """The first one, right at the beginning, and where it ends. A day without a clock begins at midnight."""
    stated = next(stated_times(when, said_at), None)
    if stated and stated.start <= _BEFORE_MOMENT:
        return stated.at, stated.end
    clock = re.match(
        r"(?:lúc |khoảng )?(?P<h>\d{1,2})\s?(?:h|giờ|:)\s?(?P<m>\d{2})?(?:\s?phút)?,?\s?", when, re.IGNORECASE
    )
    said = relative_times(when, said_at)
    if clock and said and said[0].start <= clock.end() + 6 and int(clock["h"]) < 25:
        day = _day_of(said[0].words, said_at)
        return day + timedelta(hours=_hour(int(clock["h"]), said[0].words), minutes=int(clock["m"] or 0)), said[0].end
    if said and said[0].start <= _BEFORE_MOMENT and "mai" in said[0].words.lower():
        return _day_of(said[0].words, said_at), said[0].end
    return None


def _day_of(words: str, said_at: datetime) -> datetime:
    midnight = said_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days={"mai": 1, "mốt": 2, "kia": 2}.get(words.lower().split()[-1], 0))


def _hour(hour: int, words: str) -> int:
    return hour + 12 if re.search(r"chiều|tối|đêm", words.lower()) and 0 < hour < 12 else hour
