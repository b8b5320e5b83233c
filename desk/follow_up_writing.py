"""Saving a follow-up while somebody else, or another window, may be in it, too: what both did comes together."""

from dataclasses import dataclass

from desk import task_steps
from desk.acting import Acting
from desk.task_steps import SeenTask
from desk.typed import Kept, Outcome, Typed
from domain.merging import merge
from domain.tasks import FollowUpKind, Task, TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpText:
    """What people change of a follow-up."""

    kind: FollowUpKind
    text: str


def has_gone_on(task: Task, mark: str) -> bool:
    """It is no longer written on, or its source has changed again since the person saw it. `mark` "": not known."""
    return task.state is not TaskState.OPEN or bool(mark and task.mark != mark)


def keep(acting: Acting, task_id: int, typed: Typed[FollowUpText], mark: str = "") -> Kept[FollowUpText]:
    """Save it merged with what is stored, unless a person has to look, or to decide, first."""
    task = task_steps.locked(acting.store, task_id)
    mine = typed.mine
    stored = FollowUpText(kind=task.follow_up or mine.kind, text=task.text) if task.text else typed.base or mine
    if has_gone_on(task, mark):
        return Kept(outcome=Outcome.APPROVED, by=task.written_by, stored=stored, joined=stored)
    if mine == stored:
        return Kept(outcome=Outcome.SAVED, by=task.written_by, stored=stored, joined=stored)
    start = typed.start(stored, task.revision) or stored
    merged = merge(start.text, stored.text, mine.text)
    joined = FollowUpText(kind=stored.kind if mine.kind is start.kind else mine.kind, text=merged.text)
    if merged.touching:
        return Kept(outcome=Outcome.TOUCHING, by=task.written_by, stored=stored, joined=joined)
    task_steps.draft(acting, SeenTask(id=task.id, revision=task.revision), joined.kind, joined.text)
    outcome = Outcome.SAVED if joined == mine else Outcome.MERGED
    return Kept(outcome=outcome, by=task.written_by, stored=joined, joined=joined)
