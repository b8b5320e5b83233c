"""Duyệt: one person picks, another looks, before anything goes out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.acting import Acting, SeenItem
from desk.post import proposed_caption
from desk.ranking import preferences
from desk.ranking.ranker import Ranker
from desk.relative_words import passed_words
from desk.sources import collecting
from domain.article import Article
from domain.editorial import OPEN_STATES, ItemState, ReviewAction, ReviewItem
from domain.errors import Conflict, SamePerson
from domain.log import LogEntry
from domain.message import Message
from domain.people import Act, Person
from domain.problems import Problem
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.work import StepResult

MAX_CHANGES = 20  # that a conflict tells
VERDICTS = (ItemState.APPROVED, ItemState.RETURNED, ItemState.REJECTED)


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """An item with what the screens need beside it."""

    item: ReviewItem
    article: Article
    source_name: str
    picked_by: Person
    reviewed_by: Person | None
    changed_since: bool  # the publisher has changed the article after it was picked


def passed(row: ReviewRow, now: datetime) -> tuple[Message, ...]:
    """Words of a caption whose hour has passed before it went out."""
    item = row.item
    return passed_words(item.caption, row.article, item.picked_at, now) if item.is_open else ()


def pick(acting: Acting, ranker: Ranker, article_id: str) -> ReviewItem:
    """Take one article for the page. Picking a story that is already taken says by whom."""
    acting.may(Act.PICK)
    store = acting.store
    article = _with_its_story_locked(store, article_id)
    if not article.stage.reached(Stage.QUEUED):
        raise Conflict(Problem.NOT_READ_YET)
    if article.withdrawn_at:
        raise Conflict(Problem.WITHDRAWN_PICK)
    for other in store.items.of_stories([article.story_id])[article.story_id]:
        if other.is_open:
            raise Conflict(Problem.ALREADY_PICKED, person=store.people.get(other.picked_by).name)
    preferences.learn(store, store.stories.get(article.story_id), True, acting.now)
    item = store.items.add(
        ReviewItem(
            id=0,
            article_id=article.id,
            story_id=article.story_id,
            state=ItemState.PICKED,
            caption=proposed_caption(article),
            picked_by=acting.by,
            picked_at=acting.now,
            written_by=acting.by,
            article_version=article.version,
        )
    )
    collecting.chosen(store, article.id, acting.now)
    acting.log(ReviewAction.PICK, f"item:{item.id}", {}, {"state": item.state, "article": article.id})
    ranker.refresh(store, [article.story_id])
    return item


def _with_its_story_locked(store: Store, article_id: str) -> Article:
    """Read again once locked: it may have gone into another story meanwhile."""
    article = store.articles.get(article_id)
    while True:
        store.stories.lock([article.story_id])
        again = store.articles.get(article_id)
        if again.story_id == article.story_id:
            return again
        article = again


def write(acting: Acting, seen: SeenItem, caption: str) -> ReviewItem:
    """Change the caption. An approved caption that changes must be looked at again."""
    acting.may(Act.PICK)
    item = as_seen(acting.store, seen)
    if item.state is ItemState.SHARED:
        raise Conflict(Problem.ALREADY_SHARED)
    if not item.is_open:
        raise Conflict(Problem.REJECTED)
    if caption.strip() == item.caption:
        return item
    changed = replace(
        item,
        caption=caption.strip(),
        written_by=acting.by,
        state=ItemState.PICKED,
        reviewed_by=None,
        reviewed_at=None,
    )
    acting.log(ReviewAction.WRITE, f"item:{item.id}", {"caption": item.caption}, {"caption": changed.caption})
    return acting.store.items.save(changed)


def decide(acting: Acting, ranker: Ranker, seen: SeenItem, verdict: ItemState, comment: str = "") -> ReviewItem:
    """Approve, return or reject. The reviewer is never the picker, unless the desk says it is one person."""
    acting.may(Act.REVIEW)
    store = acting.store
    if verdict not in VERDICTS:
        raise Conflict(Problem.NO_SUCH_VERDICT)
    item = as_seen(store, seen)
    if not item.is_open:
        raise Conflict(Problem.REVIEW_DONE)
    own = acting.by in (item.picked_by, item.written_by)
    if verdict is ItemState.APPROVED and own and not store.settings.get().solo:
        raise SamePerson
    article = store.articles.get(item.article_id)
    if verdict is ItemState.APPROVED and article.withdrawn_at:
        raise Conflict(Problem.WITHDRAWN_REVIEW)
    if verdict is ItemState.APPROVED and not article.stage.reached(Stage.QUEUED):
        raise Conflict(Problem.BEING_READ_AGAIN)
    changed = store.items.save(
        replace(
            item,
            state=verdict,
            reviewed_by=acting.by,
            reviewed_at=acting.now,
            note=comment,
            article_version=article.version,
        )
    )
    after = {"state": verdict, "note": comment}
    acting.log(ReviewAction(verdict.value), f"item:{item.id}", {"state": item.state}, after)
    if verdict is ItemState.APPROVED:
        move_on(store, article, Stage.REVIEWED, acting.now)
    ranker.refresh(store, [item.story_id])
    return changed


def waiting(store: Store, states: Sequence[ItemState] = OPEN_STATES, limit: int = 200) -> list[ReviewRow]:
    """Items in these states, newest first, with their articles."""
    people = {person.id: person for person in store.people.list()}
    names = {source.id: source.name for source in store.sources.list()}
    return [_entry(store, item, people, names) for item in store.items.list(states, limit)]


def entry(store: Store, item_id: int) -> ReviewRow:
    people = {person.id: person for person in store.people.list()}
    names = {source.id: source.name for source in store.sources.list()}
    return _entry(store, store.items.get(item_id), people, names)


def _entry(store: Store, item: ReviewItem, people: dict[int, Person], names: dict[str, str]) -> ReviewRow:
    article = store.articles.get(item.article_id)
    return ReviewRow(
        item=item,
        article=article,
        source_name=names.get(article.source_id, article.source_id),
        picked_by=people[item.picked_by],
        reviewed_by=people[item.reviewed_by] if item.reviewed_by else None,
        changed_since=article.version != item.article_version,
    )


def changes_since(store: Store, seen: SeenItem) -> list[LogEntry]:
    """What was done with the item since the person saw it, oldest first: each revision has one entry in the log."""
    number = store.items.get(seen.id).revision - seen.revision
    return store.log.list(min(number, MAX_CHANGES), f"item:{seen.id}")[::-1] if number > 0 else []


def as_seen(store: Store, seen: SeenItem) -> ReviewItem:
    """The item, with its story locked. Raise Conflict when it is not as the person saw it."""
    store.stories.lock([store.items.get(seen.id).story_id])  # every use case locks the story before the item
    item = store.items.get(seen.id)
    if item.revision != seen.revision:
        raise Conflict(Problem.CHANGED_MEANWHILE)
    return item


def move_on(store: Store, article: Article, to: Stage, now: datetime) -> None:
    """Record a person's step in the same way as the program's own steps."""
    while article.stage.reached(Stage.QUEUED) and article.stage.next and not article.stage.reached(to):
        step = article.stage.next
        article = article.moved_to(step)
        store.articles.record([StepResult(article=article, step=step, outcome=Outcome.MOVED_ON)], now)
