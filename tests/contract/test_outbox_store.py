"""What the desk and the sender may expect of the outbox, held by all three databases."""

from dataclasses import replace
from datetime import timedelta

from database.engine import SqlDatabase
from desk.outbox import keeping
from desk.outbox.keeping import MESSAGE_RETENTION
from domain.message import say
from domain.outbox import Delivery, Format, OutboxMessage
from tests.making import NOON

HOUR = timedelta(hours=1)
PLAIN = OutboxMessage(
    id="n",
    channel="c",
    kind="warning",
    about="a",
    subject=say("notice.warning.alert", headline="Lũ"),
    body=(say("notice.warning.expires", expires=NOON), say("notice.source", source="Đài")),
    texts={Format.ZALO: "Chữ"},
    url="https://a.example",
    created_at=NOON,
    due_at=NOON,
    until=NOON + HOUR,
)


def keys(messages: list[OutboxMessage]) -> list[tuple[str, str, int]]:
    return [(message.id, message.channel, message.tries) for message in messages]


def test_a_message_is_written_once_a_channel_and_claimed_by_one_sender_at_a_time(database: SqlDatabase) -> None:
    later = replace(PLAIN, id="later", due_at=NOON + HOUR)
    with database.write() as store:
        assert store.outbox.add([PLAIN, replace(PLAIN, channel="d"), later]) == 3
        assert store.outbox.add([replace(PLAIN, tries=7)]) == 0
        assert store.outbox.list(9, due=NOON - HOUR) == []
        assert keys(store.outbox.claim(NOON, 5, HOUR)) == [("n", "c", 0), ("n", "d", 0)]
        assert store.outbox.claim(NOON, 5, HOUR) == []
        assert keys(store.outbox.claim(NOON + HOUR, 5, HOUR)) == [("later", "c", 0), ("n", "c", 0), ("n", "d", 0)]


def test_warnings_and_other_news_are_claimed_apart(database: SqlDatabase) -> None:
    digest = replace(PLAIN, id="a", kind="digest", due_at=NOON - HOUR)
    with database.write() as store:
        store.outbox.add([digest, replace(digest, id="b"), PLAIN])
        assert [one.id for one in store.outbox.list(9, due=NOON, urgent=True)] == ["n"]
        assert keys(store.outbox.claim(NOON, 1, HOUR, urgent=False)) == [("a", "c", 0)]
        assert keys(store.outbox.claim(NOON, 5, HOUR, urgent=True)) == [("n", "c", 0)]
        assert store.outbox.list(9, due=NOON, urgent=True) == []
        assert keys(store.outbox.claim(NOON, 5, HOUR, urgent=False)) == [("b", "c", 0)]


def test_what_a_clock_that_ran_three_days_ahead_has_leased_is_sent_once_it_is_right_again(
    database: SqlDatabase,
) -> None:
    ahead = NOON + timedelta(days=3)
    with database.write() as store:
        store.outbox.add([PLAIN])
        assert keys(store.outbox.claim(ahead, 5, HOUR)) == [("n", "c", 0)]
        assert len(store.outbox.list(9, due=NOON)) == 1
        assert keys(store.outbox.claim(NOON, 5, HOUR)) == [("n", "c", 0)]


def test_nothing_is_due_at_a_channel_that_asked_to_be_left_alone_and_the_longer_wish_counts(
    database: SqlDatabase,
) -> None:
    with database.write() as store:
        store.outbox.add([PLAIN, replace(PLAIN, channel="d")])
        store.outbox.hold("c", NOON + 2 * HOUR, NOON)
        store.outbox.hold("c", NOON + HOUR, NOON)
        assert keys(store.outbox.list(9, due=NOON)) == [("n", "d", 0)]
        assert keys(store.outbox.claim(NOON, 5, 3 * HOUR)) == [("n", "d", 0)]
        later = NOON + 2 * HOUR
        assert keys(store.outbox.claim(later, 5, HOUR)) == [("n", "c", 0)]
        store.outbox.hold("c", NOON + timedelta(days=9), later)
        assert keys(store.outbox.claim(NOON + 5 * HOUR, 1, HOUR)) == [("n", "c", 0)], "a clock ran ahead"


def test_a_message_comes_back_as_it_was_settled(database: SqlDatabase) -> None:
    with database.write() as store:
        store.outbox.add([PLAIN])
        [claimed] = store.outbox.claim(NOON, 5, HOUR)
        sent = replace(claimed, due_at=None, sent_at=NOON, tries=1, outcome=say(Delivery.SENT))
        assert store.outbox.record(claimed, sent)
        [stored] = store.outbox.list(9)
        assert replace(stored, body=()) == replace(sent, body=())
        assert [line.as_json() for line in stored.body] == [line.as_json() for line in sent.body]
        assert store.outbox.claim(NOON + HOUR, 5, HOUR) == []


def test_a_sender_whose_lease_ran_out_does_not_overwrite_what_the_next_one_records(database: SqlDatabase) -> None:
    with database.write() as store:
        store.outbox.add([PLAIN])
        [slow] = store.outbox.claim(NOON, 5, HOUR)
        [quick] = store.outbox.claim(NOON + HOUR, 5, HOUR)
        assert store.outbox.record(quick, replace(quick, due_at=None, outcome=say(Delivery.SENT)))
        assert not store.outbox.record(slow, replace(slow, due_at=NOON, outcome=say(Delivery.AWAY)))
        assert [stored.outcome for stored in store.outbox.list(9)] == [say(Delivery.SENT)]


def test_what_is_old_and_done_with_is_forgotten_and_what_is_still_to_be_sent_never(database: SqlDatabase) -> None:
    old = replace(PLAIN, created_at=NOON - MESSAGE_RETENTION - HOUR, until=None)
    sent = replace(old, id="sent", due_at=None, sent_at=old.created_at)
    given_up = replace(old, id="given-up", due_at=None, outcome=say(Delivery.GAVE_UP, tries=9))
    waiting = replace(old, id="waiting")
    young = replace(sent, id="young", created_at=NOON - MESSAGE_RETENTION + HOUR)
    with database.write() as store:
        store.outbox.add([sent, given_up, waiting, young])
        assert keeping.forget(store, NOON) == 2
        assert keeping.forget(store, NOON) == 0
        assert {message.id for message in store.outbox.list(9)} == {"waiting", "young"}
