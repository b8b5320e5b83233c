"""How two texts' facts agree and differ, as shares and signs."""

from typing import TypeVar

from nlp.stories.facts import Facts

Value = TypeVar("Value")


def apart(one: frozenset[Value], other: frozenset[Value]) -> bool:
    """Both say it, and nothing in common."""
    return bool(one and other and one.isdisjoint(other))


def masked(one: Facts, other: Facts) -> float:
    """The share of the smaller text's runs that the other has once figures and names are set aside."""
    return len(one.form & other.form) / max(1, min(len(one.form), len(other.form)))


def copied(one: Facts, other: Facts) -> float:
    """The same with figures and names."""
    return len(one.plain & other.plain) / max(1, min(len(one.plain), len(other.plain)))


def topic(one: Facts, other: Facts) -> float:
    """The larger share of a title's words, names and figures apart, that stand in the other's head."""
    return max(_share(one.title.topic, other.head_terms), _share(other.title.topic, one.head_terms))


def names(one: Facts, other: Facts) -> float:
    """The larger share of a title's names that stand in the other's head; 1 where it names nothing."""
    return max(_share(one.title.names, other.head_terms), _share(other.title.names, one.head_terms))


def foreign(one: Facts, other: Facts) -> bool:
    """Both titles name something, and nothing that the other text names."""
    return bool(one.title.names and other.title.names) and not names(one, other)


def pairless(one: Facts, other: Facts) -> bool:
    """No two neighbours in either title stand side by side in the other text."""
    return (
        bool(one.title.pairs and other.title.pairs)
        and one.title.pairs.isdisjoint(other.head_terms)
        and other.title.pairs.isdisjoint(one.head_terms)
    )


def unnamed(one: Facts, other: Facts) -> int:
    """How many of the two titles say a place, and the other text places, but not that one."""
    return apart(one.title_units, other.units) + apart(other.title_units, one.units)


def renumbered(one: Facts, other: Facts) -> bool:
    """The same thing counted off otherwise: km 12 and km 40, round 9 and round 10."""
    if not one.numbered or not other.numbered:
        return False
    common = one.numbered.keys() & other.numbered.keys()
    return any(one.numbered[name].isdisjoint(other.numbered[name]) for name in common)


def slot(one: Facts, other: Facts, share: float) -> bool:
    """Two titles that are alike but for one place, where each holds a word that the other text lacks."""
    mine, theirs = one.title.words, other.title.words
    shorter = min(len(mine), len(theirs))
    before = next((at for at in range(shorter) if mine[at] != theirs[at]), shorter)
    rest = shorter - before
    after = next((at for at in range(rest) if mine[-1 - at] != theirs[-1 - at]), rest)
    return (
        share * shorter <= before + after < shorter
        and not other.head_terms.issuperset(mine[before : len(mine) - after])
        and not one.head_terms.issuperset(theirs[before : len(theirs) - after])
    )


def _share(said: frozenset[int], other: frozenset[int]) -> float:
    return len(said & other) / len(said) if said else 1.0
