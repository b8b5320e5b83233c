"""Writes a text out as a person reads it over a loudspeaker: no digit, sign or abbreviation is left."""

import re
from collections.abc import Callable
from functools import cache

from vietnamese.numbered_names import say_numbered_names
from vietnamese.numerals import DIGITS, cardinal, clock_words, date_words, decimal, month, ordinal, roman, spelled
from vietnamese.spoken_words import (
    ABBREVIATIONS,
    COMPARED,
    DIVISIONS,
    ONLY_IN_NUMBERS,
    PARTS,
    PER,
    TITLES,
    UNITS,
)
from vietnamese.telephones import spell_telephones
from vietnamese.text import CAPITALS

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
TWO_DATES = r"(?i)(?<![\d/])(ngày )?\b(\d{1,2})/(\d{1,2})( ?(?:đến|tới|và|-|–) ?(?:ngày )?)(\d{1,2})/(\d{1,2})\b(?!/)"
DATED = r"ngày|lễ|dịp|rằm|mùng|sáng|trưa|chiều|tối|đêm|hôm|nay|mai|qua|kia|nhật|thứ \w+|tuần"
DAY_OR_PART = r"ngày|sáng|trưa|chiều|tối|đêm|mùng|lễ|dịp|thứ \w+|chủ nhật"  # "sáng 5-9"; "đêm nay 5-7 độ" is no day
SPOKEN = "|".join(("mười", *DIGITS)).replace("|năm|", "|năm (?:giờ|phút|ngày|tháng|năm)|")  # «/năm» is each year
BEFORE_DAY = r"từ|đến|tới|trước|sau|kể từ|hạn|vào|quốc khánh|khai giảng|kỷ niệm|khánh thành|khởi công"
NO_COUNT = r"(?=\s*(?:$|[.,;:!?)\n–-])| (?:đến|tới|và|tại|ở|sẽ|này|tới|năm|để|các|của|được|do|vì|khi|với|theo)\b)"
TIMED = r"lúc|từ|đến|tới|trước|sau|khoảng|hồi|vào|hơn|gần"
HOUR = r"(\d{1,2})(?:\s?(?:h|g|giờ)(?:\s?(\d{2}))?(?:['’]|\s?(?:phút|ph|p))?|:(\d{2}))(?![\w:]|[.,]\d)"
NO_UNIT = r"(?![.,/-]?\d|\s?(?:m|mm|km|cm|°|độ|%|triệu|tỷ)\b)"
ROMAN_AFTER = (
    "khóa|khoá|thế kỷ|lần thứ|lần|quý|nhiệm kỳ|chương|hạng|cấp|loại|kỳ|đại hội|phần|mục|giai đoạn|tổ|khu|đợt|vòng|bậc|"
    "nhóm|vùng|tập|học kỳ|dân phố"
)
Reader = Callable[[re.Match[str]], str]


def aloud(text: str) -> str:
    """The text in words. Signs and abbreviations that are not known stay; digits are always read."""
    text = text.translate(PARTS)
    for pattern, reader in _first_rules():
        text = pattern.sub(reader, text)
    text = say_numbered_names(spell_telephones(text))
    for pattern, reader in _rules():
        text = pattern.sub(reader, text)
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()


def number(written: str) -> str:
    """1.234,5 as Vietnamese writes it: dots between thousands, a comma before the fraction."""
    whole, _, fraction = written.partition(",")
    whole = whole.replace(".", "")
    if fraction:
        return decimal(whole, fraction)
    is_code = len(whole) > 12 or ("." not in written and (len(whole) > 9 or (len(whole) > 2 and whole[0] == "0")))
    return spelled(whole) if is_code else cardinal(int(whole))


Rules = tuple[tuple[re.Pattern[str], Reader], ...]


