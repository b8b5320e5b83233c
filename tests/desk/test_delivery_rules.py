"""What each answer of an outlet makes of a delivery: the table of docs/outlets.md, row by row."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.delivery_rules import MAX_TRIES, after_edit, after_look, after_publish, after_second_look, begun
from domain.deliveries import Delivery, DeliveryState
from domain.outlets import Fitted, OutletOutcome, Result, Sent
from tests.making import NOON

SOON = NOON + timedelta(minutes=2)
SENT = Sent(id="7", address="https://x.example/7")
FITTED = Fitted(parts=("Một.",), link="")
PLANNED = Delivery(id=1, key="k", item_id=1, outlet=1, fitted=FITTED, due_at=NOON, asked_by=1, asked_at=NOON)
SENDING = begun(PLANNED, NOON)
OUT = (OutletOutcome.DONE, OutletOutcome.INVISIBLE)
PUBLISHED = {
    OutletOutcome.DONE: DeliveryState.SENT,
    OutletOutcome.INVISIBLE: DeliveryState.INVISIBLE,
    OutletOutcome.PENDING: DeliveryState.SENDING,
    OutletOutcome.UNKNOWN: DeliveryState.SENDING,
    OutletOutcome.NOT_THERE: DeliveryState.SENDING,  # nonsense as an answer to sending: it is looked for
    OutletOutcome.RATE_LIMITED: DeliveryState.PLANNED,
    OutletOutcome.UNREACHABLE: DeliveryState.PLANNED,
    OutletOutcome.TOKEN_EXPIRED: DeliveryState.FAILED,
    OutletOutcome.REFUSED: DeliveryState.FAILED,
    OutletOutcome.MOVED: DeliveryState.FAILED,
    OutletOutcome.INSIDE: DeliveryState.FAILED,
    OutletOutcome.CANNOT: DeliveryState.FAILED,
    OutletOutcome.NEEDS_A_PERSON: DeliveryState.NEEDS_A_PERSON,
}
LOOKED = dict.fromkeys(OutletOutcome, DeliveryState.SENDING) | {
    OutletOutcome.DONE: DeliveryState.SENT,
    OutletOutcome.INVISIBLE: DeliveryState.INVISIBLE,
    OutletOutcome.NOT_THERE: DeliveryState.PLANNED,
    OutletOutcome.NEEDS_A_PERSON: DeliveryState.NEEDS_A_PERSON,
    OutletOutcome.CANNOT: DeliveryState.NEEDS_A_PERSON,
}


def _answer(outcome: OutletOutcome) -> Result:
    return Result(outcome=outcome, sent=SENT if outcome in OUT else None)


@pytest.mark.parametrize("outcome", OutletOutcome)
def test_only_what_is_known_not_to_have_gone_out_is_ever_sent_again(outcome: OutletOutcome):
    sent = after_publish(SENDING, _answer(outcome), NOON)
    looked = after_look(SENDING, _answer(outcome), NOON)
    assert (sent.state, looked.state) == (PUBLISHED[outcome], LOOKED[outcome])
    for moved in (sent, looked):
        assert (moved.begun_at is None) == (moved.state in (DeliveryState.PLANNED, DeliveryState.FAILED))
        assert (moved.due_at is None) == (moved.state in (DeliveryState.FAILED, DeliveryState.NEEDS_A_PERSON))


@pytest.mark.parametrize("outcome", [OutletOutcome.UNKNOWN, OutletOutcome.PENDING, OutletOutcome.RATE_LIMITED])
def test_a_platform_says_when_it_is_asked_again(outcome: OutletOutcome):
    moved = after_publish(SENDING, Result(outcome=outcome, params={"retry_at": SOON}, ticket="t"), NOON)
    assert moved.due_at == SOON
    assert moved.ticket == ("" if outcome is OutletOutcome.RATE_LIMITED else "t")


def test_what_is_away_is_asked_ever_more_seldom_and_given_up_in_the_end():
    waits, now, delivery = [], NOON, PLANNED
    while delivery.state is DeliveryState.PLANNED:
        delivery = after_publish(begun(delivery, now), Result(outcome=OutletOutcome.UNREACHABLE), now)
        waits.append((delivery.due_at or now) - now)
        now = delivery.due_at or now
    assert delivery.state is DeliveryState.FAILED
    assert waits[:-1] == sorted(waits[:-1])
    assert len(waits) == MAX_TRIES


def test_what_cannot_be_looked_for_any_more_waits_for_a_person():
    delivery = replace(SENDING, tries=MAX_TRIES - 1)
    looked = after_look(delivery, Result(outcome=OutletOutcome.UNREACHABLE), NOON)
    assert looked.state is DeliveryState.NEEDS_A_PERSON


def test_a_renewed_token_is_tried_at_once():
    again = after_publish(SENDING, Result(outcome=OutletOutcome.TOKEN_EXPIRED), NOON, renewed=True)
    assert (again.state, again.due_at) == (DeliveryState.PLANNED, NOON)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (OutletOutcome.DONE, DeliveryState.SENT),
        (OutletOutcome.INVISIBLE, DeliveryState.INVISIBLE),
        (OutletOutcome.NOT_THERE, DeliveryState.INVISIBLE),
        (OutletOutcome.NEEDS_A_PERSON, DeliveryState.SENT),
    ],
)
def test_a_minute_later_it_is_seen_whether_strangers_see_it(outcome: OutletOutcome, state: DeliveryState):
    sent = after_publish(SENDING, _answer(OutletOutcome.DONE), NOON)
    looked = after_second_look(sent, _answer(outcome), NOON)
    assert (looked.state, looked.due_at, looked.sent) == (state, None, SENT)


def test_who_cannot_be_asked_whether_strangers_see_it_is_asked_again_a_few_times():
    looked, looks = after_publish(SENDING, _answer(OutletOutcome.DONE), NOON), 0
    while looked.due_at:
        looked, looks = after_second_look(looked, _answer(OutletOutcome.UNREACHABLE), looked.due_at), looks + 1
    assert (looked.state, looks) == (DeliveryState.SENT, MAX_TRIES)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (OutletOutcome.DONE, DeliveryState.SENT),
        (OutletOutcome.INVISIBLE, DeliveryState.INVISIBLE),
        (OutletOutcome.UNREACHABLE, DeliveryState.SENDING),
        (OutletOutcome.UNKNOWN, DeliveryState.SENDING),
        (OutletOutcome.RATE_LIMITED, DeliveryState.SENDING),
        (OutletOutcome.REFUSED, DeliveryState.FAILED),
        (OutletOutcome.NOT_THERE, DeliveryState.FAILED),
        (OutletOutcome.TOKEN_EXPIRED, DeliveryState.FAILED),
        (OutletOutcome.NEEDS_A_PERSON, DeliveryState.NEEDS_A_PERSON),
    ],
)
def test_an_edit_that_nobody_heard_the_end_of_is_done_again_and_what_is_gone_is_not(
    outcome: OutletOutcome, state: DeliveryState
):
    assert after_edit(SENDING, _answer(outcome), NOON).state is state
