"""Sửa bài: an approved follow-up takes the place of the earlier post, where the desk itself has sent that."""

from dataclasses import dataclass

from desk import task_rules, task_steps, withdrawing
from desk.acting import Acting
from desk.task_steps import SeenTask
from domain.errors import Conflict, NotAllowed
from domain.outlets import ABILITIES, Fitted, OutletAccount, OutletOutcome, Outlets, Post, Result, Sent, Verb
from domain.postings import PostedAs, Posting
from domain.problems import Problem
from domain.store import Store
from domain.tasks import Task, TaskAction

CHANGED = (OutletOutcome.DONE, OutletOutcome.INVISIBLE)


@dataclass(frozen=True, kw_only=True)
class Amended:
    """One post of ours that is to say something else."""

    account: OutletAccount
    sent: Sent
    address: str


@dataclass(frozen=True, kw_only=True)
class Amendment:
    seen: SeenTask
    of: Amended
    fitted: Fitted


def place(store: Store, posting: Posting) -> Amended | None:
    """Where the desk can change this post; None: a person does it by hand."""
    delivery = store.deliveries.of_postings([posting.id]).get(posting.id)
    account, sent = withdrawing.account_of(store, posting), withdrawing.known_post(posting, delivery)
    if not (account and sent):
        return None
    address = posting.address or sent.address
    if not address or Verb.EDIT not in ABILITIES[account.kind].verbs:
        return None
    return Amended(account=account, sent=sent, address=address)


def asked(acting: Acting, outlets: Outlets, seen: SeenTask) -> Amendment:
    """Looked at before anything is sent. Raise Conflict where it is not approved, or cannot be changed from here."""
    store = acting.store
    task = store.tasks.get(seen.id)
    if acting.person is None:
        raise NotAllowed(Problem.ROLE)
    if task.revision != seen.revision or not _approved(acting, task):
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    of = place(store, store.postings.get(task.posting_id))
    if of is None:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    return Amendment(seen=seen, of=of, fitted=outlets.fit(Post(text=task.text, credit="", link=""), of.account.kind))


def amended(outlets: Outlets, wanted: Amendment) -> Result:
    """Outside any transaction. Doing it twice is harmless."""
    return outlets.open(wanted.of.account).edit(wanted.of.sent, wanted.fitted)


def note(acting: Acting, wanted: Amendment, result: Result) -> None:
    """The task is done, with the post itself as proof. Raise Conflict, with what the platform said, where it is not."""
    if result.outcome not in CHANGED:
        raise Conflict(Problem.NOT_AMENDED, said=result.message)
    task_steps.done(acting, wanted.seen, PostedAs.EDIT, wanted.of.address)


def _approved(acting: Acting, task: Task) -> bool:
    solo = acting.store.settings.get().solo
    return acting.person is not None and TaskAction.DONE in task_rules.allowed(task, acting.person, solo=solo)