@cache
def _first_rules() -> Rules:
    """Rules that run before telephone numbers are spelled, because these digits can look like one."""
    rules: list[tuple[str, Reader]] = [
        (r"https?://\S+|www\.\S+", lambda _: ""),
        (r"(?<!\w)(?:TP\.?\s?HCM|TPHCM|Tp\.?\s?HCM)(?!\w)", lambda _: "Thành phố Hồ Chí Minh"),
        (r"(?<!\w)v\.v\.*", lambda _: "vân vân"),
        (r"\b(\d{1,6})/(?:([12]\d{3})/)?([A-ZĐ][A-ZĐa-z&]+(?:[-–][A-ZĐa-z&]+)*)", _document),
        (r"(?<!\w)SN (?=\d{4})", lambda _: "sinh năm "),
        (r"(?<!\w)ĐT(?=\s?[:.]\s| \(?(?:\+84|0\d|\d{3}[ .]?\d{3}))", lambda _: "điện thoại"),
        (r"\b(?:QL|TL|ĐT|HL|ĐH)\.?\s?(\d{1,4})([A-ZĐ]?)\b", _road),
        (r"(?i)(?<![\d/])(?<!\d )\bkm\s?(\d{1,4})(?:\s?\+\s?(\d{1,4}))?(?![\d/])", _milestone),
        (r"\b(\d{4})-(\d{2})-(\d{2})\b", lambda m: _date(m, m[3], m[2], m[1])),
        (
            r"(?i)(\bngày )?(?<![\d.,])\b(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?([12]\d{3})\b",
            lambda m: _date(m, m[2], m[3], m[4]),
        ),
        (rf"(?i)(\b(?:{DAY_OR_PART}|sn|sinh) )(\d{{1,2}})/(\d{{1,2}})/(\d{{2}})\b(?!/)", _date_of_two_digits),
    ]  # fmt: skip
    return _compiled(rules)


def _compiled(rules: list[tuple[str, Reader]]) -> Rules:
    return tuple((re.compile(pattern), reader) for pattern, reader in rules)


@cache
def _rules() -> Rules:
    """All other rules. The order matters: a rule that matches more of the text comes first."""
    return _compiled([*_day_rules(), *_clock_rules(), *_amount_rules(), *_word_rules(), *_rest_rules()])


def _day_rules() -> list[tuple[str, Reader]]:
    return [
        (r"(?i)\b((?:quý|đợt|kỳ|khóa|khoá|vòng|lần|tuần|số|tập) (?:\d{1,2}|[IVX]{1,5}))/([12]\d{3})\b", _in_year),
        (r"\bQ([1-4])/(20\d\d)\b", lambda m: f"quý {number(m[1])} năm {number(m[2])}"),
        (r"(?i)(\bngày (?:\d{1,2}(?:, ?| và ))+)(\d{1,2})/(\d{1,2})\b(?![/\d])", _last_of_days),
        (r"\b([12]\d{3})/([12]\d{3}|\d\d)\b(?!/)", lambda m: f"{number(m[1])} đến {number(m[2])}"),
        (TWO_DATES, _two_dates),
        (r"(?i)(\bngày )?(?<![\d/])\b(\d{1,2})\s?[-–]\s?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b", _days),
        (rf"(?i)(\b(?:{DATED}),? |\()(\d{{1,2}})/(\d{{1,2}})\b(?!/|\d)", _short_date),
        (rf"(?i)(\b(?:{DAY_OR_PART}) )(\d{{1,2}})[.-](\d{{1,2}})\b{NO_UNIT}", _short_date),
        (rf"(?i)(\b(?:{BEFORE_DAY}) )(\d{{1,2}})/(\d{{1,2}})\b(?!/|\d){NO_COUNT}", _short_date),
        (r"(?<![\d/.,])()(\d{1,2})/(\d{1,2})\b(?![/\d])", _likely_date),
        (r"(?i)(\btháng [^\W\d]+(?:,| và| hoặc) )(\d{1,2})/(\d{1,2})\b(?![/\d])" + NO_COUNT, _short_date),
        (r"(?i)(\btháng |\bT)?\b(\d{1,2})/(\d{4})\b", _month_year),
        (r"(?i)(\btháng )(\d{1,2})\b(?![.,/]?\d)", lambda m: m[1] + (month(int(m[2])) if int(m[2]) else "không")),
    ]  # fmt: skip


