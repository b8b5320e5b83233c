"""Sections by weeks and sources by days: what each square says, and that its number leads to exactly its articles."""

import re
from datetime import timedelta
from html import unescape

import pytest

from api.csv_files import BOM
from desk.coverage.grids import ROWS_PER_PAGE
from domain.coverage import Sight
from domain.sources import Source
from domain.understanding import Section
from tests.api.conftest import Desk
from tests.api.screens import read
from tests.api.test_trends import TODAY, counted_and_seen, words
from tests.making import NOON, OTHER, PAPER


@pytest.fixture
def counted(desk: Desk) -> Desk:
    """Báo Lào Cai: three articles on health and one on law. Seen for ten days; Báo Hà Nội was down two days ago."""
    for key, ago, section in (("a", 3, Section.HEALTH), ("b", 3, Section.HEALTH), ("c", 5, Section.LAW)):
        desk.publish(key, title=f"Tiêm chủng {key}", section=section, published_at=NOON - timedelta(days=ago))
    desk.publish("d", section=Section.HEALTH, second_section=Section.LAW, published_at=NOON - timedelta(days=9))
    counted_and_seen(desk)
    with desk.database.write() as store:
        store.sights.save([Sight(source_id=OTHER.id, day=TODAY - timedelta(days=2), seen=0.0)])
    return desk


