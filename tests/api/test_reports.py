"""Bản tin tháng over HTTP: every number leads to a list as long as it says; the file for Excel; odd months."""

import csv
import re
from dataclasses import replace
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from fastapi.testclient import TestClient
from lxml.html import fromstring

from domain.postings import Posting
from tests.api.conftest import Desk
from tests.desk.reports.a_month import a_month, crowd

MONTH = "/bao-cao/thang/2026-10"
HERE = "https://tin.example.vn"


@pytest.fixture
def lan(desk: Desk) -> TestClient:
    browser = desk.browser("lan")
    desk.app.state.web = replace(desk.web, public_url=HERE)
    with desk.database.write() as store:
        a_month(store)
    return browser


def links_of(page: str, path: str) -> list[tuple[str, str]]:
    """The numbers that lead to a list, in order."""
    return [(unescape(href), number) for href, number in re.findall(rf'<a\s+href="({path}/[^"]+)"\s*>(\d+)</a', page)]


def opened(browser: TestClient, path: str) -> Any:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    return docx.Document(BytesIO(answer.content))


def paragraphs(made: Any) -> list[Any]:
    """Of the text and its tables, in the order in which they are read."""
    found = [Paragraph(one, made._body) for one in made.element.body.iter(qn("w:p"))]
    return [one for one in found if one.text]


def lines_of(browser: TestClient, path: str) -> int:
    """Of all pages of a list."""
    found, more = 0, path
    while more:
        page = browser.get(more).text
        found += page.count('<li class="card">')
        after = re.search(r'href="(\?[^"]*)">[^<]*→', page)
        more = path.partition("?")[0] + unescape(after[1]) if after else ""
    return found


@pytest.mark.parametrize("path", [MONTH, "/bao-cao/tuan/2026-W43"])
def test_every_number_leads_to_a_list_that_is_as_long(lan: TestClient, path: str) -> None:
    numbers = links_of(lan.get(path).text, path)
    assert len(numbers) > 20
    assert [(href, int(number)) for href, number in numbers] == [(href, lines_of(lan, href)) for href, _ in numbers]


def test_on_paper_eight_outlets_and_sources_are_drawn_and_the_others_lead_to_their_lists(desk: Desk) -> None:
    lan = desk.browser("lan")
    with desk.database.write() as store:
        a_month(store)
        crowd(store)
    numbers = dict(links_of(lan.get(f"{MONTH}/in").text, MONTH))
    elsewhere = [href for href in numbers if "noi=khac" in href]
    assert {href: lines_of(lan, href) for href in elsewhere} == {href: int(numbers[href]) for href in elsewhere}
    assert lines_of(lan, f"{MONTH}/bai-dang?noi=khac") == sum(int(numbers[href]) for href in elsewhere) > 24
    assert lines_of(lan, f"{MONTH}/nguon") == int(numbers[f"{MONTH}/nguon"]) == 31
    assert lines_of(lan, f"{MONTH}/nguon?loai=khong-ro") == 1
    assert "và 24 nơi khác" in lan.get(f"{MONTH}/in").text
    assert "nơi khác" not in lan.get(MONTH).text


@pytest.mark.parametrize("path", [MONTH, "/bao-cao/tuan/2026-W43"])
def test_the_word_file_says_what_the_page_says_and_its_numbers_lead_to_the_same_lists(
    lan: TestClient, path: str
) -> None:
    made = opened(lan, f"{path}/bao-cao.docx")
    links = [link for one in paragraphs(made) for link in one.hyperlinks]
    numbers = [(one.address.removeprefix(HERE), one.text) for one in links if one.text.isdecimal()]
    assert numbers == links_of(lan.get(f"{path}/in").text, path)
    assert numbers == links_of(lan.get(path).text, path)
    assert {one.address[: len(HERE)] for one in links} == {HERE}
    said = fromstring(lan.get(f"{path}/in").text).body.text_content()
    for one in paragraphs(made):
        assert re.sub(r"^\d+\. ", "", one.text) in " ".join(said.split()), one.text


def test_the_word_file_is_called_by_its_period_and_is_the_same_bytes_again(lan: TestClient) -> None:
    first, again = (lan.get(f"{MONTH}/bao-cao.docx") for _ in range(2))
    assert first.content == again.content
    assert first.headers["Content-Disposition"] == 'attachment; filename="bao-cao-2026-10.docx"'
    week = lan.get("/bao-cao/tuan/2026-W43/giao-ban.docx")
    assert week.headers["Content-Disposition"] == 'attachment; filename="giao-ban-2026-W43.docx"'


