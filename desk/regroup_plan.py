"""What the hourly regrouping changes: which articles go into which story, when people's hands are left alone.

Each group takes the id of the story with which it shares most articles, and each story gives its id to one group. A
held story keeps all its articles and may only grow; where a group meets several, its free articles join one of them.
A story that reaches beyond what was grouped takes none in, and loses none to nowhere: what binds it, or speaks against
the newcomer, may be older. So a second run over the same groups changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

Group = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An article leaves `before` for `into`."""

    article_id: str
    before: str
    into: str
    beside: str  # the first article of its group that stands there; "": it is the first itself


def steps(
    groups: Sequence[Group],
    stands: Mapping[str, str],
    *,
    held: Set[str],
    beyond: Set[str],
    new_id: Callable[[str], str],
) -> list[Step]:
    """`stands`: the story of each article; `held`: stories that lose nothing; `beyond`: those that have other articles,
    too; `new_id`: for a story, by its first article."""
    free = [[one for one in group if stands[one] not in held] for group in groups]
    homes = _homes(groups, stands, held)
    homes |= _homes([() if at in homes else rest for at, rest in enumerate(free)], stands, set(stands.values()) - held)
    found: list[Step] = []
    for at, rest in enumerate(free):
        if homes.get(at) in beyond:  # who else stands in it was not asked
            continue
        if rest and (at in homes or not _rests(rest, stands, beyond)):
            found += _into(homes.get(at) or new_id(rest[0]), groups[at], rest, stands)
    return found


def _rests(rest: Group, stands: Mapping[str, str], beyond: Set[str]) -> bool:
    """All of it in one story that reaches beyond: it stays there."""
    return stands[rest[0]] in beyond and len({stands[one] for one in rest}) == 1


def _homes(groups: Sequence[Group], stands: Mapping[str, str], among: Collection[str]) -> dict[int, str]:
    """For groups, by number, the story of these that it shares most articles with; each story once."""
    shared: Counter[tuple[int, str]] = Counter()  # in the order of groups and of their articles, which settles ties
    for at, group in enumerate(groups):
        shared.update((at, stands[one]) for one in group if stands[one] in among)
    homes: dict[int, str] = {}
    given: set[str] = set()
    for (at, story), _ in shared.most_common():
        if at not in homes and story not in given:
            homes[at] = story
            given.add(story)
    return homes


def _into(home: str, group: Group, rest: Group, stands: Mapping[str, str]) -> Iterator[Step]:
    first = next((one for one in group if stands[one] == home), rest[0])
    for one in rest:
        if stands[one] != home:
            yield Step(article_id=one, before=stands[one], into=home, beside=first if one != first else "")


def parts(found: Sequence[Step], size: int) -> Iterator[list[Step]]:
    """In parts of about `size`; steps that touch one story are in one part, so that each story is ranked once."""
    by_story: dict[str, str] = {}

    def root(story: str) -> str:
        while (parent := by_story.get(story, story)) != story:
            story = parent
        return story

    for step in found:
        by_story[root(step.before)] = root(step.into)
    together: dict[str, list[Step]] = defaultdict(list)
    for step in found:
        together[root(step.into)].append(step)
    part: list[Step] = []
    for some in together.values():
        part += some
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part
