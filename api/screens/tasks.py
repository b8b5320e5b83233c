"""Cần xử lý: what a source changed after the page had posted it; write, approve, post, close."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import EditorActs, Now, Number, ReadStore, ReviewerActs, SignedIn
from api.pages import Link, page, whole_page
from desk import amending, task_steps, task_view
from desk.acting import Acting
from desk.task_steps import SeenTask
from domain.postings import PostedAs
from domain.store import Store
from domain.tasks import OPEN_TASKS, FollowUpKind, Task, TaskAction, TaskState

router = APIRouter(prefix="/can-xu-ly", include_in_schema=False)
LINK = Link(path="/can-xu-ly", title="Cần xử lý", order=35)
MAX_OPEN, PER_PAGE, HISTORY_SHOWN, MAX_TEXT = 200, 50, 50, 20_000
Revision = Annotated[int, Form()]
BackStep = Literal[TaskAction.TAKEN_BACK, TaskAction.REOPENED, TaskAction.UNDO_DONE]
ReviewersBackStep = Literal[TaskAction.UNDO_APPROVAL, TaskAction.UNDO_RETURN]


@router.get("")
def overview(
    request: Request, session: SignedIn, store: ReadStore, truoc: Annotated[int, Query(ge=0, le=2**62)] = 0
) -> Response:
    closed = store.tasks.list((TaskState.DONE, TaskState.DISMISSED), PER_PAGE + 1, truoc)
    context = {
        "open": [] if truoc else task_view.rows(store, store.tasks.list(OPEN_TASKS, MAX_OPEN), session.person),
        "closed": task_view.rows(store, closed[:PER_PAGE], session.person),
        "older": closed[PER_PAGE - 1].id if len(closed) > PER_PAGE else 0,
        "before": truoc,
    }
    return page(request, "can-xu-ly.html", context)


@router.get("/{task_id}")
def show(request: Request, task_id: Number, session: SignedIn, store: ReadStore, now: Now) -> Response:
    return page(request, "viec.html", _context(store, task_view.page(store, task_id, session.person, now)))


@router.post("/{task_id}/viet")
def write(
    request: Request,
    task_id: Number,
    acting: EditorActs,
    revision: Revision,
    kind: Annotated[FollowUpKind, Form()],
    text: Annotated[str, Form(max_length=MAX_TEXT)],
) -> Response:
    """Gửi duyệt. What was typed stays on the page when the task has changed meanwhile."""
    text = text.replace("\r\n", "\n")
    if late := _late(request, acting, task_id, revision, {"mine": text, "chosen": kind}):
        return late
    return _to(task_steps.write(acting, SeenTask(id=task_id, revision=revision), kind, text))


@router.post("/{task_id}/duyet")
def decide(
    request: Request,
    task_id: Number,
    acting: ReviewerActs,
    revision: Revision,
    approves: Annotated[bool, Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    if late := _late(request, acting, task_id, revision, {"said": note}):
        return late
    return _to(task_steps.decide(acting, SeenTask(id=task_id, revision=revision), approves=approves, note=note))


@router.post("/{task_id}/da-dang")
def done(
    request: Request,
    task_id: Number,
    acting: EditorActs,
    revision: Revision,
    posted_as: Annotated[PostedAs, Form()],
    address: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    if late := _late(request, acting, task_id, revision, {"address": address}):
        return late
    return _to(task_steps.done(acting, SeenTask(id=task_id, revision=revision), posted_as, address))


@router.post("/{task_id}/khong-dang-them")
def dismiss(
    request: Request,
    task_id: Number,
    acting: EditorActs,
    revision: Revision,
    sentence: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Đã xem, không cần đăng thêm."""
    if late := _late(request, acting, task_id, revision, {"said": sentence}):
        return late
    return _to(task_steps.dismiss(acting, SeenTask(id=task_id, revision=revision), sentence))


@router.post("/{task_id}/buoc/{action}")
def step_back(
    request: Request,
    task_id: Number,
    action: BackStep,
    acting: EditorActs,
    revision: Revision,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    return _back(request, acting, task_id, revision, action, reason)


@router.post("/{task_id}/rut/{action}")
def reviewers_step_back(
    request: Request, task_id: Number, action: ReviewersBackStep, acting: ReviewerActs, revision: Revision
) -> Response:
    return _back(request, acting, task_id, revision, action, "")


def _back(request: Request, acting: Acting, task_id: int, revision: int, action: TaskAction, reason: str) -> Response:
    if late := _late(request, acting, task_id, revision, {"said": reason}):
        return late
    return _to(task_steps.step_back(acting, SeenTask(id=task_id, revision=revision), action, reason))


def _late(request: Request, acting: Acting, task_id: int, revision: int, typed: dict[str, Any]) -> Response | None:
    """The task as it is now, with what the person has typed; None: nobody has changed it since they saw it."""
    if acting.store.tasks.get(task_id).revision == revision:
        return None
    viewer = acting.store.people.get(acting.by)
    shown = task_view.page(acting.store, task_id, viewer, acting.now)
    return whole_page(request, "viec.html", _context(acting.store, shown, late=True) | typed, f"/can-xu-ly/{task_id}")


def _context(store: Store, shown: task_view.TaskPage, *, late: bool = False) -> dict[str, Any]:
    task = shown.row.task
    return {
        "shown": shown,
        "amends": amending.place(store, shown.row.posting) if TaskAction.DONE in shown.row.may else None,
        "late": late,
        "mine": None,
        "chosen": shown.first_choice,
        "said": "",
        "address": shown.row.posting.address,
        "FollowUpKind": FollowUpKind,
        "PostedAs": PostedAs,
        "TaskState": TaskState,
        "history": store.log.list(HISTORY_SHOWN, f"task:{task.id}"),
    }


def _to(task: Task) -> Response:
    return RedirectResponse(f"/can-xu-ly/{task.id}", 303)
