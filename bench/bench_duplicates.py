"""Near-duplicates among 100,000 articles with planted edits, beside datasketch."""

import json
import lzma
import random
import time
from pathlib import Path

from bench.memory import peak_megabytes
from nlp.stories import duplicates

DATA = Path(__file__).resolve().parents[2] / "shared/data"
PLANTED, EDITED, PEERED = 2_000, 0.10, 800
SHORTEST = 60  # words
WHOLE = 20_000  # articles for the speed, none of them halved
NATURAL = 0.25  # of the shorter text's runs: such a pair was a copy before anything was planted


def run(count: int = 100_000) -> dict[str, object]:
    texts = corpus(count - PLANTED)
    if not texts:
        return {"skipped": "../shared/data/vntc and vietnews are absent"}
    chance = random.Random(5)
    vocabulary = [word for text in chance.sample(texts, 200) for word in text.split()]
    sources = chance.sample(range(len(texts)), PLANTED)
    copies = [edited(texts[at], vocabulary, chance) for at in sources]

    whole = corpus(WHOLE)
    for text in whole[:200]:  # tables made once, as in a running worker
        duplicates.signature(text)
    started = time.process_time()
    duplicates.band_rows(duplicates.signatures(whole))
    speed = len(whole) / (time.process_time() - started)

    signed = duplicates.signatures(texts)
    table = duplicates.Copies()
    for at, row in enumerate(signed):
        table.add(str(at), row)
    found = [{int(one) for _, one in table.find(duplicates.signature(copy))} for copy in copies]
    hit = sum(at in near for at, near in zip(sources, found, strict=True))
    wrong = natural = 0
    for copy, at, near in zip(copies, sources, found, strict=True):
        for other in near - {at}:
            if (
                max(duplicates.shared_runs(texts[at], texts[other]), duplicates.shared_runs(texts[other], copy))
                >= NATURAL
            ):
                natural += 1
            else:
                wrong += 1
    return {
        "articles": len(texts) + PLANTED,
        "planted copies": PLANTED,
        "edited words": EDITED,
        "recall": round(hit / PLANTED, 4),
        "precision": round(hit / max(1, hit + wrong), 4),
        "pairs that were copies before planting (left out)": natural,
        "peak memory MB": peak_megabytes(),
        "mean syllables of whole articles": round(sum(len(text.split()) for text in whole) / len(whole)),
        "whole articles a second per core, signature and bands": round(speed),
        "peer: datasketch, whole articles a second per core": round(peer(whole[:PEERED])),
    }


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


def edited(text: str, vocabulary: list[str], chance: random.Random) -> str:
    words = text.split()
    for at in chance.sample(range(len(words)), round(EDITED * len(words))):
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
        table.insert(str(at), signed)
    return len(texts) / (time.process_time() - started)
