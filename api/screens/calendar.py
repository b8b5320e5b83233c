"""Lịch đăng: a day or a week, what goes where at which hour; what waits is moved to another hour."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import FIRST_DAY, LAST_DAY, EditorActs, Now, Number, ReadStore, SignedIn, TheWeb
from api.here import here
from api.pages import page
from desk import calendar, delivery_steps
from domain.errors import BadInput
from domain.problems import Problem
from domain.times import VIETNAM, monday_of

router = APIRouter(include_in_schema=False)
HERE = "/lich"
DAY, WEEK = 1, 7
A_YEAR = timedelta(days=365)
Span = Literal["ngay", "tuan"]


@router.get("/lich")
def show(
    request: Request,
    session: SignedIn,
    store: ReadStore,
    services: TheWeb,
    now: Now,
    ngay: Annotated[date | None, Query(ge=FIRST_DAY, le=LAST_DAY)] = None,
    xem: Span = "tuan",
    doi: int = 0,
) -> Response:
    """`doi`: the delivery that was moved a moment ago."""
    today = now.astimezone(VIETNAM).date()
    chosen = ngay or today
    first, last = (chosen, chosen) if xem == "ngay" else _week(chosen)
    days, ahead = (last - first).days + 1, first + A_YEAR
    shown = calendar.of_days(store, first, days, here(services, store, now))
    context = {
        "shown": shown,
        "warned": shown.warned,
        "special_days": shown.days_off.between(first, ahead),
        "years": shown.days_off.years(first, ahead),
        "chosen": chosen,
        "today": today,
        "span": xem,
        "moved": doi,
        "steps": {
            step: (_within(chosen - timedelta(days=step)), _within(chosen + timedelta(days=step)))
            for step in (DAY, WEEK)
        },
    }
    return page(request, "lich.html", context)


@router.post("/lich/{delivery_id}/doi-gio")
def move(
    delivery_id: Number,
    acting: EditorActs,
    revision: Annotated[int, Form()],
    ngay: Annotated[str, Form(max_length=20)] = "",
    gio: Annotated[str, Form(max_length=8)] = "",
    xem: Annotated[Span, Form()] = "tuan",
) -> Response:
    """The same whether the hour was typed or the post was dragged."""
    day = typed_day(ngay)
    delivery_steps.move(acting, delivery_id, revision, datetime.combine(day, _typed_hour(gio), VIETNAM))
    return RedirectResponse(f"{HERE}?ngay={day}&xem={xem}&doi={delivery_id}#gui-{delivery_id}", 303)


def _week(day: date) -> tuple[date, date]:
    """From Monday to Sunday."""
    monday = monday_of(day)
    return _within(monday), _within(monday + timedelta(days=WEEK - 1))


def _within(day: date) -> date:
    """What the screen can be asked for."""
    return min(max(day, FIRST_DAY), LAST_DAY)


def typed_day(typed: str) -> date:
    """From the field; browsers without one of its own send what was typed, as 26/11/2026."""
    parts = typed.strip().split("/")
    try:
        day = date(*(int(part) for part in reversed(parts))) if len(parts) == 3 else date.fromisoformat(typed.strip())
    except ValueError as error:
        raise BadInput(Problem.SEND_DAY) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(Problem.SEND_DAY)
    return day


def _typed_hour(typed: str) -> time:
    try:
        return time.fromisoformat(typed.strip()).replace(tzinfo=None)
    except ValueError as error:
        raise BadInput(Problem.SEND_HOUR) from error
