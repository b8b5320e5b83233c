"""What grouping keeps of an article: weighed terms, dates and figures, as numbers. No names are looked for."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.stories import duplicates, foreground
from nlp.words import rarity, syllable_ids

LEAD_SYLLABLES = 100  # syllables: the title and the first sentences
MAX_TERMS, MAX_LEAD_TERMS = 224, 96  # terms of one article that a running desk remembers: the heaviest
BACK_WEIGHT = 0.3  # of a term that stands in a look back only
MAX_FIGURES = 48  # of one article; tables have thousands

DATE = re.compile(r"\b(\d{1,2})(?:[/.-]|\s+tháng\s+)(\d{1,2})\b(?!\s*%|[.,]\d)")
FIGURE = re.compile(r"\d[\d.,]*\d")

NOTHING: syllable_ids.Hashes = np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A weighed bag of terms of length 1, sorted by term."""

    terms: syllable_ids.Hashes
    weights: NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    body: Terms
    lead: Terms
    dates: syllable_ids.Hashes  # 32 * month + day, as named in the text
    figures: syllable_ids.Hashes  # numbers of two digits and more
    signed: duplicates.Signature


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """The same before terms are weighed."""

    body: tuple[syllable_ids.Hashes, rarity.Weights]
    lead: tuple[syllable_ids.Hashes, rarity.Weights]
    dates: syllable_ids.Hashes
    figures: syllable_ids.Hashes
    signed: duplicates.Signature


def count(text: str) -> Counted:
    told, back = foreground.parted(foreground.own(text))
    numbers = syllable_ids.numbers(told)
    return Counted(
        body=_counted(rarity.terms(numbers), rarity.terms(syllable_ids.numbers(back))),
        lead=_counted(rarity.terms(numbers[:LEAD_SYLLABLES])),
        dates=_numbered(dates(told)),
        figures=_numbered(figures(told)),
        signed=duplicates.recent_signature(text),
    )


def full_text(title: str, text: str) -> str:
    """The title counts as the first sentence, unless the text already begins with it."""
    return text if not title or text.lstrip().startswith(title) else f"{title}\n{text}"


def weighed(counted: tuple[syllable_ids.Hashes, rarity.Weights], rare: rarity.Weights, *, keep: int = 0) -> Terms:
    terms, weights = counted[0], counted[1] * rare
    if 0 < keep < len(terms):
        heaviest = np.sort(np.argpartition(weights, len(weights) - keep)[len(weights) - keep :])
        terms, weights = terms[heaviest], weights[heaviest]
    length = float(np.sqrt(np.dot(weights, weights))) or 1.0
    return Terms(terms, (weights / np.float32(length)).astype(np.float16 if keep else np.float32))


def dates(text: str) -> dict[int, str]:
    """Day and month pairs, each with its first spelling."""
    found = ((int(match[1]), int(match[2]), match[0]) for match in DATE.finditer(text))
    return _first((32 * month + day, said) for day, month, said in found if 0 < day < 32 and 0 < month < 13)


def figures(text: str) -> dict[int, str]:
    found = _first((zlib.crc32(said.encode()), said) for said in FIGURE.findall(text))
    return dict(list(found.items())[:MAX_FIGURES])


def _first(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for key, said in pairs:
        found.setdefault(key, said)
    return found


def _numbered(found: dict[int, str]) -> syllable_ids.Hashes:
    return np.sort(np.fromiter(found, np.uint32, len(found)))


def _counted(
    terms: syllable_ids.Hashes, back: syllable_ids.Hashes = NOTHING
) -> tuple[syllable_ids.Hashes, rarity.Weights]:
    if not len(back):
        once, counts = np.unique(terms, return_counts=True)
        return once, (1 + np.log(counts)).astype(np.float32)
    once, places = np.unique(np.concatenate([terms, back]), return_inverse=True)
    told = np.bincount(places[: len(terms)], minlength=len(once))
    return once, np.where(told > 0, 1 + np.log(np.maximum(told, 1)), BACK_WEIGHT).astype(np.float32)
