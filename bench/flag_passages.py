"""Flags of privacy, passed times, uncredited pictures, disagreeing counts and embargoes on labelled real passages.

`bench/labels/flags/FLAG.ndjson` holds ids and labels of ours; an id names a text of ../shared/data and the part of it
that was read (bench/labels/flags/README.md). A hash of the id tells the half to tune on from the half to report.
"""

import hashlib
import json
import lzma
import re
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.labelled_flags import whole_press
from bench.labelled_signals import DATA, labelled, printed
from crawlers.extract.article import PageExtractor
from domain.article import Article
from domain.page import FetchedPage
from domain.stage import Stage
from domain.story import Flag
from domain.times import VIETNAM
from nlp.flags import disagreements, embargoes, passed_times, private_people, uncredited_images
from nlp.flags.precision import Measured
from vietnamese.image_credits import credit_in, names_somebody

LABELS = Path(__file__).parent / "labels" / "flags"
PRESS_DAY = datetime(2018, 6, 1, 8, tzinfo=VIETNAM)
LONG_AGO = datetime(1980, 1, 1, tzinfo=VIETNAM)  # so that each moment an embargo names lies ahead
NOW = datetime(2026, 11, 23, tzinfo=UTC)
READ_LATER = timedelta(days=30)
FRESH = "fresh"  # a batch that was read once, after the last change of the rule; it counts for the card, too
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“\"])")
_NUMBER = re.compile(r"(\d[\d.,]*)\s(\w+)")
Says = Callable[[tuple[Article, ...]], bool]


@dataclass(frozen=True, slots=True)
class Passage:
    is_yes: bool
    half: str
    articles: tuple[Article, ...]  # two where counts are compared


@dataclass(frozen=True, slots=True)
class Case:
    flag: Flag
    passages: Callable[[], Iterator[Passage]]
    says: Says
    peer: Says


def figures() -> dict[str, object]:
    return {str(case.flag): _figures(case) for case in CASES} | {
        "sources-disagree, whole stories": _stories(),
        "embargo": _embargoes(),
        "picture credits on vn_pages": _credits(),
        "cost, of the processor": _cost(),
    }


def measured() -> dict[Flag, Measured]:
    """What the card tells of each, from the half to report."""
    found: dict[Flag, Measured] = {}
    for case in CASES:
        report = [one for one in case.passages() if one.half != "tune"]
        said = [one for one in report if case.says(one.articles)]
        found[case.flag] = Measured(right=sum(one.is_yes for one in said), said=len(said), labelled=len(report))
    return found


def _figures(case: Case) -> dict[str, object]:
    rows = list(case.passages())
    tune, report, fresh = ([one for one in rows if one.half == half] for half in ("tune", "report", FRESH))
    found: dict[str, object] = {
        "labelled": f"{len(rows)}; to report {len(report)}, yes {sum(one.is_yes for one in report)}",
        "tune": _told(tune, case.says),
        "report, Điểm Tin": _told(report, case.says),
        "report, peer: keywords": _told(report, case.peer),
    }
    if fresh:
        found |= {"read once, Điểm Tin": _told(fresh, case.says), "read once, peer: keywords": _told(fresh, case.peer)}
    return found


def _told(rows: Iterable[Passage], says: Says) -> str:
    pairs = [(one.is_yes, says(one.articles)) for one in rows]
    right, wrong, missed = (pairs.count(pair) for pair in ((True, True), (False, True), (True, False)))
    precision = f"{right / (right + wrong):.3f}" if right + wrong else "–"
    recall = f"{right / (right + missed):.3f}" if right + missed else "–"
    return f"precision {precision}, recall {recall} (right {right}, wrong {wrong}, missed {missed})"


def _labels(flag: str) -> Iterator[dict[str, str]]:
    return (row for row in _rows_of_labels(flag) if row["label"] != "debatable")