def _clock_rules() -> list[tuple[str, Reader]]:
    return [
        (rf"(?<![\d/:.,]){HOUR}\s?[-–]\s?{HOUR}", _hours),
        (r"\b(\d{1,2}):(\d{2}):(\d{2})\b(?!:)", _clock_with_seconds),
        (
            r"\b(\d{1,2})(?::|\s?h\s?|\s?g\s?| giờ )(\d{2})(?:['’]|\s?(?:phút|ph|p))?(?![\w:]|[.,]\d)",
            lambda m: _clock(m, m[1], m[2]),
        ),
        (rf"(?i)(?<![\w-])({TIMED}) (\d{{1,2}})g(?!\w)", lambda m: f"{m[1]} {_clock(m, m[2])}"),
        (r"\b(\d{1,2})g(?= (?:sáng|trưa|chiều|tối|đêm|ngày|hôm))", lambda m: _clock(m, m[1])),
        (r"\b24/24h?(?!\w)", lambda m: "hai mươi tư trên hai mươi tư" + (" giờ" if m[0][-1] == "h" else "")),
        (r"\b(\d{1,2})\s?[-–]\s?(\d{1,2})\s?h(?!\w)", lambda m: f"{number(m[1])} đến {_clock(m, m[2])}"),
        (r"\b(\d{1,3})\s?h(?!\w)", lambda m: f"{number(m[1])} giờ"),
        (r"(?i)\b((?:thắng|thua|hòa|hoà|tỷ số|tỉ số)[^.,\d]{0,30})(\d{1,2})\s?[-–:]\s?(\d{1,2})\b", _score),
        (r"(?<=\d):(?=\d)", lambda _: " trên "),
        (r"(?i)\b(thứ )(\d{1,3})\b(?![.,/]\d)", lambda m: m[1] + ordinal(int(m[2]))),
        (rf"(?i)\b((?:{ROMAN_AFTER}) )([IVXLC]+)\b", _roman),
        (r"()(?<![\w.])([IVX]{2,5})\b(?!\.\w)", _roman),
    ]  # fmt: skip


def _amount_rules() -> list[tuple[str, Reader]]:
    n, units = rf"(?:{NUMBER})", "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
    per = "|".join(sorted(PER, key=len, reverse=True))
    ends = r"(?![\w²³])"
    compared = "|".join(re.escape(sign) for sign in sorted(COMPARED, key=len, reverse=True))
    # 38.5°C, as machines and foreigners write it
    measured = rf"(?=\s?(?:[-–]\s?\d{{1,3}}(?:[.,]\d{{1,2}})?\s?)?(?:{units}|nghìn|triệu|tỷ|tỉ){ends})"
    hours = rf"(?=(?:{SPOKEN})\b|\d{{1,3}} ?(?:h|giờ|phút|ngày|tháng|năm|tuần)\b)"
    return [
        (r"(?<=\d)\s?[oO˚ᵒ]\s?C\b", lambda _: "°C"),
        (rf"(?<![\w.,])(\d{{1,3}})\.(\d{{1,2}}){measured}", lambda m: f"{m[1]},{m[2]}"),
        (rf"(?<=\d)\s?=\s?(?=\d)|(?<=[^\W\d])\s=\s(?={n})", lambda _: " bằng "),
        (r"(?<=\d)\s?[x×*]\s?(?=\d)", lambda _: " nhân "),
        (r"\$\s?(" + n + ")", lambda m: f"{number(m[1])} đô la Mỹ"),
        (r"€\s?(" + n + ")", lambda m: f"{number(m[1])} ơ rô"),
        (rf"(?<![\w.,)%°])(?<!\d )[-−–](?={n}\s?(?:°|º|độ))", lambda _: "âm "),
        (rf"(?<= )(xuống|dưới|còn|đến|từ|tới|mức|là) [-−–] (?={n}\s?(?:°|º|độ))", lambda m: f"{m[1]} âm "),
        (rf"(?<=[^\W\d] )[-−](?={n})|(?<=[^\W\d] \()[-−](?={n})|(?<= đến )[-−–](?={n})", lambda _: "âm "),
        (rf"(?<=âm )({n})\s?[-–]\s?(?={n})", lambda m: f"{number(m[1])} đến "),
        (rf"(?<![\w/])(?:khoảng )?({compared})\s?(?={n})", lambda m: f"{COMPARED[m[1]]} "),
        (rf"({n})\s?({units})\s?[-–÷~]\s?(?={n}\s?(?:{units}){ends})", lambda m: f"{number(m[1])} {UNITS[m[2]]} đến "),
        (rf"(?<![\w.,/])({n})\s?[-–÷~]\s?({n})(?=\D|$)", lambda m: f"{number(m[1])} đến {m[2]}"),
        (rf"({n})\s?({units})/{hours}", lambda m: f"{number(m[1])} {UNITS[m[2]]} trong "),
        (rf"({n})\s?({units})/({per})(?:/({per}))?{ends}", _each),
        (rf"({n})\s?({units}){ends}", lambda m: f"{number(m[1])} {UNITS[m[2]]}"),
        (rf"({n}) ([a-zà-ỹđ]+(?: [a-zà-ỹđ]+)?)/({per}){ends}", lambda m: f"{number(m[1])} {m[2]} {PER[m[3]]}"),
        (r"\b(\d+)[kK](?!\w)", lambda m: f"{number(m[1])} nghìn"),
        (rf"\b({NUMBER})((?:/(?:{NUMBER}))+)(?!\d)", lambda m: " trên ".join(map(number, m[0].split("/")))),
        (rf"\b(đồng|tỷ|triệu|nghìn|tấn|tạ|người|lượt)/({per}){ends}", lambda m: f"{m[1]} {PER[m[2]]}"),
    ]  # fmt: skip


