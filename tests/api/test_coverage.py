"""Counts over time, for other programs and for Excel."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.csv_files import BOM
from desk.coverage.charts import MAX_SERIES, MAX_STEPS
from desk.coverage.counters import Counting
from domain.coverage import Sight
from domain.people import Role
from domain.times import day_of
from domain.understanding import Section
from nlp.places.units import VietnamGazetteer
from tests.api.conftest import Desk
from tests.making import NOON, OTHER, PAPER

TODAY = day_of(NOON)
GAZETTEER = VietnamGazetteer()


@pytest.fixture
def counted(desk: Desk) -> Desk:
    desk.web = replace(desk.web, gazetteer=GAZETTEER)
    for key, story, day, section in (
        ("a", "s1", 0, Section.HEALTH), ("b", "s1", 1, Section.HEALTH), ("c", "s2", 9, Section.LAW),
    ):  # fmt: skip
        desk.publish(key, id=key, story_id=story, section=section, published_at=NOON - timedelta(days=day))
    with desk.database.write() as store:
        days = [TODAY - timedelta(days=n) for n in range(9)]
        store.sights.save([Sight(source_id=PAPER.id, day=day, seen=1.0) for day in days])
        store.sights.save([Sight(source_id=OTHER.id, day=day, seen=0.8) for day in days])
    Counting(database=desk.database, gazetteer=GAZETTEER, clock=lambda: NOON, tell=lambda _: None).finish()
    return desk


def asked(desk: Desk, **params: Any) -> Any:
    return desk.browser("minh", Role.ANALYST).get("/v1/coverage", params=params)


def test_two_subjects_stand_side_by_side_with_gaps_where_we_were_blind(counted: Desk) -> None:
    found = asked(counted, section=["suc-khoe", "phap-luat"], **{"from": TODAY - timedelta(days=9)}).json()

    health, law = found["series"]
    assert (found["by"], found["first"], found["last"]) == ("day", "2026-11-14", "2026-11-23")
    assert [one["state"] for one in health["points"]] == ["blind", *["nothing"] * 7, "value", "value"]
    assert health["points"][0]["numbers"] is None
    assert health["points"][-1] == {
        "start": "2026-11-23", "state": "value", "seen": 0.9, "is_complete": False,
        "numbers": {"articles": 1, "stories": 1, "begun": 0, "origins": 1, "first_at": "2026-11-23T05:00:00Z",
                    "first_id": "a"},
    }  # fmt: skip
    assert (law["of"], law["value"], law["points"][0]["state"], law["points"][0]["seen"]) == (
        "section", "phap-luat", "value", 0.0,
    )  # fmt: skip


def test_two_searches_are_counted_by_week_with_their_stories(counted: Desk) -> None:
    week = asked(counted, by="week", q=["a or nothing", '"Tiêm chủng"'], **{"from": "2026-11-16"}).json()

    nothing, everything = week["series"]
    assert [point["state"] for point in nothing["points"]] == ["nothing", "nothing"]
    assert [(p["start"], p["numbers"]["articles"], p["numbers"]["stories"]) for p in everything["points"]] == [
        ("2026-11-16", 1, 1), ("2026-11-23", 1, 1),
    ]  # fmt: skip
    [all_of_it] = asked(counted, by="week", **{"from": "2026-11-16"}).json()["series"]
    assert [p["numbers"]["articles"] for p in all_of_it["points"]] == [1, 1]
    [source] = asked(counted, source=PAPER.id).json()["series"]
    assert (source["name"], source["points"][-1]["seen"], len(source["points"])) == (PAPER.name, 1.0, 28)


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"from": "2026-11-23", "to": "2026-11-22"}, 422, "problem.coverage-dates"),
        ({"to": "0001-01-01"}, 422, "problem.coverage-dates"),
        ({"to": "9999-12-31"}, 422, "problem.coverage-dates"),
        ({"from": TODAY - timedelta(days=MAX_STEPS)}, 422, "problem.coverage-too-much"),
        ({"q": ["a", "b", "c"]}, 422, "problem.coverage-too-much"),
        ({"place": [f"{n:05}" for n in range(MAX_SERIES + 1)]}, 422, "problem.coverage-too-much"),
        ({"source": "khong-co"}, 404, "missing.source"),
        ({"place": "khong-co"}, 404, "missing.place"),
        ({"section": "nguoi-dan"}, 422, None),
        ({"from": "hôm qua"}, 422, None),
        ({"q": "x" * 201}, 422, None),
    ],
)
def test_what_cannot_be_shown_is_refused_before_any_work(
    desk: Desk, params: dict[str, Any], status: int, code: str | None
) -> None:
    desk.web = replace(desk.web, gazetteer=GAZETTEER)
    answer = asked(desk, **params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert code in (None, answer.json()["code"], answer.json()["params"].get("what", {}).get("code"))


def test_the_table_opens_in_excel_and_runs_no_formula(counted: Desk) -> None:
    browser = counted.browser("minh", Role.ANALYST)
    answer = browser.get("/v1/coverage/table.csv", params={"q": "=1+1", "from": "2026-11-15"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    heading, first, *_ = answer.text.removeprefix(BOM).split("\r\n")
    assert answer.text.startswith(BOM)
    assert heading.startswith("of,value,name,start,state,seen,complete,articles,stories")
    assert first == f"search,'=1+1,,{date(2026, 11, 15)},nothing,0.9,1,0,0,0,0,,"
    assert browser.get("/v1/coverage/table.csv", params={"q": ["a"] * 3}).status_code == 200  # the same one is one


def test_who_is_not_signed_in_sees_nothing(desk: Desk) -> None:
    assert desk.stranger().get("/v1/coverage").status_code == 401
