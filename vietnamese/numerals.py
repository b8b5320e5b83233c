"""Numbers in Vietnamese words: mốt, tư, lăm, linh, "phẩy". `vietnamese/speech.py` reads whole texts with them."""

from itertools import pairwise

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
BILLION = 10**9
SMALL_SCALES = ((10**6, "triệu"), (10**3, "nghìn"))
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def cardinal(number: int, *, link: str = "linh") -> str:
    """105 → "một trăm linh năm". `link` is "lẻ" where people say so."""
    if number < 0:
        return f"âm {cardinal(-number, link=link)}"
    if number < 10:
        return DIGITS[number]
    return " ".join(_words(number, link, led=False))


def decimal(whole: str, fraction: str, *, link: str = "linh") -> str:
    """("12", "5") → "mười hai phẩy năm". Two digits are read as one number, more of them one by one."""
    return f"{cardinal(int(whole), link=link)} phẩy {_fraction(fraction, link)}"


def ordinal(number: int) -> str:
    """What follows "thứ": nhất, hai, ba, tư."""
    return {1: "nhất", 4: "tư"}.get(number) or cardinal(number)


def month(number: int) -> str:
    """What follows "tháng": the fourth is tư."""
    return "tư" if number == 4 else cardinal(number)


def date_words(day: int, of_month: int, year: int | None = None) -> str:
    """ "ngày hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu"."""
    said = f"ngày {cardinal(day)} tháng {month(of_month)}"
    return f"{said} năm {cardinal(year)}" if year is not None else said


def clock_words(hour: int, minute: int = 0) -> str:
    """ "mười bảy giờ ba mươi phút", by the 24-hour clock."""
    said = f"{cardinal(hour)} giờ"
    return f"{said} {cardinal(minute)} phút" if minute else said


def spelled(digits: str) -> str:
    """One digit at a time, for telephone numbers and codes."""
    return " ".join(DIGITS[int(digit)] for digit in digits)


def roman(numeral: str) -> int:
    """XIV → 14; 0 for what is not a Roman numeral. Letters above C (100) are not read."""
    values = [_ROMAN.get(letter, 0) for letter in numeral]
    total = sum(-value if value < after else value for value, after in pairwise([*values, 0]))
    return total if all(values) and to_roman(total) == numeral else 0


def to_roman(number: int) -> str:
    steps = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    said = ""
    for value, letters in steps:
        said += letters * (number // value)
        number %= value
    return said


def _fraction(digits: str, link: str) -> str:
    if len(digits) == 2 and digits[0] != "0":
        return cardinal(int(digits), link=link)
    return spelled(digits)


def _words(number: int, link: str, *, led: bool) -> list[str]:
    """`led`: a larger unit was said before, so empty hundreds are said too: «một nghìn không trăm linh năm»."""
    if number >= BILLION:
        above, rest = divmod(number, BILLION)
        return [*_words(above, link, led=led), "tỷ", *(_words(rest, link, led=True) if rest else [])]
    said: list[str] = []
    for value, name in SMALL_SCALES:
        count, number = divmod(number, value)
        if count:
            said += [*_hundreds(count, link, led=led or bool(said)), name]
    return said + (_hundreds(number, link, led=led or bool(said)) if number else [])


def _hundreds(number: int, link: str, *, led: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    said = [DIGITS[hundreds], "trăm"] if hundreds or led else []
    if not rest:
        return said
    tens, unit = divmod(rest, 10)
    if tens == 0:
        return [*said, link, DIGITS[unit]] if said else [DIGITS[unit]]
    said += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    return said + ([_unit(tens, unit)] if unit else [])


def _unit(tens: int, unit: int) -> str:
    if unit == 5:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(unit, DIGITS[unit])
    return DIGITS[unit]
