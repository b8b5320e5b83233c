"""Đăng lên, on Cần xử lý: an approved follow-up goes to the outlets that were ticked, to each as was chosen."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import EditorActs, Now, Number, ReadStore, SignedIn, TheWeb
from api.pages import page
from api.screens.tasks import late_page
from desk import delivery_view, following_up
from desk.following_up import FollowUpWish
from desk.task_steps import SeenTask
from domain.errors import BadInput
from domain.postings import PostedAs
from domain.problems import Problem
from domain.tasks import TaskState

router = APIRouter(prefix="/can-xu-ly", include_in_schema=False)
MAX_PLACES = 50
Ticked = Annotated[list[Annotated[str, Form(pattern=r"^\d{1,18}:\d{1,9}$")]], Form(max_length=MAX_PLACES)]
Ways = Annotated[list[Annotated[str, Form(pattern=r"^\d{1,18}:(edit|reply|post)$")]], Form(max_length=MAX_PLACES)]


@router.get("/{task_id}/dang-len")
def show(
    request: Request,
    task_id: Number,
    session: SignedIn,
    store: ReadStore,
    services: TheWeb,
    now: Now,
    viec: TaskState | None = None,
) -> Response:
    """The part of the page alone, which looks again while something is on its way. `viec`: as the page knows its task;
    where that is another since, the whole page is shown anew.
    """
    task = store.tasks.get(task_id)
    shown = delivery_view.of_task(store, services.outlets, task, session.person, now)
    answer = page(request, "viec-dang.html", {"task": task, "at_outlets": shown})
    if viec is not None and viec is not task.state:
        answer.headers["HX-Refresh"] = "true"
    return answer


@router.post("/{task_id}/dang-len")
def send(
    request: Request,
    task_id: Number,
    acting: EditorActs,
    services: TheWeb,
    noi: Ticked = [],  # noqa: B006 - FastAPI copies it
    cach: Ways = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """`noi`: tasks as the person saw them, one for each outlet. `cach`: how it goes there."""
    ways = dict(one.split(":") for one in cach)
    seen = [SeenTask(id=int(task), revision=int(revision)) for task, revision in (one.split(":") for one in noi)]
    if any(str(one.id) not in ways for one in seen):
        raise BadInput(Problem.CONTENT)
    if any(acting.store.tasks.get(one.id).revision != one.revision for one in seen):
        return late_page(request, acting, task_id, {})
    wishes = [FollowUpWish(seen=one, way=PostedAs(ways[str(one.id)])) for one in seen]
    following_up.plan(acting, services.outlets, wishes)
    return RedirectResponse(f"/can-xu-ly/{task_id}#dang-len", 303)
