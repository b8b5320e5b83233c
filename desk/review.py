"""Duyệt: one person picks and writes, another looks, before anything goes out. Who may do what: review_rules."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk import delivery_plans, postings, review_list, review_rules
from desk.acting import Acting, SeenItem
from desk.flag_card import STORED_FLAGS, FlagReader
from desk.post import proposed_caption
from desk.ranking import preferences
from desk.ranking.ranker import Ranker
from desk.review_rules import STEPS, Refusal
from desk.sources import collecting
from desk.stories import with_its_story_locked
from domain.article import Article
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import BadInput, Conflict, NotAllowed, SamePerson
from domain.people import Act, Person
from domain.problems import Problem
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.work import StepResult

VERDICTS = (ItemState.APPROVED, ItemState.RETURNED, ItemState.REJECTED)
STANDS_AT = {ItemState.APPROVED: Stage.REVIEWED, ItemState.SHARED: Stage.SHARED}  # the article of such an item
NEEDS_A_SENTENCE = {
    ReviewAction.RETURNED: Problem.NO_RETURN_NOTE,
    ReviewAction.UNDO_SHARE: Problem.NO_UNDO_REASON,
}


def pick(acting: Acting, ranker: Ranker, article_id: str) -> ReviewItem:
    """Take one article for the page, as a draft. Picking a story that is already taken says by whom."""
    acting.may(Act.PICK)
    store = acting.store
    article = with_its_story_locked(store, lambda: store.articles.get(article_id))
    if not article.stage.reached(Stage.QUEUED):
        raise Conflict(Problem.NOT_READ_YET)
    if article.withdrawn_at:
        raise Conflict(Problem.WITHDRAWN_PICK)
    _only_one_open(store, article.story_id)
    preferences.learn(store, store.stories.get(article.story_id), True, acting.now)
    item = store.items.add(
        ReviewItem(
            id=0,
            article_id=article.id,
            story_id=article.story_id,
            state=ItemState.DRAFT,
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


def write(acting: Acting, seen: SeenItem, caption: str, *, by_itself: bool = False) -> ReviewItem:
    """Change the caption: its writer's draft, or a reviewer's help with what was sent.

    The log keeps a draft's length, not its words: nobody else reads them before they are sent. `by_itself`: saved as
    the person types; one entry then stands for the whole stretch of writing.
    """
    return _written(acting, as_seen(acting, seen), caption, by_itself=by_itself)


def send(acting: Acting, ranker: Ranker, seen: SeenItem, caption: str | None = None) -> ReviewItem:
    """Ask for a review, with the caption as its writer has it before them."""
    item = as_seen(acting, seen)
    if caption is not None:
        item = _written(acting, item, caption)
    return _moved(acting, ranker, item, ReviewAction.SEND, "")


def decide(acting: Acting, ranker: Ranker, seen: SeenItem, verdict: ItemState, comment: str = "") -> ReviewItem:
    """Approve, return or reject. Whoever wrote last never approves, unless the desk says it is one person."""
    if verdict not in VERDICTS:
        acting.may(Act.REVIEW)
        raise Conflict(Problem.NO_SUCH_VERDICT)
    if verdict is ItemState.APPROVED:
        return approve(acting, ranker, seen, comment=comment)
    return _moved(acting, ranker, as_seen(acting, seen), ReviewAction(verdict.value), comment)


def approve(
    acting: Acting, ranker: Ranker, seen: SeenItem, flags: FlagReader = STORED_FLAGS, comment: str = ""
) -> ReviewItem:
    """Let it go out. In a desk of one its writer does so with the draft: nobody else would read it.

    Raise Conflict for what holds it back: its publisher took it down, an official warning is over, an embargo.
    """
    item = as_seen(acting, seen)
    permitted(acting, item, ReviewAction.APPROVED)
    _may_go_out(acting.store.articles.get(item.article_id))
    flags.may_go_out(acting.store, item, acting.now)
    return _moved(acting, ranker, item, ReviewAction.APPROVED, comment)


def take(acting: Acting, ranker: Ranker, seen: SeenItem, action: ReviewAction, comment: str = "") -> ReviewItem:
    """Take any other step from one state to the next or, as long as nothing depends on it, back."""
    return _moved(acting, ranker, as_seen(acting, seen), action, comment)


def permitted(acting: Acting, item: ReviewItem, action: ReviewAction) -> None:
    """Raise what keeps this person from the step."""
    if acting.person is None:
        raise NotAllowed(Problem.ROLE)
    refusal = review_rules.refusal(action, item, acting.person, solo=acting.store.settings.get().solo)
    if refusal:
        raise REFUSED[refusal](acting.store, item)


def _named(problem: Problem, of: Callable[[ReviewItem], int | None]) -> Callable[[Store, ReviewItem], Exception]:
    def made(store: Store, item: ReviewItem) -> Exception:
        number = of(item)
        return Conflict(problem, person=store.people.get(number).name if number else "?")

    return made


def _its_writer(item: ReviewItem) -> int:
    return item.picked_by


REFUSED: Mapping[Refusal, Callable[[Store, ReviewItem], Exception]] = {
    Refusal.ROLE: lambda _store, _item: NotAllowed(Problem.ROLE),
    Refusal.STATE: lambda _store, item: Conflict(Problem.STEP_PASSED, state=item.state),
    Refusal.NOT_SENT: _named(Problem.NOT_SENT, _its_writer),
    Refusal.NOT_ITS_WRITER: _named(Problem.ITS_WRITER_ONLY, _its_writer),
    Refusal.OWN_CAPTION: lambda _store, _item: SamePerson(),
    Refusal.OWN_RETURN: lambda _store, _item: Conflict(Problem.OWN_RETURN),
    Refusal.IN_REVIEW: lambda _store, _item: Conflict(Problem.TAKE_BACK_FIRST),
    Refusal.NOT_ITS_HELPER: _named(Problem.ITS_HELPER_ONLY, lambda item: item.last_writer),
    Refusal.NOT_ITS_REVIEWER: _named(Problem.ITS_REVIEWER_ONLY, lambda item: item.reviewed_by),
}


def _written(acting: Acting, item: ReviewItem, caption: str, *, by_itself: bool = False) -> ReviewItem:
    permitted(acting, item, ReviewAction.WRITE)
    caption = caption.strip()
    if caption == item.caption:
        return item
    state = STEPS[ReviewAction.WRITE][item.state]
    changed = acting.store.items.save(replace(item, caption=caption, written_by=acting.by, state=state))
    if not (by_itself and acting.goes_on(ReviewAction.WRITE, f"item:{item.id}")):
        before, after = _said(item.caption, state), _said(caption, state) | {"state": state}
        if state is ItemState.IN_REVIEW:
            before["written_by"] = str(item.last_writer)  # has it back when the help is taken back
        acting.log(ReviewAction.WRITE, f"item:{item.id}", before, after | {"revision": changed.revision})
    return changed


def _said(caption: str, state: ItemState) -> dict[str, Any]:
    return {"characters": len(caption)} if state is ItemState.DRAFT else {"caption": caption}


def _moved(acting: Acting, ranker: Ranker, item: ReviewItem, action: ReviewAction, comment: str) -> ReviewItem:
    store, comment = acting.store, comment.strip()
    permitted(acting, item, action)
    if action in NEEDS_A_SENTENCE and not comment:
        raise BadInput(NEEDS_A_SENTENCE[action])
    article = store.articles.get(item.article_id)
    to = STEPS[action][item.state]
    if not item.is_open:
        _only_one_open(store, item.story_id, but=item.id)
    if item.state is ItemState.APPROVED:
        delivery_plans.no_longer_approved(store, item.id)
    changed = store.items.save(replace(item, state=to, **_changes(acting, article, action, comment)))
    after = {"state": to} | ({"note": comment} if comment or action.value in VERDICTS else {})
    if action is ReviewAction.SEND:
        after["caption"] = item.caption
    if action is ReviewAction.UNDO_SHARE:
        delivery_plans.not_shared_after_all(store, item.id)
        _take_postings_back(acting, item.id, comment)
    acting.log(action, f"item:{item.id}", {"state": item.state}, after)
    if action is ReviewAction.APPROVED:
        move_on(store, article, Stage.REVIEWED, acting.now)
    elif item.state in STANDS_AT:
        _move_back(store, article, acting.now)
    ranker.refresh(store, [item.story_id])
    return changed


def _changes(acting: Acting, article: Article, action: ReviewAction, comment: str) -> dict[str, Any]:
    """What a step changes beside the state."""
    if action.value in VERDICTS:
        decided = {"reviewed_by": acting.by, "reviewed_at": acting.now}
        return decided | {"note": comment, "article_version": article.version}
    if action is ReviewAction.UNDO_SHARE:  # the approval holds; the post stays in the log
        return {"shared_by": None, "shared_at": None, "post": ""}
    if action in (ReviewAction.UNPICK, ReviewAction.REPICK):
        return {}
    return {"reviewed_by": None, "reviewed_at": None}


def _take_postings_back(acting: Acting, item_id: int, reason: str) -> None:
    for posting in acting.store.postings.of_item(item_id):
        if posting.stands:
            postings.take_back(acting, posting, reason)


def _may_go_out(article: Article) -> None:
    if article.withdrawn_at:
        raise Conflict(Problem.WITHDRAWN_REVIEW)
    if not article.stage.reached(Stage.QUEUED):
        raise Conflict(Problem.BEING_READ_AGAIN)


def _only_one_open(store: Store, story_id: str, but: int = 0) -> None:
    for other in store.items.of_stories([story_id])[story_id]:
        if other.is_open and other.id != but:
            raise Conflict(Problem.ALREADY_PICKED, person=store.people.get(other.picked_by).name)


def locked(acting: Acting, item_id: int) -> ReviewItem:
    """The item as it is now, which nobody changes before this transaction ends."""
    return with_its_story_locked(acting.store, lambda: acting.store.items.get(item_id))


def as_seen(acting: Acting, seen: SeenItem) -> ReviewItem:
    """The item, with its story locked. Raise Conflict, with what was done, when it is not as the person saw it."""
    store = acting.store
    item = locked(acting, seen.id)
    if item.revision == seen.revision:
        return item
    others = [one for one in review_list.changes_since(store, seen) if one.who != _name(acting.person)]
    if others:
        raise Conflict(Problem.CHANGED_BY, person=others[-1].who, action=others[-1].action)
    raise Conflict(Problem.CHANGED_MEANWHILE)


def _name(person: Person | None) -> str:
    return person.name if person else ""


def move_on(store: Store, article: Article, to: Stage, now: datetime) -> None:
    """Record a person's step in the same way as the program's own steps."""
    while article.stage.reached(Stage.QUEUED) and article.stage.next and not article.stage.reached(to):
        step = article.stage.next
        article = article.moved_to(step)
        store.articles.record([StepResult(article=article, step=step, outcome=Outcome.MOVED_ON)], now)


def _move_back(store: Store, article: Article, now: datetime) -> None:
    """To where its items stand now. Another one of the same article may still be approved or shared."""
    items = store.items.of_stories([article.story_id])[article.story_id]
    stood = {STANDS_AT.get(item.state, Stage.QUEUED) for item in items if item.article_id == article.id}
    to = max(stood, key=list(Stage).index)
    if article.stage is not to and article.stage.reached(to):
        undone = StepResult(article=replace(article, stage=to), step=article.stage, outcome=Outcome.MOVED_ON)
        store.articles.record([undone], now)
