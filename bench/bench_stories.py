"""Stories of local notices, and of VIMs (the set that was tuned on), beside average-link TF-IDF and a title rule."""

import json
import lzma
import random
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bench.bench_duplicates import corpus
from bench.memory import peak_megabytes
from bench.regrouped import played, sample_newsroom
from domain.ports import GroupingInput
from nlp.stories.incremental import StoryGrouper, WindowItem, group

DATA = Path(__file__).resolve().parents[2] / "shared/data"
START = datetime(2026, 8, 3, tzinfo=UTC)


def run(window: int = 5_000, unrelated: int = 2_000) -> dict[str, object]:
    path = DATA / "vims/vims_odd.jsonl.xz"
    if not path.exists():
        return notices() | {"skipped": "../shared/data/vims is absent"}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(2).shuffle(rows)
    texts, gold = [row["text"].strip() for row in rows], [row["cluster"] for row in rows]
    others = more(max(window, unrelated))
    mixed = batch(texts + others[:unrelated])[: len(texts)]
    return notices() | {
        "articles": len(texts),
        "note": "VIMs is the set the few weights were set on; nothing is learnt from it in this run",
        "whole batch": figures(gold, batch(texts)),
        f"whole batch with {unrelated} unrelated articles": figures(gold, mixed),
        "one at a time": figures(gold, one_by_one(texts)),
        **on_the_path("one a minute", gold, [minutely(at, text) for at, text in enumerate(texts)]),
        "peer: average-link TF-IDF, its cut chosen on the other two folds": figures(gold, average_link(texts, gold)),
        "peer: titles with three words in common (NewsBlur's rule)": figures(gold, titles(texts)),
        "one at a time, ms an article": round(pace(texts, others[:window]), 2),
        "articles in the window": len(others[:window]),
        "peak memory MB": peak_megabytes(),
    }


def notices() -> dict[str, object]:
    """A week of local notices, of which nothing was learnt, beside the title rule."""
    folder = DATA / "notices"
    if not folder.exists():
        return sample()
    read = {
        name: (folder / name).read_text(encoding="utf-8").splitlines() for name in ("articles.ndjson", "truth.ndjson")
    }
    truth = {row["id"]: row["story"] for row in map(json.loads, read["truth.ndjson"])}
    rows = sorted(map(json.loads, read["articles.ndjson"]), key=lambda row: str(row["published"]))
    moments = [datetime.fromisoformat(row["published"]) for row in rows]
    gold = [truth[row["id"]] for row in rows]
    whole = group(
        WindowItem(id=row["id"], title=row["title"], text=row["text"], published_at=at)
        for row, at in zip(rows, moments, strict=True)
    )
    coming = [
        GroupingInput(id=row["id"], title=row["title"], text=row["text"], published_at=at)
        for row, at in zip(rows, moments, strict=True)
    ]
    return sample() | {
        "notices, whole batch": figures(gold, [whole[row["id"]] for row in rows]),
        **on_the_path("notices", gold, coming),
        "notices, peer: titles with three words in common": figures(gold, titles([row["title"] for row in rows])),
    }


def sample() -> dict[str, object]:
    """The sample newsroom, which knows its own stories."""
    return on_the_path("sample", *sample_newsroom(START))


def on_the_path(name: str, gold: Sequence[Hashable], coming: Sequence[GroupingInput]) -> dict[str, object]:
    """As a worker groups them that nobody interrupts."""
    single, regrouped, path = played(coming)
    return {
        f"{name}, one at a time": figures(gold, single),
        f"{name}, and regrouped every hour": figures(gold, regrouped),
        f"{name}, articles moved by regrouping": path.moved,
        f"{name}, seconds of the longest regrouping": round(max(path.seconds), 2),
    }


def figures(gold: Sequence[Hashable], found: Sequence[Hashable]) -> dict[str, float]:
    mine, theirs = Counter(found), Counter(gold)
    both = Counter(zip(gold, found, strict=True))
    precision = sum(n * n / mine[b] for (_, b), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[a] for (a, _), n in both.items()) / len(gold)
    hits, said, true = (sum(n * (n - 1) for n in counts.values()) for counts in (both, mine, theirs))
    return {
        "b3 precision": round(precision, 4),
        "b3 recall": round(recall, 4),
        "b3 f1": round(2 * precision * recall / (precision + recall), 4),
        "pairwise precision": round(hits / max(1, said), 4),
        "pairwise recall": round(hits / max(1, true), 4),
    }


def batch(texts: Sequence[str]) -> list[str]:
    found = group(WindowItem(id=str(at), text=text) for at, text in enumerate(texts))
    return [found[str(at)] for at in range(len(texts))]


def one_by_one(texts: Sequence[str]) -> list[str]:
    grouper = StoryGrouper()
    return [grouper.place(candidate(at, text)).story_id for at, text in enumerate(texts)]


def candidate(at: int, text: str, name: str = "a") -> GroupingInput:
    return GroupingInput(id=f"{name}{at}", title="", text=text, published_at=START + timedelta(seconds=at % 3600))


def minutely(at: int, text: str) -> GroupingInput:
    return GroupingInput(id=f"{at:04}", title="", text=text, published_at=START + timedelta(minutes=at))


def pace(texts: Sequence[str], others: Sequence[str]) -> float:
    grouper = StoryGrouper()
    for at, text in enumerate(others):
        grouper.place(candidate(at, text, "o"))
    started = time.process_time()
    for at, text in enumerate(texts[:300]):
        grouper.place(candidate(at, text))
    return (time.process_time() - started) / min(300, len(texts)) * 1000


def average_link(texts: Sequence[str], gold: Sequence[str]) -> list[Hashable]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(token_pattern=r"\w+", ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts)
    apart = np.clip(1 - (rows @ rows.T).toarray(), 0, 1)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    cuts = {float(cut): fcluster(tree, cut, "distance") for cut in np.arange(0.7, 0.95, 0.01)}
    order = {name: at % 3 for at, name in enumerate(sorted(set(gold)))}
    folds = np.array([order[name] for name in gold])
    known = np.array(gold)
    found: list[Hashable] = [None] * len(gold)
    for fold in range(3):
        rest = folds != fold
        scores = {cut: figures(known[rest], found_there[rest])["b3 f1"] for cut, found_there in cuts.items()}
        best = max(scores, key=scores.__getitem__)
        for at in np.flatnonzero(folds == fold):
            found[at] = (best, int(cuts[best][at]))
    return found


def titles(texts: Sequence[str]) -> list[int]:
    """Each joins the first story that has a title with three long words in common."""
    by_word: dict[str, list[int]] = defaultdict(list)
    found: list[int] = []
    for at, text in enumerate(texts):
        words = {word for word in text.partition("\n")[0].lower().split() if len(word) > 3}
        votes = Counter(story for word in words for story in set(by_word[word]))
        story = next((one for one, shared in votes.most_common(1) if shared >= 3), at)
        found.append(story)
        for word in words:
            by_word[word].append(story)
    return found


def more(count: int) -> list[str]:
    """Articles that are not of VIMs, none twice: vietnews; vntc too where it is too few; then long ones by halves."""
    path = DATA / "vietnews/vietnews_val.jsonl.xz"
    texts: list[str] = []
    if path.exists():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            texts += [
                "\n".join([x["title"], x["abstract"], *x["body"]]).replace("_", " ") for x in map(json.loads, lines)
            ]
    return (texts if len(texts) >= count else corpus(count))[:count]