def _word_rules() -> list[tuple[str, Reader]]:
    short = "|".join(re.escape(a) for a in sorted(set(ABBREVIATIONS) - ONLY_IN_NUMBERS, key=len, reverse=True))
    titles = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
    return [
        (r"(?<!\w)BCH(?= (?:PCTT|quân sự|Quân sự|phòng))", lambda _: "ban chỉ huy"),
        (r"(?<!\w)[Đđ]/[Cc](?=\s?:| \d)", lambda _: "địa chỉ"),
        (r"(?<!\w)[Đđ]/[Cc](?!\w)\.?", lambda _: "đồng chí"),
        (rf"(?<![\w])({short})(?![\w])", lambda m: ABBREVIATIONS[m[1]]),
        (rf"(?<!\w)({titles})(?:\.\s?|\s)(?=[{CAPITALS}])", lambda m: f"{TITLES[m[1]]} "),
        (rf"(?<!\w)({titles})\.\s?(?=\d)", lambda m: f"{TITLES[m[1]]} "),
        (rf"(?<!\w)({titles})\.(?={titles})", lambda m: f"{TITLES[m[1]]} "),
        (rf"(?<![\w.])({'|'.join(DIVISIONS)})\.\s?(?=[{CAPITALS}\d])", _division),
    ]  # fmt: skip


def _rest_rules() -> list[tuple[str, Reader]]:
    return [
        (r"(?<=[A-ZĐ])\.(?=\d)", lambda _: " "),
        (r"(?<=\d)\.(?=\d{1,2}(?!\d))", lambda _: " chấm "),
        (rf"(?<=[^\W\d])({NUMBER})(?=[^\W\d])", lambda m: f" {number(m[1])} "),
        (rf"(?<=[^\W\d])({NUMBER})", lambda m: f" {number(m[1])}"),
        (rf"({NUMBER})(?=[^\W\d])", lambda m: f"{number(m[1])} "),
        (rf"({NUMBER})", lambda m: number(m[1])),
        (r"\s?&\s?", lambda _: " và "),
        (r"(?<=\w)-(?=\w)|\b(?<=A)/(?=H )", lambda _: " "),
    ]


def _document(m: re.Match[str]) -> str:
    kinds = " ".join(ABBREVIATIONS.get(part, part) for part in re.split("[-–]", m[3]))
    year = f" năm {cardinal(int(m[2]))}" if m[2] else ""
    return f"{cardinal(int(m[1]))}{year} {kinds}"


def _road(m: re.Match[str]) -> str:
    name = ABBREVIATIONS[re.match(r"\w{2}", m[0])[0]]  # type: ignore[index]
    return f"{name} {cardinal(int(m[1]))} {m[2]}".strip()


def _milestone(m: re.Match[str]) -> str:
    return f"ki lô mét {cardinal(int(m[1]))}" + (f" cộng {cardinal(int(m[2]))}" if m[2] else "")


def _in_year(m: re.Match[str]) -> str:
    return f"{m[1]} năm {cardinal(int(m[2]))}"