def _rows_of_labels(flag: str) -> Iterator[dict[str, str]]:
    with (LABELS / f"{flag}.ndjson").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _passage(row: dict[str, str], *articles: Article) -> Passage:
    half = row.get("half") or ("tune" if hashlib.sha256(row["id"].encode()).digest()[0] % 2 else "report")
    return Passage(row["label"] == "yes", half, articles)


def _article(title: str, text: str, published: datetime = PRESS_DAY, key: str = "a") -> Article:
    stage = Stage.UNDERSTOOD
    return Article(
        id=key, source_id="", url="", stage=stage, fetched_at=published, published_at=published, title=title, text=text
    )


def _captions() -> Iterator[Passage]:
    for row in _labels("uncredited-image"):
        _, key, at = row["id"].split(":")
        rows = [line for one in printed(_vietnews()[key]["tags_or_caption"]).split("\n") if (line := one.strip())]
        article = replace(_article("", rows[int(at)]), image_url="https://a.example/1.jpg")
        yield _passage(row, replace(article, image_credit=credit_in(article.text)))


def _times() -> Iterator[Passage]:
    for row in _labels("time-passed"):
        _, key, at = row["id"].split(":")
        published = datetime.fromisoformat(row["published"])
        yield _passage(row, _article("", _sentences(key)[int(at)], published))


def _people() -> Iterator[Passage]:
    """Passages of ours, and the articles of ../shared/data/signals."""
    for half, rows in labelled().items():
        for one in rows:
            if (label := one["labels"]["privacy"]) != "debatable":
                yield Passage(label == "yes", half, (_article(one["title"], one["text"]),))
    for row in _labels("privacy"):
        _, key, places = row["id"].split(":")
        first, last = map(int, places.split("-"))
        if key in _vietnews():
            title, lines = printed(_vietnews()[key]["title"])[:70], _sentences(key)
        else:
            lines = [line for one in re.split(r"[\r\n]+", _vntc()[key]) if (line := one.strip())]
            title = lines[0][:70]
        yield _passage(row, _article(title.strip(), "\n".join(lines[first : last + 1])))


def _pairs() -> Iterator[Passage]:
    for row in _labels("sources-disagree"):
        _, cluster, places = row["id"].split(":", 2)
        articles = []
        for number, place in enumerate(places.split("|")):
            file, _, at = place.rpartition(":")
            text = _vims()[f"{cluster}/{file}"].split("\n")[int(at)]
            articles.append(_article("", text, PRESS_DAY + timedelta(hours=number), key=str(number)))
        yield _passage(row, *articles)


def _sentences(key: str) -> list[str]:
    if key in _vietnews():
        row = _vietnews()[key]
        return [printed(one) for one in (row["abstract"], *row["body"])]
    lines = [line for one in _vntc()[key].split("\n") if (line := one.strip())]
    return [sentence for line in lines for sentence in _SENTENCE.split(line)]


def _has(*keywords: str) -> Says:
    return lambda articles: any(word in f"{articles[0].title} {articles[0].text}".lower() for word in keywords)


def _count_otherwise(articles: tuple[Article, ...]) -> bool:
    """The same word behind two different numbers."""
    first, second = ({word: number for number, word in _NUMBER.findall(article.text.lower())} for article in articles)
    return any(word in second and second[word] != number for word, number in first.items())


CASES = (
    Case(
        Flag.PRIVACY,
        _people,
        lambda articles: any(private_people.found(articles[0])),
        _has("cháu", "bé ", "nạn nhân", "bệnh nhân"),
    ),
    Case(
        Flag.UNCREDITED_IMAGE,
        _captions,
        lambda articles: uncredited_images.found(articles[0]) is not None,
        lambda articles: "ảnh:" not in articles[0].text.lower(),
    ),
    Case(
        Flag.TIME_PASSED,
        _times,
        lambda articles: passed_times.found(articles[0], articles[0].dated + READ_LATER) is not None,
        _has("nay", "mai", "tới", "hạn", "trước ngày", "hết ngày"),
    ),
    Case(
        Flag.SOURCES_DISAGREE,
        _pairs,
        lambda articles: bool(disagreements.found(articles)),
        _count_otherwise,
    ),
)