def rows(html: str) -> dict[str, list[str]]:
    """Of each row its squares, as they are read."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    found = {}
    for row in re.findall(r"<tr.*?</tr>", body, re.S):
        heading, *squares = re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        found[words(heading).strip()] = [words(square).strip() for square in squares]
    return found


def test_a_week_without_articles_that_we_saw_is_0_and_one_that_we_did_not_see_is_unknown(counted: Desk) -> None:
    shown = counted.browser("lan").get("/xu-huong/chuyen-muc").text
    assert read(shown).faults == []
    found = rows(shown)
    not_yet = "· không rõ, chưa thêm nguồn"
    assert found["Mọi bài"] == [not_yet] * 10 + ["1", "3", "0"]
    assert found["Sức khỏe"] == [not_yet] * 10 + ["1", "2", "0"]
    assert found["Pháp luật"] == [not_yet] * 10 + ["1", "1", "0"]
    assert found["Thể thao"][-3:] == ["– không rõ, chỉ nhìn thấy 29 %", "0", "0"]
    assert len(found) == 1 + len(Section)
    assert '<td class="of-4"><a href=' in shown  # two of three articles of the week
    year = rows(counted.browser("lan").get("/xu-huong/chuyen-muc?tuan=52").text)
    assert {len(squares) for squares in year.values()} == {52}


def test_a_source_that_went_silent_one_that_was_down_and_one_not_yet_added_differ(counted: Desk) -> None:
    shown = counted.browser("lan").get("/xu-huong/nguon").text
    assert read(shown).faults == []
    found = rows(shown)
    assert list(found) == ["Mọi bài", "Báo Lào Cai im 2 ngày", "Báo Hà Nội"]
    assert found["Báo Lào Cai im 2 ngày"][-10:] == ["1", "0", "0", "0", "1", "0", "2", "0", "0", "0"]
    assert found["Báo Hà Nội"][-4:] == ["0", "– không rõ, chỉ nhìn thấy 0 %", "0", "0"]
    assert found["Báo Hà Nội"][17] == "· không rõ, chưa thêm nguồn"
    assert f'<a href="/nguon-tin/{PAPER.id}">' in shown
    quiet = rows(counted.browser("lan").get("/xu-huong/nguon?xep=quiet").text)
    assert list(quiet) == ["Mọi bài", "Báo Hà Nội", "Báo Lào Cai im 2 ngày"]


@pytest.mark.parametrize("table", ["chuyen-muc", "nguon"])
def test_each_number_leads_to_exactly_those_articles(counted: Desk, table: str) -> None:
    lan = counted.browser("lan")
    found = re.findall(r'<td class="of-\d">\s*<a href="([^"]+)">(\d+)</a>', lan.get(f"/xu-huong/{table}").text)
    assert len(found) == 6
    for address, number in found:
        assert lan.get(unescape(address)).text.count('<li class="card">') == int(number), address


def test_many_sources_come_by_pages(desk: Desk) -> None:
    with desk.database.write() as store:
        for number in range(ROWS_PER_PAGE + 2):
            store.sources.save(
                Source(id=f"s{number}", name=f"Báo {number:02}", home_url="https://x.vn", organisation="x")
            )
    lan = desk.browser("lan")
    first = lan.get("/xu-huong/nguon").text
    assert len(rows(first)) == 1 + ROWS_PER_PAGE
    assert "và 2 nguồn khác" in first
    assert len(rows(lan.get("/xu-huong/nguon?trang=2").text)) == 1 + 2
    assert "Không có nguồn nào ở trang này." in lan.get("/xu-huong/nguon?trang=9").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("chuyen-muc?tuan=14", 422),
        ("nguon?xep=nguoi", 422),
        ("nguon?trang=0", 422),
        ("danh-sach?cua=all:&tu=2026-11-23", 200),
        ("danh-sach?cua=all:&tu=0001-01-01", 422),
        ("danh-sach?cua=all:&tu=9999-12-31&theo=week", 422),
        ("danh-sach?cua=section:nguoi&tu=2026-11-23", 422),
        ("danh-sach?cua=person:x&tu=2026-11-23", 422),
        ("danh-sach?cua=source:x&tu=2026-11-23", 404),
        ("danh-sach?cua=place:x&tu=2026-11-23", 404),
        ("danh-sach?cua=search:ti%C3%AAm&tu=2026-11-20&dem=origins", 200),
        ("danh-sach?cua=all:&tu=2026-11-23&dem=opinions", 422),
        ("danh-sach?cua=all:&tu=2026-11-23&trang=99", 200),
        ("danh-sach?cua=all:&tu=2026-11-13&den=2026-11-23&dem=origins", 200),
        ("danh-sach?cua=all:&tu=2026-11-23&den=2026-11-22", 422),
        ("danh-sach?cua=all:&tu=2026-11-23&den=2027-11-23", 422),
    ],
)
def test_what_cannot_be_listed_is_said(counted: Desk, path: str, status: int) -> None:
    answer = counted.browser("lan").get(f"/xu-huong/{path}")
    assert answer.status_code == status, words(answer.text)[:300]


def test_other_programs_and_excel_get_both_tables(counted: Desk) -> None:
    lan = counted.browser("lan")
    grid = lan.get("/v1/coverage/grid?by=source").json()
    everything, paper, _ = grid["rows"]
    assert (grid["by"], grid["number"], everything["of"], paper["value"]) == ("day", 2, "all", PAPER.id)
    assert paper["squares"][-4] == {
        "start": "2026-11-20", "state": "value", "articles": 2, "unseen": None, "is_complete": True,
    }  # fmt: skip
    assert paper["squares"][0]["unseen"] == "not-yet"
    assert paper["squares"][0]["articles"] is None
    table = lan.get("/v1/coverage/grid.csv?by=section&weeks=3").text
    assert table.startswith(BOM + "of,value,name,2026-11-09,2026-11-16,2026-11-23\r\nall,,,1,3,0\r\n")
    assert "section,the-thao,,,0,0" in table
    with counted.database.write() as store:
        store.sources.save(Source(id="f", name="=1+1", home_url="https://f.vn", organisation="x"))
    assert "source,f,'=1+1," in lan.get("/v1/coverage/grid.csv?by=source").text
    assert lan.get("/v1/coverage/grid?by=person").status_code == 422
    assert counted.stranger().get("/v1/coverage/grid?by=source").status_code == 401


def test_a_storys_growth_names_the_first_report_and_each_number_leads_to_its_articles(desk: Desk) -> None:
    for key, ago, more in (("a", 3, {}), ("b", 2, {"source_id": OTHER.id}), ("c", 2, {"copy_of": "a"})):
        desk.publish(key, id=key, story_id="a", published_at=NOON - timedelta(hours=ago), **more)
    lan = desk.browser("lan")
    assert 'hx-get="/bai/a/lan-ra"' in lan.get("/bai/a").text
    shown = lan.get("/bai/c/lan-ra").text
    assert read(shown).faults == []
    assert "3 bài , 2 nguồn độc lập . Đầu tiên: Báo Lào Cai , 09:00 ngày 23/11/2026" in words(shown)
    assert 'hx-trigger="every 120s"' in shown
    found = re.findall(r'<a\s+href="(/xu-huong/chuyen/[^"]+)"\s*>\s*(\d+)', shown)
    assert [int(number) for _, number in found] == [3, 2, 1, 1, 2, 1]
    for address, number in found:
        assert lan.get(unescape(address)).text.count('<li class="card">') == int(number), address
    with desk.database.write() as store:
        for key in ("a", "b", "c"):
            store.arrivals.withdraw(key, NOON)
    assert lan.get("/bai/c/lan-ra").text.strip() == ""
    assert lan.get("/bai/khong-co/lan-ra").status_code == 404
    assert lan.get("/xu-huong/chuyen/khong-co").status_code == 404
    assert lan.get("/xu-huong/chuyen/a?tu=0001-01-01T00:00").status_code == 422


def test_beside_an_article_stand_thirty_others_of_its_story_and_the_way_to_all(desk: Desk) -> None:
    for number in range(32):
        desk.publish(f"k{number}", id=f"k{number}", story_id="k0", published_at=NOON - timedelta(minutes=number))
    lan = desk.browser("lan")
    beside = words(lan.get("/bai/k0").text).partition("Cùng chuyện")[2]
    assert beside.startswith(" (31)")
    shown = lan.get("/bai/k0").text
    assert len(set(re.findall(r'href="/bai/k[1-9]\d?"', shown))) == 30
    assert 'href="/xu-huong/chuyen/k0"' in shown
    assert len(re.findall(r'<li class="card">', lan.get("/xu-huong/chuyen/k0").text)) == 32
