"""Which step each person may take with an item: its state and who they are to it decide, and nothing else."""

from collections.abc import Mapping
from enum import StrEnum

from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.people import Act, Person


class Refusal(StrEnum):
    """Why a person may not take a step."""

    ROLE = "role"
    STATE = "state"  # the item is not where this step begins
    NOT_SENT = "not-sent"  # it is somebody's draft
    NOT_ITS_WRITER = "not-its-writer"
    OWN_CAPTION = "own-caption"  # whoever wrote last does not approve
    OWN_RETURN = "own-return"  # its writer takes it back instead
    IN_REVIEW = "in-review"  # its writer takes it back before changing it
    NOT_ITS_REVIEWER = "not-its-reviewer"
    NOT_ITS_HELPER = "not-its-helper"


STEPS: Mapping[ReviewAction, Mapping[ItemState, ItemState]] = {
    ReviewAction.WRITE: {
        ItemState.DRAFT: ItemState.DRAFT,
        ItemState.RETURNED: ItemState.DRAFT,
        ItemState.IN_REVIEW: ItemState.IN_REVIEW,  # a reviewer's help
    },
    ReviewAction.SEND: {ItemState.DRAFT: ItemState.IN_REVIEW, ItemState.RETURNED: ItemState.IN_REVIEW},
    ReviewAction.TAKE_BACK: {ItemState.IN_REVIEW: ItemState.DRAFT, ItemState.APPROVED: ItemState.DRAFT},
    ReviewAction.UNPICK: {ItemState.DRAFT: ItemState.UNPICKED, ItemState.RETURNED: ItemState.UNPICKED},
    ReviewAction.REPICK: {ItemState.UNPICKED: ItemState.DRAFT},
    ReviewAction.APPROVED: {ItemState.IN_REVIEW: ItemState.APPROVED, ItemState.DRAFT: ItemState.APPROVED},
    ReviewAction.RETURNED: {ItemState.IN_REVIEW: ItemState.RETURNED},
    ReviewAction.REJECTED: {ItemState.IN_REVIEW: ItemState.REJECTED, ItemState.APPROVED: ItemState.REJECTED},
    ReviewAction.UNDO_HELP: {ItemState.IN_REVIEW: ItemState.IN_REVIEW},
    ReviewAction.UNDO_APPROVAL: {ItemState.APPROVED: ItemState.IN_REVIEW},
    ReviewAction.UNDO_RETURN: {ItemState.RETURNED: ItemState.IN_REVIEW},
    ReviewAction.UNDO_REJECTION: {ItemState.REJECTED: ItemState.IN_REVIEW},
    ReviewAction.SHARE: {ItemState.APPROVED: ItemState.SHARED},
    ReviewAction.UNDO_SHARE: {ItemState.SHARED: ItemState.APPROVED},
}
REVIEWERS = (
    ReviewAction.APPROVED,
    ReviewAction.RETURNED,
    ReviewAction.REJECTED,
    ReviewAction.UNDO_HELP,
    ReviewAction.UNDO_APPROVAL,
    ReviewAction.UNDO_RETURN,
    ReviewAction.UNDO_REJECTION,
)
UNDONE_BY: Mapping[ReviewAction, ReviewAction] = {
    ReviewAction.PICK: ReviewAction.UNPICK,
    ReviewAction.WRITE: ReviewAction.UNDO_HELP,
    ReviewAction.SEND: ReviewAction.TAKE_BACK,
    ReviewAction.TAKE_BACK: ReviewAction.SEND,
    ReviewAction.UNPICK: ReviewAction.REPICK,
    ReviewAction.REPICK: ReviewAction.UNPICK,
    ReviewAction.APPROVED: ReviewAction.UNDO_APPROVAL,
    ReviewAction.RETURNED: ReviewAction.UNDO_RETURN,
    ReviewAction.REJECTED: ReviewAction.UNDO_REJECTION,
    ReviewAction.SHARE: ReviewAction.UNDO_SHARE,
}


def allowed(item: ReviewItem, person: Person, *, solo: bool) -> frozenset[ReviewAction]:
    """The steps that this person may take now: the buttons of their screen."""
    return frozenset(action for action in STEPS if refusal(action, item, person, solo=solo) is None)


def refusal(action: ReviewAction, item: ReviewItem, person: Person, *, solo: bool) -> Refusal | None:
    """Why this person may not take the step; None where they may."""
    if not person.may(act_for(action, item)):
        return Refusal.ROLE
    if item.state not in STEPS[action]:
        return Refusal.STATE
    return _by_relation(action, item, person, solo=solo)


def act_for(action: ReviewAction, item: ReviewItem) -> Act:
    helps = action is ReviewAction.WRITE and item.state is ItemState.IN_REVIEW
    return Act.REVIEW if helps or action in REVIEWERS else Act.PICK


def hides_caption(item: ReviewItem, person: Person) -> bool:
    """A draft is read by its writer only."""
    return item.state in (ItemState.DRAFT, ItemState.UNPICKED) and person.id != item.picked_by


def _by_relation(action: ReviewAction, item: ReviewItem, person: Person, *, solo: bool) -> Refusal | None:
    is_writer, manages = person.id == item.picked_by, person.may(Act.MANAGE)
    match action:
        case ReviewAction.WRITE if item.state is ItemState.IN_REVIEW:
            return Refusal.IN_REVIEW if is_writer and not solo else None
        case ReviewAction.WRITE | ReviewAction.SEND | ReviewAction.TAKE_BACK:
            return None if is_writer else Refusal.NOT_ITS_WRITER
        case ReviewAction.UNPICK | ReviewAction.REPICK:  # an administrator frees the story when its writer is away
            return None if is_writer or manages else Refusal.NOT_ITS_WRITER
        case ReviewAction.APPROVED if item.state is ItemState.DRAFT:
            return None if solo and is_writer else Refusal.NOT_SENT
        case ReviewAction.APPROVED:
            return Refusal.OWN_CAPTION if person.id == item.last_writer and not solo else None
        case ReviewAction.UNDO_HELP:
            return None if person.id == item.last_writer and not is_writer else Refusal.NOT_ITS_HELPER
        case ReviewAction.RETURNED:
            return Refusal.OWN_RETURN if is_writer else None
        case ReviewAction.UNDO_RETURN | ReviewAction.UNDO_REJECTION:
            return None if person.id == item.reviewed_by or manages else Refusal.NOT_ITS_REVIEWER
    return None


def undoing(state: ItemState) -> ReviewAction:
    """What takes back the decision that led to this state; in any other state it is refused."""
    undone = {ItemState.RETURNED: ReviewAction.UNDO_RETURN, ItemState.REJECTED: ReviewAction.UNDO_REJECTION}
    return undone.get(state, ReviewAction.UNDO_APPROVAL)
