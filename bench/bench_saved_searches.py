"""New articles asked against 10,000 saved searches, beside each search run on the index: same hits, at what cost?"""

import gc
import json
import lzma
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

from app.garbage import seldom_collected
from bench.saved_lane import written
from bench.search_corpus import VIETNEWS, passages_of, plain_text, unaccented
from domain.search import Document, Order, Query
from index.embedded.engine import EmbeddedIndex
from index.percolator.engine import EmbeddedPercolator

SEARCHES, ARTICLES, OTHER_ARTICLES = 10_000, 500, 200
WIDE = 0.01  # of the other articles: who follows a search is told by its page how many it would find, and narrows it
NARROWED = (0.90, 0.09)  # of people's searches find up to WIDE, and up to ten times as many; the rest find more
PEER_ARTICLES, PEER_SEARCHES = 48, 1_000  # one batch, and every tenth search: the peer would take minutes with all
WRITTEN_ARTICLES = 48  # whose hits are written to a database
TARGET_MS = 5.0
TODAY, NOON = date(2026, 11, 23), datetime(2026, 11, 23, 5, tzinfo=UTC)
SOURCES = [f"bao-{number}" for number in range(30)]
SECTIONS = ("thoi-su", "suc-khoe", "giao-duc", "kinh-te", "the-thao", "van-hoa", "the-gioi", "doi-song", "phap-luat")
PLACES = [f"{number:02}" for number in range(1, 35)]
Found = dict[int, set[str]]


def run() -> dict[str, object]:
    with seldom_collected():  # as in the desk's worker
        return _run_all(random.Random(12))


