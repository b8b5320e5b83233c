"""Why an article belongs to its story, for the editor. Names of persons are never the reason."""

import numpy as np
from numpy.typing import NDArray

from domain.message import Message, say
from domain.ports import AssignmentReason, GroupingInput
from domain.understanding import Span
from nlp.stories import features
from nlp.stories.window import Remembered
from nlp.words import rarity, syllable_ids

MAX_SHOWN = 4
LOOKED_UP_AT_ONCE = 128  # pairs: they mostly say enough, and one look costs less than several
MIN_TIMES_CHANCE = 8  # times as often as by chance


def reason(
    article: GroupingInput, closest: Remembered, copied: Remembered | None, overlap: float
) -> tuple[Message, tuple[Span, ...]]:
    """The reason, and the pieces of the article's text that show it."""
    common, quotes = _in_common(article, closest)
    if copied is not None:
        found = say(AssignmentReason.COPY, percent=round(overlap * 100), title=copied.title)
    elif common:
        found = say(AssignmentReason.IN_COMMON, common=common, title=closest.title)
    else:
        found = say(AssignmentReason.SIMILAR, title=closest.title)
    return found, tuple(_spans(article.text, quotes))


def _in_common(article: GroupingInput, closest: Remembered) -> tuple[list[Message], list[str]]:
    text = features.full_text(article.title, article.text)
    other = closest.features
    days = _met(features.dates(text), other.dates)
    numbers = [said for said in _met(features.figures(text), other.figures) if said not in " ".join(days)]
    words = _words(text, other.body)
    common = []
    if set(article.places) & set(closest.places):
        common.append(say(AssignmentReason.SAME_PLACE))
    if days:
        common.append(say(AssignmentReason.SAME_DAYS, days=days))
    if numbers:
        common.append(say(AssignmentReason.SAME_FIGURES, figures=numbers))
    if words:
        common.append(say(AssignmentReason.SAME_WORDS, words=words))
    return common, [*days, *numbers, *words]


def _met(said: dict[int, str], others: syllable_ids.Hashes) -> list[str]:
    theirs = set(others.tolist())
    return [spelling for key, spelling in said.items() if key in theirs][:MAX_SHOWN]


def _words(text: str, body: features.Terms) -> list[str]:
    """The heaviest pairs of syllables in common, none with a capital: no name of a person gets in."""
    pieces = text.split()
    numbers = syllable_ids.numbered(pieces)
    kept = np.flatnonzero(numbers)
    if len(kept) < 2 or not len(body.terms):
        return []
    single = numbers[kept]
    pairs = syllable_ids.runs(single, 2)
    at = np.minimum(np.searchsorted(body.terms, pairs), len(body.terms) - 1)
    met = np.flatnonzero(body.terms[at] == pairs)
    heaviest = met[np.argsort(-body.weights[at[met]], kind="stable")]
    found: dict[str, None] = {}
    for start in range(0, len(heaviest), LOOKED_UP_AT_ONCE):
        some = heaviest[start : start + LOOKED_UP_AT_ONCE]
        for place in some[_words_of_two(single[some], single[some + 1], pairs[some])].tolist():
            pair = f"{pieces[kept[place]]} {pieces[kept[place + 1]]}"
            if pair.replace(" ", "").isalpha() and pair.islower():
                found[pair] = None
            if len(found) == MAX_SHOWN:
                return list(found)
    return list(found)


def _words_of_two(
    first: syllable_ids.Hashes, second: syllable_ids.Hashes, pairs: syllable_ids.Hashes
) -> NDArray[np.bool_]:
    """Pairs that stand together far more often than their syllables would by chance: `máy bay`, not `bay rơi`."""
    known = rarity.background()
    by_chance = (known.count(first) + 1) * (known.count(second) + 1)
    together: NDArray[np.bool_] = known.count(pairs) * known.documents > MIN_TIMES_CHANCE * by_chance
    return together


def _spans(text: str, quotes: list[str]) -> list[Span]:
    places = ((text.find(quote), quote) for quote in quotes)
    return [Span(start, start + len(quote), quote) for start, quote in places if start >= 0]