def _division(m: re.Match[str]) -> str:
    """«P. Hàng Bông» is read «phường Hàng Bông»; in «Trần Văn P. Ông …» the letter is a person's initial and stays."""
    before = m.string[: m.start()].split()
    is_initial = (
        bool(before) and before[-1][:1].isupper() and before[-1][-1:].isalpha() and not m.string[m.end()].isdigit()
    )
    return m[0] if is_initial else f"{DIVISIONS[m[1]]} "


def _date(m: re.Match[str], day: str, of_month: str, year: str) -> str:
    if not _is_date(day, of_month):
        return m[0]
    return date_words(int(day), int(of_month), int(year))


def _last_of_days(m: re.Match[str]) -> str:
    return f"{m[1]}{cardinal(int(m[2]))} tháng {month(int(m[3]))}" if _is_date(m[2], m[3]) else m[0]


def _date_of_two_digits(m: re.Match[str]) -> str:
    year = int(m[4]) + (2000 if int(m[4]) < 50 else 1900)  # two digits never mean the far future
    said = _date(m, m[2], m[3], str(year)).removeprefix("ngày ")
    return m[0] if not _is_date(m[2], m[3]) else f"{m[1]}{'' if m[1].lower() == 'ngày ' else 'ngày '}{said}"


def _days(m: re.Match[str]) -> str:
    if not (_is_date(m[2], m[4]) and _is_date(m[3], m[4])):
        return m[0]
    return f"ngày {cardinal(int(m[2]))} đến {date_words(int(m[3]), int(m[4]), int(m[5]) if m[5] else None)}"


def _short_date(m: re.Match[str]) -> str:
    if not _is_date(m[2], m[3]):
        return m[0]
    said = date_words(int(m[2]), int(m[3]))
    return m[1] + (said.removeprefix("ngày ") if m[1].strip().lower() in ("ngày", "mùng") else said)


def _two_dates(m: re.Match[str]) -> str:
    if not (_is_date(m[2], m[3]) and _is_date(m[5], m[6]) and (m[1] or int(m[2]) > int(m[3]) or int(m[5]) > int(m[6]))):
        return m[0]
    between = "và" if "và" in m[4] else "đến"
    return f"{date_words(int(m[2]), int(m[3]))} {between} {date_words(int(m[5]), int(m[6]))}"


def _likely_date(m: re.Match[str]) -> str:
    """30/6 is read as a date, 2/3 is left because it may be a fraction, and 24/7 because it means all day long."""
    is_day = int(m[2]) > int(m[3]) or "0" in (m[2][0], m[3][0])
    return _short_date(m) if is_day and (m[2], m[3]) != ("24", "7") else m[0]


def _month_year(m: re.Match[str]) -> str:
    if not 1 <= int(m[2]) <= 12:
        return m[0]
    return f"{m[1] or 'tháng '}{month(int(m[2]))} năm {cardinal(int(m[3]))}"


def _is_date(day: str, of_month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(of_month) <= 12


def _clock(m: re.Match[str], hour: str, minute: str = "0") -> str:
    return clock_words(int(hour), int(minute)) if int(hour) <= 24 and int(minute) < 60 else m[0]


def _each(m: re.Match[str]) -> str:
    return " ".join(filter(None, (number(m[1]), UNITS[m[2]], PER[m[3]], PER.get(m[4] or "", ""))))


def _hours(m: re.Match[str]) -> str:
    """The range of two hours. «8g-10g» may be grams, so it is read only after a word of time or with minutes."""
    grams = "g" in m[0] and not (m[2] or m[5])
    if grams and not re.search(rf"(?i)(?:{TIMED}|giờ) $", m.string[: m.start()]):
        return m[0]
    return f"{_clock(m, m[1], m[2] or m[3] or '0')} đến {_clock(m, m[4], m[5] or m[6] or '0')}"


def _clock_with_seconds(m: re.Match[str]) -> str:
    return f"{_clock(m, m[1], m[2])} {cardinal(int(m[3]))} giây"


def _score(m: re.Match[str]) -> str:
    return f"{m[1]}{cardinal(int(m[2]))} {cardinal(int(m[3]))}"


def _roman(m: re.Match[str]) -> str:
    value = roman(m[2])
    if not value:
        return m[0]
    return m[1] + (ordinal(value) if m[1].lower().endswith("thứ ") else cardinal(value))