def _run_all(dice: random.Random) -> dict[str, object]:
    candidates, articles, others = _drawn(dice)
    learning = _learning(dict(list(candidates.items())[:SEARCHES]), candidates)
    percolator = EmbeddedPercolator(today=lambda: TODAY)
    held = _widths(percolator, candidates, others)
    draws = _draws(candidates, held, dice)
    any_width = draws["of any width, as drawn"]
    some = {n: any_width[n] for n in sorted(any_width)[:: SEARCHES // PEER_SEARCHES]}
    peer_ms, expected = _peer(some, articles[:PEER_ARTICLES])
    told = {name: _asked(searches, articles, held) for name, searches in draws.items()}
    percolator.learn(any_width)
    found = _found(percolator, articles[:PEER_ARTICLES])
    return {
        "saved searches": SEARCHES,
        "articles": len(articles),
        "words an article": sum(len(one.text.split()) for one in articles) / len(articles),
        "ms an article, with searches of any width": min(told["of any width, as drawn"]["ms an article"].values()),
        "target, ms an article": TARGET_MS,
        "peer, each search run on an index of 48 articles, ms an article (a tenth of them, times ten)": peer_ms,
        "of a thousand searches, those whose hits differ from the peer's": sum(found[n] != expected[n] for n in some),
        **told,
        **learning,
        "the whole lane with its hits written to SQLite, ms an article": written(
            any_width, articles[:WRITTEN_ARTICLES]
        ),
    }


def _widths(percolator: EmbeddedPercolator, candidates: dict[int, Query], others: list[Document]) -> dict[int, float]:
    """What share of the other articles each search finds."""
    percolator.learn(candidates)
    held = _found(percolator, others)
    return {n: len(held[n]) / len(others) for n in candidates}


def _draws(candidates: dict[int, Query], held: dict[int, float], dice: random.Random) -> dict[str, dict[int, Query]]:
    narrow = [n for n in candidates if held[n] <= WIDE]
    wide = [n for n in candidates if WIDE < held[n] <= 10 * WIDE]
    widest = sorted(candidates, key=lambda n: -held[n])
    people = narrow[: round(NARROWED[0] * SEARCHES)] + wide[: round(NARROWED[1] * SEARCHES)]
    people += dice.sample([n for n in candidates if held[n] > 10 * WIDE], SEARCHES - len(people))
    chosen = {
        "of any width, as drawn": list(candidates)[:SEARCHES],
        "as people keep them: one in ten finds more than 1 % of articles, one in a hundred more than 10 %": people,
        "that find at most 1 % of articles": narrow[:SEARCHES],
        "the ten thousand widest": widest[:SEARCHES],
    }
    return {name: {n: candidates[n] for n in numbers} for name, numbers in chosen.items()}


def _asked(searches: dict[int, Query], articles: list[Document], held: dict[int, float]) -> dict[str, Any]:
    percolator = EmbeddedPercolator(today=lambda: TODAY)
    percolator.learn(searches)
    percolator.match([])
    spent = {f"in batches of {size}": _timed(percolator, articles, size) for size in (1, 48, 200)}
    hits = sum(map(len, _found(percolator, articles).values()))
    widths = sorted(held[n] for n in searches)
    return {
        "saved searches": len(searches),
        "share of articles that the median and the widest finds": [widths[len(widths) // 2], widths[-1]],
        "hits an article": hits / len(articles),
        "ms an article": spent,
    }


def _learning(searches: dict[int, Query], candidates: dict[int, Query]) -> dict[str, object]:
    """At the start, when one is changed, and at midnight."""
    day = [TODAY]
    gc.collect()
    before = psutil.Process().memory_info().rss
    percolator = EmbeddedPercolator(today=lambda: day[0])
    percolator.learn(searches)
    told = {"s to read all searches at the start": _read(percolator)}
    held = (psutil.Process().memory_info().rss - before) / 2**20
    percolator.learn(searches | {max(candidates): candidates[max(candidates)]})
    told["s when one is kept, changed or removed"] = _read(percolator)
    day[0] += timedelta(days=1)
    return told | {"s each midnight": _read(percolator), "MB that they take": held}


def _read(percolator: EmbeddedPercolator) -> float:
    started = time.process_time()
    percolator.match([])
    return time.process_time() - started


def _drawn(dice: random.Random) -> tuple[dict[int, Query], list[Document], list[Document]]:
    """Searches in words of some articles, and other articles twice, as the press wrote them."""
    with lzma.open(VIETNEWS, "rt", encoding="utf-8") as file:
        told = [json.loads(line) for line in file]
    dice.shuffle(told)
    texts = [" ".join(plain_text(one["abstract"]).split()) for one in told]
    known: dict[str, Query] = {}
    kinds = list(_KINDS)
    used = ARTICLES + OTHER_ARTICLES
    for number, text in enumerate(texts[used:]):
        asked = kinds[number % len(kinds)](text, dice)
        known.setdefault(asked, Query(text=asked))
    articles = [
        _article(number, text, "\n".join(passages_of(one["body"])), dice)
        for number, (one, text) in enumerate(zip(told[:used], texts, strict=False))
    ]
    return dict(enumerate(known.values(), 1)), articles[:ARTICLES], articles[ARTICLES:]


def _article(number: int, abstract: str, body: str, dice: random.Random) -> Document:
    return Document(
        id=f"a{number:05}",
        title=" ".join(abstract.split()[:12]),
        text=f"{abstract}\n{body}",
        source=dice.choice(SOURCES),
        section=dice.choice(SECTIONS),
        places=tuple(dice.sample(PLACES, k=dice.randint(0, 3))),
        published_at=NOON - timedelta(minutes=dice.randint(0, 5_000)),
    )


def _run(text: str, dice: random.Random, number: int) -> str:
    """So many neighbouring words."""
    words = re.findall(r"[^\W\d_]+", text) or ["bão"]
    at = dice.randrange(max(len(words) - number, 0) + 1)
    return " ".join(words[at : at + number])


# What people keep: a subject in two to four words, a phrase, a place, a source, and what is to be left out.
_KINDS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, dice: _run(text, dice, 2),
    lambda text, dice: _run(text, dice, 3),
    lambda text, dice: unaccented(_run(text, dice, 4)),
    lambda text, dice: f'"{_run(text, dice, 2)}"',
    lambda text, dice: f'"{_run(text, dice, 3)}" -{_run(text, dice, 1)}',
    lambda text, dice: f"{_run(text, dice, 2)} nơi:{dice.choice(PLACES)}",
    lambda text, dice: f'"{unaccented(_run(text, dice, 2))}" nguồn:{dice.choice(SOURCES)}',
    lambda text, dice: f"{_run(text, dice, 2)} mục:{dice.choice(SECTIONS)} từ:hôm-qua",
    lambda text, dice: f'tiêu-đề:"{_run(text, dice, 2)}"',
)


def _timed(percolator: EmbeddedPercolator, articles: Sequence[Document], size: int) -> float:
    """Of the processor: other work on the machine is not ours."""
    started = time.process_time()
    for at in range(0, len(articles), size):
        percolator.match(articles[at : at + size])
    return (time.process_time() - started) / len(articles) * 1000


def _found(percolator: EmbeddedPercolator, articles: Sequence[Document]) -> Found:
    found: Found = defaultdict(set)
    for match in percolator.match(articles):
        found[match.search_id].add(match.document_id)
    return found


def _peer(searches: dict[int, Query], articles: Sequence[Document]) -> tuple[float, Found]:
    """The search box itself, on an index that holds the batch."""
    found: Found = defaultdict(set)
    with tempfile.TemporaryDirectory() as folder:
        box = EmbeddedIndex(Path(folder) / "i", today=lambda: TODAY)
        box.add(articles)
        started = time.process_time()
        for number, query in searches.items():
            hits = box.find(replace(query, whole=True, order=Order.NEWEST, limit=len(articles))).hits
            found[number] = {hit.id for hit in hits}
        spent = time.process_time() - started
    return spent / len(articles) * 1000 * SEARCHES / len(searches), found
