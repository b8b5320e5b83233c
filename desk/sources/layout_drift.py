"""Does a source's page still look like itself? Compares its last extractions with its own past."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from domain.page import Extraction

_FEWEST_BEFORE, _FEWEST_NOW = 8, 3  # below these, chance explains a difference
_SHRUNK, _GROWN = 0.4, 3.0  # of the usual length
_USUAL, _LOST = 0.7, 0.2  # a part that most articles had and now hardly any has


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is remembered of one extraction. length 0: the page held no article."""

    length: int
    title: bool = True
    date: bool = True
    byline: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    changed: bool
    note: str = ""  # Vietnamese, for Nguồn tin


_FINE = Verdict(changed=False)
_PARTS = (("title", "tựa bài"), ("date", "ngày đăng"), ("byline", "tên tác giả"))


def reading(extraction: Extraction) -> Reading:
    return Reading(
        length=len(extraction.text),
        title=bool(extraction.title),
        date=extraction.published_at is not None,
        byline=bool(extraction.byline),
    )


def judge(past: Sequence[Reading], recent: Sequence[Reading]) -> Verdict:
    """Say «trang đổi giao diện» with what went missing; say nothing on too few readings."""
    if len(past) < _FEWEST_BEFORE or len(recent) < _FEWEST_NOW:
        return _FINE
    signs = [*_lost_parts(past, recent), *_length(past, recent)]
    if not signs:
        return _FINE
    return Verdict(changed=True, note=f"trang đổi giao diện: {'; '.join(signs)}")


def _lost_parts(past: Sequence[Reading], recent: Sequence[Reading]) -> list[str]:
    return [
        f"{len(recent)} bài gần nhất {'không còn' if now == 0 else 'hầu như không còn'} {name}"
        for part, name in _PARTS
        if _share(past, part) >= _USUAL and (now := _share(recent, part)) <= _LOST
    ]


def _share(readings: Sequence[Reading], part: str) -> float:
    return sum(bool(getattr(reading, part)) for reading in readings) / len(readings)


def _length(past: Sequence[Reading], recent: Sequence[Reading]) -> list[str]:
    before, now = median(r.length for r in past), median(r.length for r in recent)
    if before <= 0:
        return []
    if now == 0:
        return ["không còn đọc được nội dung bài"]
    if now < _SHRUNK * before:
        return [f"bài ngắn đi nhiều, còn khoảng {now:.0f} ký tự so với {before:.0f} trước đây"]
    if now > _GROWN * before:
        return [f"bài dài lên bất thường, khoảng {now:.0f} ký tự so với {before:.0f} trước đây"]
    return []
