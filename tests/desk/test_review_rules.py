"""Who may do what with an item, over every state, every relation to it and every step: the table says all of it."""

from dataclasses import replace
from itertools import product

import pytest

from desk.review_rules import STEPS, UNDONE_BY, allowed, hides_caption, undoing
from domain.editorial import OPEN_STATES, ItemState, ReviewAction, ReviewItem
from domain.people import Act, Person, Role
from tests.making import NOON

WRITER, HELPER, REVIEWER, OTHER = 1, 2, 3, 4
# Who somebody is to the item: its writer, who wrote last, who decided last, nobody in particular.
RELATIONS = {"writer": WRITER, "helper": HELPER, "decided": REVIEWER, "other": OTHER}
A, S = ItemState, ReviewAction
EDITORS = {"writer", "helper", "decided", "other"}

# (state, step) -> the relations in which an editor may take it; what is not here nobody may.
MAY = {
    (A.DRAFT, S.WRITE): {"writer"},
    (A.DRAFT, S.SEND): {"writer"},
    (A.DRAFT, S.UNPICK): {"writer"},
    (A.UNPICKED, S.REPICK): {"writer"},
    (A.IN_REVIEW, S.WRITE): {"helper", "decided", "other"},
    (A.IN_REVIEW, S.UNDO_HELP): {"helper"},
    (A.IN_REVIEW, S.TAKE_BACK): {"writer"},
    (A.IN_REVIEW, S.APPROVED): {"writer", "decided", "other"},  # a helper has written last
    (A.IN_REVIEW, S.RETURNED): {"helper", "decided", "other"},
    (A.IN_REVIEW, S.REJECTED): EDITORS,
    (A.RETURNED, S.WRITE): {"writer"},
    (A.RETURNED, S.SEND): {"writer"},
    (A.RETURNED, S.UNPICK): {"writer"},
    (A.RETURNED, S.UNDO_RETURN): {"decided"},
    (A.APPROVED, S.TAKE_BACK): {"writer"},
    (A.APPROVED, S.REJECTED): EDITORS,
    (A.APPROVED, S.UNDO_APPROVAL): EDITORS,
    (A.APPROVED, S.SHARE): EDITORS,
    (A.REJECTED, S.UNDO_REJECTION): {"decided"},
    (A.SHARED, S.UNDO_SHARE): EDITORS,
}
MANAGERS_TOO = {
    (A.DRAFT, S.UNPICK),
    (A.RETURNED, S.UNPICK),
    (A.UNPICKED, S.REPICK),
    (A.RETURNED, S.UNDO_RETURN),
    (A.REJECTED, S.UNDO_REJECTION),
}
SOLO_TOO = {
    (A.DRAFT, S.APPROVED): {"writer"},
    (A.IN_REVIEW, S.APPROVED): {"helper"},
    (A.IN_REVIEW, S.WRITE): {"writer"},
}
REVIEWS = {S.UNDO_HELP, S.APPROVED, S.RETURNED, S.REJECTED, S.UNDO_APPROVAL, S.UNDO_RETURN, S.UNDO_REJECTION}


def an_item(state: ItemState, written_by: int | None = HELPER) -> ReviewItem:
    return ReviewItem(
        id=1,
        article_id="a",
        story_id="a",
        state=state,
        caption="Lời dẫn",
        picked_by=WRITER,
        picked_at=NOON,
        written_by=written_by,
        reviewed_by=REVIEWER,
    )


def somebody(number: int, role: Role) -> Person:
    return Person(id=number, login="x", name="X", role=role)


def expected(state: ItemState, step: ReviewAction, relation: str, role: Role, *, solo: bool) -> bool:
    helps = state is A.IN_REVIEW and step is S.WRITE
    needed = Act.REVIEW if step in REVIEWS or helps else Act.PICK
    if not somebody(1, role).may(needed):
        return False
    if role is Role.ADMINISTRATOR and (state, step) in MANAGERS_TOO:
        return True
    if solo and relation in SOLO_TOO.get((state, step), set()):
        return True
    return relation in MAY.get((state, step), set())


@pytest.mark.parametrize("solo", [False, True])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("state", "relation"), list(product(ItemState, RELATIONS)))
def test_who_may_take_which_step(state: ItemState, relation: str, role: Role, solo: bool) -> None:
    may = allowed(an_item(state), somebody(RELATIONS[relation], role), solo=solo)
    assert may == {step for step in STEPS if expected(state, step, relation, role, solo=solo)}


@pytest.mark.parametrize("written_by", [None, WRITER])
def test_its_writer_never_approves_what_nobody_else_has_read(written_by: int | None) -> None:
    for state, role in product(ItemState, Role):
        assert S.APPROVED not in allowed(an_item(state, written_by), somebody(WRITER, role), solo=False)


def test_a_locked_account_may_do_nothing() -> None:
    for state, number in product(ItemState, RELATIONS.values()):
        locked = replace(somebody(number, Role.ADMINISTRATOR), active=False)
        assert allowed(an_item(state), locked, solo=True) == frozenset()


def test_a_draft_is_hidden_from_everybody_but_its_writer() -> None:
    for state, number, role in product(ItemState, RELATIONS.values(), Role):
        hidden = state in (A.DRAFT, A.UNPICKED) and number != WRITER
        assert hides_caption(an_item(state), somebody(number, role)) is hidden


def test_each_step_that_a_person_takes_has_one_that_takes_it_back() -> None:
    """Picking makes the draft; writing in a draft keeps what was there in the form, help in the log."""
    assert {*UNDONE_BY} | {*UNDONE_BY.values()} == {*STEPS, S.PICK}
    for step, back in UNDONE_BY.items():
        for begun, ended in STEPS.get(step, {}).items():
            if ended is not A.DRAFT or step is not S.WRITE:
                assert ended in STEPS[back], (step, begun)


def test_what_takes_a_decision_back_begins_where_the_decision_ended() -> None:
    for verdict in (S.APPROVED, S.RETURNED, S.REJECTED):
        for ended in STEPS[verdict].values():
            assert undoing(ended) is UNDONE_BY[verdict]


def test_only_open_items_wait_and_closed_ones_can_come_back() -> None:
    for state in set(ItemState) - set(OPEN_STATES):
        assert all(to in OPEN_STATES for step in STEPS.values() for begun, to in step.items() if begun is state)
