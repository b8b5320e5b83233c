"""Words of a period on real press: by chance, for a planted topic, and whether a person's name is among them.

`vntc`, which has topics. A period with 1 article in 10 of one topic is compared with as many articles without; whether
a word is the topic's is judged on other texts, which nothing else sees: at least three times as common in it as
overall. The peer takes the largest ratio of shares, with one added.
Names: full names of persons as nlp/person_names.py reads them, in small letters. Those that are counted words as well
were read: all are everyday words (diamond, plateau, culture).
"""

import json
import lzma
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

from domain.analyses import WordCounts
from nlp.person_names import names
from nlp.standing_out.readable import WordReader
from nlp.standing_out.words import MIN_ARTICLES, counted, words_of_period

_FILE = Path(__file__).parents[2] / "shared/data/vntc/vntc_train.jsonl.xz"
PUBLISHERS = ("Tuổi Trẻ", "Thanh Niên", "Người Lao Động", "VnExpress", "NLĐ", "TTO", "TNO")
TEXTS, PERIOD, PLANTED, DRAWS, TOP = 4200, 900, 90, 10, 20
OWN = 2800  # texts for the periods; the others judge
Words = frozenset[str]


def words() -> dict[str, object]:
    if not _FILE.exists():
        return {"skipped": f"no {_FILE}"}
    read, persons = _read()
    draw = random.Random(2026)
    draw.shuffle(read)
    own, other = read[:OWN], read[OWN:]
    by_chance = [len(_ours(counted(half[:PERIOD]), counted(half[PERIOD : 2 * PERIOD]))) for half in _halves(own, draw)]
    shown = {word for _, words in read for word in words}
    return {
        "texts": len(read),
        "words by chance, of two halves of the same (mean of 10)": mean(by_chance),
        f"of the topic among the first {TOP}": _of_topics(own, other, draw, _ours),
        "peer: ratio of shares": _of_topics(own, other, draw, _ratio),
        "words that are counted": len(shown),
        "of them also a person's name": len(shown & persons),
        "persons' names in the texts": len(persons),
    }


def _read() -> tuple[list[tuple[str, Words]], set[str]]:
    reader, found = WordReader(publishers=PUBLISHERS), []
    persons: set[str] = set()
    with lzma.open(_FILE, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    for article in random.Random(7).sample(articles, TEXTS):
        text = article["text"].strip()
        found.append((article["topic"], reader.words("", text)))
        persons.update(name.text.lower() for name in names(text))
    return found, persons


def _halves(read: Sequence[tuple[str, Words]], draw: random.Random) -> list[list[Words]]:
    return [[words for _, words in draw.sample(read, 2 * PERIOD)] for _ in range(DRAWS)]


Choose = Callable[[WordCounts, WordCounts], list[str]]


def _ours(period: WordCounts, before: WordCounts) -> list[str]:
    return [one.word for one in words_of_period(period, before)]


def _ratio(period: WordCounts, before: WordCounts) -> list[str]:
    enough = [word for word, articles in period.holding.items() if articles >= MIN_ARTICLES]
    return sorted(enough, key=lambda word: -(period.holding[word] + 1) / (before.holding[word] + 1))


def _of_topics(
    own: Sequence[tuple[str, Words]], other: Sequence[tuple[str, Words]], draw: random.Random, choose: Choose
) -> str:
    of_topic: dict[str, Counter[str]] = defaultdict(Counter)
    for topic, words in other:
        of_topic[topic].update(words)
    number = Counter(topic for topic, _ in other)
    overall = counted(words for _, words in other)
    right = told = 0
    for topic in sorted(number):
        rest = [words for its, words in own if its != topic]
        its_own = [words for its, words in own if its == topic]
        both = draw.sample(rest, 2 * PERIOD)
        period = both[: PERIOD - PLANTED] + draw.sample(its_own, PLANTED)
        for word in choose(counted(period), counted(both[PERIOD:]))[:TOP]:
            share = of_topic[topic][word] / number[topic]
            right += share >= 3 * overall.holding[word] / overall.articles and of_topic[topic][word] > 0
            told += 1
    return f"{right / max(told, 1):.2f} of {told}"
