"""What people asked to be told: their own work, each thing once, and nothing in their quiet hours.

Nothing is held back for the morning: what still is so when the quiet ends is found then, and told in one message.
Official warnings go the way of the desk's own (`official_warnings.py`), at any hour.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain

from desk import delivery_log, task_rules
from desk.outbox.look import Look
from desk.waiting import MAX_COUNTED, concerns, may_approve
from domain.deliveries import DeliveryState
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.message import Message, say
from domain.outbox import Channel, OutboxMessage, Told
from domain.own_notices import OwnKind, OwnNotices
from domain.people import Person
from domain.store import Store
from domain.tasks import OPEN_TASKS, Task, TaskAction, TaskState

OWN = "own"
IS_NEWS = timedelta(hours=12)
MAX_LINES = 10  # of one message
LOOKED_AT_ENTRIES = 30  # of an item's log, for when it was sent last
REVIEWS, ITEMS, TASKS, DIGEST, SEVERAL = "/duyet", "/chia-se", "/can-xu-ly", "/diem-tin-sang", "/hang-cho"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, which its person is told once."""

    key: str
    kind: OwnKind
    line: Message
    screen: str  # on which it is done
    path: str = ""  # of that one thing, where it has a page of its own


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
    tasks, unsent = list(_about_tasks(store)), list(_about_unsent(store, now))
    found = []
    for wishes in awake:
        me = people[wishes.person_id]
        own = (event for asked_by, event in unsent if asked_by == me.id)
        about = chain(_events(store, items, me, people, solo), _of_tasks(tasks, me, people, solo), own)
        events = [event for event in about if wishes.at(event.kind)]
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
            key = f"{how}:{item.id}:{_sent(store, item)}"
            yield Event(key=key, kind=OwnKind.TO_REVIEW, line=line, screen=REVIEWS)
        if item.state in DECIDED and mine and item.reviewed_by not in (None, me.id):
            kind, code = DECIDED[item.state]
            decided = f"{kind}:{item.id}:{item.reviewed_at:%Y%m%d%H%M%S}"
            line = _line(store, code, item, people[item.reviewed_by or me.id])
            yield Event(key=decided, kind=kind, line=line, screen=ITEMS)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """An open task, with whom it concerns whatever their role."""

    task: Task
    title: str
    theirs: frozenset[int]  # who posted it, and who had picked it


def _about_tasks(store: Store) -> Iterator[_Open]:
    for task in store.tasks.list(OPEN_TASKS, MAX_COUNTED):
        posting = store.postings.get(task.posting_id)
        picked_by = {store.items.get(posting.item_id).picked_by} if posting.item_id else set()
        title = next((one.title for one in posting.articles if one.article_id == task.article_id), "")
        yield _Open(task=task, title=title, theirs=frozenset({posting.posted_by, *picked_by}))


def _of_tasks(tasks: Sequence[_Open], me: Person, people: Mapping[int, Person], solo: bool) -> Iterator[Event]:
    """What a source changed, and what is to be said about it: to who posted it, and to all who can do something."""
    for one in tasks:
        task, path = one.task, f"{TASKS}/{one.task.id}"
        if task.state is TaskState.OPEN and (concerns(me) or me.id in one.theirs):
            line = say(Told.OWN_TASK, cause=task.cause, title=one.title)
            key = f"task:{task.id}:{task.mark}"
            yield Event(key=key, kind=OwnKind.CORRECTION, line=line, screen=TASKS, path=path)
        if TaskAction.APPROVED in task_rules.allowed(task, me, solo=solo) and task.written_by != me.id:
            writer = people[task.written_by or me.id].name
            line = say(Told.OWN_FOLLOW_UP, person=writer, title=one.title)
            key = f"follow-up:{task.id}:{task.revision}"
            yield Event(key=key, kind=OwnKind.TO_REVIEW, line=line, screen=TASKS, path=path)


def _about_unsent(store: Store, now: datetime) -> Iterator[tuple[int, Event]]:
    """What did not go out at its hour, or may not have: with who asked for it, as nobody else waits for it."""
    for one in store.deliveries.between(now - IS_NEWS, now + timedelta(minutes=1), MAX_COUNTED):
        if one.state not in UNSENT:
            continue
        about = delivery_log.articles_of(store, one)[:1]
        title = next((article.title for article in store.postings.now_of(about).values()), "")
        path = f"{ITEMS}/{one.item_id}" if one.item_id else f"{TASKS}/{one.task_id}" if one.task_id else DIGEST
        line = say(UNSENT[one.state], place=store.outlets.named(one.outlet).name, title=title)
        key = f"unsent:{one.id}:{one.state}"
        yield one.asked_by, Event(key=key, kind=OwnKind.RETURNED, line=line, screen=ITEMS, path=path)


UNSENT = {DeliveryState.FAILED: Told.OWN_NOT_SENT, DeliveryState.NEEDS_A_PERSON: Told.OWN_IN_DOUBT}


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
    screens = {event.screen for event in events}
    screen = (events[0].path if one else "") or (events[0].screen if len(screens) == 1 else SEVERAL)
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
