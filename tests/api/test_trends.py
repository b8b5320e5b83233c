"""Xu hướng: what a person sees of the counts, and that each number leads to the articles that it counts."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from desk.coverage.counters import Counting
from domain.coverage import Sight
from domain.times import day_of
from domain.understanding import Section
from nlp.places.units import VietnamGazetteer
from tests.api.conftest import Desk
from tests.api.screens import read
from tests.making import NOON, OTHER, PAPER

TODAY = day_of(NOON)


def counted_and_seen(desk: Desk, days: int = 10) -> None:
    """The counting lane has come by, and both sources were seen for so many days."""
    counting = Counting(database=desk.database, gazetteer=desk.web.gazetteer, clock=lambda: NOON, tell=lambda _: None)
    counting.finish()
    with desk.database.write() as store:
        seen = [TODAY - timedelta(days=n) for n in range(days)]
        store.sights.save([Sight(source_id=source.id, day=day, seen=1.0) for day in seen for source in (PAPER, OTHER)])


@pytest.fixture
def counted(desk: Desk) -> Desk:
    """Two articles on health three days ago, one today; ten days of sight."""
    for key, ago, section in (("a", 3, Section.HEALTH), ("b", 3, Section.HEALTH), ("c", 0, Section.LAW)):
        desk.publish(key, title=f"Tiêm chủng {key}", section=section, published_at=NOON - timedelta(days=ago))
    counted_and_seen(desk)
    return desk


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def table(html: str) -> list[str]:
    return [words(row).strip() for row in re.findall(r"<tr>(.*?)</tr>", html, re.S)]


def test_each_day_has_its_number_and_the_days_before_we_looked_have_none(counted: Desk) -> None:
    shown = counted.browser("lan").get("/xu-huong?a=section:suc-khoe").text
    assert read(shown).faults == []
    rows = table(shown)
    assert rows[1].startswith("23/11/2026 chưa hết 0 0 0")
    assert rows[4].startswith("20/11/2026 2 2")
    assert rows[11].endswith("không rõ: không nhìn thấy")
    assert len(rows) == 1 + 28
    assert "18 ngày không rõ" in words(shown)
    assert "Khoảng tô xám" in shown


@pytest.mark.parametrize(
    "asked", ["a=all:", "a=section:suc-khoe", f"a=source:{PAPER.id}", "q=ti%C3%AAm+ch%E1%BB%A7ng", "a=all:&theo=week"]
)
def test_each_number_leads_to_exactly_what_it_counts(counted: Desk, asked: str) -> None:
    lan = counted.browser("lan")
    shown = lan.get(f"/xu-huong?{asked}").text
    found = re.findall(r'<td>\s*<a href="([^"]+dem=(\w+))">(\d+)</a>', shown)
    assert sum(int(number) for _, what, number in found if what == "articles") in (2, 3)
    assert {what for _, what, _ in found} >= {"articles", "stories"}
    for address, what, number in found:
        lines = [words(line) for line in re.findall(r'<li class="card">.*?</p>', lan.get(unescape(address)).text, re.S)]
        if what == "origins":
            assert sum(int(line.split(", ")[-1].split()[0]) for line in lines) == int(number), address
        else:
            assert len(lines) == int(number), address


def test_two_subjects_stand_side_by_side_and_one_twice_is_one(counted: Desk) -> None:
    lan = counted.browser("lan")
    assert lan.get("/xu-huong?a=section:suc-khoe&b=section:phap-luat").text.count("<caption>") == 2
    assert lan.get("/xu-huong?a=all:&b=all:").text.count("<caption>") == 1
    for asked in ("a=source:khac&q=ti%C3%AAm&b=all:", "a=section:suc-khoe&b=all:", f"a=source:{PAPER.id}&qb=ti%C3%AAm"):
        shown = lan.get(f"/xu-huong?{asked}").text
        names = [words(one).strip() for one in re.findall(r"<caption>(.*?)</caption>", shown, re.S)]
        assert names in (["tiêm", "Mọi bài"], ["Sức khỏe", "Mọi bài"], [PAPER.name, "tiêm"]), asked


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("a=section:khong-co", 422),
        ("a=nguoi:Nguyen+Van+A", 422),
        ("a=source:khong-co", 404),
        ("a=place:99", 404),
        ("dem=opinions", 422),
        ("dai=36500", 422),
        ("a=", 200),
        ("q=%22%22", 200),
        ("q=%00", 200),
        ("q=" + "x" * 1001, 422),
    ],
)
def test_what_cannot_be_counted_is_said(counted: Desk, asked: str, status: int) -> None:
    answer = counted.browser("lan").get(f"/xu-huong?{asked}")
    assert answer.status_code == status, words(answer.text)[:300]


def test_a_place_that_another_screen_leads_to_is_the_chosen_one(desk: Desk) -> None:
    desk.web = replace(desk.web, gazetteer=VietnamGazetteer())
    shown = desk.browser("lan").get("/xu-huong?a=place:12280").text
    assert '<option value="place:12280" selected>Xã Lương Bằng' in shown


def test_an_empty_desk_says_that_it_does_not_know(desk: Desk) -> None:
    shown = desk.browser("lan").get("/xu-huong?theo=week&dai=364").text
    assert "53 tuần không rõ" in words(shown) or "52 tuần không rõ" in words(shown)


def test_a_search_that_is_away_is_said_and_the_form_stays(counted: Desk) -> None:
    lan = counted.browser("lan")
    counted.index.away = True
    shown = lan.get("/xu-huong?q=ti%C3%AAm").text
    assert '<p class="notice bad" role="alert">' in shown
    assert 'value="tiêm"' in shown
