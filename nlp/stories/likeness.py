"""How one article compares with others. What speaks against a pair costs most to find, so it is looked for last."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heapreplace

from nlp.stories import score
from nlp.stories.clashes import clash, most
from nlp.stories.window import Remembered, Window


class Likeness:
    """Log-odds of `new` with those that it was told to `compare`, in full only for the pairs that are asked for."""

    def __init__(self, window: Window, new: Remembered) -> None:
        self._window, self._new = window, new
        self._others: dict[str, Remembered] = {}
        self._said: dict[str, float] = {}  # before what speaks against it
        self._bounds: dict[str, float] = {}
        self._odds: dict[str, float] = {}

    def compare(self, others: Iterable[Remembered]) -> None:
        added = [one for one in others if one.id not in self._others]
        self._others.update((one.id, one) for one in added)
        said = self._window.said(self._new, added).tolist()
        for one, odds in zip(added, said, strict=True):
            self._said[one.id] = odds
            self._bounds[one.id] = score.clipped_pair(odds, most(self._new.facts, one.facts))

    def odds(self, other_id: str) -> float:
        if (known := self._odds.get(other_id)) is not None:
            return known
        new, other = self._new, self._others[other_id]
        against = clash(new.facts, other.facts, new.published_at, other.published_at)
        self._odds[other_id] = self._bounds[other_id] = found = score.clipped_pair(self._said[other_id], against)
        return found

    def bound(self, other_id: str) -> float:
        """What the log-odds do not exceed."""
        return self._bounds[other_id]

    def likeliest(self, ids: Sequence[str]) -> float:
        """The highest log-odds among these, and MIN_LOG_ODDS at least."""
        highest = score.MIN_LOG_ODDS
        for one in sorted(ids, key=self._bounds.__getitem__, reverse=True):
            if self._bounds[one] <= highest:
                break
            highest = max(highest, self.odds(one))
        return highest

    def surest(self, stories: Mapping[str, Sequence[str]], count: int) -> list[str]:
        """The `count` stories of which one of these articles is likeliest; of two alike, the one that is named first.

        Where there are no more than that, all of them as they are named: their order costs more than it tells.
        """
        if len(stories) <= count:
            return list(stories)
        waiting = [
            (-max(score.MIN_LOG_ODDS, *map(self.bound, ids)), place, story)
            for place, (story, ids) in enumerate(stories.items())
        ]
        heapify(waiting)
        found: list[str] = []
        while len(found) < count:
            bound, place, story = waiting[0]
            exact = -self.likeliest(stories[story])
            if exact == bound:
                found.append(story)
                heappop(waiting)
            else:
                heapreplace(waiting, (exact, place, story))
        return found
