"""Portals without a feed."""

from datetime import datetime

import pytest

from crawlers.feeds.list_pages import MAX_LINKS, read_list_page
from domain.errors import BadInput
from domain.times import VIETNAM

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
URL = "https://xa.example.gov.vn/tin-tuc"

PAGE = """<html><body><nav><a href="/lien-he">Liên hệ</a></nav><ul class="ds">
<li><a href="/tin/1.html#top"><img alt=""></a><h3><a href="/tin/1.html">Lịch tiêm chủng tháng 12</a></h3>
<span>05:10 | 23/11/2026</span></li>
<li><a href="tin/2.html" title="Thông báo cắt điện"></a><time datetime="2026-11-22T08:00:00+07:00">hôm qua</time></li>
<li><a href="javascript:void(0)">Xem thêm</a></li><li><a href="/tin/3.html">Không có ngày</a></li>
</ul></body></html>"""


def read(rule: str, page: str = PAGE):
    return read_list_page(page.encode(), url=URL, rule=rule, now=NOW)


@pytest.mark.parametrize("rule", ["ul.ds li", "ul.ds a"])
def test_the_rule_finds_boxes_or_links(rule: str) -> None:
    entries = read(rule)

    assert [(entry.url, entry.title) for entry in entries] == [
        ("https://xa.example.gov.vn/tin/1.html", "Lịch tiêm chủng tháng 12"),
        ("https://xa.example.gov.vn/tin/2.html", "Thông báo cắt điện"),
        ("https://xa.example.gov.vn/tin/3.html", "Không có ngày"),
    ]


def test_the_date_beside_a_link_is_read() -> None:
    entries = read("ul.ds li")

    assert entries[0].published_at == datetime(2026, 11, 23, 5, 10, tzinfo=VIETNAM)
    assert entries[1].published_at == datetime(2026, 11, 22, 8, 0, tzinfo=VIETNAM)
    assert entries[2].published_at is None


@pytest.mark.parametrize("rule", ["ul..ds", "[[", "a:nonsense(2)", "li >"])
def test_a_rule_that_is_no_css_is_refused_in_plain_words(rule: str) -> None:
    with pytest.raises(BadInput, match="list-rule"):
        read(rule)


def test_only_the_first_links_of_an_endless_page_are_read() -> None:
    page = "<html><body>" + "".join(f'<a href="/{number}">Bài số {number}</a>' for number in range(5000))

    assert len(read("a", page)) == MAX_LINKS


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(BadInput, match="list-not-html"):
        read("a", "%PDF-1.7")