def test_the_briefing_in_word_is_ten_headings_in_large_print_with_links_to_the_publishers(lan: TestClient) -> None:
    made = opened(lan, f"{MONTH}/giao-ban.docx")
    headings = [one.text for one in made.paragraphs if one.style.name == "Heading 2"]
    assert [one.partition(". ")[0] for one in headings] == [str(number) for number in range(1, 11)]
    assert made.styles["Normal"].font.size.pt == 20
    sources = [link.address for one in made.paragraphs for link in one.hyperlinks]
    assert len(sources) == 10
    assert all(one.startswith("https://bao-a.example/t") for one in sources)


def test_a_long_list_is_told_by_pages(desk: Desk, lan: TestClient) -> None:
    with desk.database.write() as store:
        first: Posting = store.postings.list(1)[0]
        for _ in range(110):
            store.postings.add(first)
    assert lines_of(lan, f"{MONTH}/bai-dang") == 125
    assert "Không có dòng nào" in lan.get(f"{MONTH}/bai-dang", params={"trang": 9}).text


def test_the_file_holds_the_same_figures_and_runs_no_formula(desk: Desk) -> None:
    lan = desk.browser("lan")
    with desk.database.write() as store:
        a_month(store, title='=HYPERLINK("http://x.example")')
    answer = lan.get(f"{MONTH}/bao-cao.csv")
    assert answer.text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert "bao-cao-2026-10.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(StringIO(answer.text[1:])))
    assert [row[3] for row in rows if row[1] == "đã đăng cập nhật, đính chính"] == ["2"]
    assert [row[4][0] for row in rows if row[0] == "Tin đáng biết"] == ["'"] * 10
    unknown = [row for row in rows if row[0] == "Báo chí viết về vùng của ta" and not row[3]]
    assert unknown, "the first week was not seen"


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        (MONTH, 200, "Bản tin tháng 10/2026"),
        ("/bao-cao/thang/2026-11", 200, "Đang diễn ra"),
        ("/bao-cao/thang/2026-12", 200, "chưa tới"),
        ("/bao-cao/thang/2001-01", 200, "chưa hoạt động"),
        ("/bao-cao/thang/2099-12", 200, "chưa tới"),
        ("/bao-cao/thang/2000-01", 200, "chưa hoạt động"),
        ("/bao-cao/tuan/2000-W01", 200, "chưa hoạt động"),
        ("/bao-cao/thang/1999-12", 422, "2026-11"),
        ("/bao-cao/thang/2026-13", 422, "2026-11"),
        ("/bao-cao/tuan/2026-W54", 422, "2026-W43"),
        ("/bao-cao/tuan/2026-10", 422, "2026-W43"),
        ("/bao-cao/nam/2026", 422, ""),
        (f"{MONTH}/khong-co", 404, ""),
        ("/bao-cao/thang/2026-12/bai-dang", 404, ""),
        (f"{MONTH}/bai?tuan=1999-01-01&muc=khong-co", 200, "Không có dòng nào"),
        (f"{MONTH}/bai-dang?noi=99999999999999999999&loai=x", 200, "Không có dòng nào"),
        (f"{MONTH}/bai-dang?trang=0", 422, ""),
    ],
)
def test_odd_times_and_lists_are_told_or_refused(lan: TestClient, path: str, status: int, told: str) -> None:
    answer = lan.get(path)
    assert answer.status_code == status, answer.text[:500]
    assert told in answer.text


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("thang=2026-10", MONTH), ("thang=10/2026", MONTH), ("thang=10-2026", MONTH), ("", "/bao-cao/thang/2026-11"),
        ("tuan=2026-w43", "/bao-cao/tuan/2026-W43"), ("thang=x", ""), ("tuan=1", ""),
    ],
)  # fmt: skip
def test_a_report_is_found_however_its_month_is_written(lan: TestClient, typed: str, leads: str) -> None:
    answer = lan.get(f"/bao-cao?{typed}")
    assert (answer.status_code, answer.headers.get("Location", "")) == ((303, leads) if leads else (422, ""))


def test_on_an_empty_desk_every_part_says_that_there_is_nothing_to_tell(desk: Desk) -> None:
    lan = desk.browser("lan")
    for name in ("bao-cao", "giao-ban"):
        assert "ưa hoạt động" in " ".join(one.text for one in opened(lan, f"{MONTH}/{name}.docx").paragraphs)
    for path in (MONTH, f"{MONTH}/in", f"{MONTH}/bao-cao.csv", "/bao-cao/tuan/2026-W43"):
        answer = lan.get(path)
        assert answer.status_code == 200, path
        assert "ưa hoạt động" in answer.text or "trước khi bàn tin bắt đầu" in answer.text


def test_the_briefing_pack_is_the_ten_stories_with_their_sources(lan: TestClient) -> None:
    pack = lan.get(f"{MONTH}/giao-ban").text
    assert pack.count("Theo Báo Lào Cai") == pack.count('href="https://bao-a.example/t') == 10
    assert 'class="large"' in pack
