# ruff: noqa: E501 - a page is one row of its table
"""The text of an article that came on several pages. All written by us."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from crawlers.decode.parts import joined, parts_of
from crawlers.extract.article import PageExtractor
from domain.errors import NotExtractable
from domain.page import Extraction, FetchedPage
from domain.problems import Unreadable
from tests.crawlers.extract.test_stand_ins import LISTS, STAND_INS

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
URL = "https://bao.example.vn/tin/ho-thuy-dien-48213.html"
HEADLINE = "Hồ thủy điện đổi đời người dân vùng lòng hồ"
LEAD = "Mười năm sau ngày hồ tích nước, bà con ba xã vùng lòng hồ đã quen với nghề nuôi cá lồng và chở khách du lịch."
ROWS = (
    ("Ở bến Nậm Mu, gần bốn mươi lồng cá nối nhau dọc mép nước. Mỗi lồng cho gần một tấn cá lăng sau mười tám tháng nuôi.", "Gia đình chị Lò Thị Vân bắt đầu với hai lồng, nay có mười hai lồng và thuê thêm ba người trong bản."),
    ("Từ khi có đường tránh, khách từ Hà Nội lên hồ chỉ mất năm giờ. Cuối tuần, đội thuyền của xã chạy hơn ba mươi chuyến.", "Huyện đã cấp áo phao cho tất cả các thuyền và mở lớp dạy lái cho sáu mươi thanh niên trong vùng."),
    ("Mùa nước cạn, bà con chuyển sang trồng ngô trên đất bán ngập. Năm nay, diện tích ấy tăng thêm bốn mươi héc ta.", "Xã dự định lập hợp tác xã để bán cá và ngô cho các siêu thị ở tỉnh từ đầu năm sau."),
)  # fmt: skip
MENU = "<nav><a href='/'>Trang chủ</a> <a href='/thoi-su'>Thời sự</a></nav>"
FOOT = "<footer>Giấy phép số 12/GP-BTTTT. © Báo Ví Dụ</footer>"


def page(
    rows: Sequence[str], number: int, *, lead: bool = True, extra: str = "", charset: str = "utf-8"
) -> FetchedPage:
    pager = "".join(f"<a href='{URL}?page={n}'>{n}</a> " for n in (1, 2, 3))
    sapo = f"<p class='sapo'>{LEAD}</p>" if lead else ""
    html = (
        f"<html><head><meta charset='{charset}'><title>{HEADLINE} - Trang {number}</title>"
        "<meta property='article:published_time' content='2026-11-23T08:00:00+07:00'></head>"
        f"<body>{MENU}<article><h1>{HEADLINE}</h1>{sapo}<div class='content'>"
        + "".join(f"<p>{row}</p>" for row in rows)
        + f"{extra}</div><div class='pager'>Trang: {pager}</div></article>{FOOT}</body></html>"
    )
    url = URL if number == 1 else f"{URL}?page={number}"
    return FetchedPage(
        url=url,
        content=html.encode(charset, "xmlcharrefreplace"),
        fetched_at=NOW,
        content_type=f"text/html; charset={charset}",
    )


def together(*pages: FetchedPage) -> FetchedPage:
    content, kind = joined(pages)
    return FetchedPage(url=URL, content=content, fetched_at=NOW, content_type=kind)


def read(*pages: FetchedPage) -> Extraction:
    return PageExtractor().extract(together(*pages))


ALL = [page(rows, at) for at, rows in enumerate(ROWS, 1)]
WHOLE = "\n".join([LEAD, *ROWS[0], *ROWS[1], *ROWS[2]])


def test_the_rows_of_all_pages_stand_in_their_order_and_the_lead_once() -> None:
    found = read(*ALL)
    assert found.text == WHOLE
    assert (found.title, found.lead) == (HEADLINE, LEAD)
    assert found.published_at == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_what_each_page_repeats_stands_once() -> None:
    note = "<p>Ban biên tập mời bạn đọc gửi bài viết và hình ảnh về vùng hồ tới tòa soạn trước ngày 30/11.</p>"
    pager = "<p>Trang 2/3</p><p>1 2 3 Trang sau</p>"
    found = read(*(page(rows, at, extra=note + pager) for at, rows in enumerate(ROWS, 1)))
    assert found.text.count("Ban biên tập mời") == 1
    assert "Trang" not in found.text
    assert [row for row in found.text.split("\n") if "Ban biên tập" not in row] == WHOLE.split("\n")


@pytest.mark.parametrize("lead", [True, False])
def test_later_pages_without_the_lead_and_in_other_encodings_are_joined_too(lead: bool) -> None:
    pages = [
        page(ROWS[0], 1),
        page(ROWS[1], 2, lead=lead, charset="utf-16"),
        page(ROWS[2], 3, lead=lead, charset="cp1258"),
    ]
    assert read(*pages).text == WHOLE


def test_a_page_that_comes_again_in_the_same_words_adds_nothing() -> None:
    assert read(*ALL, page(ROWS[1], 4)).text == WHOLE


def test_a_short_last_page_is_kept_and_a_short_first_one_is_no_reason_to_refuse() -> None:
    assert read(page(ROWS[0], 1), page(["Bà con chờ vụ cá mới."], 2)).text.endswith("\nBà con chờ vụ cá mới.")
    assert read(page([], 1, lead=False, extra="<p>Hồ đã đầy nước.</p>"), *ALL[1:]).text.startswith("Hồ đã đầy nước.\n")


def test_a_later_page_that_is_a_list_is_left_out() -> None:
    other = FetchedPage(url=f"{URL}?page=2", content=LISTS[0].encode(), fetched_at=NOW, content_type="text/html")
    assert read(ALL[0], other).text == "\n".join([LEAD, *ROWS[0]])


@pytest.mark.parametrize(("why", "html"), STAND_INS[:24], ids=range(24))
def test_a_later_page_that_stands_in_for_it_is_told_and_half_an_article_is_not(why: Unreadable, html: str) -> None:
    other = FetchedPage(url=f"{URL}?page=2", content=html.encode(), fetched_at=NOW, content_type="text/html")
    with pytest.raises(NotExtractable) as refused:
        read(ALL[0], other)
    assert refused.value.why is not None
    assert refused.value.why.code == why


def test_a_long_article_is_cut_where_one_on_one_page_is() -> None:
    content, kind = joined(ALL)
    whole = FetchedPage(url=URL, content=content, fetched_at=NOW, content_type=kind)
    assert PageExtractor(longest=300).extract(whole).text == WHOLE[:300]


def test_pages_come_apart_as_they_were_and_always_into_the_same_bytes() -> None:
    odd = [ALL[0], FetchedPage(url=URL, content=b"\r\n--trang-0--\r\n\r\n", fetched_at=NOW, content_type=None), ALL[2]]
    assert parts_of(together(*odd)) == odd
    assert joined(odd) == joined(odd)
    assert parts_of(ALL[0]) == [ALL[0]]


@pytest.mark.parametrize(
    "kind", ["multipart/related; boundary=trang-" + "0" * 32, "multipart/related; boundary=x", "multipart/mixed"]
)
def test_a_server_that_calls_its_page_several_is_read_as_one(kind: str) -> None:
    claimed = FetchedPage(url=URL, content=ALL[0].content, fetched_at=NOW, content_type=kind)
    assert PageExtractor().extract(claimed).title == HEADLINE


def test_a_short_page_alone_has_its_paragraphs_apart_and_nothing_beside_them() -> None:
    assert PageExtractor().extract(ALL[2]).text == "\n".join([LEAD, *ROWS[2]])
