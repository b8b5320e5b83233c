"""Telephone numbers, one form for every grouping: `0912 345 678`, `0912.345.678` and `+84 912 345 678` are one."""

import re
from collections.abc import Iterator

from index.tokens import Token

_GAP = r"[ .\-\u2010-\u2013\u00a0()]{0,3}"
_TELEPHONE = re.compile(
    rf"(?<![\w.,])(?!\d\d?[.-]\d\d?[.-]\d{{4}}\b)(?:(?P<abroad>\(?(?:\+|00)?84\)?{_GAP}(?:\(0\){_GAP})?(?=[2-9(]))|\(?(?P<trunk>0)(?=\d))"
    rf"(?P<rest>(?:\(?\d{_GAP}){{8,9}}\d)(?!\d|[.,/]\d)"
)
_HOTLINE = re.compile(r"(?<![\w.,+])(?P<rest>1[89]00[ .\u00a0]?(?:\d[ .\u00a0]?){3,5}\d)(?!\d|[.,/]\d)")
_DIGITS = re.compile(r"\d(?:[ .\-\u2010-\u2013\u00a0()]{0,4}\d){7}")  # every number has as many, so near each other
_NO_OTHER = re.compile(r"0(?:[35789]\d{8}|2\d{9})")  # digits of this form can only be a telephone number
_MAX_CHARS = 100_000  # characters of a text that are read for numbers: those stand in notices, which are short


def telephones(text: str) -> Iterator[Token]:
    text = text[:_MAX_CHARS]
    if not _DIGITS.search(text):  # most texts: the patterns below are slow
        return
    for pattern in (_TELEPHONE, _HOTLINE):
        for found in pattern.finditer(text):
            digits = re.sub(r"\D", "", found["rest"])
            number = digits if pattern is _HOTLINE else f"0{digits}"
            yield Token(number, number, found.start(), found.end())


def is_surely_one(number: Token) -> bool:
    return bool(_NO_OTHER.fullmatch(number.loose))
