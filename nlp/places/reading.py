"""One article while its places are decided, and the marks that join or part two names in it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from nlp.places.gazetteer import COMMUNE, DISTRICT, PROVINCE, Unit
from nlp.places.scan import Found

ADDRESS = re.compile(r"\s*(?:[,(\-–]|thuộc|của|ở|,\s*thuộc)\s*\Z")
LIST = re.compile(r"\s*(?:,|;|và|hoặc|cùng|hay|,\s*và|-|–)\s*\Z")
FORMER = re.compile(r"\s*[(,]?\s*(?:cũ|trước đây|trước sáp nhập|trước khi sáp nhập)\b")
NEWLY = re.compile(r"\s*[(,]?\s*(?:mới|sau sáp nhập|sau khi sáp nhập)\b")


@dataclass(slots=True)
class Reading:
    """What is known of one article while its places are decided."""

    text: str
    day: date
    source: str
    provinces: Counter[str] = field(default_factory=Counter)  # codes, present and former
    districts: Counter[str] = field(default_factory=Counter)
    by_key: dict[tuple[str, int], Unit] = field(default_factory=dict)  # named with its kind elsewhere
    decided: dict[int, Unit] = field(default_factory=dict)  # index of Found -> unit


def rank(item: Found) -> int:
    if item.kind in ("Xã", "Phường", "Thị trấn", "Đặc khu"):
        return COMMUNE
    if item.kind in ("Huyện", "Quận", "Thị xã", "Thành phố"):
        return DISTRICT
    return COMMUNE if not item.kind else PROVINCE


def between(text: str, one: Found, other: Found) -> str:
    first, second = sorted((one, other), key=lambda f: f.start)
    return text[first.end : second.start]


def touching(text: str, one: Found, other: Found) -> bool:
    """Both stand in one list, and the other is a province by name."""
    return bool(LIST.match(between(text, one, other))) and any(u.level == PROVINCE for u in other.units)


def share_kinds(text: str, found: Sequence[Found]) -> None:
    """In "các xã Y Tý, A Lù và Trịnh Tường" the kind word counts for all three."""
    for one, other in pairwise(found):
        if other.kind or not one.kind or not LIST.match(text[one.end : other.start]):
            continue
        if any(one.kind in u.kinds for u in other.units) and not any(u.level == PROVINCE for u in other.units):
            other.kind, other.listed = one.kind, True
