"""Sổ tin đã đăng: what was posted is written down word for word, and a mistaken mark is taken back with a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desk import delivery_plans
from desk.acting import Acting
from desk.sources import collecting
from desk.tasks import graded
from domain.article import Article
from domain.deliveries import Delivery
from domain.editorial import ReviewItem
from domain.errors import BadInput, Conflict
from domain.people import Act
from domain.postings import PostedArticle, PostedAs, Posting, PostingAction, PostingKind, UnansweredFlag
from domain.problems import Problem
from domain.store import Store
from domain.tasks import Task, TaskAction, TaskState
from domain.typed_addresses import typed_address
from domain.versions import GRAVE


def record_item(
    acting: Acting, item: ReviewItem, article: Article, text: str, unanswered: Sequence[UnansweredFlag] = ()
) -> Posting:
    """Write down an item as it went out, with what people said to its flags."""
    return _added(
        acting,
        Posting(
            id=0,
            kind=PostingKind.ITEM,
            item_id=item.id,
            text=text,
            posted_by=acting.by,
            posted_at=acting.now,
            articles=posted(acting.store, [article]),
            answers=tuple(acting.store.flag_answers.of_articles([article.id])),
            unanswered=tuple(unanswered),
        ),
    )


def record_delivery(  # noqa: PLR0913 - it tells of so much
    acting: Acting,
    delivery: Delivery,
    text: str,
    *,
    kind: PostingKind,
    articles: Sequence[PostedArticle],
    follows: int | None = None,
) -> Posting:
    """Write down what stands at an outlet since now. Nobody is asked whether they may: it is there."""
    keys = [article.article_id for article in articles] if follows is None else []
    return _kept(
        acting,
        Posting(
            id=0,
            kind=kind,
            item_id=delivery.item_id,
            day=delivery.day,
            follows=follows,
            posted_as=delivery.posted_as,
            outlet=delivery.outlet,
            text=text,
            address=delivery.sent.address if delivery.sent else "",
            posted_by=acting.by,
            posted_at=acting.now,
            articles=tuple(articles),
            answers=tuple(acting.store.flag_answers.of_articles(keys)) if keys else (),
            unanswered=delivery.unanswered,
        ),
    )


def record_digest(acting: Acting, day: date, text: str, articles: Sequence[Article]) -> Posting:
    """Write down Điểm tin sáng as it was posted on the page."""
    return _added(
        acting,
        Posting(
            id=0,
            kind=PostingKind.DIGEST,
            day=day,
            text=text,
            posted_by=acting.by,
            posted_at=acting.now,
            articles=posted(acting.store, articles),
            answers=tuple(acting.store.flag_answers.of_articles([article.id for article in articles])),
            unanswered=standing_flags(acting.store, articles),
        ),
    )


def standing_flags(store: Store, articles: Sequence[Article]) -> tuple[UnansweredFlag, ...]:
    """The flags of their stories: nobody answers to them on the digest's screen."""
    return tuple(
        UnansweredFlag(flag=flag, article_id=article.id)
        for article in articles
        if article.story_id
        for flag in store.stories.get(article.story_id).flags
    )


def posted(store: Store, articles: Sequence[Article]) -> tuple[PostedArticle, ...]:
    """These articles as they stand now."""
    names = store.sources.names()
    return tuple(
        PostedArticle(
            article_id=article.id,
            version=article.version,
            title=article.title,
            source_name=names.get(article.source_id, article.source_id),
        )
        for article in {article.id: article for article in articles}.values()
    )


def as_told(store: Store, told: Sequence[PostedArticle]) -> None:
    """Raise Conflict where a source has withdrawn or corrected an article since a text of ours was written after it."""
    for one in told:
        article = store.articles.get(one.article_id)
        if article.withdrawn_at:
            raise Conflict(Problem.WITHDRAWN_SHARE)
        if any(version > one.version and step in GRAVE for version, step in graded(store, article)):
            raise Conflict(Problem.CORRECTED_SINCE)


