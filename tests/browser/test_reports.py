"""Bản tin tháng by hand: from the ledger to a number's list and back, on a desk and a phone; on paper two pages."""

import docx
import pytest
from playwright.sync_api import expect

from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import WIDTHS, NewPage, base, is_whole, made, new_page  # noqa: F401
from tests.browser.test_screens import holds
from tests.desk.reports.a_month import a_month, crowd

pytestmark = pytest.mark.browser
MONTH = "/bao-cao/thang/2026-10"
A4_TALL = b"/MediaBox [0 0 594.95996 841.91998]"


def pages_of(paper: bytes) -> int:
    return paper.count(A4_TALL)


@WIDTHS
def test_whoever_reports_finds_the_month_its_lists_and_two_pages_of_it(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    width: int,
) -> None:
    with made.database.write() as store:
        a_month(store, title="Chuyện ở xã " + "rất dài " * 60 if width < 400 else "")
        if width < 400:
            crowd(store)
    page = new_page(width=width)
    page.goto("/so-tin")
    page.get_by_role("link", name="Bản tin tháng, bản tin tuần").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bản tin tháng 11/2026")
    expect(page.get_by_text("Đang diễn ra")).to_be_visible()
    page.get_by_role("link", name="← Trước đó").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bản tin tháng 10/2026")
    assert is_whole(page)
    holds(page)
    page.locator("#dinh-chinh").get_by_role("link", name="4").click()
    expect(page.locator("li.card")).to_have_count(4)
    assert is_whole(page)
    page.get_by_role("link", name="← Cả bản tin").click()
    for link, name in (("Hai trang để sửa bằng Word", "bao-cao"), ("Gói giao ban bằng Word", "giao-ban")):
        with page.expect_download() as coming:
            page.get_by_role("link", name=link).click()
        assert coming.value.suggested_filename == f"{name}-2026-10.docx"
        word = docx.Document(str(coming.value.path()))
        assert any("10/2026" in one.text for one in word.paragraphs if one.style and one.style.name == "Heading 1")
    page.get_by_role("link", name="Hai trang để in (A4)").click()
    expect(page.get_by_role("heading", name="Tin đáng biết")).to_be_visible()
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 2
