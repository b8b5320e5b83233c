"""Đăng lên, of an approved follow-up: as an edit of our own post, as a reply to it, or as a post of its own.

It takes the same way to an outlet as an item does. Its task is closed once strangers were seen to see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from desk import delivery_log, follow_up, postings, task_steps, withdrawing
from desk.acting import Acting
from desk.task_steps import SeenTask
from domain.deliveries import OUT, WAITING, Delivery, DeliveryState, as_read
from domain.errors import BadInput, Conflict
from domain.outlets import ABILITIES, OutletAccount, Outlets, Sent, Verb
from domain.people import Act
from domain.postings import PostedAs, Posting, PostingKind
from domain.problems import Problem
from domain.store import Store
from domain.tasks import FollowUpKind, Task, TaskAction, TaskState


@dataclass(frozen=True, kw_only=True)
class FollowUpPlace:
    """Where the earlier post stands, and how a follow-up can go there."""

    account: OutletAccount
    target: Sent | None  # the earlier post; None: the desk cannot name it
    ways: tuple[PostedAs, ...]  # the first is proposed


@dataclass(frozen=True, kw_only=True)
class FollowUpWish:
    """What a person asked for at one outlet."""

    seen: SeenTask
    way: PostedAs


def place(store: Store, posting: Posting, kind: FollowUpKind | None) -> FollowUpPlace | None:
    """None: a person does it by hand."""
    account = withdrawing.account_of(store, posting)
    if account is None or not posting.stands or not ABILITIES[account.kind].sends:
        return None
    target = withdrawing.known_post(posting, store.deliveries.of_postings([posting.id]).get(posting.id))
    if target and posting.address:
        target = replace(target, address=posting.address)
    return FollowUpPlace(account=account, target=target, ways=ways(account, posting, target, kind))


def ways(
    account: OutletAccount, posting: Posting, target: Sent | None, kind: FollowUpKind | None
) -> tuple[PostedAs, ...]:
    """Decision 0039: a reply is told to those who have read the earlier post, but what is false must go itself.

    A digest tells of other things as well, so one correction does not take its place.
    """
    if target is None:
        return (PostedAs.POST,)
    allowed = ABILITIES[account.kind]
    edit = (PostedAs.EDIT,) if Verb.EDIT in allowed.verbs and posting.kind is PostingKind.ITEM else ()
    reply = (PostedAs.REPLY,) if allowed.replies else ()
    first = (*edit, *reply) if kind is FollowUpKind.REMOVED else (*reply, *edit)
    return (*first, PostedAs.POST)


def plan(acting: Acting, outlets: Outlets, wishes: Sequence[FollowUpWish]) -> list[Delivery]:
    """All or none. What is on its way already stays as it is. Raise Conflict for what nobody has approved."""
    acting.may(Act.PICK)
    if not wishes:
        raise BadInput(Problem.NO_OUTLET)
    store = acting.store
    task_steps.lock(store, [store.tasks.get(wish.seen.id) for wish in wishes])
    planned = [_planned(acting, outlets, wish) for wish in wishes]
    return [one for one in planned if one]


def _planned(acting: Acting, outlets: Outlets, wish: FollowUpWish) -> Delivery | None:
    store = acting.store
    task = task_steps.as_seen(acting, wish.seen, TaskAction.DONE)
    before = store.postings.get(task.posting_id)
    where = place(store, before, task.follow_up)
    if where is None or wish.way not in where.ways:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    if standing(store, [task]):
        return None
    _no_other_is_on_its_way(store, task)
    delivery = Delivery(
        id=0,
        key=uuid4().hex,
        task_id=task.id,
        task_revision=task.revision,
        posted_as=wish.way,
        target=where.target if wish.way is not PostedAs.POST else None,
        tells=postings.told_by_follow_up(store, task),
        outlet=where.account.id,
        fitted=outlets.fit(follow_up.as_post(task.text), where.account.kind),
        due_at=acting.now,
        asked_by=acting.by,
        asked_at=acting.now,
    )
    return delivery_log.added(acting, delivery)


def standing(store: Store, tasks: Sequence[Task]) -> dict[int, Delivery]:
    """By the task: what is on its way, or went out, of its text as it is now."""
    revisions = {task.id: task.revision for task in tasks}
    return {
        one.task_id: one
        for one in store.deliveries.of_tasks(list(revisions))
        if one.task_id is not None
        and (one.state in WAITING or (one.state in OUT and one.task_revision == revisions[one.task_id]))
    }


def _no_other_is_on_its_way(store: Store, task: Task) -> None:
    """Of two that edit one post the later one would not be the last that is heard of."""
    others = [one.id for one in store.tasks.of_postings([task.posting_id])]
    if any(one.state in WAITING for one in store.deliveries.of_tasks(others)):
        raise Conflict(Problem.BEING_SENT)


def may_go(store: Store, delivery: Delivery, task: Task) -> None:
    """Raise Conflict when anything was done with its task since it was asked for."""
    if task.revision != delivery.task_revision or task.state is not TaskState.APPROVED:
        raise Conflict(Problem.TASK_PASSED, state=task.state)
    if not store.postings.get(task.posting_id).stands:
        raise Conflict(Problem.CHANGED_ELSEWHERE)


def went_out(acting: Acting, delivery: Delivery, task: Task) -> Delivery:
    """Into the ledger with it, under the posting that it follows. Asks nobody's leave: it has happened."""
    store = acting.store
    text = as_read(delivery.fitted, store.outlets.named(delivery.outlet).kind)
    posting = postings.record_delivery(
        acting, delivery, text, kind=PostingKind.FOLLOW_UP, articles=delivery.tells, follows=task.posting_id
    )
    return looked_at(acting, store.deliveries.save(replace(delivery, posting=posting.id)), task)


def looked_at(acting: Acting, delivery: Delivery, task: Task) -> Delivery:
    """Its task is done once it was read back, with the posting as proof, unless somebody has gone on with it."""
    is_read = delivery.state is DeliveryState.SENT and not delivery.is_being_looked_at
    if is_read and delivery.posting and task.revision == delivery.task_revision and task.state is TaskState.APPROVED:
        task_steps.closed(acting, task, acting.store.postings.get(delivery.posting))
    return delivery
