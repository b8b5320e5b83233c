"""Merging, splitting and moving stories by hand. The program remembers what editors did and never undoes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from desk.acting import Acting
from desk.ranking.ranker import Ranker
from domain.article import Article
from domain.editorial import ReviewItem
from domain.errors import BadInput, Conflict, NotFound
from domain.message import say
from domain.people import Act
from domain.ports import AssignmentReason
from domain.problems import Missing, Problem
from domain.store import Store
from domain.stories import QueueFilter
from domain.story import Story, StoryAction

OfStory = TypeVar("OfStory", Article, ReviewItem)
MAX_OFFERED = 20


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """What an editor wants: these articles leave `before` for `into`."""

    action: StoryAction
    article_ids: Sequence[str]
    before: Story
    into: str
    reason: AssignmentReason = AssignmentReason.BY_HAND


def merge(acting: Acting, ranker: Ranker, story_id: str, into: str) -> Story:
    """Everything of `story_id` joins `into`, and what people have done with it comes along."""
    acting.may(Act.PICK)
    store = acting.store
    if story_id == into:
        raise BadInput(Problem.SAME_STORY)
    found, into = locked(store, story_id, into)
    if found != story_id:
        raise Conflict(Problem.MOVED_MEANWHILE)
    gone, stays = store.stories.get(story_id), store.stories.get(into)
    members = [article.id for article in store.stories.members([story_id])[story_id]]
    if not members:
        raise NotFound(Missing.STORY_ARTICLES)
    merged = ByHand(action=StoryAction.MERGE_STORIES, article_ids=members, before=gone, into=stays.id)
    return _regroup(acting, ranker, merged)


def split(acting: Acting, ranker: Ranker, article_id: str) -> Story:
    """One article leaves its story and becomes one of its own."""
    acting.may(Act.PICK)
    store = acting.store
    store.stories.lock([_placed(store, article_id).story_id])
    article = _placed(store, article_id)  # read again: it may have gone elsewhere meanwhile
    before = store.stories.get(article.story_id)
    if len(store.stories.members([before.id])[before.id]) < 2:
        raise Conflict(Problem.ONLY_ARTICLE)
    apart = ByHand(
        action=StoryAction.SPLIT_STORY,
        article_ids=[article_id],
        before=before,
        into=free_id(store, article_id),
        reason=AssignmentReason.APART,
    )
    return _regroup(acting, ranker, apart)


def move(acting: Acting, ranker: Ranker, article_id: str, to: str) -> Story:
    """One article leaves its story for another."""
    acting.may(Act.PICK)
    store = acting.store
    _, to = locked(store, _placed(store, article_id).story_id, to)
    article, stays = _placed(store, article_id), store.stories.get(to)
    if article.story_id == to:
        return stays  # a second tab has done it already
    before = store.stories.get(article.story_id)
    moved = ByHand(action=StoryAction.MOVE_ARTICLE, article_ids=[article_id], before=before, into=to)
    return _regroup(acting, ranker, moved)


def followed(store: Store, story_id: str) -> str:
    """The story that a page showed, or the one into which its first article has gone since."""
    if story_id in store.stories.states([story_id]):
        return story_id
    return store.story_window.stories([story_id]).get(story_id, story_id)


def locked(store: Store, *story_ids: str) -> list[str]:
    """The same for several, until the transaction ends: whoever is regrouping them at this moment is waited for."""
    store.stories.lock(story_ids)
    found = [followed(store, one) for one in story_ids]
    store.stories.lock(found)
    return found


def with_its_story_locked(store: Store, get: Callable[[], OfStory]) -> OfStory:
    """Every use case locks the story first. Read again once locked: it may have gone into another story meanwhile."""
    [found] = with_their_stories_locked(store, lambda: [get()])
    return found


def with_their_stories_locked(store: Store, get: Callable[[], Sequence[OfStory]]) -> Sequence[OfStory]:
    """The same for several, all of whose stories are locked at once: two who do so never wait in a ring."""
    found = get()
    while True:
        store.stories.lock([one.story_id for one in found])
        again = get()
        if [one.story_id for one in again] == [one.story_id for one in found]:
            return again
        found = again


def head(store: Store, story_id: str) -> str:
    """The article that stands for the story which a page showed; when the story is gone, its first one."""
    return store.stories.get(story_id).head_id if followed(store, story_id) == story_id else story_id


def member(store: Store, story_id: str, article_id: str) -> str:
    """The article's id, if it still is where the person saw it."""
    if store.articles.get(article_id).story_id != story_id:
        raise Conflict(Problem.MOVED_MEANWHILE)
    return article_id


def offered(store: Store, but: str = "") -> list[Story]:
    """The stories that an editor most likely means: those that stand first."""
    found, _ = store.stories.list(QueueFilter(limit=MAX_OFFERED + 1))
    return [story for story in found if story.id != but][:MAX_OFFERED]


def _regroup(acting: Acting, ranker: Ranker, wanted: ByHand) -> Story:
    store, before, into = acting.store, wanted.before, wanted.into
    _one_under_review(store, wanted)
    store.regroupings.add(wanted.article_ids, into, say(wanted.reason), acting.now)
    ranker.refresh(store, [before.id, into])
    if not store.stories.members([before.id])[before.id]:
        store.stories.remove([before.id])
    was = {"story": before.id, "title": before.title, "articles": list(wanted.article_ids)}
    after = store.stories.get(into)
    acting.log(wanted.action, f"story:{into}", was, {"story": into, "title": after.title})
    return after


def _one_under_review(store: Store, wanted: ByHand) -> None:
    """Raise Conflict when both stories have an open item: a story has one, so a person first decides which goes on."""
    items = store.items.of_stories([wanted.before.id, wanted.into])
    if wanted.before.id == wanted.into:
        return  # the program had joined them already; from now on it is by hand
    coming = [item for item in items[wanted.before.id] if item.article_id in wanted.article_ids and item.is_open]
    there = [item for item in items[wanted.into] if item.is_open]
    if coming and there:
        person, other = (store.people.get(item.picked_by).name for item in (coming[0], there[0]))
        raise Conflict(Problem.BOTH_PICKED, person=person, other=other)


def _placed(store: Store, article_id: str) -> Article:
    article = store.articles.get(article_id)
    if not article.story_id:
        raise Conflict(Problem.NOT_READ_YET)
    return article


def free_id(store: Store, article_id: str) -> str:
    """A story bears its first article's id; where the rest of a split story keeps that name, a number is added."""
    names = [article_id, *(f"{article_id}-{number}" for number in range(2, 100))]
    taken = store.stories.states(names)
    return next(name for name in names if name not in taken)