def _embargoes() -> str:
    """Not one is expected in articles that were printed."""
    raised = [embargoes.found(replace(one, published_at=LONG_AGO), LONG_AGO) is not None for one in whole_press()]
    return f"raised on {sum(raised)} of {len(raised)} real articles"


def _stories() -> str:
    """Whole stories, as a card compares them. Each that was raised was judged by reading both articles, afterwards."""
    judged = {row["id"]: row["label"] for row in _rows_of_labels("sources-disagree-stories")}
    found: Counter[str] = Counter()
    stories: dict[str, list[Article]] = {}
    for key, text in _vims().items():
        title, _, rest = text.partition("\n")
        story = stories.setdefault(key.partition("/")[0], [])
        story.append(_article(title, rest, PRESS_DAY + timedelta(hours=len(story)), key))
    for raised in (one for story in stories.values() for one in disagreements.found(story)):
        places = "|".join(f"{quote.article_id}:{quote.part}:{quote.span.start}" for quote in raised.quotes)
        found[judged.get(f"vims:{places}", "unjudged")] += 1
    told = f"right {found['yes']}, wrong {found['no']}, debatable {found['debatable']}, not judged {found['unjudged']}"
    return f"raised in {len(stories)} stories: {told}"


def _credits() -> str:
    """On whole pages: whether one is kept where a caption of the article names somebody, and only there."""
    right = missed = invented = 0
    with tarfile.open(DATA / "vn_pages" / "pages.tar.xz") as pages, (DATA / "vn_pages" / "gold.jsonl").open() as gold:
        for row in filter(lambda one: one.get("captions"), map(json.loads, gold)):
            content = pages.extractfile(f"pages/{row['file']}")
            read = PageExtractor().extract(FetchedPage(url=row["url"], content=content.read(), fetched_at=NOW))  # type: ignore[union-attr]
            named, kept = (
                any(map(names_somebody, one)) for one in (map(credit_in, row["captions"]), [read.image_credit])
            )
            right, missed, invented = right + (named == kept), missed + (named > kept), invented + (named < kept)
    return f"as the captions say on {right} pages, missed on {missed}, invented on {invented}"


def _cost() -> dict[str, str]:
    """At a card, an article; counts are compared within stories of ten."""
    every = [*_whole(1_000)]
    stories = [every[at:to] for at, to in pairwise(range(0, len(every) + 1, 10))]
    runs: dict[str, Callable[[], Any]] = {
        "privacy": lambda: [[*private_people.found(one)] for one in every],
        "time-passed": lambda: [passed_times.found(one, one.dated + READ_LATER) for one in every],
        "uncredited-image": lambda: [uncredited_images.found(one) for one in every],
        "embargo": lambda: [embargoes.found(one, one.dated) for one in every],
        "sources-disagree": lambda: [disagreements.found(story) for story in stories],
    }
    return {name: f"{_seconds(run) / len(every) * 1000:.2f} ms" for name, run in runs.items()}


def _seconds(run: Callable[[], Any]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def _whole(most: int) -> Iterator[Article]:
    for row in [*_vietnews().values()][:most]:
        rows = [printed(one) for one in (row["abstract"], *row["body"])]
        yield _article(printed(row["title"]), "\n".join(rows))


@cache
def _vietnews() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in _rows("vietnews/vietnews_val.jsonl.xz")}


@cache
def _vntc() -> dict[str, str]:
    return {f"{row['topic']}/{row['file']}": row["text"] for row in _rows("vntc/vntc_train.jsonl.xz")}


@cache
def _vims() -> dict[str, str]:
    return {f"{row['cluster']}/{row['file']}": row["text"] for row in _rows("vims/vims_odd.jsonl.xz")}


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with lzma.open(DATA / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
