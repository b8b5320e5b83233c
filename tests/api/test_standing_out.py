"""Điều nổi bật: what a person reads, and that each finding and each word leads to exactly its articles."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import update

from database.analyses import coverage_analyses
from database.coverage import coverage_counts
from desk.coverage.counters import Counting
from domain.analyses import AnalysisKind
from domain.people import Role
from tests.api.conftest import Desk
from tests.api.planted import BUSY, MANY, analysed, planted
from tests.api.screens import read
from tests.api.test_trends import words
from tests.making import NOON

PATH = "/xu-huong/noi-bat"


def linked(desk: Desk, html: str, name: str) -> list[str]:
    """The pages behind the links with this name."""
    addresses = re.findall(rf'<a href="([^"]+)">{name}</a>', html)
    return [desk.browser("lan").get(unescape(one)).text for one in addresses]


def test_a_busy_day_is_told_with_what_is_usual_and_leads_to_its_articles(desk: Desk) -> None:
    planted(desk)
    shown = desk.browser("lan").get(PATH).text
    assert read(shown).faults == []
    said = words(shown)
    assert f"Sức khỏe : Ngày {BUSY:%d/%m/%Y} có {MANY} bài, thường lệ khoảng 5 bài mỗi ngày." in said
    assert "Đã xem 2 chuỗi số trong 45 ngày" in said
    assert "2 điều khác thường." in said
    assert "Có thể không phải vì tin" not in said
    lists = linked(desk, shown, "Các bài hôm đó")
    assert len(lists) == 2
    for one in lists:
        assert re.search(rf'aria-current="page">\s*{MANY}\s+bài', one)
    for one in linked(desk, shown, "Biểu đồ"):
        assert 'class="chart"' in one
    assert 'href="/xu-huong/noi-bat"' in desk.browser("lan").get("/xu-huong").text


def test_one_release_that_was_copied_stands_beside_it_as_its_cause(desk: Desk) -> None:
    planted(desk, origins=2)
    said = words(desk.browser("lan").get(PATH).text)
    assert "Có thể vì: Phần lớn là một bản tin được đăng lại: 24 bài, 2 nguồn độc lập." in said
    assert said.index("Có thể không phải vì tin") < said.index("Sức khỏe")
    told = desk.browser("minh", Role.ANALYST).get("/v1/coverage/findings").json()
    assert [one["causes"][0]["code"] for one in told["findings"]["found"]] == ["cause.one-release"] * 2


def test_the_words_of_a_week_lead_to_articles_of_that_week(desk: Desk) -> None:
    planted(desk)
    shown = desk.browser("lan").get(f"{PATH}?ky=7").text
    assert read(shown).faults == []
    for word in ("sốt xuất huyết", "Lào Cai"):
        [found] = linked(desk, shown, word)
        assert re.search(r'<p class="meta">\s*\d+\s+bài', found), word
    assert "bóng đá" not in words(shown)
    assert f"Đọc cả {MANY} bài của kỳ này và 12 bài của kỳ trước." in words(shown)
    told = desk.browser("minh", Role.ANALYST).get("/v1/coverage/words?days=7").json()["words"]
    assert {one["word"] for one in told["words"]} == {"sốt xuất huyết", "Lào Cai"}
    assert (told["own"], told["before"]) == ({"read": MANY, "of": MANY}, {"read": 12, "of": 12})
    assert "Chưa có gì để so" in words(desk.browser("lan").get(f"{PATH}?ky=28").text)


def test_before_it_was_ever_computed_and_on_an_empty_or_young_desk_that_is_said(desk: Desk) -> None:
    lan = desk.browser("lan")
    assert words(lan.get(PATH).text).count("Chưa tính lần nào.") == 2
    assert lan.get("/v1/coverage/findings").json() == {"at": None, "findings": None}
    assert lan.get("/v1/coverage/words").json() == {"at": None, "words": None}
    desk.publish("a")
    Counting(database=desk.database, gazetteer=desk.web.gazetteer, clock=lambda: NOON, tell=lambda _: None).finish()
    analysed(desk)
    said = words(lan.get(PATH).text)
    assert "Chưa xem được chuỗi số nào." in said
    assert "chuỗi dài nhất mới có 0 ngày thường nhìn thấy được, cần 42." in said


def test_nothing_unusual_is_said_with_how_much_was_looked_at(desk: Desk) -> None:
    planted(desk)
    with desk.database.engine.begin() as connection:
        connection.execute(update(coverage_counts).where(coverage_counts.c.start == BUSY).values(articles=5))
        connection.execute(update(coverage_analyses).values(basis=""))
    analysed(desk)
    said = words(desk.browser("lan").get(PATH).text)
    assert re.search(r"Đã xem 2 chuỗi số trong 45 ngày, từ \S+ đến \S+: không có gì khác thường\.", said)


def test_old_figures_say_so_and_a_source_that_has_gone_leaves_no_dead_link(desk: Desk) -> None:
    planted(desk)
    with desk.database.write() as store:
        known = store.analyses.find(AnalysisKind.FINDINGS)
        assert known is not None
        assert known.findings is not None
        of_gone = [
            replace(one, finding=replace(one.finding, key=f"source:gone-{n}"))
            for n, one in enumerate(known.findings.found)
        ]
        findings = replace(known.findings, found=tuple(of_gone))
        assert store.analyses.claim(AnalysisKind.FINDINGS, "x", timedelta(minutes=1))
        assert store.analyses.save(AnalysisKind.FINDINGS, "x", replace(known, findings=findings))
    shown = desk.browser("lan").get(PATH).text
    assert "gone-0" not in shown
    assert "không có gì khác thường" in shown
    assert "Số này đã cũ" not in shown
    desk.web = replace(desk.web, clock=lambda: NOON + timedelta(days=2))
    assert "Số này đã cũ" in desk.browser("lan").get(PATH).text


@pytest.mark.parametrize(("asked", "status"), [("ky=28", 200), ("ky=8", 422), ("ky=", 422)])
def test_only_a_week_and_four_are_periods(desk: Desk, asked: str, status: int) -> None:
    lan = desk.browser("lan")
    assert lan.get(f"{PATH}?{asked}").status_code == status
    assert lan.get(f"/v1/coverage/words?{asked.replace('ky', 'days')}").status_code == status


def test_who_is_not_signed_in_sees_nothing(desk: Desk) -> None:
    for path in (PATH, "/v1/coverage/findings", "/v1/coverage/words"):
        assert desk.stranger().get(path).status_code in (303, 401)
