"""Cần xử lý: what a source changed after the page had posted it; write, approve, post, close."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api import typed
from api.deps import EditorActs, Now, Number, ReadStore, ReviewerActs, SignedIn
from api.follow_up_form import Mark, TypedFollowUp, both, fields, told
from api.pages import Link, page, whole_page
from api.services import Web
from desk import delivery_view, follow_up_writing, task_steps, task_view
from desk.acting import Acting
from desk.follow_up_writing import FollowUpText
from desk.task_steps import SeenTask
from desk.typed import Kept, Outcome, Typed
from domain.people import Person
from domain.postings import PostedAs
from domain.store import Store
from domain.tasks import OPEN_TASKS, FollowUpKind, Task, TaskAction, TaskState

router = APIRouter(prefix="/can-xu-ly", include_in_schema=False)
LINK = Link(path="/can-xu-ly", title="Cần xử lý", order=35)
MAX_OPEN, PER_PAGE, HISTORY_SHOWN = 200, 50, 50
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
    return page(request, "viec.html", _context(request, store, task_id, session.person, now))


@router.post("/{task_id}/viet")
def write(
    request: Request,
    task_id: Number,
    acting: EditorActs,
    form: TypedFollowUp,
    mark: Mark = "",
) -> Response:
    """Gửi duyệt. What was typed stays on the page when more than its text has changed meanwhile."""
    mine, task = form.mine, task_steps.locked(acting.store, task_id)
    if form.base is None or follow_up_writing.has_gone_on(task, mark):
        if late := _late(request, acting, task_id, form.revision, {"mine": mine.text, "chosen": mine.kind}):
            return late
        return _to(task_steps.write(acting, SeenTask(id=task_id, revision=form.revision), mine.kind, mine.text))
    kept = follow_up_writing.keep(acting, task_id, form, mark)
    if kept.outcome is Outcome.TOUCHING:
        return _touching(request, acting, task_id, kept, form)
    seen = SeenTask(id=task_id, revision=acting.store.tasks.get(task_id).revision)
    return _to(task_steps.write(acting, seen, kept.joined.kind, kept.joined.text))


@router.post("/{task_id}/luu")
def save(request: Request, task_id: Number, acting: EditorActs, form: TypedFollowUp, mark: Mark = "") -> Response:
    """Lưu: of two versions that touch, the one that the person has chosen."""
    kept = follow_up_writing.keep(acting, task_id, form, mark)
    if kept.outcome is Outcome.TOUCHING:
        return _touching(request, acting, task_id, kept, form)
    if kept.outcome is Outcome.APPROVED:
        return late_page(request, acting, task_id, {"mine": form.mine.text, "chosen": form.mine.kind})
    return RedirectResponse(f"/can-xu-ly/{task_id}", 303)


@router.post("/{task_id}/viet/tu-luu")
def save_by_itself(
    request: Request, task_id: Number, acting: EditorActs, form: TypedFollowUp, mark: Mark = ""
) -> Response:
    """For the script that saves while one types."""
    return told(request, acting, task_id, follow_up_writing.keep(acting, task_id, form, mark), form)


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
    return late_page(request, acting, task_id, typed)


def _touching(
    request: Request, acting: Acting, task_id: int, kept: Kept[FollowUpText], form: Typed[FollowUpText]
) -> Response:
    """Both versions above the text as the person has it."""
    context = _context(request, acting.store, task_id, acting.store.people.get(acting.by), acting.now)
    context |= {"mine": form.mine.text, "chosen": form.mine.kind, "base_text": typed.written(fields(kept.stored))}
    context |= both(request, acting, task_id, kept, form.mine)
    return whole_page(request, "viec.html", context, f"/can-xu-ly/{task_id}")


def late_page(request: Request, acting: Acting, task_id: int, typed: dict[str, Any]) -> Response:
    viewer = acting.store.people.get(acting.by)
    context = _context(request, acting.store, task_id, viewer, acting.now) | {"late": True} | typed
    return whole_page(request, "viec.html", context, f"/can-xu-ly/{task_id}")


def _context(request: Request, store: Store, task_id: int, viewer: Person, now: datetime) -> dict[str, Any]:
    services: Web = request.app.state.web
    shown = task_view.page(store, task_id, viewer, now)
    task = shown.row.task
    return {
        "shown": shown,
        "at_outlets": delivery_view.of_task(store, services.outlets, task, viewer, now),
        "late": False,
        "base_text": typed.written(fields(_begun(shown))),
        "both": None,
        "mine": None,
        "chosen": shown.first_choice,
        "said": "",
        "address": shown.row.posting.address,
        "FollowUpKind": FollowUpKind,
        "PostedAs": PostedAs,
        "TaskState": TaskState,
        "history": store.log.list(HISTORY_SHOWN, f"task:{task.id}"),
    }


def _begun(shown: task_view.TaskPage) -> FollowUpText:
    """What the form begins with."""
    kind = shown.first_choice
    return FollowUpText(kind=kind, text=shown.row.task.text or typed.plain(shown.proposals.get(kind, "")))


def _to(task: Task) -> Response:
    return RedirectResponse(f"/can-xu-ly/{task.id}", 303)
