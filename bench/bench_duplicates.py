"""Near-duplicates on the path that production takes: the grouper's window, then bands in SQLite, beside datasketch.

A month of articles is placed in the order in which they came, 48 at a time: the grouper decides on copies of the last
three days, desk/copies.py on older ones. Then edited copies of both come in.
"""

import json
import lzma
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.memory import peak_megabytes
from database.engine import SqlDatabase, open_engine, sqlite_url
from database.migrate import migrate
from desk.copies import BAND_RETENTION, keys_of, marked
from desk.leases import BATCH_SIZE
from desk.placing import GROUPING_WINDOW
from domain.article import Article
from domain.sources import Source
from domain.stage import Outcome, Stage
from domain.work import StepResult
from nlp.stories.copies import BandedCopies
from nlp.stories.incremental import StoryGrouper
from nlp.stories.shingles import shingles

DATA = Path(__file__).resolve().parents[2] / "shared/data"
ARTICLES, PLANTED, PEERED = 12_000, 300, 800  # planted: of each age and each amount of editing
EDITED = (0.02, 0.05, 0.10)  # of the words
SHORTEST = 60  # words
NATURAL = 0.25  # of the shorter text's runs: such a pair was a copy before anything was planted
END = datetime(2026, 11, 20, 5, tzinfo=UTC)
MONTH = BAND_RETENTION - timedelta(days=1)  # so that no band is forgotten on the way


@dataclass
class CopiesPath:
    """What desk/placing.py does with a batch, as far as copies go; the seconds of its two parts."""

    database: SqlDatabase
    grouper: StoryGrouper = field(default_factory=StoryGrouper)
    copies: BandedCopies = field(default_factory=BandedCopies)
    grouping: float = 0.0
    marking: float = 0.0
    copy_of: dict[str, str] = field(default_factory=dict)

    def place(self, batch: Sequence[Article]) -> None:
        now = batch[-1].fetched_at
        with self.database.write() as store:
            store.articles.add(batch)
        started = time.process_time()
        results = [self._grouped(article) for article in batch]
        self.grouping += time.process_time() - started
        started = time.process_time()
        keys = keys_of(results, self.copies)
        with self.database.write() as store:
            found = marked(store, results, keys, self.copies, now)
        self.marking += time.process_time() - started
        self.copy_of |= {one.article.id: one.article.copy_of for one in found if one.article.copy_of}

    def _grouped(self, article: Article) -> StepResult:
        kin = self.grouper.place(article.candidate())
        placed = replace(article, story_id=kin.story_id, copy_of=kin.copy_of)
        return StepResult(article=placed, step=Stage.QUEUED, outcome=Outcome.MOVED_ON, assignment=kin)


def run(count: int = ARTICLES) -> dict[str, object]:
    texts = corpus(count)
    if not texts:
        return {"skipped": "../shared/data/vntc and vietnews are absent"}
    month = [an_article(f"a{at}", text, END - MONTH * (1 - at / len(texts))) for at, text in enumerate(texts)]
    with TemporaryDirectory() as folder:
        path = CopiesPath(SqlDatabase(open_engine(sqlite_url(Path(folder) / "bench.db"))))
        migrate(path.database.engine)
        with path.database.write() as store:
            store.sources.save(Source(id="s", name="Báo", home_url="https://s.example", organisation="x"))
        for batch in batches(month):
            path.place(batch)
        spent = path.grouping, path.marking
        figures = planted(path, month)
        path.database.close()
    return {
        "articles of a month": len(month),
        "mean words": round(sum(len(text.split()) for text in texts) / len(texts)),
        "window of the grouper, hours": round(GROUPING_WINDOW.total_seconds() / 3600),
        "planted copies": figures,
        "keys and marks in SQLite, articles a second": round(len(month) / spent[1]),
        "grouping and marks, articles a second": round(len(month) / sum(spent)),
        "peer: datasketch, look and insert in memory, articles a second": round(peer(texts[:PEERED])),
        "peak memory MB": peak_megabytes(),
    }


