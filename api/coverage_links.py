"""Where a number of the coverage leads: the list of exactly what it counts (api/screens/trend_lists.py)."""

from datetime import date
from typing import Literal
from urllib.parse import urlencode

from domain.coverage import Grain

Counted = Literal["articles", "stories", "origins"]
LIST = "/xu-huong/danh-sach"


def listed(kind: str, value: str, grain: Grain, start: date, counted: Counted = "articles") -> str:
    """Of a section, place, source or search (its words as `value`), of one day or week."""
    return f"{LIST}?" + urlencode({"cua": f"{kind}:{value}", "theo": grain, "tu": start, "dem": counted})
