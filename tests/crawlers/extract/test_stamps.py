"""Whose date it is, where a page shows or declares dates of other things, too."""

import pytest

from tests.crawlers.extract.dated_pages import AT, LEAD, PS, TITLE, TRUE, data, moment, page, read, script

ELSEWHERE = {
    "licence in the footer": {"foot": "<footer>Giấy phép số 12/GP-TTĐT cấp ngày 15/03/2021.</footer>"},
    "licence without a footer": {"foot": "<div>Giấy phép thiết lập trang tin số 12, ngày 15/03/2021</div>"},
    "licence in a table": {"foot": "<table><tr><td>Ngày cấp phép:</td><td>15/03/2021 08:00</td></tr></table>"},
    "licence with the class date": {"after": "<p class='date'>Giấy phép số 4/GP-BC, cấp lại ngày 15/03/2021 08:00</p>"},
    "copyright": {"foot": "<p>© 01/01/2020 Cổng thông tin điện tử xã</p>"},
    "clock in the head": {
        "top": "<header><span class='datetime'>Thứ tư, 25/11/2026 06:59</span><a>Trang chủ</a></header>"
    },
    "clock in a head that is a div": {
        "top": "<div id='top-bar'><div class='time'>Thứ tư, 25/11/2026 | 06:59</div></div><a href='/'>Nhà</a>"
    },
    "clock without names": {
        "top": "<div><div>Thứ tư, 25/11/2026, 06:59:10</div></div><p><a href='/'>Nhà</a> <a href='/a'>Tin</a></p>"
    },
    "clock that says today": {"top": "<div>Hôm nay: Thứ tư, 25/11/2026</div>"},
    "clock beside the headline": {"above": "<span class='time-now'>Thứ tư, 25/11/2026</span>"},
    "clock at the foot": {"foot": "<div class='clock date'>Bây giờ là 24/11/2026 06:59</div>"},
    "clock of the minute": {"above": "<div>25/11/2026 09:58</div>"},
    "related links": {
        "after": "<ul><li><a href='/a'>Hai bản vùng cao có điện</a> <span class='date'>20/11/2026 08:15</span></ul>"
    },
    "related links with a name": {
        "after": "<div class='related'><a href='/a'>Hai bản vùng cao có điện</a><br><time>20/11/2026 08:15</time></div>"
    },
    "related links, date first": {
        "after": "<div><i class='time'>20/11/2026 08:15</i><a href='/a'>Hai bản vùng cao có điện</a></div>"
    },
    "related links under a line": {
        "after": "<p>Tin liên quan</p><p>Hai bản vùng cao có điện <span class='date'>20/11/2026 08:15</span></p>"
    },
    "related link above the headline": {
        "above": "<div><a href='/a'>Hai bản vùng cao có điện</a> <span class='date'>20/11/2026 08:15</span></div>"
    },
    "comments": {
        "after": "<div id='comments'><b>Bạn đọc</b> <span class='time'>24/11/2026 20:01</span><p>Hay quá</p></div>"
    },
    "comments without a name": {
        "after": "<h3>Bình luận (2)</h3><div>Minh<time datetime='2026-11-24T20:01:00'>24/11 20:01</time>Hay</div>"
    },
    "an answer": {"after": "<div class='reply-list'><p>Lan trả lời lúc</p><i class='date'>24/11/2026 20:01</i></div>"},
    "event in the body": {"inside": "<p>Thời gian: 8h ngày 20/11/2026</p>"},
    "event under the headline": {"below": "<p>Khai mạc: 8h ngày 20/11/2026</p>"},
    "event with the class date": {"below": "<div class='event-date'>Diễn ra lúc 20/11/2026 08:00</div>"},
    "deadline": {"below": "<div>Hạn nộp hồ sơ: 20/11/2026 17:00</div>"},
    "span of days": {"below": "<p>Từ ngày 02/11/2026 đến ngày 20/11/2026</p>"},
    "day in a sentence": {"below": f"<p>Ngày 20/11/2026, {LEAD}</p>"},
    "day as a subhead": {"inside": "<h3>Ngày 20/11/2026</h3><p>Thôn một họp chợ.</p>"},
    "days in a table": {"inside": "<table><tr><td>Đợt 1</td><td>20/11/2026 08:00</td></tr></table>"},
    "document": {"below": "<p>Số: 45/TB-UBND, ngày 20/11/2026</p>"},
    "document with its place": {"below": "<p><i>Mường Hum, ngày 20 tháng 11 năm 2026</i></p>"},
    "in force": {"below": "<div>Ngày ban hành: 20/11/2026</div><div>Có hiệu lực từ: 21/11/2026</div>"},
    "birthday": {"below": "<div>Sinh ngày: 20/11/1996</div>"},
    "weather": {"after": "<div class='weather-box'>Lào Cai <span class='date'>24/11/2026 19:00</span> 18°C</div>"},
    "weather without a name": {"foot": "<div>Thời tiết Lào Cai lúc 24/11/2026 19:00: 18°C</div>"},
    "price of gold": {"after": "<div>Giá vàng cập nhật 24/11/2026 08:30</div>"},
    "sidebar": {"foot": "<aside><span class='date'>20/11/2026 08:15</span> Lịch tiếp dân</aside>"},
    "caption": {"inside": "<figure><img src='/a.jpg'><figcaption>Ảnh chụp ngày 20/11/2026</figcaption></figure>"},
    "counter": {"foot": "<div class='counter'>Tính từ ngày 20/11/2025: 12.345 lượt</div>"},
    "version of the site": {"foot": "<p>Phiên bản 2.1, cập nhật lần cuối 20/11/2025</p>"},
    "telephone": {"below": "<div class='date'>0214.20.11.2025</div>"},
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_date_that_belongs_to_something_else_is_not_the_articles(name: str) -> None:
    assert read(page(**ELSEWHERE[name])).published_at is None


@pytest.mark.parametrize("name", ELSEWHERE)
def test_beside_a_date_of_something_else_the_articles_own_is_found(name: str) -> None:
    parts = dict(ELSEWHERE[name])
    parts["below"] = TRUE + parts.get("below", "")

    assert read(page(**parts)).published_at == moment(AT)


OWN = {
    "over the headline": {"above": "<div class='date'>24/11/2026 17:30</div>"},
    "over the headline, behind the path": {
        "above": "<ul class='breadcrumb'><li><a href='/'>Nhà</a><li><a href='/t'>Tin</a></ul><i>24/11/2026, 17:30</i>"
    },
    "in the article's own head": {
        "above": "<header><span class='time'>Thứ ba, 24/11/2026, 17:30 (GMT+7)</span></header>"
    },
    "under the lead": {"below": f"<h2>{LEAD}</h2><div class='date-time'>24/11/2026 17:30</div>"},
    "under the lead without a name": {"below": f"<div>{LEAD}</div><div>24/11/2026 17:30</div>"},
    "beside the author": {"below": "<p>An Bình - 24/11/2026 17:30</p>"},
    "at the end, with its word": {"after": "<p>Ngày đăng: 24/11/2026 17:30</p>"},
    "at the end, by its name": {"after": "<div class='post-date'>24/11/2026 17:30</div>"},
    "at the end, marked": {"after": "<time datetime='2026-11-24T17:30'>24/11</time>"},
    "with a share button": {
        "below": "<div class='tools'>24/11/2026 17:30 <a href='#'>Chia sẻ</a> <a href='#'>In</a></div>"
    },
    "with the number of views": {"below": "<div>24/11/2026 17:30 | Đã xem: 512 | Cỡ chữ: A- A A+</div>"},
    "before a box of links": {
        "below": "<div>24/11/2026 17:30</div><div><a href='/a'>Hai bản vùng cao có điện</a></div>"
    },
    "with a licence in the same line": {"below": "<p>24/11/2026 17:30 | Giấy phép số 12 cấp ngày 15/03/2021</p>"},
    "said to be published, then changed": {"below": "<p>Đăng 24/11/2026 17:30 (cập nhật 25/11/2026 08:00)</p>"},
    "said to be changed, then published": {"below": "<p>Cập nhật 25/11/2026 08:00 | Đăng lúc 24/11/2026 17:30</p>"},
}


@pytest.mark.parametrize("name", OWN)
def test_the_date_nearest_the_headline_is_the_articles(name: str) -> None:
    assert read(page(**OWN[name])).published_at == moment(AT)


@pytest.mark.parametrize(
    "below",
    [
        "<p>Đăng 24/11/2026 17:30 (cập nhật 25/11/2026 08:00)</p>",
        "<p>Cập nhật 25/11/2026 08:00 | Đăng lúc 24/11/2026 17:30</p>",
        "<div>Ngày đăng: 24/11/2026 17:30</div><div>Cập nhật lần cuối: 25/11/2026 08:00</div>",
        "<div class='date'>24/11/2026 17:30</div><div>Sửa lúc: 8 giờ sáng 25/11/2026</div>",
        "<time itemprop='datePublished' datetime='2026-11-24T17:30'>24/11</time>"
        "<time itemprop='dateModified' datetime='2026-11-25T08:00'>25/11</time>",
    ],
)
def test_a_time_of_change_that_readers_see_is_kept_apart(below: str) -> None:
    article = read(page(below=below))

    assert (article.published_at, article.modified_at) == (moment(AT), moment("2026-11-25T08:00:00"))


def test_other_things_of_the_page_declare_dates_of_their_own() -> None:
    thing = (
        '<script type="application/ld+json">[{"@type":"Comment","text":"Hay","datePublished":"2026-11-24T20:01:00"},'
        '{"@type":"VideoObject","datePublished":"2020-01-02"},{"@type":"Event","datePublished":"2026-11-20"}]</script>'
    )

    assert read(page(head=thing)).published_at is None
    assert read(page(head=thing, below=TRUE)).published_at == moment(AT)
    assert read(page(head=thing + data(f'"{AT}"'))).published_at == moment(AT)


FLAT = f"<!doctype html><html><head><title>{TITLE}</title></head><body>{{}}{PS}</body></html>"
LAYOUTS = {
    "a headline that is an h2 under the site's name": (
        "<div><h1><a href='/'>Xã Mường Hum</a></h1><span>Thứ tư, 25/11/2026 06:59</span></div>"
        f"<div><h2>{TITLE}</h2><div>24/11/2026 17:30</div>",
        AT,
    ),
    "the same without a date": (
        f"<div><h1><a href='/'>Xã Mường Hum</a></h1><i>Thứ hai, 16/11/2026 06:59</i></div><div><h2>{TITLE}</h2>",
        None,
    ),
    "tables": (
        "<table><tr><td><a href='/'>Nhà</a></td><td>Thứ tư, 25/11/2026</td></tr></table>"
        f"<table><tr><td class='tieude'>{TITLE}</td></tr><tr><td>(24/11/2026 17:30)</td></tr></table>",
        AT,
    ),
    "a form around all": (
        "<form><div class='ms-top'>Thứ Tư, 25/11/2026</div><a href='/'>Nhà</a>"
        f"<div class='ArticleHeader'>{TITLE}</div><div class='ArticleDate'>24/11/2026 5:30:00 CH</div>",
        AT,
    ),
    "an unnamed line over the headline": (f"<div>16/11/2026 | 06:59</div><h1>{TITLE}</h1>", None),
    "a named line over the headline": (f"<div class='date'>24/11/2026 | 17:30</div><h1>{TITLE}</h1>", AT),
    "a clock in a wrapper": (
        f"<div id='w'><header><div>Thứ hai, 16/11/2026 06:59</div></header><div id='c'><h1>{TITLE}</h1>",
        None,
    ),
    "the date in the headline": (f"<h1>{TITLE}<br><small>(24/11/2026, 17:30)</small></h1>", AT),
    "a clock on a line of its own": (f"<h1>{TITLE}</h1><div>24/11/2026</div><div>17:30</div>", AT),
    "two parts of a list": (f"<h1>{TITLE}</h1><ul class='info'><li>An Bình</li><li>24/11/2026 17:30</li></ul>", AT),
    "a span of days": (f"<h1>{TITLE}</h1><div>10/11/2026 - 20/11/2026</div>", None),
    "a span after a word": (f"<h1>{TITLE}</h1><p>Nộp hồ sơ từ 10/11/2026 đến 20/11/2026</p>", None),
    "a verb before the clock": (f"<h1>{TITLE}</h1><p>Họp lúc 8h00 ngày 20/11/2026</p>", None),
    "a cell with a day": (f"<h1>{TITLE}</h1><table><tr><th>Ngày</th><td>20/11/2026</td></tr></table>", None),
    "another article below": (f"<h1>{TITLE}</h1>{PS}<h1>Hai bản có điện</h1><div class='date'>20/11/2026</div>", None),
    "cards below": (
        f"<h1>{TITLE}</h1>{PS}<div><div class='card-date'>20/11/2026</div><b><a href='/a'>Hai bản vùng cao có điện"
        "</a></b></div>",
        None,
    ),
    "remarks below": (f"<h1>{TITLE}</h1>{PS}<div class='cmt'>Minh <i class='time'>20:01 24/11/2026</i></div>", None),
    "path and date in one line": (
        "<main><div class='bread-crumb'><a href='/'>Nhà</a> › <a href='/t'>Tin</a> <span>24/11/2026 17:30</span></div>"
        f"<h1>{TITLE}</h1>",
        AT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_tells_whose_date_it_is(name: str) -> None:
    markup, expected = LAYOUTS[name]

    assert read(FLAT.format(markup)).published_at == moment(expected)


LISTED = '{"@type":"NewsArticle","headline":"Hai bản có điện","datePublished":"2020-01-05T08:00:00+07:00"}'
RELATED = "<div itemscope><a href='/a'>Hai bản có điện</a><meta itemprop='datePublished' content='2020-01-05'></div>"
REMARK = "<div itemprop='comment' itemscope><meta itemprop='datePublished' content='2026-11-24T20:01'>Hay</div>"
DECLARED_ELSEWHERE = {
    "a list of other articles": {"head": script(f'{{"@type":"ItemList","itemListElement":[{LISTED}]}}')},
    "the site": {"head": script('{"@type":"WebSite","datePublished":"2019-01-24"}')},
    "the publisher": {"head": script('{"@type":"NewsMediaOrganization","foundingDate":"2019-01-24"}')},
    "a video": {"head": script('{"@type":"VideoObject","uploadDate":"2019-01-24","datePublished":"2019-01-24"}')},
    "a remark in the data": {"head": script('{"@type":"WebPage","comment":[{"datePublished":"2026-11-24"}]}')},
    "a related article's item": {"after": RELATED},
    "a remark's item": {"after": REMARK},
    "when the page expires": {"head": '<meta name="expires" content="2026-11-20">'},
    "when the page was revised": {"head": '<meta name="revised" content="2026-11-20">'},
    "a moment in a sentence": {"inside": "<p>Chợ mở từ <time datetime='2026-11-20'>20/11</time> đến hết tháng.</p>"},
    "a file": {"inside": "<div>Tải về: TB-45.pdf (24/11/2026 15:00)</div>"},
}


@pytest.mark.parametrize("name", DECLARED_ELSEWHERE)
def test_what_is_declared_of_something_else_is_not_the_articles(name: str) -> None:
    parts = DECLARED_ELSEWHERE[name]

    assert read(page(**parts)).published_at is None
    assert read(page(**(parts | {"below": TRUE + parts.get("below", "")}))).published_at == moment(AT)
    assert read(page(**(parts | {"head": parts.get("head", "") + data(f'"{AT}"')}))).published_at == moment(AT)


@pytest.mark.parametrize(
    "parts",
    [
        {"after": "<div>Tin đã đưa</div><ul><li>Hai bản có điện <span class='date'>20/11/2026</span></li></ul>"},
        {"after": "<div>Các tin khác:</div><div><a href='/a'>Hai bản có điện</a> <i>24/11/2026</i></div>"},
        {"after": "<h4>Tin mới hơn</h4><p>Hai bản có điện 24/11/2026</p>"},
        {"after": "<ul><li><a href='/a'>Có điện</a> <span class='date'>20/11/2026</span></li></ul>"},
        {"after": "<h3>Ý kiến bạn đọc (3)</h3><div>Minh <span class='date'>24/11/2026 20:01</span></div>"},
        {"after": "<div class='list-cm'><b>Minh</b><span class='date'>24/11/2026 20:01</span><p>Hay</p></div>"},
        {"below": "<div>Trực tiếp 20/11/2026 19:00</div>"},
        {"below": "<div>Giá xăng ngày 20/11/2026</div>"},
        {"below": "<div>Cúp điện lúc 8h ngày 20/11/2026</div>"},
        {"below": "<div>Khởi hành: 20/11/2026 08:00</div>"},
        {"below": "<div>Áp dụng từ 20/11/2026</div>"},
        {"below": "<div class='info'>Giấy phép số: 12/GP, ngày cấp: 15/03/2021</div>"},
        {"foot": "<div>Giấy phép số: 12/GP-STTTT<br>do Sở cấp<br>15/03/2021</div>"},
        {"foot": "<div>Giấy phép: <span class='date'>15/03/2021</span></div>"},
        {"above": "<div id='lblDate'>Thứ tư, 25/11/2026 06:59</div><div><a href='/'>Nhà</a></div>"},
    ],
)
def test_more_that_is_not_the_articles(parts: dict[str, str]) -> None:
    assert read(page(**parts)).published_at is None
    assert read(page(**(parts | {"below": TRUE + parts.get("below", "")}))).published_at == moment(AT)


@pytest.mark.parametrize(
    "below",
    [
        f"<p class='sapo'><span class='date'>24/11/2026 17:30</span> - {LEAD}</p>",
        "<div class='tags'><a href='/t/a'>chợ phiên</a>, <a href='/t/b'>vùng cao</a></div><i>24/11/2026 17:30</i>",
        "<div class='social-share'><span>24/11/2026 17:30</span><a href='#'>Facebook</a></div>",
        "<div class='tool-bar'><span>24/11/2026 17:30</span><a href='#'>In</a></div>",
        "<span class='update-time'>Cập nhật: 24/11/2026 17:30</span>",
        "<div>Nghe đọc bài 3:25</div><div>An Bình</div><div>24/11/2026 17:30</div>",
        "<div><span><i></i><span>Thứ ba</span></span><span>, </span><span>24/11/2026</span> <span>(17:30)</span></div>",
        "<font color=gray><i>(24/11/2026 - 17:30)</i></font>",
        "<center>Ngày 24/11/2026 17:30</center>",
        "<div><a href='/an'>Nguyễn Hoàng Thị Minh Phương Anh</a></div><div>24/11/2026 17:30</div>",
        "<div>(Theo Thông tấn xã Việt Nam) 24/11/2026 17:30</div>",
        "<div><a href='/xa-hoi'>Kinh tế - Xã hội - Đời sống</a> | 24/11/2026 17:30</div>",
    ],
)
def test_more_that_is_the_articles(below: str) -> None:
    assert read(page(below=below)).published_at == moment(AT)