def planted(path: CopiesPath, month: Sequence[Article]) -> dict[str, object]:
    """Recall by age and editing; precision of all that was said, without pairs that were copies before."""
    chance = random.Random(5)
    vocabulary = [word for article in chance.sample(month, 200) for word in article.text.split()]
    ages = {
        "last three days": [one for one in month if one.dated > END - GROUPING_WINDOW + timedelta(hours=2)],
        "older": [one for one in month if one.dated < END - GROUPING_WINDOW - timedelta(hours=2)],
    }
    # Each original once: the copy of a copy would have two right answers.
    originals = {age: chance.sample(known, min(len(known), PLANTED * len(EDITED))) for age, known in ages.items()}
    source_of: dict[str, Article] = {}
    asked: dict[tuple[str, float], list[str]] = {}
    copies: list[Article] = []
    for age, known in originals.items():
        for at, source in enumerate(known):
            share, key = EDITED[at % len(EDITED)], f"c{len(copies)}"
            copies.append(an_article(key, edited(source.text, share, vocabulary, chance), END + timedelta(minutes=1)))
            source_of[key] = source
            asked.setdefault((age, share), []).append(key)
    for batch in batches(copies):
        path.place(batch)
    text_of = {one.id: one.text for one in (*month, *copies)}
    right = {key for key, source in source_of.items() if path.copy_of.get(key) == source.id}
    others = [(key, path.copy_of[key]) for key in source_of if key in path.copy_of and key not in right]
    wrong = sum(shared_runs(text_of[key], text_of[other]) < NATURAL for key, other in others)
    recall: dict[str, object] = {
        f"recall, {age}, {share:.0%} of words edited": round(len(right.intersection(keys)) / len(keys), 4)
        for (age, share), keys in asked.items()
    }
    return recall | {
        "copies": len(copies),
        "precision": round(len(right) / max(1, len(right) + wrong), 4),
        "said of pairs that were copies before planting (left out)": len(others) - wrong,
    }


def an_article(key: str, text: str, at: datetime) -> Article:
    title = " ".join(text.split()[:10])
    return Article(
        id=key,
        source_id="s",
        url=f"https://s.example/{key}.html",
        stage=Stage.UNDERSTOOD,
        title=title,
        text=text,
        fetched_at=at,
        published_at=at,
    )


def batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    for at in range(0, len(articles), BATCH_SIZE):
        yield articles[at : at + BATCH_SIZE]


def shared_runs(text: str, other: str) -> float:
    """The exact share of the shorter text's runs of three that also stand in the other."""
    short, long = sorted((shingles(text, 3), shingles(other, 3)), key=len)
    return float(np.isin(short, long).mean()) if len(short) else 0.0


def corpus(count: int) -> list[str]:
    """From both collections, so that old and new press are in; long texts by halves where that is too few."""
    texts: list[str] = []
    for path in (DATA / "vntc/vntc_train.jsonl.xz", DATA / "vietnews/vietnews_val.jsonl.xz"):
        if path.exists():
            with lzma.open(path, "rt", encoding="utf-8") as lines:
                texts += [plain(json.loads(line)) for line in lines]
    texts = list(dict.fromkeys(text for text in texts if len(text.split()) >= SHORTEST))
    if len(texts) < count:
        texts = [half for text in texts for half in halves(text)]
    random.Random(3).shuffle(texts)
    return texts[:count]


def halves(text: str) -> list[str]:
    words = text.split()
    middle = len(words) // 2
    return [" ".join(words[:middle]), " ".join(words[middle:])] if middle >= 2 * SHORTEST else [text]


def plain(row: dict[str, object]) -> str:
    if "text" in row:
        return str(row["text"])
    return " ".join([str(row["abstract"]), *row["body"]]).replace("_", " ")  # type: ignore[misc]


def edited(text: str, share: float, vocabulary: list[str], chance: random.Random) -> str:
    words = text.split()
    for at in chance.sample(range(len(words)), round(share * len(words))):
        words[at] = chance.choice(vocabulary)
    return " ".join(words)


def peer(texts: list[str]) -> float:
    """datasketch with the same permutations, bands and runs of three."""
    from datasketch import MinHash, MinHashLSH

    table = MinHashLSH(num_perm=128, params=(32, 4))
    started = time.process_time()
    for at, text in enumerate(texts):
        words = text.lower().split()
        runs = {" ".join(words[i : i + 3]).encode() for i in range(max(1, len(words) - 2))}
        signed = MinHash(num_perm=128)
        signed.update_batch(list(runs))
        table.query(signed)
        table.insert(str(at), signed)
    return len(texts) / (time.process_time() - started)
