"""The product's path over stories: articles come one at a time, and each hour the window is regrouped."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from demo.content import articles
from desk.placing import GROUPING_WINDOW
from desk.regroup_plan import steps
from desk.regrouping import MAX_REGROUPED
from domain.ports import GroupingInput
from nlp.stories.incremental import StoryGrouper

HOUR = timedelta(hours=1)


def sample_newsroom(start: datetime) -> tuple[list[str], list[GroupingInput]]:
    """The sample's own stories, and its articles as they come from `start` on."""
    rows = sorted(articles(), key=lambda one: (one.at, one.publisher, one.key))
    coming = [
        GroupingInput(
            id=f"{one.publisher}/{one.key}",
            title=one.title,
            text=f"{one.lead}\n{one.body}",
            published_at=start + timedelta(minutes=one.at),
        )
        for one in rows
    ]
    return [one.story for one in rows], coming


@dataclass
class Path:
    """A worker without a database: nobody lays hands on a story."""

    grouper: StoryGrouper = field(default_factory=StoryGrouper)
    stands: dict[str, str] = field(default_factory=dict)  # article -> story
    moved: int = 0
    seconds: list[float] = field(default_factory=list)  # of each regrouping

    def place(self, article: GroupingInput) -> str:
        story = self.grouper.place(article).story_id
        self.stands[article.id] = story
        return story

    def regroup(self, window: Sequence[GroupingInput]) -> int:
        started = time.perf_counter()
        looked_at = {one.id for one in window}
        beyond = {story for one, story in self.stands.items() if one not in looked_at}
        stands = {one: self.stands[one] for one in looked_at}
        found = steps(self.grouper.groups(window), stands, held=frozenset(), beyond=beyond, new_id=self._free)
        for step in found:
            self.stands[step.article_id] = step.into
            self.grouper.move(step.article_id, step.into, by_hand=False)
        self.seconds.append(time.perf_counter() - started)
        self.moved += len(found)
        return len(found)

    def _free(self, article_id: str) -> str:
        taken = set(self.stands.values())
        return next(name for name in (article_id, *(f"{article_id}-{n}" for n in range(2, 99))) if name not in taken)


def played(articles: Sequence[GroupingInput]) -> tuple[list[str], list[str], Path]:
    """In the order in which they come: the stories of one at a time, those with hourly regrouping, and how it went."""
    single, path = StoryGrouper(), Path()
    alone = [single.place(one).story_id for one in articles]
    due = articles[0].published_at + HOUR
    for at, one in enumerate(articles):
        while one.published_at >= due:
            path.regroup(_window(articles[:at], due))
            due += HOUR
        path.place(one)
    path.regroup(_window(articles, due))
    return alone, [path.stands[one.id] for one in articles], path


def _window(articles: Sequence[GroupingInput], now: datetime) -> list[GroupingInput]:
    return [one for one in articles if one.published_at >= now - GROUPING_WINDOW][-MAX_REGROUPED:]
