"""pyvi's trained model without its tokeniser: the same answers ten times as fast, on tokens that we chose."""

import re
import string
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_PUNCTUATION = frozenset(string.punctuation) | frozenset("“”‘’–—…«»")
_STATE = re.compile(r"\(0\) (.*) --> ([BI])_W: (-?[\d.]+)\n")
_STEP = re.compile(r"\(1\) ([BI])_W --> ([BI])_W: (-?[\d.]+)\n")
_MAX_REMEMBERED = 200_000


class _Seen(NamedTuple):
    """What one token adds in favour of "goes on", where it stands and where its neighbours stand."""

    lower: str
    here: float
    before: float  # to the token after it
    after: float  # to the token before it


class _Model(NamedTuple):
    seen: Callable[[str], _Seen]
    pairs: frozenset[str]
    triples: frozenset[str]
    pair_behind: float
    pair_ahead: float
    triple_behind: float
    triple_ahead: float
    steps: dict[str, float]


class PyviModel:
    """Says which tokens go on the word before them. Loading takes a second and is done at first use."""

    def continues(self, tokens: Sequence[str]) -> list[bool]:
        """One answer for each token; the first is always False."""
        if len(tokens) < 2:
            return [False] * len(tokens)
        model = _loaded()
        labels = _best_path(_scores(tokens, model), model.steps)
        _join_triples(tokens, labels, model)
        return [False, *(labels[i] and _may_join(tokens[i - 1], tokens[i]) for i in range(1, len(tokens)))]


def _join_triples(tokens: Sequence[str], labels: list[bool], model: _Model) -> None:
    """pyvi's dictionary knows `nhà đầu tư`, but only as a hint: three such syllables in a row are one word."""
    lower = [model.seen(token).lower for token in tokens]
    labels.append(False)
    for i in range(len(tokens) - 2):
        if not labels[i] and not labels[i + 3] and " ".join(lower[i : i + 3]) in model.triples:
            labels[i + 1] = labels[i + 2] = True
    labels.pop()


def _may_join(before: str, token: str) -> bool:
    """pyvi's own conditions on its labels."""
    return (
        token not in _PUNCTUATION
        and before not in _PUNCTUATION
        and not token[0].isdigit()
        and not before[0].isdigit()
        and (not token[0].istitle() or before[0].istitle())
    )


def _scores(tokens: Sequence[str], model: _Model) -> list[float]:
    """How much each token looks like the inside of a word (above 0) or a start (below)."""
    seen = [model.seen(token) for token in tokens]
    scores = [token.here for token in seen]
    last = len(tokens) - 1
    for i in range(last):
        scores[i] += seen[i + 1].after
        scores[i + 1] += seen[i].before
        pair = f"{seen[i].lower} {seen[i + 1].lower}"
        if pair in model.pairs:
            scores[i] += model.pair_ahead
            scores[i + 1] += model.pair_behind
        if i < last - 1 and f"{pair} {seen[i + 2].lower}" in model.triples:
            scores[i] += model.triple_ahead
            scores[i + 2] += model.triple_behind
    return scores


def _best_path(scores: list[float], steps: dict[str, float]) -> list[bool]:
    """Viterbi over the two labels: whether each token goes on."""
    starts, inside = 0.0, scores[0]
    back: list[tuple[bool, bool]] = []
    for score in scores[1:]:
        stay, leave = starts + steps["BB"], inside + steps["IB"]
        enter, go_on = starts + steps["BI"], inside + steps["II"]
        back.append((leave > stay, go_on > enter))
        starts, inside = max(stay, leave), max(enter, go_on) + score
    label = inside > starts
    path = [label]
    for if_start, if_inside in reversed(back):
        label = if_inside if label else if_start
        path.append(label)
    return path[::-1]


@lru_cache(maxsize=1)
def _loaded() -> _Model:
    from pyvi.ViTokenizer import ViTokenizer

    weights, steps = _weights(ViTokenizer.model.tagger_)
    return _Model(
        seen=_Memo(weights).__getitem__,
        pairs=frozenset(ViTokenizer.bi_grams),
        triples=frozenset(ViTokenizer.tri_grams),
        pair_behind=weights.get("-1:word.bi_gram()", 0.0),
        pair_ahead=weights.get("+1:word.bi_gram()", 0.0),
        triple_behind=weights.get("-2:word.tri_gram()", 0.0),
        triple_ahead=weights.get("+2:word.tri_gram()", 0.0),
        steps=steps,
    )


def _weights(tagger: object) -> tuple[dict[str, float], dict[str, float]]:
    """Read crfsuite's own dump: for each feature, its weight for I less its weight for B."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.txt"
        tagger.dump(str(path))  # type: ignore[attr-defined]
        text = path.read_text(encoding="utf-8")
    weights: dict[str, float] = {}
    for name, label, weight in _STATE.findall(text):
        weights[name] = weights.get(name, 0.0) + (float(weight) if label == "I" else -float(weight))
    return weights, {a + b: float(weight) for a, b, weight in _STEP.findall(text)}


class _Memo(dict[str, _Seen]):
    def __init__(self, weights: dict[str, float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, token: str) -> _Seen:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        weigh = self._weights.get
        lower = token.lower()
        shape = [name for name in ("istitle", "isupper") if getattr(token, name)()]
        self[token] = seen = _Seen(
            lower,
            weigh("bias", 0.0)
            + weigh("word.lower():" + lower, 0.0)
            + sum(weigh(f"word.{name}()", 0.0) for name in shape)
            + weigh("word.isdigit()", 0.0) * token.isdigit(),
            weigh("-1:word.lower():" + lower, 0.0) + sum(weigh(f"-1:word.{name}()", 0.0) for name in shape),
            weigh("+1:word.lower():" + lower, 0.0) + sum(weigh(f"+1:word.{name}()", 0.0) for name in shape),
        )
        return seen
