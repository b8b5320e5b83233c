"""Nơi đăng: our own places are connected, checked, tried with a post that is deleted again, and removed."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from desk.acting import Acting
from domain.errors import BadInput, Conflict, NotFound
from domain.message import Message, say
from domain.outlets import (
    Attempt,
    Health,
    Outlet,
    OutletAccount,
    OutletAction,
    OutletKind,
    OutletOutcome,
    Outlets,
    OutletTrial,
    Post,
    Result,
    Verb,
)
from domain.people import Act
from domain.problems import Problem
from domain.store import Database, Store

MAX_NAME_CHARS = 100
CHECK_EVERY = timedelta(hours=6)  # Zalo's token lives 25 hours


def connect(acting: Acting, outlets: Outlets, kind: OutletKind, name: str, typed: Mapping[str, str]) -> OutletAccount:
    """Keep a new place. Raise BadInput for what cannot be meant."""
    acting.may(Act.MANAGE)
    if not name.strip() or len(name.strip()) > MAX_NAME_CHARS:
        raise BadInput(Problem.OUTLET_NAME)
    if kind is OutletKind.COPY_PASTE:
        raise BadInput(Problem.OUTLET_BY_HAND)
    fields, sealed = outlets.keep(kind, typed)
    added = acting.store.outlets.add(OutletAccount(id=0, kind=kind, name=name.strip(), fields=fields, sealed=sealed))
    acting.log(OutletAction.CONNECT, f"outlet:{added.id}", {}, _loggable(added))
    return added


def reconnect(acting: Acting, outlets: Outlets, outlet_id: int, typed: Mapping[str, str]) -> OutletAccount:
    """New secrets for a place that the ledger knows already."""
    acting.may(Act.MANAGE)
    before = acting.store.outlets.get(outlet_id)
    fields, sealed = outlets.keep(before.kind, typed)
    forgotten = replace(before, place="", health=None, checked_at=None, expires_at=None, trial=())
    saved = acting.store.outlets.save(replace(forgotten, fields=fields, sealed=sealed))
    acting.log(OutletAction.RECONNECT, f"outlet:{saved.id}", _loggable(before), _loggable(saved))
    return saved


def remove(acting: Acting, outlet_id: int) -> None:
    """Nothing is posted there any more. What was posted stays, there and in the ledger."""
    acting.may(Act.MANAGE)
    before = acting.store.outlets.get(outlet_id)
    acting.store.outlets.save(replace(before, sealed="", removed_at=acting.now))
    acting.log(OutletAction.REMOVE, f"outlet:{before.id}", _loggable(before), {})


def checked(outlets: Outlets, account: OutletAccount) -> Health | Message:
    """Ask the platform, outside any transaction. A message: the place cannot be opened, and why."""
    try:
        return outlets.open(account).check()
    except BadInput as error:
        return error.message


def note_health(acting: Acting, seen: OutletAccount, found: Health | Message) -> OutletAccount:
    acting.may(Act.MANAGE)
    return keep_health(acting.store, seen, found, acting.now)


def keep_health(store: Store, seen: OutletAccount, found: Health | Message, at: datetime) -> OutletAccount:
    """Write down what the platform answered. New secrets are kept first of all: the old ones do not work any more."""
    now = replace(store.outlets.get(seen.id, lock=True), checked_at=at)
    if isinstance(found, Message):
        return store.outlets.save(replace(now, health=found))
    if found.sealed and now.sealed == seen.sealed:  # nobody has typed others meanwhile
        now = replace(now, sealed=found.sealed)
    health = say(found.outcome, **found.params)
    place, until = found.name or now.place, found.expires_at or now.expires_at
    return store.outlets.save(replace(now, health=health, place=place, expires_at=until))


def check_due(database: Database, outlets: Outlets, now: datetime) -> int:
    """Ask each place that was not asked for a while. How many were asked; of several workers one asks each."""
    with database.read() as store:
        due = [one for one in store.outlets.list() if not one.checked_at or one.checked_at <= now - CHECK_EVERY]
    mine = [account for account in (claimed(database, one, now) for one in due) if account]
    for account in mine:
        found = checked(outlets, account)
        with suppress(NotFound), database.write() as store:  # removed meanwhile
            note_health(Acting(store=store, person=None, now=now), account, found)
    return len(mine)


def claimed(database: Database, account: OutletAccount, now: datetime) -> OutletAccount | None:
    """None: somebody else asks it, or has changed it. A token that works once must not be used twice."""
    try:
        with database.write() as store:
            return store.outlets.save(replace(account, checked_at=now))
    except Conflict:
        return None


def tried(outlets: Outlets, account: OutletAccount, words: tuple[str, str], now: datetime) -> tuple[Message, ...]:
    """Post a test post, look at it as strangers do, and delete it: how each went. Outside any transaction.

    `words`: its title and text.
    """
    try:
        outlet = outlets.open(account)
    except BadInput as error:
        return (say(OutletTrial.POSTED, said=error.message),)
    fitted = outlets.fit(Post(title=words[0], text=words[1], credit="", link=""), account.kind)
    attempt = Attempt(key=f"thu-{account.id}-{now.timestamp():.0f}", fitted=fitted, at=now)
    posted = outlet.publish(attempt)
    said = [say(OutletTrial.POSTED, said=posted.message)]
    if posted.outcome in (OutletOutcome.UNKNOWN, OutletOutcome.PENDING):
        posted = outlet.read_back(replace(attempt, ticket=posted.ticket))
        said.append(say(OutletTrial.SEEN, said=posted.message))
        if posted.sent is None and posted.outcome is not OutletOutcome.NOT_THERE:
            said.append(say(OutletTrial.LEFT))
    return (*said, *_looked_at_and_deleted(outlet, posted))


def note_trial(acting: Acting, outlet_id: int, trial: tuple[Message, ...]) -> OutletAccount:
    acting.may(Act.MANAGE)
    saved = acting.store.outlets.save(replace(acting.store.outlets.get(outlet_id), trial=trial))
    acting.log(OutletAction.TRY, f"outlet:{saved.id}", {}, _loggable(saved))
    return saved


def _looked_at_and_deleted(outlet: Outlet, posted: Result) -> tuple[Message, ...]:
    if posted.sent is None:
        return ()
    seen = outlet.read_back(posted.sent)
    deleted = outlet.withdraw(posted.sent, Verb.DELETE)
    said = say(OutletTrial.SEEN, said=seen.message), say(OutletTrial.DELETED, said=deleted.message)
    gone = deleted.outcome in (OutletOutcome.DONE, OutletOutcome.NOT_THERE)
    return said if gone else (*said, say(OutletTrial.LEFT))


def _loggable(account: OutletAccount) -> dict[str, str]:
    """The log is read by everybody and kept for good: no secrets, sealed or not."""
    return {"name": account.name, "kind": account.kind.value}
