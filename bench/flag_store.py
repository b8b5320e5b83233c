"""Flags that come from the store, on real articles: posted before (one story), one origin, changed, old, corrected.

The store itself has no real past here, so each is tried on what it rests on: stories on articles grouped among others,
origins and changes on pairs that share many words, age on the dates of pages. bench/labels/flags/README.md says how the
pairs were drawn and what that does not show.
"""

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from bench import bench_dates
from bench.labelled_flags import LABELS, PRESS_DAY, text_of, vietnews_ids
from desk.ranking.independent_sources import independent, paragraph_marks
from desk.ranking.members import OLD_AFTER
from domain.ports import GroupingInput
from domain.story import Flag, StoryMember
from domain.understanding import SignalKind
from domain.versions import GRAVE, grade
from nlp.flags.precision import Measured
from nlp.signals import signals
from nlp.stories import batch, origins
from nlp.stories.incremental import StoryGrouper

POOL = 1_500  # articles that are grouped together, the labelled ones among them
HEADLINE_CHARS = 160  # of a text in which one paper kept its headline and the other did not
SOON, LATE = timedelta(days=3), timedelta(days=20)  # when a page is read, after its day
_DAY = re.compile(
    r"(?:ngày|sáng|chiều|tối|trưa|nay|qua|đêm)[ ,(]{1,3}(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(20\d\d))?(?!\d)"
)
_BY = re.compile(r"\btheo (ttxvn|reuters|afp|ap|tass|tân hoa xã|xinhua|bbc|cnn)\b", re.IGNORECASE)
_LONG_WORD, _WORDS_IN_COMMON = 4, 3
Says = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Pair:
    one: str
    other: str
    part: str
    is_yes: bool


@dataclass(frozen=True, slots=True)
class Case:
    labels: str
    says: Says
    peer_name: str
    peer: Says
    shown: Flag | None = None  # on the card, by this measurement


def figures() -> dict[str, object]:
    found: dict[str, object] = {f"store: {case.labels}": _figures(case) for case in CASES}
    return found | {"store: old": _old_figures(), "store: correction in an article": _corrections()}


def measured() -> dict[Flag, Measured]:
    """What the card tells of each."""
    found = {case.shown: _counted(case) for case in CASES if case.shown}
    right, wrong, _missed, labelled = _aged(bench_dates.our_date)
    return found | {Flag.OLD: Measured(right=right, said=right + wrong, labelled=labelled)}


def _counted(case: Case) -> Measured:
    rows = pairs(case.labels)
    said = [row for row in rows if case.says(row.one, row.other)]
    return Measured(right=sum(row.is_yes for row in said), said=len(said), labelled=len(rows))


def pairs(name: str) -> list[Pair]:
    with (LABELS / f"{name}.ndjson").open(encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["label"] != "debatable"]
    split = [(*row["id"].split("|"), row) for row in rows]
    return [Pair(one, other, row["part"], row["label"] == "yes") for one, other, row in split]


def _figures(case: Case) -> dict[str, object]:
    rows = pairs(case.labels)
    found: dict[str, object] = {"labelled": f"{len(rows)}, yes {sum(row.is_yes for row in rows)}"}
    for name, says in (("Điểm Tin", case.says), (f"peer: {case.peer_name}", case.peer)):
        found[name] = _told([(row.is_yes, says(row.one, row.other)) for row in rows])
    for part in dict.fromkeys(row.part for row in rows):
        inside = [(row.is_yes, case.says(row.one, row.other)) for row in rows if row.part == part]
        found[f"Điểm Tin, {part}"] = _told(inside)
    return found


def _told(said: list[tuple[bool, bool]]) -> str:
    right, wrong, missed = (said.count(pair) for pair in ((True, True), (False, True), (True, False)))
    precision = f"{right / (right + wrong):.3f}" if right + wrong else "–"
    recall = f"{right / (right + missed):.3f}" if right + missed else "–"
    return f"precision {precision}, recall {recall} (right {right}, wrong {wrong}, missed {missed})"


def _whole(key: str) -> str:
    title, paragraphs = text_of(key)
    return "\n".join(filter(None, (title, *paragraphs)))


def day_of(key: str) -> datetime | None:
    """The first day that the article names in its opening, in 2018 where it names no year: the data have no dates."""
    found = _DAY.search(_whole(key)[:1000])
    try:
        return found and datetime(int(found[3] or 2018), int(found[2]), int(found[1]), 8, tzinfo=UTC)
    except ValueError:
        return None


# One story: what «đã đăng chuyện này» and «bài về cùng chuyện đã sửa» rest on


@cache
def _stories() -> dict[str, int]:
    """The labelled articles and others, as a batch of the product puts them into stories."""
    labelled = list(dict.fromkeys(key for row in pairs("same-story") for key in (row.one, row.other)))
    others = (key for key in vietnews_ids() if key not in set(labelled) and day_of(key))
    keys = [*labelled, *islice(others, max(0, POOL - len(labelled)))]
    texts = [text_of(key) for key in keys]
    found = batch.labels([one[0] for one in texts], ["\n".join(one[1]) for one in texts], [day_of(key) for key in keys])
    return dict(zip(keys, found.tolist(), strict=True))


