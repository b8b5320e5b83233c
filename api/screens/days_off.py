"""Ngày nghỉ, ngày làm bù that the desk sets itself, under the calendar."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.deps import EditorActs
from api.screens.calendar import HERE, Span, typed_day
from api.typed import plain
from desk import holidays
from domain.holidays import OwnDay

router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Form(max_length=20)]


@router.post("/lich/ngay-nghi")
def set_day(
    acting: EditorActs,
    ngay: Typed,
    loai: Annotated[Literal["nghi", "lam"], Form()] = "nghi",
    ten: Annotated[str, Form(max_length=80)] = "",
    xem: Annotated[Span, Form()] = "tuan",
) -> Response:
    day = typed_day(ngay)
    holidays.set_day(acting, OwnDay(day=day, is_off=loai == "nghi", name=plain(ten)))
    return _saved(day, xem)


@router.post("/lich/ngay-nghi/bo")
def reset_day(acting: EditorActs, ngay: Typed, xem: Annotated[Span, Form()] = "tuan") -> Response:
    day = typed_day(ngay)
    holidays.reset_day(acting, day)
    return _saved(day, xem)


def _saved(day: date, span: Span) -> Response:
    return RedirectResponse(f"{HERE}?ngay={day}&xem={span}&luu=ngay-nghi#ngay-nghi", 303)
