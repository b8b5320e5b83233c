"""Gỡ bài, Ẩn bài: what this page itself has posted through the desk, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from desk import postings, task_steps
from desk.acting import Acting
from domain.deliveries import OUT, Delivery, DeliveryAction
from domain.errors import BadInput, Conflict
from domain.outlets import ABILITIES, OutletAccount, OutletOutcome, Outlets, Result, Sent, Verb
from domain.people import Act
from domain.postings import PostedAs, Posting
from domain.problems import Problem
from domain.store import Store

GONE = (OutletOutcome.DONE, OutletOutcome.NOT_THERE)


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """One post of ours that a person wants gone."""

    posting: Posting
    account: OutletAccount
    sent: Sent
    verb: Verb
    reason: str


def known_post(posting: Posting, delivery: Delivery | None) -> Sent | None:
    """What the desk itself has sent and can name at the outlet; None where the posting does not stand or it cannot."""
    known = posting.stands and delivery is not None and delivery.state in OUT and delivery.sent and delivery.sent.id
    return delivery.sent if delivery and known else None


def account_of(store: Store, posting: Posting) -> OutletAccount | None:
    """None where its place was removed, or it was posted by hand."""
    return next((one for one in store.outlets.list() if one.id == posting.outlet), None)


def verbs(posting: Posting, delivery: Delivery | None, account: OutletAccount | None, now: datetime) -> list[Verb]:
    """What can be done with it through the desk: nothing where its place was removed, or its id is not known.

    An edit is no post of its own: with it the earlier one would go.
    """
    if not (account and known_post(posting, delivery)) or posting.posted_as is PostedAs.EDIT:
        return []
    allowed = ABILITIES[account.kind]
    late = allowed.deletes_within is not None and now - posting.posted_at > allowed.deletes_within
    return [one for one in (Verb.HIDE, Verb.DELETE) if one in allowed.verbs and not (late and one is Verb.DELETE)]


def asked(acting: Acting, posting_id: int, revision: int, verb: Verb, reason: str) -> Withdrawal:
    """Looked at before anything is sent. Raise BadInput without a reason, Conflict when it cannot be done."""
    acting.may(Act.PICK)
    store = acting.store
    posting = store.postings.get(posting_id)
    if not reason.strip():
        raise BadInput(Problem.NO_UNDO_REASON)
    if posting.revision != revision:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    if any(one.stands for one in store.postings.following([posting.id])):
        raise Conflict(Problem.POSTING_FOLLOWED)
    delivery = store.deliveries.of_postings([posting.id]).get(posting.id)
    account = account_of(store, posting)
    if verb not in verbs(posting, delivery, account, acting.now) or not (delivery and delivery.sent and account):
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    return Withdrawal(posting=posting, account=account, sent=delivery.sent, verb=verb, reason=reason.strip())


def withdrawn(outlets: Outlets, wanted: Withdrawal) -> Result:
    """Outside any transaction. Doing it twice is harmless."""
    return outlets.open(wanted.account).withdraw(wanted.sent, wanted.verb)


def note(acting: Acting, wanted: Withdrawal, result: Result) -> None:
    """The posting is taken back with it. Raise Conflict, with what the platform said, where nothing was done."""
    if result.outcome not in GONE:
        raise Conflict(Problem.NOT_WITHDRAWN, said=result.message)
    told = {"name": wanted.account.name, "verb": wanted.verb, "reason": wanted.reason, "address": wanted.sent.address}
    acting.log(DeliveryAction.WITHDRAW, f"outlet:{wanted.account.id}", {}, told)
    posting = acting.store.postings.get(wanted.posting.id)
    if posting.follows:
        task_steps.take_proof_back(acting, posting, wanted.reason)
    else:
        postings.take_back(acting, posting, wanted.reason)
