"""When an article was published, where a page declares odd dates or wrong ones, or shows them in odd notations."""

import pytest

from tests.crawlers.extract.dated_pages import AT, LEAD, TRUE, data, meta, moment, page, read

STAMPS = [
    "<div class='date'>24/11/2026 5:30:00 CH</div>",
    "<div class='date'>Ngày đăng: 24/11/2026 5:30 chiều | Văn phòng UBND xã</div>",
    "<div class='date'>17g30 ngày 24/11/2026</div>",
    "<span class='date'>Thứ ba, 24/11/2026, 17g30</span>",
    "<div class='post-date'>24/11/2026 – 17h30’</div>",
    "<span>24/11/2026</span><span>17:30</span>",
    "<span>17:30</span><span>24/11/2026</span>",
    "<div><b>24</b>/<b>11</b>/<b>2026</b> <i>17:30</i></div>",
    "<div class='meta'><span class='by'>An Bình</span><span>24/11/2026・17:30</span></div>",
    "<p class='info'>Theo An Bình | 24.11.2026&nbsp;|&nbsp;17.30 | Lượt xem: 1.234</p>",
    "<table><tr><td>Ngày đăng:</td><td>24/11/2026 17:30</td></tr></table>",
    "<dl><dt>Ngày đăng</dt><dd>17 giờ 30 phút, 24/11/2026</dd></dl>",
    "<div>Đăng lúc 5 giờ 30 phút chiều ngày 24 tháng 11 năm 2026</div>",
    "<h6>Cập nhật: Thứ ba, 24/11/2026 17:30 (GMT+7)</h6>",
    f"<p class='sapo'>{LEAD}</p><div class='thoi-gian'>17:30 – 24/11/2026</div>",
    "<time datetime='2026-11-24T17:30:00+07:00'>hôm qua</time>",
    "<abbr class='published' title='2026-11-24T10:30:00Z'>hôm qua</abbr>",
    "<a href='/cho-phien.html' rel='bookmark'><time class='entry-date' datetime='2026-11-24T17:30'>24/11</time></a>",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_the_stamp_under_the_headline_is_read_in_any_notation(stamp: str) -> None:
    assert read(page(below=stamp)).published_at == moment(AT)


EPOCHS = [
    data("1795516200"),
    data("1795516200000"),
    data('"1795516200"'),
    data('"1795516200000"'),
    data("1795516200.0"),
    data("1795516200000000"),
    data('{"@type":"DateTime","@value":"1795516200"}'),
    data('"/Date(1795516200000)/"'),
    meta("1795516200"),
    meta("1795516200000"),
    meta("1795516200", "datePublished"),
    meta("1795516200", "pubdate"),
]


@pytest.mark.parametrize("head", EPOCHS)
@pytest.mark.parametrize("foot", ["", "<footer>Giấy phép số 12/GP-TTĐT cấp ngày 15/03/2021.</footer>"])
def test_seconds_since_1970_are_read_where_machines_read(head: str, foot: str) -> None:
    assert read(page(head=head, foot=foot)).published_at == moment(AT)


@pytest.mark.parametrize(
    "stamp",
    [
        "<time datetime='1795516200'>hôm qua</time>",
        "<time datetime='1795516200000'></time>",
        "<span class='date' data-timestamp='1795516200'></span>",
        "<span class='date' data-time='1795516200000'>1 ngày trước</span>",
        "<span class='post-time' data-published='1795516200'>…</span>",
        "<span class='js-time' data-epoch='1795516200'></span>",
        "<abbr data-utime='1795516200'>hôm qua</abbr>",
        "<div class='time' data-unix='1795516200'></div>",
        "<div class='time' data-date='2026-11-24T17:30:00'></div>",
        "<div class='time' data-datetime='24/11/2026 5:30:00 CH'></div>",
        "<span itemprop='datePublished' content='1795516200'>24/11/2026</span>",
    ],
)
def test_what_scripts_would_have_shown_is_read_from_the_attributes(stamp: str) -> None:
    assert read(page(below=stamp)).published_at == moment(AT)


ODD = [
    "1970-01-01T07:00:00+07:00", "0", "-62135596800", "0001-01-01T00:00:00", "01/01/0001 00:00:00", "1900-01-01",
    "1/1/1970 8:00:00 SA", "2000-01-01T00:00:00", "0000-00-00 00:00:00", "2099-12-31T23:59:59", "9999-12-31",
    "2027-11-24T17:30:00+07:00", "1899-12-30T00:00:00", "null", "Invalid date", "{{ published }}",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD)
def test_an_impossible_date_in_the_head_gives_way_to_the_one_shown(value: str) -> None:
    for head in (meta(value), data(f'"{value}"')):
        assert read(page(head=head, below="<div class='date'>24/11/2026 17:30</div>")).published_at == moment(AT)
        assert read(page(head=head)).published_at is None


@pytest.mark.parametrize("value", ODD[:4])
def test_an_impossible_date_gives_way_to_a_possible_one_that_is_declared_too(value: str) -> None:
    assert read(page(head=data(f'"{value}"') + meta(AT))).published_at == moment(AT)


# Declared, shown, and what holds.
MONTH_FIRST = [
    ("11/9/2026 5:30:00 PM", "09/11/2026 17:30", "2026-11-09T17:30"),
    ("11/05/2026 17:30", "05/11/2026 17:30", "2026-11-05T17:30"),
    ("11/05/2026", "05/11/2026 17:30", "2026-11-05T17:30"),
    ("11-05-2026 17:30:12", "05-11-2026 17:30", "2026-11-05T17:30:12"),
    ("2026-05-11T17:30:00+07:00", "05/11/2026 17:30", "2026-11-05T17:30"),
    ("2026-05-11", "05/11/2026 17:30", "2026-11-05T17:30"),
    ("2026-05-11T17:30:00Z", "05/11/2026 17:30", "2026-11-05T17:30"),
    ("8/1/2026 9:00:00 AM", "Thứ năm, 8/1/2026, 9:00", "2026-01-08T09:00"),
    ("10/2/2026 12:30:00 AM", "Thứ sáu, 02/10/2026 00:30", "2026-10-02T00:30"),
    ("11/05/2026 5:30 PM", "5 tháng 11, 2026, 17:30", "2026-11-05T17:30"),
    ("11/05/2026 5:30 PM", "05/11/2026", "2026-11-05T17:30"),
    ("11/12/2026 17:30", "12/11/2026 17:30", "2026-11-12T17:30"),  # day first would lie ahead
    ("05/11/2026 17:30", "05/11/2026 17:30", "2026-11-05T17:30"),
    ("5/11/2026 5:30:00 CH", "05/11/2026 17:30", "2026-11-05T17:30"),
    ("2026-11-05T17:30:00+07:00", "05/11/2026 17:30", "2026-11-05T17:30"),
    ("2026-11-05T17:30:00+07:00", "11/05/2026 5:30 PM", "2026-11-05T17:30"),  # here the page shows the month first
    ("11/24/2026 5:30:00 PM", "24/11/2026 17:30", "2026-11-24T17:30"),
    ("05/11/2026 17:30", "", "2026-11-05T17:30"),  # day first is the rule
    ("11/9/2026 5:30:00 PM", "", None),  # nothing says which is which
    ("24/11/2026 5:30:00 PM", "", "2026-11-24T17:30"),
]


@pytest.mark.parametrize(("declared", "shown", "expected"), MONTH_FIRST)
def test_a_day_and_month_declared_the_other_way_round_are_put_right_by_what_is_shown(
    declared: str, shown: str, expected: str | None
) -> None:
    stamp = f"<div class='date'>{shown}</div>" if shown else ""
    for head in (meta(declared), data(f'"{declared}"')):
        assert read(page(head=head, below=stamp)).published_at == moment(expected)


ZONES = [
    ("2026-11-24T17:30:25+08:00", "Thứ ba, 24/11/2026, 17:30 (GMT+7)", AT),
    ("2026-11-24T17:30:00+08:00", "24/11/2026 17:30", AT),
    ("2026-11-24T17:30:00Z", "24/11/2026 17:30", AT),
    ("2026-11-24T17:30:00+00:00", "24/11/2026 5:30 CH", AT),
    ("2026-11-24T17:30:00.000Z", "17g30 ngày 24/11/2026", AT),
    ("2026-11-24T17:30:00-05:00", "24/11/2026 17:30", AT),
    ("2026-11-24T17:30:00+09:00", "24/11/2026 17:30", AT),
    ("Tue, 24 Nov 2026 17:30:00 GMT", "24/11/2026 17:30", AT),
    ("2026-11-24T17:30:00+0000", "24/11/2026 - 17:30 GMT+7", AT),
    ("2026-11-25T00:30:00+07:00", "24/11/2026 17:30", AT),  # moved on by seven hours once too often
    ("2026-11-24T10:30:00+07:00", "24/11/2026 17:30", AT),
    ("2026-11-24T17:30:00", "24/11/2026 17:30 GMT+7", AT),
    # sound ones
    ("2026-11-24T10:30:00Z", "24/11/2026 17:30", AT),
    ("2026-11-24T18:30:00+08:00", "24/11/2026 17:30", AT),
    ("2026-11-24T17:30:41+07:00", "24/11/2026 17:30", "2026-11-24T17:30:41"),
    ("2026-11-24T17:30:00+07:00", "24/11/2026 18:05", AT),  # shown later: rather when it changed
    ("2026-11-24T10:30:00Z", "", AT),
    ("2026-11-25T09:30:00Z", "", "2026-11-25T09:30:00"),  # as Greenwich's it would lie ahead
    ("2026-11-24T17:30:00+08:00", "24/11/2026", "2026-11-24T16:30:00"),
]


@pytest.mark.parametrize(("declared", "shown", "expected"), ZONES)
def test_the_clock_that_readers_see_wins_over_a_zone_that_contradicts_it(
    declared: str, shown: str, expected: str
) -> None:
    stamp = f"<div class='date'>{shown}</div>" if shown else ""
    found = read(page(head=meta(declared), below=stamp)).published_at

    assert found is not None
    assert found.replace(second=0) == moment(expected[:16])


def test_the_time_of_change_has_the_same_wrong_zone() -> None:
    head = data('"2026-11-24T17:30:25+08:00"', ',"dateModified":"2026-11-24T18:05:50+08:00"')
    article = read(page(head=head, above="<header><span class='time'>24/11/2026, 17:30 (GMT+7)</span></header>"))

    assert article.published_at == moment("2026-11-24T17:30:25")
    assert article.modified_at == moment("2026-11-24T18:05:50")


@pytest.mark.parametrize(
    ("published", "modified", "expected"),
    [
        ("11/9/2026 5:30:00 PM", "11/24/2026 8:00:00 AM", "2026-11-09T17:30:00"),
        ("11/09/2026", "11/24/2026", "2026-11-09T00:00:00"),
        ("9/11/2026 5:30:00 PM", "24/11/2026 8:00:00 AM", "2026-11-09T17:30:00"),
        ("9/11/2026 5:30:00 PM", "2026-11-24T08:00:00", None),
    ],
)
def test_another_date_of_the_page_tells_the_order_of_day_and_month(
    published: str, modified: str, expected: str | None
) -> None:
    article = read(page(head=meta(published) + meta(modified, "article:modified_time")))

    assert article.published_at == moment(expected)


def test_the_moment_at_which_the_page_was_made_gives_way_to_an_older_one_that_is_shown() -> None:
    head = meta("2026-11-25T09:59:58+07:00", "date")

    assert read(page(head=head, below=TRUE)).published_at == moment(AT)
    assert read(page(head=head)).published_at == moment("2026-11-25T09:59:58")


CHANGES = [
    ("2026-11-24T17:30:00+07:00", "1970-01-01T00:00:00Z", "24/11/2026 17:30", None),
    ("1795516200", "1795520000000", "", "2026-11-24T18:33:20"),
    ("11/9/2026 5:30:00 PM", "11/10/2026 5:30:00 PM", "09/11/2026 17:30", "2026-11-10T17:30:00"),
    ("2026-11-24T17:30:00Z", "2026-11-24T18:30:00Z", "24/11/2026 17:30", "2026-11-24T18:30:00"),
    ("2026-11-24T17:30:00+07:00", "2026-11-24T16:30:00+07:00", "", None),
    ("2026-05-11T17:30:00+07:00", "2026-06-11T17:30:00+07:00", "05/11/2026 17:30", None),
    ("2026-11-24T17:30:00+07:00", "2027-01-01T00:00:00+07:00", "", None),
]


@pytest.mark.parametrize(("published", "modified", "shown", "expected"), CHANGES)
def test_the_time_of_change_is_read_by_the_same_habits_and_never_before_publishing(
    published: str, modified: str, shown: str, expected: str | None
) -> None:
    head = meta(published) + meta(modified, "article:modified_time")
    below = f"<div class='date'>{shown}</div>" if shown else ""

    assert read(page(head=head, below=below)).modified_at == moment(expected)
