"""Word boundaries against UD Vietnamese-VTB (figures only), beside pyvi alone, underthesea and syllables."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from nlp.words.segmenter import Segmenter, tokens_of

_DEV = Path(__file__).parents[2] / "shared/data/ud_vtb/vi_vtb-ud-dev.conllu"
_TEXTS_FOR_UNDERTHESEA = 1200  # it is slow; all others read everything

Words = Iterable[str]


def run() -> dict[str, object]:
    if not _DEV.exists():
        return {"skipped": f"no {_DEV}"}
    gold = list(_sentences(_DEV))
    peers: dict[str, Callable[[str], Words]] = {
        "ours": Segmenter().sentence,
        "pyvi alone": _pyvi(),
        "underthesea word_tokenize": _underthesea(),
        "syllables": lambda text: tokens_of(text)[0],
    }
    figures: dict[str, object] = {"data": "UD Vietnamese-VTB dev", "sentences": len(gold)}
    for name, segment in peers.items():
        some = gold[:_TEXTS_FOR_UNDERTHESEA] if name.startswith("under") else gold
        figures[name] = _measured(segment, some)
    return figures


def _measured(segment: Callable[[str], Words], gold: list[tuple[str, list[str]]]) -> dict[str, float]:
    segment("Khởi động trước khi đo.")
    started = time.perf_counter()
    read = [list(segment(text)) for text, _ in gold]
    seconds = time.perf_counter() - started
    right = found = wanted = 0
    for words, (_, true) in zip(read, gold, strict=True):
        ours, theirs = _spans(words), _spans(true)
        right += len(ours & theirs)
        found += len(ours)
        wanted += len(theirs)
    return {
        "precision": round(right / found, 4),
        "recall": round(right / wanted, 4),
        "f1": round(2 * right / (found + wanted), 4),
        "syllables_per_second": round(sum(len(text.split()) for text, _ in gold) / seconds),
    }


def _spans(words: Words) -> set[tuple[int, int]]:
    """Offsets into the text without its spaces, so that spacing plays no part."""
    spans, at = set(), 0
    for word in words:
        end = at + len("".join(word.replace("_", " ").split()))
        spans.add((at, end))
        at = end
    return spans


def _sentences(path: Path) -> Iterable[tuple[str, list[str]]]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        text = next((line[8:].strip() for line in lines if line.startswith("# text =")), "")
        rows = (line.split("\t") for line in lines if line and line[0] != "#")
        words = [row[1] for row in rows if row[0].isdigit()]
        if words:
            yield text, words


def _pyvi() -> Callable[[str], Words]:
    from pyvi import ViTokenizer

    return lambda text: ViTokenizer.tokenize(text).split()


def _underthesea() -> Callable[[str], Words]:
    from underthesea import word_tokenize

    return lambda text: list(word_tokenize(text))
