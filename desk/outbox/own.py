"""What people asked to be told: their own work, each thing once, and nothing in their quiet hours.

Nothing is held back for the morning: what still is so when the quiet ends is found then, and told in one message.
Official warnings go the way of the desk's own (`official_warnings.py`), at any hour.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from desk.outbox.look import Look
from desk.waiting import CORRECTION_IS_NEWS, MAX_COUNTED, may_approve
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.message import Message, say
from domain.outbox import Channel, OutboxMessage, Told
from domain.own_notices import OwnKind, OwnNotices
from domain.people import Person
from domain.store import Store

OWN = "own"
IS_NEWS = timedelta(hours=12)
MAX_LINES = 10  # of one message
LOOKED_AT_ENTRIES = 30  # of an item's log, for when it was sent last
SCREENS = {OwnKind.TO_REVIEW: "/duyet"}
ELSEWHERE = "/chia-se"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, which its person is told once."""

    key: str
    kind: OwnKind
    line: Message


def plan(look: Look) -> bool:
    """Tell everybody what is new to them. True when there was something."""
    with look.database.read() as store:  # nearly always there is nothing to do
        if not _new(store, look.now):
            return False
    with look.database.write() as store:
        return tell(store, look)


def tell(store: Store, look: Look) -> bool:
    """Read again, in the transaction that writes: another worker may have been first."""
    found = _new(store, look.now)
    messages = [
        message for wishes, events in found for message in _messages(store, wishes, events, look.now, look.desk_url)
    ]
    return store.outbox.add(messages) > 0


def is_news(store: Store, message: OutboxMessage, _now: datetime) -> bool:
    """False once its person has left, or has taken the address away."""
    return any(
        str(wishes.person_id) == message.about and message.channel in {one.key for one in wishes.channels}
        for wishes in store.own_notices.list()
    )


def _new(store: Store, now: datetime) -> list[tuple[OwnNotices, list[Event]]]:
    """What each person does not know yet, of those who can be told now."""
    awake = [wishes for wishes in store.own_notices.list() if any(wishes.wanted.values()) and not wishes.is_quiet(now)]
    if not awake:
        return []
    people = {person.id: person for person in store.people.list()}
    solo = store.settings.get().solo
    items = store.items.list((ItemState.IN_REVIEW, ItemState.RETURNED, ItemState.APPROVED), MAX_COUNTED)
    posts = store.items.corrected(MAX_COUNTED, now - CORRECTION_IS_NEWS)
    found = []
    for wishes in awake:
        me = people[wishes.person_id]
        events = [event for event in _events(store, [*items, *posts], me, people, solo) if wishes.at(event.kind)]
        known = store.own_notices.told(me.id, [event.key for event in events])
        if fresh := [event for event in events if event.key not in known]:
            found.append((wishes, fresh))
    return found


def _events(
    store: Store, items: Sequence[ReviewItem], me: Person, people: Mapping[int, Person], solo: bool
) -> Iterator[Event]:
    """What these items are to this person; what somebody did themselves is no news to them."""
    for item in items:
        mine = item.picked_by == me.id
        if item.state is ItemState.IN_REVIEW and item.last_writer != me.id and may_approve(item, me, solo):
            code, how = (Told.OWN_HELPED, "helped") if mine else (Told.OWN_TO_REVIEW, "to-review")
            line = _line(store, code, item, people[item.last_writer if mine else item.picked_by])
            yield Event(key=f"{how}:{item.id}:{_sent(store, item)}", kind=OwnKind.TO_REVIEW, line=line)
        if item.state in DECIDED and mine and item.reviewed_by not in (None, me.id):
            kind, code = DECIDED[item.state]
            decided = f"{kind}:{item.id}:{item.reviewed_at:%Y%m%d%H%M%S}"
            yield Event(key=decided, kind=kind, line=_line(store, code, item, people[item.reviewed_by or me.id]))
        if item.state is ItemState.SHARED and me.id in (item.picked_by, item.shared_by):
            yield _correction(store, item)


DECIDED = {
    ItemState.RETURNED: (OwnKind.RETURNED, Told.OWN_RETURNED),
    ItemState.APPROVED: (OwnKind.APPROVED, Told.OWN_APPROVED),
}


def _sent(store: Store, item: ReviewItem) -> int:
    """Which sending of the item this is: one that was returned and sent again is news again."""
    entries = store.log.list(LOOKED_AT_ENTRIES, f"item:{item.id}")
    return next((entry.id for entry in entries if entry.action == ReviewAction.SEND), 0)


def _line(store: Store, code: Told, item: ReviewItem, by: Person) -> Message:
    return say(code, person=by.name, title=store.articles.get(item.article_id).title)


def _correction(store: Store, item: ReviewItem) -> Event:
    article = store.articles.get(item.article_id)
    gone = article.withdrawn_at is not None
    return Event(
        key=f"correction:{item.id}:{article.version}{':withdrawn' if gone else ''}",
        kind=OwnKind.CORRECTION,
        line=say(Told.OWN_WITHDRAWN if gone else Told.OWN_CORRECTION, title=article.title),
    )


def _messages(
    store: Store, wishes: OwnNotices, events: Sequence[Event], now: datetime, desk_url: str
) -> Iterator[OutboxMessage]:
    """One message for each address, however much there is to tell."""
    new = store.own_notices.tell(wishes.person_id, [event.key for event in events], now)
    for_channel: defaultdict[Channel, list[Event]] = defaultdict(list)
    for event in events:
        for channel in wishes.at(event.kind) if event.key in new else ():
            for_channel[channel].append(event)
    for channel, told in for_channel.items():
        yield _message(wishes.person_id, channel, told, now, desk_url)


def _message(person_id: int, channel: Channel, events: Sequence[Event], now: datetime, desk_url: str) -> OutboxMessage:
    keys = "\n".join(sorted(event.key for event in events))
    one = len(events) == 1
    lines = [event.line for event in events[:MAX_LINES]]
    more = [say(Told.OWN_MORE, number=len(events) - MAX_LINES)] if len(events) > MAX_LINES else []
    kinds = {event.kind for event in events}
    screen = SCREENS.get(events[0].kind, ELSEWHERE) if len(kinds) == 1 else "/hang-cho"
    return OutboxMessage(
        id=sha256(f"{OWN}\n{person_id}\n{keys}".encode()).hexdigest()[:32],
        channel=channel.key,
        kind=OWN,
        about=str(person_id),
        subject=lines[0] if one else say(Told.OWN_MANY, number=len(events)),
        body=() if one else (*lines, *more),
        url=f"{desk_url}{screen}" if desk_url else "",
        created_at=now,
        due_at=now,
        until=now + IS_NEWS,
    )
