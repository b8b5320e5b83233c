# ruff: noqa: E501 - a stamp is one row of its table
"""Stamps as the common portals and editors of pages write them (WordPress, Joomla, NukeViet, Liferay), and what only looks like one."""

from cProfile import Profile
from pstats import Stats

import pytest

from tests.crawlers.extract.dated_pages import AT, TRUE, meta, moment, page, read

EPOCH = 1795516200  # 2026-11-24T17:30:00+07:00
STAMPS = [
    "<span class='posted-on'><a href='/2026/11/24/'><time class='entry-date published' datetime='2026-11-24T17:30:00+07:00'>24/11/2026</time><time class='updated' datetime='2026-11-25T08:00:00+07:00'>25/11/2026</time></a></span>",
    "<span class='posted-on'><time class='updated' datetime='2026-11-25T08:00:00+07:00'>25/11/2026</time> <time class='entry-date published' datetime='2026-11-24T17:30:00+07:00'>24/11/2026</time></span>",
    "<dl class='article-info'><dt>Chi tiết</dt><dd class='create'>Được tạo: Thứ ba, 24 Tháng 11 2026 17:30</dd></dl>",
    "<dl class='article-info muted'><dd class='published'><time datetime='2026-11-24T10:30:00+00:00' itemprop='datePublished'>Được đăng: 24 Tháng 11 2026</time></dd></dl>",
    "<em class='pull-left'>Thứ ba - 24/11/2026 17:30</em>", "<span class='metadata-entry metadata-publish-date'>17:30 | 24/11/2026</span>",
    "<div class='ArticleHeader'><span class='date'>Thứ ba, 24/11/2026 | 17:30</span></div>", "<div class='date'>Đăng vào 24/11/2026 lúc 17:30</div>",
    "<p>Tạo ngày 24/11/2026 17:30</p>", "<p>Cập nhật bởi Văn phòng lúc 17:30 24/11/2026</p>", "<p>Viết vào: 17h30 24/11/2026</p>", "<div>Lượt xem: 1024 | 24/11/2026 17:30:15</div>",
    f"<div class='meta' data-published='{EPOCH}000'>hôm qua</div>", f"<abbr class='time' data-utime='{EPOCH}'>hôm qua</abbr>", "<span class='published' content='24/11/2026 17:30'></span>",
    "<span class='time' data-original-title='24/11/2026 17:30'>Hôm qua</span>", "<span class='time' aria-label='24 tháng 11, 2026 lúc 17:30'>1 ngày</span>",
    "<span class='date'>${item.date}</span><span class='date'>24/11/2026 17:30</span>", "<div class='date'>5 giờ 30 phút chiều, ngày 24/11/2026</div>", "<div class='date'>5h30p chiều ngày 24-11-2026</div>",
    "<div class='date'>16 giờ 30 phút trước</div>", "<div class='date'>Tue Nov 24 17:30:00 ICT 2026</div>", "<div class='date'>Hôm qua, 5:30 CH</div>", "<div class='date'>17h30′, 24/11/2026</div>",
]  # fmt: skip


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_is_read_as_its_portal_writes_it(stamp: str) -> None:
    found = read(page(below=stamp)).published_at
    assert found is not None
    assert found.replace(second=0) == moment(AT)


@pytest.mark.parametrize(
    "name",
    ["cXenseParse:recs:publishtime", "parsely-pub-date", "pubdate", "DC.date.issued", "DC.date.created", "publication_date", "article:publish_date"],
)  # fmt: skip
def test_a_date_is_declared_under_many_names(name: str) -> None:
    assert read(page(head=meta("2026-11-24T17:30:00+07:00", name))).published_at == moment(AT)


OTHERS = [
    "<div class='event-date'>Thời gian: 8h00 ngày 05/12/2026</div>", "<p>Hạn nộp hồ sơ: 17h00 ngày 20/11/2026</p>", "<p>Số: 45/TB-UBND ngày 20/10/2026</p>", "<p>Ngày hiệu lực: 01/11/2026</p>",
    "<p>Từ ngày 01/11/2026 đến ngày 20/11/2026</p>", "<p>Đào tạo ngày 20/11/2026</p>", "<p>Khám sức khỏe vào 20/11/2026</p>", "<p>Họp lúc 17:30 ngày 20/11/2026</p>", "<p>Chế tạo vào ngày 20/11/2026</p>",
    "<div class='lich'>Lịch tuần 16/11/2026 - 22/11/2026</div>",
]  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
def test_a_day_of_something_else_under_the_headline_dates_nothing(other: str) -> None:
    assert read(page(below=other)).published_at is None
    assert read(page(above=TRUE, below=other)).published_at == moment(AT)
    assert read(page(below=TRUE + other)).published_at == moment(AT)


def test_many_lines_with_dates_are_each_read_a_bounded_number_of_times() -> None:
    line = "<p><time datetime='2026-11-24T17:30'>24/11/2026</time><time datetime='2026-11-23T17:30'>23/11</time></p>"
    read(page(inside=line * 400))  # the first page of its kind loads what reading it needs

    assert _calls(page(inside=line * 800)) < 2.6 * _calls(page(inside=line * 400))


def _calls(html: str) -> int:
    counted = Profile()
    counted.runcall(read, html)
    return int(Stats(counted).total_calls)  # type: ignore[attr-defined]
