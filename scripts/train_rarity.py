"""Count in how many VNTC texts each syllable and pair stands, and write nlp/data/rarity.npz. A minute, no downloads.

Usage: .venv/bin/python scripts/train_rarity.py [../shared/data/vntc/vntc_train.jsonl.xz]
"""

import json
import lzma
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from nlp.words import rarity, syllable_ids  # noqa: E402

AT_LEAST, SCALE = 6, 24  # kept from this many documents; logarithms are kept to 1/24


def main() -> None:
    default = HERE.parent / "shared/data/vntc/vntc_train.jsonl.xz"
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    held: list[np.ndarray] = []
    seen: tuple[np.ndarray, np.ndarray] = (np.empty(0, np.uint32), np.empty(0, np.int64))
    documents = 0
    with lzma.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            held.append(np.unique(rarity.terms(syllable_ids.numbers(json.loads(line)["text"]))))
            documents += 1
            if len(held) == 4000:
                seen, held = added(seen, held), []
    terms, counts = added(seen, held) if held else seen
    terms, counts = terms[counts >= AT_LEAST], counts[counts >= AT_LEAST]
    steps = np.diff(terms.astype(np.uint64), prepend=np.uint64(0)).astype(np.uint32)
    logs = np.round(np.log(counts) * SCALE).astype(np.uint8)
    target = HERE / "nlp/data/rarity.npz"
    np.savez_compressed(target, documents=documents, steps=steps, logs=logs, scale=SCALE)
    print(f"{documents} texts, {len(terms)} terms, {target.stat().st_size / 1e6:.2f} MB")


def added(seen: tuple[np.ndarray, np.ndarray], held: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    terms, counts = np.unique(np.concatenate(held), return_counts=True)
    every = np.concatenate([seen[0], terms])
    terms, place = np.unique(every, return_inverse=True)
    return terms, np.bincount(place, weights=np.concatenate([seen[1], counts])).astype(np.int64)


if __name__ == "__main__":
    main()
