"""The words that Vietnamese and English pages use for days, months and zones. All lower case, NFC."""

import re

NUMERALS = {
    "một": 1, "mot": 1, "hai": 2, "ba": 3, "tư": 4, "tu": 4, "bốn": 4, "năm": 5, "nam": 5, "sáu": 6, "sau": 6,
    "bảy": 7, "bay": 7, "bẩy": 7, "tám": 8, "tam": 8, "chín": 9, "chin": 9, "mười": 10, "muoi": 10,
    "mười một": 11, "muoi mot": 11, "mười hai": 12, "muoi hai": 12,
}  # fmt: skip
LUNAR_MONTHS = {"giêng": 1, "chạp": 12}  # these two names are only used of the lunar calendar

_ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
ENGLISH_MONTHS = {name: n for n, name in enumerate((*_ENGLISH, "november", "december"), 1)}
ENGLISH_MONTHS |= {name[:3]: n for name, n in ENGLISH_MONTHS.items()} | {"sept": 9}

STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
STEM_SPELLINGS = {name: n for n, name in enumerate(STEMS)} | {"kỉ": 5, "quí": 9}
BRANCH_SPELLINGS = {name: n for n, name in enumerate(BRANCHES)} | {"tí": 0, "mẹo": 3, "tị": 5}

# Minutes east of Greenwich. An abbreviation that means several zones has the reading that RFC 822 gives it.
ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "ict": 420, "indochina time": 420, "hovt": 420, "wib": 420,
    "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "hkt": 480, "sgt": 480,
    "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "ast": -240, "adt": -180, "est": -300, "edt": -240,
    "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "hst": -600,
}  # fmt: skip


def either(words: object) -> str:
    """A pattern for any of the words, the longest first."""
    assert hasattr(words, "__iter__")  # noqa: S101
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
