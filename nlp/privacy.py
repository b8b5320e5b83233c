"""The one place that looks at names of private people, to ask an editor to leave a child's or a victim's name out.

It keeps the flagged spans and nothing else (design §1): no index, no counting, nothing joined across articles.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from domain.times import now as clock
from nlp.cues import Reading, abroad, cues
from nlp.person_names import GIVEN, INITIALS, Name, names
from vietnamese.text import CAPITALS

Places = list[tuple[int, int]]

_ADULT_YEARS = 18
_BEFORE = 60  # characters of the sentence before a name
_HARM_BEFORE, _HARM_AFTER = 160, 220  # characters around the sentence
_CHILD = (
    r"(?:cháu(?: gái| trai| bé)?|bé(?: gái| trai)?|em(?: gái| trai| bé)?|nữ sinh|nam sinh|học sinh|học trò|con trai"
    r"|con gái|con nhỏ|con|thiếu nữ|thiếu niên|trẻ|cậu bé|cô bé|bệnh nhi|thiếu nhi)(?: lớp \w+)?"
)
_IS_CHILD = re.compile(
    rf"(?<!\w)(?<!vợ )(?<!chị ){_CHILD}(?: ruột| họ| nuôi)?(?: tên(?: là)?| là)?(?: em| cháu| bé)? $"
)
_AGE = re.compile(
    r"(?:cùng |đều |mới |khoảng |\w+ ?: ?)?(?:(?P<years>\d{1,3}) tuổi(?! đời)"
    r"|(?P<months>\d{1,2}) tháng(?: tuổi)?(?=[\s,;)])"
    r"|(?P<days>\d{1,2}) ngày tuổi|(?:sn|sinh năm|sinh)[: ]{0,2}(?:\d{1,2}/\d{1,2}/)?(?P<born>(?:19|20)\d\d)"
    r"|sinh ngày [\d/.\- ]{3,9}?(?P<birth>(?:19|20)\d\d)"
    r"|(?:học sinh |học |nữ sinh |nam sinh )*lớp (?P<form>\d{1,2}|lá|chồi|mầm|một|hai|ba|bốn|năm|sáu|bảy|tám|chín))"
)
_BEHIND_CHARS = 60
_FIRST_FORM_YEARS = 6
_ADDRESS = re.compile(
    r"\s?[(,]\s?(?:\d{1,3} tuổi,?\s?|sn ?\d{4}[,;]?\s?|sinh năm \d{4}[,;]?\s?)?(?:nữ,? |nam,? )?"
    r"(?:cùng |đều |hiện |tạm |thường )?(?:trú|ngụ|quê)(?!\w)"
)
_ADDRESS_OF_MAN = re.compile(
    r"\s?[(,]\s?(?:ở|xã|huyện|thôn|bản|ấp|tổ|phường|học sinh|sinh viên|người|công nhân)(?![^\W_])"
)
_TITLED = r"(?:anh|chị|ông|bà|cụ)"
_IS_TITLED = re.compile(rf"(?<!\w)(?:{_TITLED}|vợ chồng) $")
_OF_KIN = re.compile(
    r"(?<!\w)(?:anh|chị|ông|bà|cụ|cháu|em|bé|vợ|chồng|con|mẹ|cha|bố|nạn nhân|bệnh nhân|sản phụ)(?: [\w,]+){0,2} $"
)
_CALLED = re.compile(r"(?<!\w)(?:anh|chị|ông|bà|cụ|cháu|em|bé|nạn nhân|bệnh nhân|tên|là|con trai|con gái) $")
_TO_SOMEONE = re.compile(
    r"(?<!\w)(?:với|của|cho|đối với|gặp|và|giết|đâm|chém|hại|đe dọa|xin lỗi|đánh|tông|cứu|trúng)"
    r" (?:anh|chị|ông|bà|cụ|cháu|em|bé) $"
)
_SUFFERS = re.compile(
    r"[^.\n]{0,60}(?:(?<!\w)(?:bị (?!khởi tố|bắt|phạt|xử|tạm|tố|kỷ luật|cách|đình chỉ|cáo|truy|tuyên|triệu|buộc|cảnh"
    r"|can|điều|kết án|kiện|phê|bãi|miễn|khai trừ|tước|thu hồi|đề nghị|nhắc|chỉ trích|nghi)"
    r"|tử vong|thiệt mạng|chết|nằm chết|mất tích|nguy kịch|không qua khỏi|đuối nước|trọng thương"
    r"|mắc (?:bệnh|phải|ung thư)|phát hiện (?:bệnh|mắc|bị)|phải (?:mổ|nhập viện|cắt|chạy thận|cấp cứu)))"
)
_SUFFERS_LATER = re.compile(
    r"[^.\n]{0,30}?(?<!\w)(?:tử vong|thiệt mạng|chết|không qua khỏi"
    r"|bị (?:đâm|chém|đánh|thương|tông|cuốn|giết|bỏng|ngã|điện giật|sát hại|hành hung|gãy|liệt)"
    r"|nguy kịch|hôn mê|bất tỉnh|mất tích|gục|nhập viện|đi cấp cứu|phát hiện bệnh|mắc bệnh"
    r"|điều trị)"
)
_HURT = re.compile(
    r"(?:thi thể|cái chết|đâm chết|tông chết|cán chết|giết chết|sát hại|cướp đi|cuốn trôi|cứu sống|cứu được|cứu chữa"
    r"|cấp cứu|điều trị cho|phẫu thuật cho|mổ cho|ghép thận cho|hại chết|đánh chết|đâm trúng|tông vào|húc vào|đâm|chém"
    r"|giết|đánh|đe dọa|tông|cứu|xin lỗi|va chạm với xe (?:máy|đạp)|tính mạng|xe (?:ô ?tô |máy )?của)"
    rf"(?: chết)? (?:của |do |cho |vào |với )?(?:vợ chồng )?{_TITLED} $"
)
_IS_HIT = re.compile(
    r"(?<!\w)(?:đâm|chém|giết|sát hại|đánh|bắn|hiếp dâm|tông|cán|cướp của|hành hung|chuốc say|bắt cóc|xâm hại"
    r"|dâm ô|tạt axit|siết cổ|bóp cổ|cướp tài sản của|lừa|tát|kéo lê|húc|đụng|làm nhục)"
    r"(?: (?:chết|trúng|vào|trọng thương|liên tiếp|với))* $"
)
_DIES = re.compile(
    r"(?: ?\([^)\n]{0,40}\))?,? (?:đã |cũng |được |xác định |là )*"
    r"(?:tử vong|thiệt mạng|chết|mất tích|nguy kịch|không qua khỏi|trọng thương|đuối nước"
    r"|bị (?:đâm|chém|tông|giết|sát hại|điện giật|cuốn|bỏng|vùi|đè|hành hung|cán|bắn|hiếp"
    r"|xâm hại|bạo hành|lũ|nước|đá|sét))"
)
_ACTS = re.compile(
    r"(?<!\w)(?:về (?:tội|hành vi)|để (?:điều tra|làm rõ)|hành vi|tội danh|gây ra"
    r"|(?:đã|dùng dao|rồi) (?:đâm|chém|giết|sát hại|hiếp|đánh|tông)|từ trần|khai nhận|thừa nhận)"
)
_STAR = re.compile(r"ca sĩ|diễn viên|nghệ sĩ|hoa hậu|người mẫu|siêu mẫu|danh hài|cầu thủ|tỷ phú|đại gia|bầu ")
_OBITUARY = re.compile(r"qua đời|từ trần|tang lễ|viếng|tưởng niệm|liệt sĩ")
_HYPHENED_PLACE = re.compile(rf"(?:[{CAPITALS}]\w+ ?- ?)$")
_HIDDEN_CHILD = re.compile(
    rf"(?:[Bb]é|[Cc]háu|[Ee]m|[Nn]ữ sinh|[Nn]am sinh|[Hh]ọc sinh|[Bb]ệnh nhi)(?: gái| trai)?"
    rf" (?:{GIVEN} ){{0,3}}{INITIALS}"
)
_NAMED_PUPIL = re.compile(r"lớp \d{1,2} ?[a-zđ]\s?\d{0,2}(?!\w)")
_FORM = re.compile(r"lớp \d{1,2} ?[a-zđ]?\s?\d{0,2}")
_SCHOOL = re.compile(r"trường (?:tiểu học|thcs|thpt|ptdtbt|mầm non|th|mn)[^.\n]{0,40}")
_KIN = re.compile(
    r"con (?:trai |gái |ruột |nhỏ )?(?:của )?(?:mình|chị|anh|ông|bà|vợ)|con (?:trai|gái)"
    r"|(?:mẹ|cha|bố|ba|má|ông nội|bà nội|ông ngoại|bà ngoại|người nhà|phụ huynh)(?: ruột| đẻ)?(?: của)? (?:bé|cháu|em)"
)
_KIN_BEFORE, _KIN_AFTER = 120, 160  # characters around a parent's name


def privacy(reading: Reading, published_at: datetime | None) -> Places:
    """Names to leave out: of a child in trouble, a victim, a patient, or of kin who give a child away."""
    marks = cues("privacy")
    if marks["changed"].search(reading.low):
        return []
    if not marks["harm"].search(reading.low) and not marks["harm"].search(reading.low_title):
        return []
    year = (published_at or clock()).year
    return _Judge(reading, year).places()


@dataclass(frozen=True)
class _Judge:
    reading: Reading
    year: int

    def places(self) -> Places:
        found: dict[str, tuple[int, int]] = {}
        for name in self._names:
            known = name.text in found
            if not known and (self._is_cut_elsewhere(name) or (name.text not in self._others and self._flagged(name))):
                found[name.text] = (name.start, name.end)
        return sorted([*found.values()] or self._given_away())

    def _is_cut_elsewhere(self, name: Name) -> bool:
        """The text hides it once ("Nguyễn Văn L.") and spells it out another time."""
        cut = rf"(?<!\w){re.escape(name.text[: -len(name.given) + 1])}\.(?!\w)"
        hidden = re.search(cut, self.reading.text)
        suspect = cues("privacy")["suspect"]
        return bool(hidden and not suspect.search(self.reading.low, max(0, hidden.start() - 30), hidden.start()))

    @cached_property
    def _names(self) -> list[Name]:
        return list(names(self.reading.text))

    @cached_property
    def _head(self) -> str:
        return f"{self.reading.low_title}\n{self.reading.low[:500]}"

    @cached_property
    def _is_crime(self) -> bool:
        return bool(cues("privacy")["crime"].search(self._head))

    @cached_property
    def _tells_of_known_people(self) -> bool:
        """Abroad, of a star, or an obituary: their names are public."""
        star = _STAR.search(f"{self.reading.low_title}\n{self.reading.low[:250]}")
        return bool(star or _OBITUARY.search(self.reading.low_title) or abroad(self.reading))

    @cached_property
    def _others(self) -> frozenset[str]:
        """Suspects and people in office, by the words around one of their mentions."""
        return frozenset(n.text for n in self._names if self._is_suspect(n) or self._is_in_office(n))

    def _before(self, name: Name, chars: int = _BEFORE) -> str:
        start, _ = self.reading.sentence_at(name.start)
        return self.reading.low[max(start, name.start - chars) : name.start]

    def _is_suspect(self, name: Name) -> bool:
        marks = cues("privacy")
        if not marks["suspect"].search(self._before(name, 45)) or marks["victim"].search(self._before(name, 30)):
            return False
        before = self._before(name, 24)
        return not any(said.search(before) for said in (_TO_SOMEONE, _IS_HIT, _IS_CHILD))

    def _is_in_office(self, name: Name) -> bool:
        marks = cues("privacy")
        near = self._before(name)
        addressed = re.search(r"(?:anh|chị|ông|bà|cụ|vợ|chồng|và|cho|với|của|,|\() ?$", near)
        held = marks["office"].search(near[-28:]) or (marks["office"].search(near) and not addressed)
        if held and not marks["victim"].search(near) and not _IS_CHILD.search(near):
            return True
        behind = self.reading.low[name.end : name.end + 40]
        m = re.match(r"(?: ?\([^)]{0,20}\))?\s?(?:[-–,(]|là)\s?(?:nguyên |cựu )?", behind)
        return bool(m and marks["office"].match(behind, m.end()))

    def _flagged(self, name: Name) -> bool:
        """One reason is enough: called a victim, a child, someone with age or address near harm, or one who suffers."""
        before, age = self._before(name), self._age(name)
        child_word = bool(_IS_CHILD.search(before))
        child = age < _ADULT_YEARS if age is not None else child_word
        victim = bool(cues("privacy")["victim"].search(before[-45:]))
        if self._is_no_person(name, before) or (self._tells_of_known_people and not child and not victim):
            return False
        if name.length > 2 and (_IS_HIT.search(before) or self._dies(name)) and not self._tells_of_known_people:
            return True
        if self._is_crime and not (victim or child or _OF_KIN.search(before)):
            return False  # in a crime report a bare name is the suspect's
        if victim or child:
            return self._is_near_harm(name, widely=True) and not (child and not victim and self._tells(name))
        _, end = self.reading.sentence_at(name.start)
        if _ACTS.search(self.reading.low, name.end, min(end, name.end + 110)):
            return False
        placed = age is not None or self._has_address(name, before)
        if placed and not self._tells(name) and self._is_near_harm(name, widely=False):
            return True
        return bool(_IS_TITLED.search(before)) and self._suffers(name, before, placed=placed)

    def _dies(self, name: Name) -> bool:
        return bool(_DIES.match(self.reading.low, name.end))

    def _is_no_person(self, name: Name, before: str) -> bool:
        """A place, a school, a company; two words are only a name when something says so."""
        place = re.search(cues("privacy")["place"].pattern + r"(?: [\w-]+)? $", before[-24:])
        if place or _HYPHENED_PLACE.search(self.reading.text, max(0, name.start - 12), name.start):
            return not (_IS_CHILD.search(before) or _IS_TITLED.search(before))
        said = _CALLED.search(before) or self._age(name) is not None or self._has_address(name, before)
        return name.length == 2 and not said and not cues("privacy")["victim"].search(before[-45:])

    def _age(self, name: Name) -> int | None:
        """In years, from what stands right behind the name."""
        behind = self.reading.low[name.end : name.end + _BEHIND_CHARS]
        opened = re.match(r"\s?(?:[,(–-]|(?=mới |khi ))\s?\(?(?:khi )?", behind)
        if not opened:
            return None
        rest = re.split(r"[).\n]", behind[opened.end() :])[0] + ")"
        m = _AGE.search(rest)
        if not m:
            return None
        if m["months"] or m["days"]:
            return 0
        if m["form"]:
            return _FIRST_FORM_YEARS + int(m["form"]) - 1 if m["form"].isdigit() else _FIRST_FORM_YEARS
        return int(m["years"]) if m["years"] else self.year - int(m["born"] or m["birth"])

    def _has_address(self, name: Name, before: str) -> bool:
        low = self.reading.low
        return bool(_ADDRESS.match(low, name.end) or (_CALLED.search(before) and _ADDRESS_OF_MAN.match(low, name.end)))

    def _is_near_harm(self, name: Name, *, widely: bool) -> bool:
        harm = cues("privacy")["harm"]
        start, end = self.reading.sentence_at(name.start)
        if not widely:
            return bool(harm.search(self.reading.low, start, end))
        return bool(
            harm.search(self.reading.low, max(0, start - _HARM_BEFORE), end + _HARM_AFTER)
            or harm.search(self.reading.low_title)
        )

    def _tells(self, name: Name) -> bool:
        """A witness who is quoted in a sentence that tells no harm, or an adult who is quoted at all."""
        _, end = self.reading.sentence_at(name.start)
        quoted = cues("privacy")["witness"].search(self.reading.low[name.end : min(end, name.end + 90)])
        return bool(quoted) and not (_IS_CHILD.search(self._before(name)) and self._is_near_harm(name, widely=False))

    def _suffers(self, name: Name, before: str, *, placed: bool) -> bool:
        _, end = self.reading.sentence_at(name.start)
        tells = self._tells(name)
        if not tells and _SUFFERS.match(self.reading.low[name.end : end]):
            return True
        if _HURT.search(before[-55:]) and self._is_near_harm(name, widely=True):
            return True
        if not placed and name.length < 3:
            return False
        given = re.escape(name.given.lower())
        called = rf"(?<!\w)(?:anh|chị|ông|bà|cháu|em|bé|nạn nhân|bệnh nhân) {given}(?![^\W_])"
        return any(_SUFFERS_LATER.match(self.reading.low, m.end()) for m in re.finditer(called, self.reading.low))

    def _given_away(self) -> Places:
        """A child behind initials whom a parent's full name, or school and class, tell all the same."""
        hidden = _HIDDEN_CHILD.search(self.reading.text)
        if not hidden:
            return []
        for name in self._names:
            around = self.reading.low[max(0, name.start - _KIN_BEFORE) : name.end + _KIN_AFTER]
            if name.text not in self._others and _IS_TITLED.search(self._before(name)) and _KIN.search(around):
                return [hidden.span(), (name.start, name.end)]
        low = self.reading.low
        form = _FORM.search(low, hidden.start(), hidden.end() + 60)
        school = _SCHOOL.search(low)
        partly_named = len(hidden[0].split()) >= 3
        if form and school and (partly_named or _NAMED_PUPIL.match(low, form.start())):
            return [hidden.span(), form.span(), school.span()]
        return []
