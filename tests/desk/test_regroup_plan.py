"""Which articles the hourly regrouping moves: ids stay, held stories only grow, and twice changes nothing more."""

import random

import pytest

from desk.regroup_plan import parts, steps

Groups = list[list[str]]


def regrouped(
    groups: Groups,
    stands: dict[str, str],
    held: frozenset[str] = frozenset(),
    beyond: frozenset[str] = frozenset(),
) -> dict[str, str]:
    after = dict(stands)
    taken = set(stands.values())

    def new_id(article: str) -> str:
        name = next(n for n in (article, *(f"{article}-{k}" for k in range(2, 99))) if n not in taken)
        taken.add(name)
        return name

    for step in steps(groups, stands, held=held, beyond=beyond, new_id=new_id):
        assert stands[step.article_id] == step.before != step.into
        after[step.article_id] = step.into
    return after


def letters(stands: str) -> dict[str, str]:
    """ "ab=S c=T" → {"a": "S", "b": "S", "c": "T"}"""
    return {one: said.partition("=")[2] for said in stands.split() for one in said.partition("=")[0]}


@pytest.mark.parametrize(
    ("groups", "before", "held", "after"),
    [
        ("abc", "abc=a", "", "abc=a"),
        ("abc", "ab=a c=c", "", "abc=a"),
        ("abc", "a=a bc=b", "", "abc=b"),  # the story with which most is shared
        ("ab", "a=a b=b", "", "ab=a"),  # a tie: the earlier one
        ("ab c", "abc=a", "", "ab=a c=c"),
        ("a bc", "abc=a", "", "a=a-2 bc=a"),  # its name is still another story's
        ("ab cd", "ac=a bd=b", "", "ab=a cd=b"),
        ("ab cd", "abcd=a", "", "ab=a cd=c"),
        ("abcd", "ab=a cd=c", "c", "abcd=c"),  # a held one keeps its id, whatever joins it
        ("abcd", "abc=a d=d", "d", "abcd=d"),
        ("ab cd", "abcd=a", "a", "abcd=a"),  # and loses nothing
        ("abcd", "ab=a cd=c", "ac", "ab=a cd=c"),  # two held ones are never joined
        ("abcde", "a=a bc=b de=d", "ab", "a=a bcde=b"),
        ("abd ce", "abc=a d=d e=e", "a", "abcd=a e=e"),  # what meets a smaller part of it stays by itself
        ("ac b", "ab=a c=c", "a", "abc=a"),
        ("ab c d", "abcd=a", "", "ab=a c=c d=d"),
        ("abc", "a=x b=y c=z", "", "abc=x"),
        ("abc", "a=x b=y c=z", "y", "abc=y"),
        ("abc", "a=x b=y c=z", "yz", "ab=y c=z"),
    ],
)
def test_a_group_takes_the_story_that_it_shares_most_with(groups: str, before: str, held: str, after: str) -> None:
    assert regrouped([list(one) for one in groups.split()], letters(before), frozenset(held)) == letters(after)


@pytest.mark.parametrize(
    ("groups", "before", "after"),
    [
        ("a b c", "abc=x", "abc=x"),  # what binds them may be older
        ("ab c", "abc=x", "abc=x"),
        ("ab cd", "abc=x d=d", "ab=x cd=d"),  # but here a better place is known
        ("a bc", "ab=x c=c", "a=x bc=c"),
        ("abc", "a=x bc=b", "abc=b"),
        ("abc", "ab=x c=c", "ab=x c=c"),  # what speaks against the newcomer may be older, too
        ("ab", "a=x b=b", "a=x b=b"),
    ],
)
def test_a_story_that_reaches_beyond_takes_none_in_and_loses_none_to_nowhere(
    groups: str, before: str, after: str
) -> None:
    beyond = frozenset("x")
    assert regrouped([list(one) for one in groups.split()], letters(before), beyond=beyond) == letters(after)


def _somehow(seed: int) -> tuple[Groups, dict[str, str], frozenset[str], frozenset[str]]:
    rng = random.Random(seed)
    articles = [f"{n:02}" for n in range(rng.randint(1, 40))]
    stands = {one: articles[rng.randrange(len(articles)) // rng.choice((1, 2, 4))] for one in articles}
    groups: dict[int, list[str]] = {}
    for one in articles:
        groups.setdefault(rng.randrange(max(1, len(articles) // 2)), []).append(one)
    held, beyond = (frozenset(story for story in stands.values() if rng.random() < 0.2) for _ in range(2))
    return list(groups.values()), stands, held, beyond


@pytest.mark.parametrize("seed", range(200))
def test_twice_is_as_good_as_once_and_held_stories_lose_nothing(seed: int) -> None:
    groups, stands, held, beyond = _somehow(seed)
    once = regrouped(groups, stands, held, beyond)
    assert regrouped(groups, once, held, beyond) == once
    assert all(once[one] == story for one, story in stands.items() if story in held)
    free = [[one for one in group if stands[one] not in held] for group in groups]
    moved = [group for group in free if any(once[one] != stands[one] for one in group)]
    homes = [{once[one] for one in group} for group in moved]
    assert all(len(home) == 1 and not home & beyond for home in homes)
    assert len(set().union(*homes)) == len(homes)


@pytest.mark.parametrize("seed", range(20))
def test_a_story_is_touched_in_one_part_only(seed: int) -> None:
    groups, stands, held, beyond = _somehow(seed)
    found = steps(groups, stands, held=held, beyond=beyond, new_id=lambda article: f"new-{article}")
    split = list(parts(found, 3))
    assert sorted(step.article_id for part in split for step in part) == sorted(step.article_id for step in found)
    touched = [{story for step in part for story in (step.before, step.into)} for part in split]
    assert sum(map(len, touched)) == len(set().union(*touched))


def test_an_article_is_said_to_stand_beside_the_first_of_its_group() -> None:
    found = steps(
        [["a", "b", "c"], ["d", "e"]], letters("a=x bc=y de=x"), held=frozenset(), beyond=frozenset(), new_id=str
    )
    assert {(step.article_id, step.into, step.beside) for step in found} == {("a", "y", "b")}
    found = steps([["a"], ["b", "c"]], letters("abc=b"), held=frozenset("b"), beyond=frozenset(), new_id=str)
    assert found == []
    found = steps([["a", "b", "x"], ["c", "d"]], letters("abxcd=a"), held=frozenset(), beyond=frozenset(), new_id=str)
    assert {(step.article_id, step.into, step.beside) for step in found} == {("c", "c", ""), ("d", "c", "c")}
