"""Real counts: on how many days which day is named in the press, by what the articles speak of.

`vietnews` has no dates of its own; an article is put on the day (day/month) that it names first. 200 series, one for
each of the commonest words in its titles, of the half of the articles that nothing was tuned on. The years and thus the
weekdays are mixed, which a shuffle would do anyway: what is real is how unevenly the articles fall on the days.
"""

import json
import lzma
import re
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np

from bench.coverage_series import Counts, Random

_FILE = Path(__file__).parents[2] / "shared/data/vietnews/vietnews_val.jsonl.xz"
_DAY = re.compile(r"(?<![\d/])([0-3]?\d)/([01]?\d)(?![\d/])")
_SERIES = 200
_LEAP = date(2024, 1, 1)


def real_counts(random: Random, days: int) -> list[Counts]:
    """Shuffled; [] where the data is not on this machine."""
    if not _FILE.exists():
        return []
    placed = [(day, words) for day, words in _articles() if day < days]
    common = Counter(word for _, words in placed for word in words)
    found = []
    for word, _ in common.most_common(_SERIES):
        counts = np.bincount([day for day, words in placed if word in words], minlength=days)
        found.append(random.permutation(counts).astype(np.int64))
    return found


def _articles() -> list[tuple[int, frozenset[str]]]:
    found = []
    with lzma.open(_FILE, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 2 == 0:
                continue
            article = json.loads(line)
            named = _DAY.search(" ".join([article["abstract"], *article["body"]]))
            if named and (day := _day(int(named[1]), int(named[2]))) is not None:
                found.append((day, frozenset(article["title"].lower().split())))
    return found


def _day(day: int, month: int) -> int | None:
    try:
        return (date(2024, month, day) - _LEAP).days
    except ValueError:
        return None
