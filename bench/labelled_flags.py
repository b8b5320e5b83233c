"""Articles and titles labelled for the flags, each in the half to tune on or in the half to report.

`bench/labels/flags/FLAG.ndjson` holds ids and labels of ours; the texts are their publishers' and stay in
../shared/data. An id is `vietnews:NUMBER`, `vntc:TOPIC/FILE` or `vims:CLUSTER/FILE`. bench/labels/flags/README.md says
how they were drawn and what yes means.
"""

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bench.labelled_signals import DATA, labelled, printed, which_half
from domain.article import Article
from domain.stage import Stage

LABELS = Path(__file__).parent / "labels" / "flags"
PRESS_DAY = datetime(2018, 6, 1, 8, tzinfo=UTC)
_LINES = re.compile(r"\s*[\r\n]+\s*")
Text = tuple[str, list[str]]  # the title and the paragraphs or sentences


@dataclass(frozen=True, slots=True)
class Labelled:
    part: str  # how it was drawn
    half: str  # "tune" or "report"
    is_yes: bool | None  # None: debatable, and left out
    article: Article


def from_labels(flag: str, most_chars: int) -> list[Labelled]:
    """What bench/labels/flags/FLAG.ndjson names, each text cut where its reader's was."""
    with (LABELS / f"{flag}.ndjson").open(encoding="utf-8") as file:
        labels = {row["id"]: row for row in map(json.loads, file)}
    texts = {**_vietnews(), **_vntc(), **_vims()}
    return [_row(row, *_as_read(flag, key, texts[key], most_chars)) for key, row in labels.items()]


def _as_read(flag: str, key: str, text: Text, most_chars: int) -> tuple[str, str]:
    """Headlines of vntc and vims stand on top of their texts, which are given whole: what one counts may be last."""
    if flag == "teaser" and key.startswith(("vntc", "vims")):
        headline, *paragraphs = text[1]
        return headline, "\n".join(paragraphs)
    return _cut(text, most_chars)


def from_signals(kind: str) -> list[Labelled]:
    """The articles of ../shared/data/signals, by one of their labels."""
    return [
        Labelled(row["part"], half, _yes(row["labels"][kind]), an_article(row["id"], row["title"], row["text"]))
        for half, rows in labelled().items()
        for row in rows
    ]


def from_headlines() -> list[Labelled]:
    """ViClickbait-2025: its train part to tune on, its validation part to report. Titles without a text."""
    parts = {"tune": "viclickbait_train.json", "report": "viclickbait_val.json"}
    return [
        Labelled("headline", half, row["label"] == "clickbait", an_article(f"{half}{n}", row["title"], ""))
        for half, name in parts.items()
        for n, row in enumerate(json.loads((DATA / "viclickbait" / name).read_text(encoding="utf-8")))
    ]


def whole_press() -> Iterator[Article]:
    """Every article of vietnews and vntc, whole."""
    for key, (title, paragraphs) in {**_vietnews(), **_vntc()}.items():
        yield an_article(key, title, "\n".join(paragraphs))


def an_article(key: str, title: str, text: str) -> Article:
    stage, day = Stage.UNDERSTOOD, PRESS_DAY
    return Article(
        id=key, source_id="", url="", stage=stage, fetched_at=day, published_at=day, title=title.strip(), text=text
    )


def _row(row: dict[str, str], title: str, text: str) -> Labelled:
    half = row.get("half") or which_half(text)  # what was looked at while tuning never counts as reported
    return Labelled(row["part"], half, _yes(row["label"]), an_article(row["id"], title, text))


def _yes(label: str) -> bool | None:
    return None if label == "debatable" else label == "yes"


def _cut(text: Text, most_chars: int) -> tuple[str, str]:
    """Whole paragraphs until so many characters are passed."""
    title, paragraphs = text
    kept: list[str] = []
    for paragraph in paragraphs:
        if sum(map(len, kept)) > most_chars:
            break
        kept.append(paragraph)
    return title, "\n".join(kept)


@cache
def _vietnews() -> dict[str, Text]:
    return {
        f"vietnews:{row['id']}": (printed(row["title"]), [printed(one) for one in (row["abstract"], *row["body"])])
        for row in _rows("vietnews/vietnews_val.jsonl.xz")
    }


@cache
def _vntc() -> dict[str, Text]:
    return {
        f"vntc:{row['topic']}/{row['file']}": ("", [line for one in _LINES.split(row["text"]) if (line := one.strip())])
        for row in _rows("vntc/vntc_train.jsonl.xz")
    }


@cache
def _vims() -> dict[str, Text]:
    rows = _rows("vims/vims_odd.jsonl.xz")
    return {f"vims:{row['cluster']}/{row['file']}": ("", _LINES.split(row["text"].strip())) for row in rows}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with lzma.open(DATA / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def text_of(key: str) -> Text:
    """Title and paragraphs of `vietnews:NUMBER` or `vntc:TOPIC/FILE`, whose title is its first paragraph."""
    return (_vietnews() if key.startswith("vietnews") else _vntc())[key]


def vietnews_ids() -> Iterator[str]:
    """The ids of vietnews, in their order."""
    return iter(_vietnews())
