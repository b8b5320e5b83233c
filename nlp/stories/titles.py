"""The words of a title as numbers: what it is about, what it names, what it sets side by side."""

from dataclasses import dataclass

from nlp.words import syllable_ids


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Title:
    words: tuple[int, ...]  # in order, figures apart
    topic: frozenset[int]  # those without a capital; the first one in any case
    pairs: frozenset[int]  # neighbours among them
    names: frozenset[int]  # two neighbours with a capital; one that stands alone; never the first word


def read(words: list[str]) -> Title:
    """`words` with punctuation between them as words of its own."""
    numbers = syllable_ids.numbered([word.lower() for word in words])
    singles = numbers.tolist()
    joined = syllable_ids.runs(numbers, 2).tolist() if len(singles) > 1 else []
    plain = [word[0].isalpha() and (not at or not word[0].isupper()) for at, word in enumerate(words)]
    capital = [at > 0 and word[0].isupper() for at, word in enumerate(words)]
    before, after = [False, *capital[:-1]], [*capital[1:], False]
    return Title(
        words=tuple(number for number, word in zip(singles, words, strict=True) if word[0].isalpha()),
        topic=frozenset(number for number, kept in zip(singles, plain, strict=True) if kept),
        pairs=frozenset(pair for at, pair in enumerate(joined) if plain[at] and plain[at + 1]),
        names=frozenset(
            [pair for at, pair in enumerate(joined) if capital[at] and capital[at + 1]]
            + [singles[at] for at in range(len(words)) if capital[at] and not before[at] and not after[at]]
        ),
    )
