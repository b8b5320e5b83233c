"""Articles on one event become one story. A false merge is the worse error: it claims that two newsrooms agree."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from domain.message import say
from domain.ports import AssignmentReason, GroupingInput, StoryAssignment
from nlp.stories import batch as story_batch
from nlp.stories import duplicates, features, origins
from nlp.stories import score as story_score
from nlp.stories import why as story_why
from nlp.stories.likeness import Likeness
from nlp.stories.window import Remembered, Window

GROUPING_WINDOW = timedelta(hours=72)
MAX_RIVALS = 5  # stories that are looked at in full
MAX_MEMBERS_COMPARED = 24  # of a story that are compared: the first and the latest


class StoryGrouper:
    """The Grouper of domain.ports, in memory. What it must not forget is in the database: see `restore`."""

    def __init__(self, window: timedelta = GROUPING_WINDOW) -> None:
        self._span = window
        self._forget()

    def _forget(self) -> None:
        self._window = Window()
        self._stories: dict[str, list[str]] = {}  # story id -> ids of its articles in the window
        self._kin: dict[str, StoryAssignment] = {}
        self._clock: datetime | None = None

    def place(self, article: GroupingInput) -> StoryAssignment:
        known = self._kin.get(article.id)
        if known is not None:
            return known
        self._tick(article.published_at)
        new = self._window.read(article)
        kin = self._decide(article, new)
        self._keep(new, kin)
        return kin

    def restore(self, articles: Iterable[tuple[GroupingInput, StoryAssignment]]) -> None:
        before = self._window
        self._forget()
        for article, kin in articles:
            self._tick(article.published_at)
            self._keep(before.same(article) or self._window.read(article), kin)

    def groups(self, articles: Sequence[GroupingInput]) -> list[list[str]]:
        """By the batch method. What the window has read already is taken from it; nothing of it changes."""
        window, earliest = self._window, sorted(articles, key=lambda one: (one.published_at, one.id))
        labels = story_batch.labels(
            [one.title for one in earliest],
            [one.text for one in earliest],
            [one.published_at for one in earliest],
            known=[held.facts if (held := window.same(one)) else None for one in earliest],
        )
        found: dict[int, list[str]] = {}
        for one, label in zip(earliest, labels.tolist(), strict=True):
            found.setdefault(label, []).append(one.id)
        return list(found.values())

    def move(self, article_id: str, story_id: str, *, by_hand: bool = True) -> None:
        kin = self._kin.get(article_id)
        if kin is None or kin.story_id == story_id:
            return
        self._leave(article_id, kin.story_id)
        self._stories.setdefault(story_id, []).append(article_id)
        reason = say(AssignmentReason.BY_HAND) if by_hand else None
        self._kin[article_id] = replace(kin, story_id=story_id, reason=reason, evidence=(), by_hand=by_hand)

    def _tick(self, moment: datetime) -> None:
        """Let go of the articles that the window has passed; a story ends with the last of them."""
        if self._clock is None or moment > self._clock:
            self._clock = moment
        for gone in self._window.older_than(self._clock - self._span):
            self._leave(gone, self._kin.pop(gone).story_id)

    def _leave(self, article_id: str, story_id: str) -> None:
        members = self._stories[story_id]
        members.remove(article_id)
        if not members:
            del self._stories[story_id]

    def _keep(self, new: Remembered, kin: StoryAssignment) -> None:
        if new.id in self._kin:  # told twice: the last word counts
            self._leave(new.id, self._kin[new.id].story_id)
        else:
            self._window.add(new)
        self._kin[new.id] = kin
        self._stories.setdefault(kin.story_id, []).append(new.id)

    def _decide(self, article: GroupingInput, new: Remembered) -> StoryAssignment:
        origin = origins.origin(features.full_text(article.title, article.text))
        near = self._window.near(new)
        best = self._best(new, [one for one in near if self._in_time(new, one)])
        if best is None:
            return StoryAssignment(story_id=article.id, reason=say(AssignmentReason.FIRST), origin=origin)
        story_id, closest, copied = best
        overlap = duplicates.quoted(new.features.signed, copied.features.signed) if copied else 0.0
        reason, evidence = story_why.reason(article, closest, copied, overlap)
        return StoryAssignment(
            story_id=story_id,
            reason=reason,
            copy_of=copied.id if copied else "",
            overlap=round(overlap, 2),
            origin=origin,
            evidence=evidence,
        )

    def _in_time(self, new: Remembered, other: Remembered) -> bool:
        return abs(new.published_at - other.published_at) <= self._span

    def _best(self, new: Remembered, near: list[Remembered]) -> tuple[str, Remembered, Remembered | None] | None:
        """The surest story with its closest article, and the article that is copied, if one is."""
        likeness = Likeness(self._window, new)
        likeness.compare(near)
        rivals: dict[str, list[str]] = {}  # story -> ids of those near
        for one in near:
            rivals.setdefault(self._kin[one.id].story_id, []).append(one.id)
        compared = {story: self._compared(story) for story in likeness.surest(rivals, MAX_RIVALS)}
        likeness.compare(one for members in compared.values() for one in members)
        bounds = {story: self._value(members, likeness.bound) for story, members in compared.items()}
        places = {story: -place for place, story in enumerate(rivals)}
        best, story = (story_score.MIN_JOIN_LOG_ODDS, 0.0, 0), ""
        for rival in sorted(bounds, key=bounds.__getitem__, reverse=True):
            if bounds[rival] < best[0]:
                break
            value = self._value(compared[rival], likeness.odds)
            if value >= best[0]:  # of two alike, the one with the likeliest article near
                best, story = max((best, story), ((value, likeness.likeliest(rivals[rival]), places[rival]), rival))
        if not story or best[0] < story_score.least_to_join(len(compared[story])):
            return None
        closest = max(compared[story], key=lambda one: likeness.odds(one.id))
        return story, closest, self._copied(new, compared[story])

    def _value(self, members: list[Remembered], odds: Callable[[str], float]) -> float:
        """What an editor put there may be about something else: it counts by itself, and vetoes nothing."""
        values = [odds(one.id) for one in members if self._kin[one.id].by_hand]
        if rest := [odds(one.id) for one in members if not self._kin[one.id].by_hand]:
            values.append(story_score.together(np.array(rest)))
        return max(values)

    def _compared(self, story: str) -> list[Remembered]:
        ids = self._stories[story]
        chosen = (
            ids
            if len(ids) <= MAX_MEMBERS_COMPARED
            else [*ids[: MAX_MEMBERS_COMPARED // 2], *ids[-MAX_MEMBERS_COMPARED // 2 :]]
        )
        return [self._window[one] for one in chosen]

    @staticmethod
    def _copied(new: Remembered, members: list[Remembered]) -> Remembered | None:
        """The earliest of the closest copies."""
        alike = duplicates.similarities(new.features.signed, np.stack([one.features.signed for one in members]))
        at = int(np.argmax(alike))
        return members[at] if alike[at] >= duplicates.MIN_COPY_SHARE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowItem:
    """One article of a batch; `published_at` may be unknown."""

    id: str
    text: str
    title: str = ""
    published_at: datetime | None = None


def group(articles: Iterable[GroupingInput | WindowItem]) -> dict[str, str]:
    """The story of each article, for a batch that is known as a whole; a story bears its first article's id."""
    batch = list({article.id: article for article in articles}.values())
    labels = story_batch.labels(
        [article.title for article in batch],
        [article.text for article in batch],
        [article.published_at for article in batch],
    )
    return {article.id: batch[at].id for article, at in zip(batch, labels, strict=True)}