def record_follow_up(acting: Acting, task: Task, posted_as: PostedAs, address: str) -> Posting:
    """Write down what was said on an earlier posting. Its article counts up to the version that was looked at."""
    before = acting.store.postings.get(task.posting_id)
    return _added(
        acting,
        Posting(
            id=0,
            kind=PostingKind.FOLLOW_UP,
            follows=before.id,
            posted_as=posted_as,
            outlet=before.outlet,
            text=task.text,
            address=_checked(address),
            posted_by=acting.by,
            posted_at=acting.now,
            articles=told_by_follow_up(acting.store, task),
        ),
    )


def told_by_follow_up(store: Store, task: Task) -> tuple[PostedArticle]:
    """The article up to the version that was looked at."""
    before = store.postings.get(task.posting_id)
    [told] = [article for article in before.articles if article.article_id == task.article_id]
    now = store.postings.now_of([task.article_id]).get(task.article_id)
    return (replace(told, version=task.version, title=now.title if now else told.title),)


def take_back(acting: Acting, posting: Posting, reason: str) -> Posting:
    """Say that it was not posted after all, or is removed. It stays in the ledger, with the reason.

    What waited on it is over. One that a follow-up stands on is refused: what was said since would hang in the air.
    """
    if any(one.stands for one in acting.store.postings.following([posting.id])):
        raise Conflict(Problem.POSTING_FOLLOWED)
    return removed(acting, posting, reason)


def removed(acting: Acting, posting: Posting, reason: str) -> Posting:
    acting.may(Act.PICK)
    if not reason.strip():
        raise BadInput(Problem.NO_UNDO_REASON)
    if not posting.stands:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    taken = replace(posting, taken_back_by=acting.by, taken_back_at=acting.now, reason=reason.strip())
    saved = acting.store.postings.save(taken)
    delivery_plans.taken_back(acting.store, posting.id)
    acting.log(PostingAction.TAKE_BACK, f"posting:{posting.id}", {"text": posting.text}, {"reason": saved.reason})
    for task in acting.store.tasks.of_postings([posting.id]):
        if task.is_open:
            closed = replace(task, state=TaskState.DISMISSED, note=saved.reason)
            acting.store.tasks.save(replace(closed, closed_by=acting.by, closed_at=acting.now))
            acting.log(TaskAction.DISMISSED, f"task:{task.id}", {}, {"note": saved.reason})
    return saved


def put_back(acting: Acting, posting: Posting) -> Posting:
    """It stands again: its removal was marked by mistake."""
    saved = acting.store.postings.save(replace(posting, taken_back_by=None, taken_back_at=None, reason=""))
    acting.log(PostingAction.PUT_BACK, f"posting:{posting.id}", {"reason": posting.reason}, {})
    return saved


def set_address(acting: Acting, posting_id: int, revision: int, typed: str) -> Posting:
    """Keep where the posting can be read. Raise BadInput for what is no web address."""
    acting.may(Act.PICK)
    posting = acting.store.postings.get(posting_id)
    if posting.revision != revision:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    saved = acting.store.postings.save(replace(posting, address=_checked(typed)))
    acting.log(
        PostingAction.ADDRESSED, f"posting:{posting.id}", {"address": posting.address}, {"address": saved.address}
    )
    return saved


def _checked(typed: str) -> str:
    address = typed_address(typed) if typed.strip() else ""
    if address and not address.startswith(("https://", "http://")):
        raise BadInput(Problem.POST_ADDRESS)
    return address


def _added(acting: Acting, posting: Posting) -> Posting:
    acting.may(Act.PICK)
    return _kept(acting, posting)


def _kept(acting: Acting, posting: Posting) -> Posting:
    added = acting.store.postings.add(posting)
    for article in added.articles:
        collecting.chosen(acting.store, article.article_id, acting.now)
    acting.log(PostingAction.POSTED, f"posting:{added.id}", {}, {"posting_kind": added.kind, "text": added.text})
    return added
