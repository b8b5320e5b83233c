"""Which step each person may take with a task: its state and who they are to it decide, and nothing else."""

from collections.abc import Mapping
from enum import StrEnum

from domain.people import Act, Person
from domain.tasks import Task, TaskAction, TaskState


class TaskRefusal(StrEnum):
    """Why a person may not take a step."""

    ROLE = "role"
    STATE = "state"  # the task is not where this step begins
    OWN_TEXT = "own-text"  # whoever wrote it does not approve it
    OWN_RETURN = "own-return"  # its writer takes it back instead
    NOT_ITS_WRITER = "not-its-writer"
    NOT_ITS_REVIEWER = "not-its-reviewer"
    NOTHING_RETURNED = "nothing-returned"


STEPS: Mapping[TaskAction, tuple[TaskState, TaskState]] = {  # from, to
    TaskAction.DRAFTED: (TaskState.OPEN, TaskState.OPEN),
    TaskAction.WRITTEN: (TaskState.OPEN, TaskState.IN_REVIEW),
    TaskAction.TAKEN_BACK: (TaskState.IN_REVIEW, TaskState.OPEN),
    TaskAction.APPROVED: (TaskState.IN_REVIEW, TaskState.APPROVED),
    TaskAction.UNDO_APPROVAL: (TaskState.APPROVED, TaskState.IN_REVIEW),
    TaskAction.RETURNED: (TaskState.IN_REVIEW, TaskState.OPEN),
    TaskAction.UNDO_RETURN: (TaskState.OPEN, TaskState.IN_REVIEW),
    TaskAction.DONE: (TaskState.APPROVED, TaskState.DONE),
    TaskAction.UNDO_DONE: (TaskState.DONE, TaskState.APPROVED),
    TaskAction.DISMISSED: (TaskState.OPEN, TaskState.DISMISSED),
    TaskAction.REOPENED: (TaskState.DISMISSED, TaskState.OPEN),
}
REVIEWERS = (TaskAction.APPROVED, TaskAction.UNDO_APPROVAL, TaskAction.RETURNED, TaskAction.UNDO_RETURN)


def allowed(task: Task, person: Person, *, solo: bool) -> frozenset[TaskAction]:
    """The steps that this person may take now: the buttons of their screen."""
    return frozenset(action for action in STEPS if refusal(action, task, person, solo=solo) is None)


def refusal(action: TaskAction, task: Task, person: Person, *, solo: bool) -> TaskRefusal | None:
    """Why this person may not take the step; None where they may."""
    if not person.may(Act.REVIEW if action in REVIEWERS else Act.PICK):
        return TaskRefusal.ROLE
    if task.state is not STEPS[action][0]:
        return TaskRefusal.STATE
    is_writer, manages = person.id == task.written_by, person.may(Act.MANAGE)
    match action:
        case TaskAction.APPROVED:
            return TaskRefusal.OWN_TEXT if is_writer and not solo else None
        case TaskAction.RETURNED:
            return TaskRefusal.OWN_RETURN if is_writer else None
        case TaskAction.TAKEN_BACK:
            return None if is_writer or manages else TaskRefusal.NOT_ITS_WRITER
        case TaskAction.UNDO_RETURN if task.reviewed_by is None:
            return TaskRefusal.NOTHING_RETURNED
        case TaskAction.UNDO_RETURN:
            return None if person.id == task.reviewed_by or manages else TaskRefusal.NOT_ITS_REVIEWER
    return None