def _is_one_story(one: str, other: str) -> bool:
    return _stories()[one] == _stories()[other]


def _titles_meet(one: str, other: str) -> bool:
    first, second = (
        {word for word in _whole(key).partition("\n")[0].lower().split() if len(word) >= _LONG_WORD}
        for key in (one, other)
    )
    return len(first & second) >= _WORDS_IN_COMMON


# One origin: two articles of one story, of two papers


@cache
def _is_one_origin(one: str, other: str) -> bool:
    grouper = StoryGrouper()
    members = [_member(grouper, key, n) for n, key in enumerate((one, other))]
    return independent(members) == 1


def _member(grouper: StoryGrouper, key: str, n: int) -> StoryMember:
    title, text = text_of(key)[0], "\n".join(text_of(key)[1])
    at = PRESS_DAY + timedelta(hours=n)
    kin = grouper.place(GroupingInput(id=key, title=title, text=text, published_at=at, source_id=f"paper-{n}"))
    return StoryMember(
        id=key,
        source_id=f"paper-{n}",
        title=title,
        lead="",
        version=1,
        fetched_at=at,
        dated=at,
        section=None,
        second_section=None,
        places=(),
        signals=(),
        claim_reviews=(),
        paragraphs=paragraph_marks(text),
        copy_of=kin.copy_of,
        origin=origins.origin(text),
        withdrawn_at=None,
    )


def _name_one_agency(one: str, other: str) -> bool:
    first, second = ({name.lower() for name in _BY.findall(_whole(key))} for key in (one, other))
    return bool(first & second)


# Changed: two papers' wordings of one text, as if one were the other's next version


@cache
def _has_changed(one: str, other: str) -> bool:
    old, new = _bodies(one, other)
    return grade(old, new).grade in GRAVE


def _bodies(one: str, other: str) -> tuple[str, str]:
    """Without a headline that only one of them has: a desk keeps it apart from the text."""
    first, second = _whole(one), _whole(other)
    return _beheaded(first, second), _beheaded(second, first)


def _beheaded(text: str, other: str) -> str:
    at = text.find(other.lstrip()[:40])
    return text[at:] if 0 < at <= HEADLINE_CHARS else text


def _other_figures(one: str, other: str) -> bool:
    old, new = _bodies(one, other)
    return re.findall(r"\d+", old) != re.findall(r"\d+", new)


CASES = (
    Case("same-story", _is_one_story, "titles with three words in common", _titles_meet, Flag.SHARED_BEFORE),
    Case("one-origin", _is_one_origin, "keywords: both say «theo» one agency", _name_one_agency, Flag.ONE_ORIGIN),
    Case("changed", _has_changed, "other figures", _other_figures, Flag.CHANGED),
)


# Old: pages whose day is known, each read soon after it or late


def _old_figures() -> dict[str, object]:
    found: dict[str, object] = {}
    for name, read in (
        ("Điểm Tin", bench_dates.our_date),
        ("peer: the first date in the page", bench_dates.first_date),
    ):
        right, wrong, missed, pages = _aged(read)
        told = [(True, True)] * right + [(False, True)] * wrong + [(True, False)] * missed
        found |= {
            "labelled": f"{pages} pages with a known day, half read after 20 days, half after 3",
            name: _told(told),
        }
    return found


@cache
def _aged(read: bench_dates.Reader) -> tuple[int, int, int, int]:
    """Right, wrong, missed, pages. A page without a day of its own counts as published when it is read."""
    right = wrong = missed = pages = 0
    with tempfile.TemporaryDirectory() as folder:
        for url, content, day in _dated_pages(Path(folder)):
            pages += 1
            is_old = bool(hashlib.sha256(url.encode()).digest()[0] % 2)
            now, told = day + (LATE if is_old else SOON), _moment(read(url, content))
            says = told is not None and now - told > OLD_AFTER
            right, wrong, missed = right + (is_old and says), wrong + (says > is_old), missed + (is_old > says)
    return right, wrong, missed, pages


def _dated_pages(folder: Path) -> Iterator[tuple[str, bytes, datetime]]:
    for pages in (bench_dates.vietnamese_pages, bench_dates.foreign_pages):
        for url, content, gold in pages(folder):
            if day := _moment(gold or ""):
                yield url, content, day


def _moment(told: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(told)
    except ValueError:  # not a date, in the gold of one page
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _corrections() -> dict[str, object]:
    """Every article with words like «đính chính» or «cáo lỗi»; of a newsroom's own there are hardly any."""
    with (LABELS / "correction.ndjson").open(encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["label"] != "debatable"]
    said = [(row["label"] == "yes", _corrects(row["id"])) for row in rows]
    labelled = f"{len(rows)}, yes {sum(is_yes for is_yes, _ in said)}: too few to tell a precision"
    return {"labelled": labelled, "Điểm Tin": _told(said), "peer: the words": _told([(one, True) for one, _ in said])}


def _corrects(key: str) -> bool:
    title, paragraphs = text_of(key)
    return any(one.kind is SignalKind.CORRECTION for one in signals(title=title, text="\n".join(paragraphs)))
