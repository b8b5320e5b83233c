# ruff: noqa: E501 - a page is one row of its table
"""Which link on an article's page leads to its next page. All pages written by us."""

from time import process_time

import pytest

from crawlers.fetch.next_pages import find

ARTICLE = "https://bao.example/xa-hoi/ho-thuy-dien-doi-doi-vung-long-ho-48213.html"
PLAIN = "https://bao.example/tin/ho-thuy-dien-doi-doi-vung-long-ho/"
WITH_ID = "https://bao.example/chi-tiet.aspx?id=48213&l=vi"
HEADLINE = "Hồ thủy điện đổi đời người dân vùng lòng hồ"
DECLARED = "<meta property='article:published_time' content='2026-11-23T08:00:00+07:00'>"


def page(body: str, head: str = DECLARED) -> str:
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{HEADLINE}</title>{head}</head><body class='single has-comments'>"
        f"<div class='wrap-comments-open'><h1>{HEADLINE}</h1><p>Sáng 23/11, lòng hồ đã đầy nước.</p>{body}</div></body></html>"
    )


def found(html: str, article: str = ARTICLE, url: str = "", number: int = 2) -> str:
    return find(html.encode(), "text/html", url=url or article, article=article, number=number)


DOT = ARTICLE.removesuffix(".html")
FORMS = {
    "link in the head": ("<link rel='next' href='?page=2'>", ARTICLE, f"{ARTICLE}?page=2"),
    "head with other names": (f"<link href=\"{DOT}-p2.html\" type='text/html' rel=\"next nofollow\">", ARTICLE, f"{DOT}-p2.html"),
    "number in a list of pages": ("<div class='pagination'><span>1</span><a href='?page=2'>2</a><a href='?page=3'>3</a></div>", ARTICLE, f"{ARTICLE}?page=2"),
    "in words": ("<a href='?trang=2'>Trang 2</a>", ARTICLE, f"{ARTICLE}?trang=2"),
    "next page": (f"<a href='{DOT}/trang-2.html'>Trang sau »</a>", ARTICLE, f"{DOT}/trang-2.html"),
    "next": (f"<p class='phan-trang'><a class='x' href='{DOT}-trang-2.html'>Tiếp theo →</a></p>", ARTICLE, f"{DOT}-trang-2.html"),
    "an arrow": ("<ul class='pager'><li><a href='?pg=2'>&rsaquo;</a></li></ul>", ARTICLE, f"{ARTICLE}?pg=2"),
    "an icon": ("<nav><a href='?p=2' class='page-next'><i class='icon-next'></i></a></nav>", ARTICLE, f"{ARTICLE}?p=2"),
    "a picture": ("<a href='?page=2'><img src='/n.gif' alt='Trang tiếp theo'></a>", ARTICLE, f"{ARTICLE}?page=2"),
    "a label": ("<a href='?page=2' aria-label='Trang kế tiếp'><svg><path d='M0'/></svg></a>", ARTICLE, f"{ARTICLE}?page=2"),
    "read on": ("<p><a href='?page=2'>Đọc tiếp trang 2: Những mái nhà nổi</a></p>", ARTICLE, f"{ARTICLE}?page=2"),
    "without accents": ("<a href='?page=2'>Trang tiep theo &gt;&gt;</a>", ARTICLE, f"{ARTICLE}?page=2"),
    "of how many": ("<a href='?page=2'>2/5</a>", ARTICLE, f"{ARTICLE}?page=2"),
    "wordpress": ("<div class='page-links'>Trang: <span>1</span> <a href='/tin/ho-thuy-dien-doi-doi-vung-long-ho/2/'>2</a></div>", PLAIN, f"{PLAIN}2/"),
    "wordpress in the head": ("<link rel='next' href='/tin/ho-thuy-dien-doi-doi-vung-long-ho/2/' />", PLAIN, f"{PLAIN}2/"),
    "page below the address": (f"<a href='{PLAIN}page/2/'>Next page</a>", PLAIN, f"{PLAIN}page/2/"),
    "below the file": (f"<a href='{ARTICLE}/2'>2</a>", ARTICLE, f"{ARTICLE}/2"),
    "beside an identity": ("<a href='/chi-tiet.aspx?l=vi&amp;id=48213&amp;page=2'>[2]</a>", WITH_ID, "https://bao.example/chi-tiet.aspx?l=vi&id=48213&page=2"),
    "with a counter": ("<a href='/chi-tiet.aspx?id=48213&l=vi&PageIndex=2&utm_source=pager'>Sau</a>", WITH_ID, "https://bao.example/chi-tiet.aspx?id=48213&l=vi&PageIndex=2&utm_source=pager"),
    "a bare number in the file": (f"<a href='{DOT}_2.html'>2</a>", ARTICLE, f"{DOT}_2.html"),
    "by http": ("<a href='http://bao.example/tin/ho-thuy-dien-doi-doi-vung-long-ho/trang-02'>Trang 02/05</a>", PLAIN, "http://bao.example/tin/ho-thuy-dien-doi-doi-vung-long-ho/trang-02"),
    "capitals without quotes": (f"<A HREF={DOT}-P2.html REL=NEXT>Xem tiếp</A>", ARTICLE, f"{DOT}-P2.html"),
    "behind a base": ("<base href='https://bao.example/xa-hoi/'><a href='ho-thuy-dien-doi-doi-vung-long-ho-48213-p2.html'>2</a>", ARTICLE, f"{DOT}-p2.html"),
    "before the identity": ("<a href='/xa-hoi/ho-thuy-dien-doi-doi-vung-long-ho-trang2-48213.html'>Trang 2</a>", ARTICLE, "https://bao.example/xa-hoi/ho-thuy-dien-doi-doi-vung-long-ho-trang2-48213.html"),
    "in an address with accents": ("<a href='/tin/h%E1%BB%93-n%C6%B0%E1%BB%9Bc-trang-2.html'>2</a>", "https://bao.example/tin/hồ-nước.html", "https://bao.example/tin/h%E1%BB%93-n%C6%B0%E1%BB%9Bc-trang-2.html"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_the_next_page_is_found_however_it_is_marked(name: str) -> None:
    body, article, address = FORMS[name]
    assert found(page(body), article) == address


@pytest.mark.parametrize("name", FORMS)
def test_a_page_that_states_nothing_but_has_its_headline_is_read_on_too(name: str) -> None:
    body, article, address = FORMS[name]
    assert found(page(body, head=""), article) == address


def test_from_the_second_page_the_third_is_found_and_from_the_last_none() -> None:
    pager = "".join(f"<a href='?page={n}'>{n}</a> " for n in (1, 2, 3))
    second = f"{ARTICLE}?page=2"
    assert found(page(pager), url=second, number=3) == f"{ARTICLE}?page=3"
    assert found(page(pager), url=f"{ARTICLE}?page=3", number=4) == ""


NOT_NEXT = {
    "another article": f"<a rel='next' href='{ARTICLE.replace('48213', '48214')}'>Bài tiếp theo</a>",
    "another article in the head": "<link rel='next' href='/xa-hoi/dap-tran-moi-2.html'>",
    "a twin with a number": f"<a rel='next' href='{DOT}-2.html'>Hồ thủy điện đổi đời vùng lòng hồ (phần hai) »</a>",
    "the next of a series": "<p>Kỳ 1 <a href='/xa-hoi/ho-thuy-dien-ky-2-48301.html'>Kỳ 2</a></p>",
    "more of the section": "<a href='/xa-hoi/trang-2.html'>Xem thêm</a>",
    "the section's pages": "<div class='pagination'><a href='/xa-hoi?page=2'>2</a></div>",
    "comments": "<div id='comments' class='comments-area'><p>Hay quá</p><div class='nav'><a href='?page=2'>2</a></div></div>",
    "comments in Vietnamese": "<section class='box-binh-luan'><p>Hay</p><a href='?trang=2'>Trang 2</a></section>",
    "comments by fragment": "<a href='?page=2#comments'>2</a>",
    "comments by address": f"<a href='{PLAIN}comment-page-2/'>2</a>",
    "comments by name": "<a href='?cpage=2'>Trang sau</a>",
    "pictures": "<div class='photo-gallery'><a href='?page=2'>2</a></div>",
    "a slideshow": "<ul class='swiper-pagination'><li><a href='?page=2'>›</a></li></ul>",
    "a picture's own page": "<a href='?anh=2'>2</a>",
    "related articles": "<div class='tin-lien-quan'><ul><li>…</li></ul><a href='?page=2'>Trang sau</a></div>",
    "in the sidebar": "<aside><a href='?page=2'>2</a></aside>",
    "a poll": "<div class='binh-chon'><a href='?page=2'>Tiếp</a></div>",
    "another site": "<a rel='next' href='https://khac.example/xa-hoi/ho-thuy-dien-doi-doi-vung-long-ho-48213.html?page=2'>2</a>",
    "another port": f"<a rel='next' href='{ARTICLE.replace('example', 'example:8080')}?page=2'>2</a>",
    "the wrong number": "<a href='?page=3'>3</a><a href='?page=1'>1</a>",
    "counted from nought": "<a href='?page=1'>2</a><a href='?page=2'>3</a>",
    "a link that says something else": "<a href='?page=2'>In bài viết</a><a href='?page=2'>Gửi cho bạn bè</a>",
    "print": "<a href='?print=2' rel='next'>2</a>",
    "script": "<script>var next = \"<a href='?page=2'>2</a>\";</script>",
    "a comment of the page's makers": "<!-- <a href='?page=2'>2</a> -->",
    "by script": "<a href='javascript:trang(2)'>2</a>",
    "the same page": "<a href='#trang-2'>2</a>",
    "no link": "<span>2</span>",
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_NEXT)
@pytest.mark.parametrize("article", [ARTICLE, PLAIN])
def test_what_is_no_next_page_is_not_followed(name: str, article: str) -> None:
    assert found(page(NOT_NEXT[name]), article) == ""


TEASERS = "".join(f"<h3><a href='/b{n}.html'>Bản vùng cao thứ {n} vừa có đường bê tông mới</a></h3>" for n in range(9))
PAGER = "<link rel='next' href='?page=2'><div class='pager'><a href='?page=2'>2</a></div>"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (f"<h1>Thời sự</h1>{TEASERS}{PAGER}", "https://bao.example/thoi-su"),
        (f"<h1>Tin mới nhất trong ngày của toàn tỉnh</h1>{TEASERS}{PAGER}", "https://bao.example/tin-moi.html"),
        (f"<meta property='og:type' content='website'>{TEASERS}{PAGER}", "https://bao.example/chu-de/bao-so-10"),
        (f"<h2>Văn hóa</h2><p>Tin văn hóa</p>{PAGER}", "https://bao.example/van-hoa/"),
        (f"{DECLARED}<h1>{HEADLINE}</h1>{PAGER}", "https://bao.example/"),
    ],
)
def test_a_list_of_articles_is_not_read_on(html: str, url: str) -> None:
    assert found(f"<html><body>{html}</body></html>", url) == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "<a href='?page=2'>" * 100_000, "<div>" * 300_000, "<a href=2 " * 200_000, "<!--" * 500_000, "<script" * 300_000,
        "<h1>" * 300_000, "<" * 2_000_000, "<a href='?page=2' class='" + "comment-" * 200_000, "<base " * 300_000,
        "<a title=\"" + "x " * 900_000, "<link rel=next href=" * 90_000, "<a href='" + "/../2" * 300_000 + "'>2</a>",
    ],
    ids=range(12),
)  # fmt: skip
def test_a_hostile_page_holds_nobody_up(hostile: str) -> None:
    started = process_time()
    found(page("") + hostile + page("<a href='?page=2'>2</a>"))
    assert process_time() - started < 2  # seconds of one core
