"""The states of stories as the log alone gives them: what was skipped and restored, and items that moved along."""

from collections import defaultdict
from collections.abc import Sequence

from desk.review_rules import STEPS
from domain.editorial import OPEN_STATES, ItemState, ReviewAction, ReviewItem
from domain.log import LogEntry
from domain.story import StoryAction, StoryState

MOVES = (StoryAction.MERGE_STORIES, StoryAction.SPLIT_STORY, StoryAction.MOVE_ARTICLE)


class Replay:
    def __init__(self, log: Sequence[LogEntry], items: Sequence[ReviewItem]) -> None:
        self.wrong: list[str] = []
        self._stories: dict[str, StoryState] = {}
        self._items: dict[str, ItemState] = {}
        self._of_story: defaultdict[str, set[str]] = defaultdict(set)
        self._article = {f"item:{item.id}": item.article_id for item in items}
        self._last_story = {f"item:{item.id}": item.story_id for item in items}
        self._moves = [entry for entry in log if entry.action in MOVES]
        for entry in log:
            self._read(entry)

    def state(self, story: str) -> StoryState:
        return self._stories.get(story, StoryState.OPEN)

    def _read(self, entry: LogEntry) -> None:
        kind, _, story = entry.subject.partition(":")
        if kind == "item":
            self._step(entry)
        elif entry.action in (StoryAction.SKIPPED, StoryAction.OPEN):
            becomes = StoryState(entry.action)
            if self.state(story) is not StoryState(entry.before["state"]):
                self.wrong.append(f"{entry.subject}: {entry.action} when it was {self.state(story)}")
            self._stories[story] = becomes
        elif entry.action in MOVES:
            self._move(entry)

    def _step(self, entry: LogEntry) -> None:
        item = entry.subject
        if entry.action == ReviewAction.PICK:
            self._items[item] = ItemState.DRAFT
            self._of_story[self._picked_in(entry)].add(item)
        else:
            before = self._items[item]
            self._items[item] = STEPS[ReviewAction(entry.action)].get(before, before)
        if entry.action != ReviewAction.WRITE:  # words change no story
            self._follow(self._story_of(item))

    def _move(self, entry: LogEntry) -> None:
        before, into = entry.before["story"], entry.after["story"]
        moved = {item for item in self._items if self._article[item] in entry.before["articles"]}
        for item in moved:
            self._of_story[self._story_of(item)].discard(item)
            self._of_story[into].add(item)
        if entry.action == StoryAction.MERGE_STORIES:
            self._stories.pop(before, None)  # it is gone
        if entry.action == StoryAction.SPLIT_STORY:
            self._stories.pop(into, None)  # its name is that of a story that was gone
        for story in (before, into):
            self._follow(story)

    def _follow(self, story: str) -> None:
        """As the ranker does, whenever a story or an item of it changes."""
        states = {self._items[item] for item in self._of_story[story]}
        if ItemState.SHARED in states:
            self._stories[story] = StoryState.SHARED
        elif not states.isdisjoint(OPEN_STATES):
            self._stories[story] = StoryState.PICKED
        elif self.state(story) is not StoryState.SKIPPED:
            self._stories[story] = StoryState.OPEN

    def _picked_in(self, entry: LogEntry) -> str:
        """The story at that moment: the one from which its article was moved next, or the one where the item is now."""
        article = entry.after["article"]
        later = (move for move in self._moves if move.id > entry.id and article in move.before["articles"])
        move = next(later, None)
        return move.before["story"] if move else self._last_story[entry.subject]

    def _story_of(self, item: str) -> str:
        return next(story for story, there in self._of_story.items() if item in there)
