"""New articles asked against 10,000 saved searches, beside each search run on the index: same hits, at what cost?"""

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

from bench.search_corpus import VIETNEWS, passages_of, plain_text, unaccented
from domain.search import Document, Order, Query
from index.embedded.engine import EmbeddedIndex
from index.percolator.engine import EmbeddedPercolator

SEARCHES, ARTICLES, OTHER_ARTICLES = 10_000, 500, 200
WIDE = 0.01  # of the other articles: who follows a search is told by its page how many it would find, and narrows it
PEER_ARTICLES, PEER_SEARCHES = 48, 1_000  # one batch, and every tenth search: the peer would take minutes with all
TARGET_MS = 5.0
TODAY, NOON = date(2026, 11, 23), datetime(2026, 11, 23, 5, tzinfo=UTC)
SOURCES = [f"bao-{number}" for number in range(30)]
SECTIONS = ("thoi-su", "suc-khoe", "giao-duc", "kinh-te", "the-thao", "van-hoa", "the-gioi", "doi-song", "phap-luat")
PLACES = [f"{number:02}" for number in range(1, 35)]
Found = dict[int, set[str]]


def run() -> dict[str, object]:
    candidates, articles, others = _drawn(random.Random(12))
    percolator = EmbeddedPercolator(today=lambda: TODAY)
    percolator.learn(candidates)
    held = _found(percolator, others)
    percolator.learn(dict(list(candidates.items())[:SEARCHES]))
    percolator.match([])
    any_width = _timed(percolator, articles[:50], 50)
    narrow = [n for n in candidates if len(held[n]) <= WIDE * len(others)]
    searches = {n: candidates[n] for n in narrow[:SEARCHES]}
    percolator.learn(searches)
    started = time.process_time()
    percolator.match([])
    learnt = time.process_time() - started
    spent = {f"in batches of {size}": _timed(percolator, articles, size) for size in (1, 48, 200)}
    some = {n: searches[n] for n in sorted(searches)[:: SEARCHES // PEER_SEARCHES]}
    peer_ms, expected = _peer(some, articles[:PEER_ARTICLES])
    found = _found(percolator, articles[:PEER_ARTICLES])
    hits = sum(map(len, _found(percolator, articles).values()))
    return {
        "saved searches": len(searches),
        "articles": len(articles),
        "words an article": sum(len(one.text.split()) for one in articles) / len(articles),
        "hits an article": hits / len(articles),
        "ms an article": spent,
        "ms an article, with searches of any width": any_width,
        "of the searches drawn, those that find one article in a hundred or fewer": len(narrow) / len(candidates),
        "target, ms an article": TARGET_MS,
        "peer, each search run on an index of 48 articles, ms an article (a tenth of them, times ten)": peer_ms,
        "of a thousand searches, those whose hits differ from the peer's": sum(found[n] != expected[n] for n in some),
        "s to read all searches, once a day and after a change": learnt,
    }


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
