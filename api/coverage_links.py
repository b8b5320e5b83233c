"""Where a number of the coverage leads: the list of exactly what it counts (api/screens/trend_lists.py, growth.py)."""

from datetime import date, datetime
from typing import Literal
from urllib.parse import quote, urlencode

from desk.coverage.growth import Unit
from domain.coverage import Grain

Counted = Literal["articles", "stories", "origins"]
LIST = "/xu-huong/danh-sach"


def listed(kind: str, value: str, grain: Grain, start: date, counted: Counted = "articles") -> str:
    """Of a section, place, source or search (its words as `value`), of one day or week."""
    return f"{LIST}?" + urlencode({"cua": f"{kind}:{value}", "theo": grain, "tu": start, "dem": counted})


def until(address: str, last: date | None) -> str:
    """That list, of all days until this one."""
    return f"{address}&den={last}" if last else address


def search_for(typed: str, first: date, last: date) -> str:
    """Tìm kiếm for these words in articles of these days."""
    return "/tim-kiem?" + urlencode({"q": f"{typed} từ:{first:%d/%m/%Y} đến:{last:%d/%m/%Y}"})


def of_story(story_id: str, unit: Unit, at: datetime | None, counted: Counted = "articles") -> str:
    """Of one story's hour, day or week, in Vietnam's time; without a time, of all of it."""
    asked = {"dem": counted} | ({"theo": unit, "tu": f"{unit.start(at):%Y-%m-%dT%H:%M}"} if at else {})
    return f"/xu-huong/chuyen/{quote(story_id, safe='')}?" + urlencode(asked)


def pages(here: str, number: int, *, has_more: bool) -> dict[str, str]:
    """The addresses before and after a page of a list; "" where there is none."""
    return {
        "before": f"{here}&trang={number - 1}" if number > 1 else "",
        "after": f"{here}&trang={number + 1}" if has_more else "",
    }
