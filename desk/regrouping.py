"""The hourly regrouping: stories of the last days as they are once all articles are known (docs/decisions/0026).

One article at a time is placed without what comes after it. Once an hour all of the window are looked at together, and
only the difference is written: `look` takes its time, in any thread and outside any transaction, and `apply` is short
and belongs to the process that places. Whatever changed in between is left for the next hour.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from desk import log
from desk.placing import GROUPING_WINDOW
from desk.ranking.ranker import Ranker
from desk.regroup_plan import Step, parts, steps
from desk.stories import free_id
from domain.lanes import BatchDone, Lane, TellBatch
from domain.message import Message, say
from domain.ports import AssignmentReason, Grouper
from domain.store import Database, Store
from domain.stories import Move
from domain.story import StoryAction

MAX_REGROUPED = 5_000  # articles looked at together, the latest; older ones stay where they are
MOVED_AT_ONCE = 100  # articles in one transaction, so that a click waits for a moment only


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """What is to change, and what it was decided on."""

    looked_at: int  # articles
    steps: Sequence[Step] = ()
    titles: Mapping[str, str] = field(default_factory=dict)  # of articles
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of the stories that change
    held: frozenset[str] = frozenset()
    began: float = field(default_factory=monotonic)


@dataclass(frozen=True, kw_only=True)
class Regrouping:
    database: Database
    grouper: Grouper
    ranker: Ranker
    clock: Callable[[], datetime]
    tell: TellBatch

    def look(self) -> Regrouped:
        """Find what belongs elsewhere. Writes nothing."""
        began = monotonic()
        with self.database.read() as store:
            articles = store.story_window.articles(self.clock() - GROUPING_WINDOW, MAX_REGROUPED)
        groups = self.grouper.groups(articles)
        titles = {one.id: one.title for one in articles}
        with self.database.read() as store:  # again: people and placing went on meanwhile
            stands = store.story_window.stories(list(titles))
            known = [[one for one in group if one in stands] for group in groups]
            involved = sorted(set(stands.values()))
            members = store.story_window.members(involved)
            beyond = {story for story, together in members.items() if not together <= stands.keys()}
            held = store.story_window.held(involved)
            found = steps(known, stands, held=held, beyond=beyond, new_id=lambda one: free_id(store, one))
        return Regrouped(
            looked_at=len(articles), steps=found, titles=titles, members=members, held=frozenset(held), began=began
        )

    def apply(self, found: Regrouped) -> int:
        """Move what still stands as it was looked at. Returns how many articles were moved."""
        moved = sum(self._apply(found, part) for part in parts(found.steps, MOVED_AT_ONCE))
        self.tell(
            BatchDone(
                lane=Lane.REGROUPING,
                claimed=found.looked_at,
                outcomes={"regrouped": moved, "left": len(found.steps) - moved},
                seconds=monotonic() - found.began,
            )
        )
        return moved

    def _apply(self, found: Regrouped, part: Sequence[Step]) -> int:
        with self.database.write() as store:
            stands = self._unchanged(store, found, part)
            wanted = [one for one in part if one.before in stands and one.into in stands]
            moved = store.story_window.move([_move(one, found.titles) for one in wanted])
            done = [one for one in wanted if one.article_id in moved]
            left = {one.before for one in done}
            self.ranker.refresh(store, left | {one.into for one in done})
            store.stories.remove(
                [story for story, rest in store.story_window.members(sorted(left)).items() if not rest]
            )
            if done:
                told = {"stories": len({one.into for one in done}), "articles": [one.article_id for one in done]}
                log.by_program(store, StoryAction.REGROUPED, "story", told, self.clock())
        for one in done:
            self.grouper.move(one.article_id, one.into, by_hand=False)
        return len(done)

    @staticmethod
    def _unchanged(store: Store, found: Regrouped, part: Sequence[Step]) -> set[str]:
        """The stories of these steps that nobody has touched since they were looked at; nobody can from here on."""
        involved = sorted({story for one in part for story in (one.before, one.into)})
        store.stories.lock(involved)
        held, known = store.story_window.held(involved), store.stories.states(involved)

        def same(story: str, together: frozenset[str]) -> bool:
            if story not in found.members:
                return story not in known and not together  # a new one, whose name is still free
            return together == found.members[story] and (story in found.held or story not in held)

        return {story for story, together in store.story_window.members(involved).items() if same(story, together)}


def _move(step: Step, titles: Mapping[str, str]) -> Move:
    return Move(article_id=step.article_id, before=step.before, into=step.into, reason=_reason(step, titles))


def _reason(step: Step, titles: Mapping[str, str]) -> Message:
    if step.beside:
        return say(AssignmentReason.REGROUPED, title=titles[step.beside])
    return say(AssignmentReason.REGROUPED_APART)
