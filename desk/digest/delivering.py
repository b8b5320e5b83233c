"""Đăng lên, of an approved morning digest: the post that is copied from its screen, in fewer lines where it is long."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from desk import delivery_log, postings
from desk.acting import Acting
from desk.digest import posting
from desk.digest.composing import DigestPage
from desk.digest.outputs.edition import Edition
from desk.digest.outputs.post import post
from domain.deliveries import STANDING, Delivery, as_read
from domain.errors import BadInput, Conflict
from domain.message import Message
from domain.outlets import ABILITIES, Fitted, OutletAccount, OutletKind, Outlets, Post
from domain.people import Act
from domain.postings import PostingKind
from domain.problems import Problem
from domain.store import Store

TRIES = 8  # each with fewer lines


@dataclass(frozen=True, kw_only=True)
class OfferedDigest:
    """An outlet to which the digest can go."""

    account: OutletAccount
    text: str  # as readers would see it; "" where it does not fit
    left_out: tuple[int, ...] = ()  # lines, by their numbers
    why: Message | None = None  # it does not fit


@dataclass(frozen=True, kw_only=True)
class SeenDigest:
    """A digest as it is now, and the mark of what the person saw."""

    shown: DigestPage
    edition: Edition
    mark: str


def fitted(outlets: Outlets, edition: Edition, limit: int, kind: OutletKind) -> tuple[Fitted, tuple[int, ...]]:
    """With the numbers of the lines that were left out. Lines are never cut: whole ones go from the end."""
    for _ in range(TRIES):
        made = post(edition, limit)
        found = outlets.fit(Post(text=made.text, credit="", link=""), kind)
        if not found.left_out:
            return found, tuple(made.left_out)
        limit = len(made.text) - found.left_out
    raise BadInput(Problem.POST_TOO_LONG, characters=len(made.text), limit=limit)


def offered(store: Store, outlets: Outlets, shown: DigestPage, edition: Edition) -> tuple[OfferedDigest, ...]:
    """Where an approved digest can still go."""
    if not shown.digest.approved_at:
        return ()
    taken = {one.outlet for one in store.deliveries.of_day(shown.digest.day) if one.state in STANDING}
    free = [one for one in store.outlets.list() if one.id not in taken and ABILITIES[one.kind].sends]
    limit = store.settings.get().post_limit
    return tuple(_offered(outlets, edition, limit, account) for account in free)


def _offered(outlets: Outlets, edition: Edition, limit: int, account: OutletAccount) -> OfferedDigest:
    try:
        made, left_out = fitted(outlets, edition, limit, account.kind)
    except BadInput as error:
        return OfferedDigest(account=account, text="", why=error.message)
    return OfferedDigest(account=account, text=as_read(made, account.kind), left_out=left_out)


def plan(acting: Acting, outlets: Outlets, seen: SeenDigest, wanted: Sequence[int]) -> list[Delivery]:
    """Sent as it is fitted now. Raise Conflict where nobody has approved it, or it is not what the person saw."""
    acting.may(Act.PICK)
    store, shown, edition = acting.store, seen.shown, seen.edition
    store.settings.lock()  # as `posting.post` does
    limit = store.settings.get().post_limit
    if not wanted:
        raise BadInput(Problem.NO_OUTLET)
    if not shown.digest.approved_at:
        raise Conflict(Problem.NOT_APPROVED)
    if posting.mark_of(posting.text_to_post(edition, limit)) != seen.mark:
        raise Conflict(Problem.DIGEST_CHANGED)
    articles = [entry.article for entry in shown.entries if not entry.article.withdrawn_at]
    asked = Delivery(
        id=0,
        key="",
        day=shown.digest.day,
        tells=postings.posted(store, articles),
        unanswered=postings.standing_flags(store, articles),
        outlet=0,
        fitted=Fitted(parts=(), link=""),
        due_at=acting.now,
        asked_by=acting.by,
        asked_at=acting.now,
    )
    planned = []
    for outlet_id in dict.fromkeys(wanted):
        account = store.outlets.get(outlet_id)
        made, _ = fitted(outlets, edition, limit, account.kind)
        one = replace(asked, key=uuid4().hex, outlet=account.id, fitted=made)
        planned.append(delivery_log.added(acting, one))
    return [one for one in planned if one]


def may_go(store: Store, delivery: Delivery, day: date) -> None:
    """Raise Conflict when it was changed since it was asked for, or a source has corrected what it tells since."""
    digest = store.digests.find(day)
    if digest is None or digest.approved_at is None or digest.approved_at > delivery.asked_at:
        raise Conflict(Problem.DIGEST_CHANGED)
    postings.as_told(store, delivery.tells)


def went_out(acting: Acting, delivery: Delivery) -> Delivery:
    """Into the ledger with it. Asks nobody's leave: it has happened."""
    store = acting.store
    text = as_read(delivery.fitted, store.outlets.named(delivery.outlet).kind)
    made = postings.record_delivery(acting, delivery, text, kind=PostingKind.DIGEST, articles=delivery.tells)
    return store.deliveries.save(replace(delivery, posting=made.id))
