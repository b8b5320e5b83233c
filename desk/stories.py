"""Merging, splitting and moving by hand. What editors say stands: the program remembers it and does not undo it."""

from collections.abc import Sequence
from datetime import datetime

from desk.log import note
from desk.permissions import allowed
from desk.ranking import score as ranking
from domain.article import Article
from domain.editorial import Action
from domain.errors import BadInput, Conflict, NotFound
from domain.message import say
from domain.people import Act, Person
from domain.ports import AssignmentReason, Gazetteer
from domain.problems import Missing, Problem
from domain.store import QueueFilter, Store
from domain.story import Story

OFFERED = 20


def merge(store: Store, story_id: str, into: str, *, by: Person, now: datetime, gazetteer: Gazetteer) -> Story:
    """Everything of `story_id` joins `into`, and what people have done with it comes along."""
    allowed(by, Act.PICK)
    if story_id == into:
        raise BadInput(Problem.SAME_STORY)
    store.stories.lock([story_id, into])
    gone, stays = store.stories.get(story_id), store.stories.get(into)
    members = [article.id for article in store.stories.members([story_id])[story_id]]
    if not members:
        raise NotFound(Missing.STORY_ARTICLES)
    return _regroup(store, Action.MERGE_STORIES, members, gone, stays.id, AssignmentReason.BY_HAND, by, now, gazetteer)


def split(store: Store, article_id: str, *, by: Person, now: datetime, gazetteer: Gazetteer) -> Story:
    """One article leaves its story and becomes one of its own."""
    allowed(by, Act.PICK)
    store.stories.lock([_placed(store, article_id).story_id])
    article = _placed(store, article_id)  # read again: it may have gone elsewhere meanwhile
    before = store.stories.get(article.story_id)
    if len(store.stories.members([before.id])[before.id]) < 2:
        raise Conflict(Problem.ONLY_ARTICLE)
    own = _free(store, article_id)
    return _regroup(store, Action.SPLIT_STORY, [article_id], before, own, AssignmentReason.APART, by, now, gazetteer)


def move(store: Store, article_id: str, to: str, *, by: Person, now: datetime, gazetteer: Gazetteer) -> Story:
    """One article leaves its story for another."""
    allowed(by, Act.PICK)
    store.stories.lock([_placed(store, article_id).story_id, to])
    article, stays = _placed(store, article_id), store.stories.get(to)
    if article.story_id == to:
        return stays  # a second tab did it already
    before = store.stories.get(article.story_id)
    return _regroup(store, Action.MOVE_ARTICLE, [article_id], before, to, AssignmentReason.BY_HAND, by, now, gazetteer)


def member(store: Store, story_id: str, article_id: str) -> str:
    """The article's id, if it still is where the person saw it."""
    if store.articles.get(article_id).story_id != story_id:
        raise Conflict(Problem.MOVED_MEANWHILE)
    return article_id


def offered(store: Store, but: str = "") -> list[Story]:
    """The stories that an editor most likely means: those that stand first."""
    found, _ = store.stories.listing(QueueFilter(limit=OFFERED + 1))
    return [story for story in found if story.id != but][:OFFERED]


def _regroup(
    store: Store,
    action: Action,
    article_ids: Sequence[str],
    before: Story,
    into: str,
    reason: AssignmentReason,
    by: Person,
    now: datetime,
    gazetteer: Gazetteer,
) -> Story:
    store.regroupings.make(article_ids, into, say(reason), now)
    ranking.refresh(store, [before.id, into], gazetteer)
    if not store.stories.members([before.id])[before.id]:
        store.stories.remove([before.id])
    was = {"story": before.id, "title": before.title, "articles": list(article_ids)}
    after = store.stories.get(into)
    note(store, by, action, f"story:{into}", was, {"story": into, "title": after.title}, now)
    return after


def _placed(store: Store, article_id: str) -> Article:
    article = store.articles.get(article_id)
    if not article.story_id:
        raise Conflict(Problem.NOT_READ_YET)
    return article


def _free(store: Store, article_id: str) -> str:
    """A story bears its first article's id; where the rest of a split story keeps that name, a number is added."""
    names = [article_id, *(f"{article_id}-{number}" for number in range(2, 100))]
    taken = store.stories.states(names)
    return next(name for name in names if name not in taken)
