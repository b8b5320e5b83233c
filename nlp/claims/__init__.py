"""Published claims and the articles that repeat or deny them: keys to find the two, and a reading of each pair."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.article import Article
from domain.claims import Match
from nlp.claims.checkable import is_checkable
from nlp.claims.matching import compare, is_short
from nlp.claims.texts import MAX_CHARS, MAX_TITLE_CHARS, Text, claim_form
from nlp.words import rarity, syllable_ids

MAX_KEYS = 8  # of a claim: the rarest pairs of its syllables
MAX_SYLLABLE_CHARS = 60  # a longer piece is no word, and would be folded letter by letter
MAX_TEXT_KEYS = 1_500  # of an article: about its first thousand syllables


@dataclass(frozen=True)
class PublishedClaims:
    """The ClaimMatcher of domain.claims. Holds nothing."""

    def keys(self, claim: str) -> tuple[int, ...]:
        if not is_checkable(claim):
            return ()
        pairs = np.unique(syllable_ids.runs(syllable_ids.numbers(claim), 2))
        seldom = np.argsort(rarity.background().count(pairs), kind="stable")[:MAX_KEYS]
        return tuple(sorted(pairs[seldom].tolist()))

    def text_keys(self, article: Article) -> tuple[int, ...]:
        said = f"{article.title[:MAX_TITLE_CHARS]}\n{article.text[:MAX_CHARS]}".split()
        found = syllable_ids.numbered([piece for piece in said if len(piece) <= MAX_SYLLABLE_CHARS])
        found = syllable_ids.runs(found[found != 0], 2)
        return tuple(np.unique(found[:MAX_TEXT_KEYS]).tolist())

    def is_short(self, article: Article) -> bool:
        return is_short(_text(article))

    def compare(self, claims: Sequence[str], article: Article) -> list[Match]:
        text = _text(article)
        return [compare(claim_form(claim), text) for claim in claims]


def _text(article: Article) -> Text:
    return Text(
        article.title[:MAX_TITLE_CHARS], article.text[:MAX_CHARS], frozenset(place.province for place in article.places)
    )
