from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import EditorActs, Number, ReadStore, ReviewerActs, SignedIn
from api.problems import problems
from desk import task_steps
from desk.task_steps import SeenTask
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn
from domain.postings import PostedAs
from domain.tasks import OPEN_TASKS, FollowUpKind, Task, TaskAction, TaskState

router = APIRouter(prefix="/v1/tasks", tags=["tasks"], responses=problems(NotSignedIn))
changes = problems(NotAllowed, NotFound, Conflict, BadInput)
BackStep = Literal[TaskAction.TAKEN_BACK, TaskAction.REOPENED, TaskAction.UNDO_DONE]
ReviewersBackStep = Literal[TaskAction.UNDO_APPROVAL, TaskAction.UNDO_RETURN]


class FollowUpIn(BaseModel):
    revision: int
    kind: FollowUpKind
    text: str = Field(max_length=20_000)


class TaskDecisionIn(BaseModel):
    revision: int
    approves: bool
    note: str = Field(default="", max_length=2000)


class DoneIn(BaseModel):
    revision: int
    posted_as: PostedAs
    address: str = Field(default="", max_length=2000)


class DismissedIn(BaseModel):
    revision: int
    sentence: str = Field(max_length=2000)


class StepBackIn(BaseModel):
    revision: int
    reason: str = Field(default="", max_length=2000)


@router.get("")
def list_tasks(
    session: SignedIn,
    store: ReadStore,
    state: TaskState | None = None,
    before: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[Task]:
    """Newest first; without `state` what is still open. `before`: the id of the last one read."""
    return store.tasks.list([state] if state else OPEN_TASKS, limit, before)


@router.get("/{task_id}", responses=problems(NotFound))
def get_task(task_id: Number, session: SignedIn, store: ReadStore) -> Task:
    return store.tasks.get(task_id)


@router.put("/{task_id}/follow-up", responses=changes)
def write(task_id: Number, body: FollowUpIn, acting: EditorActs) -> Task:
    """Say what is to be posted, and ask a second person."""
    return task_steps.write(acting, SeenTask(id=task_id, revision=body.revision), body.kind, body.text)


@router.post("/{task_id}/decision", status_code=201, responses=changes)
def decide(task_id: Number, body: TaskDecisionIn, acting: ReviewerActs) -> Task:
    seen = SeenTask(id=task_id, revision=body.revision)
    return task_steps.decide(acting, seen, approves=body.approves, note=body.note)


@router.post("/{task_id}/decision/{action}", status_code=201, responses=changes)
def undo_decision(task_id: Number, action: ReviewersBackStep, body: StepBackIn, acting: ReviewerActs) -> Task:
    """Take back an approval, or what was returned."""
    return task_steps.step_back(acting, SeenTask(id=task_id, revision=body.revision), action)


@router.post("/{task_id}/done", status_code=201, responses=changes)
def done(task_id: Number, body: DoneIn, acting: EditorActs) -> Task:
    """It was posted, and can be read at `address`; a removed post has none."""
    return task_steps.done(acting, SeenTask(id=task_id, revision=body.revision), body.posted_as, body.address)


@router.post("/{task_id}/dismiss", status_code=201, responses=changes)
def dismiss(task_id: Number, body: DismissedIn, acting: EditorActs) -> Task:
    """Looked at, and nothing is to be said."""
    return task_steps.dismiss(acting, SeenTask(id=task_id, revision=body.revision), body.sentence)


@router.post("/{task_id}/steps/{action}", status_code=201, responses=changes)
def step_back(task_id: Number, action: BackStep, body: StepBackIn, acting: EditorActs) -> Task:
    """Take back what waits for approval, or open again what was closed. A mistaken mark as posted needs a reason."""
    return task_steps.step_back(acting, SeenTask(id=task_id, revision=body.revision), action, body.reason)
