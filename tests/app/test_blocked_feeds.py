# ruff: noqa: E501 - a page is one row of its table
"""A captcha, a sign-in or a notice of maintenance where a feed, a sitemap or a list stands. All pages written by us."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.sample import NEWSROOM_FILE
from crawlers.fetch import single
from desk.sources import adding
from desk.sources.health import Health, HealthWord
from domain.sources import FeedKind
from domain.visits import FetchError
from tests.app.collecting import MINUTE, Answer, Desk, a_desk, a_site, a_source, rss
from tests.app.conftest import Run
from tests.crawlers.extract.test_stand_ins import ARTICLES, LISTS, framed, page
from tests.making import said

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
LOOK = 10 * MINUTE
ONE_HOUR, FOUR_HOURS = 6, 24  # looks
STAND_INS = {
    "cloudflare": page("Just a moment...", "<h2>Checking if the site connection is secure</h2><p>tinxa.example needs to review the security of your connection before proceeding.</p>", "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate'></script>"),
    "cloudflare block": page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>You are unable to access tinxa.example</p><p>Cloudflare Ray ID: 9c2</p>"),
    "captcha": page("Xác nhận bạn không phải robot", "<h1>Xác nhận bạn không phải robot</h1><p>Hãy nhập các ký tự trong hình để tiếp tục truy cập trang tin.</p><img src='/c.png'>"),
    "firewall": page("Yêu cầu bị từ chối", "<h1>Truy cập bị từ chối</h1><p>Yêu cầu của bạn bị tường lửa của hệ thống chặn vì có dấu hiệu truy cập tự động. Mã yêu cầu: 17-ab.</p>"),
    "too many": page("429 Too Many Requests", "<h1>Too Many Requests</h1><p>Địa chỉ IP của bạn đã gửi quá nhiều yêu cầu trong thời gian ngắn. Vui lòng thử lại sau.</p>"),
    "browser": page("Đang kiểm tra trình duyệt", "<p>Chúng tôi đang kiểm tra trình duyệt của bạn trước khi cho truy cập. Vui lòng chờ trong giây lát.</p>"),
    "sign-in": page("Đăng nhập hệ thống", "<h1>Đăng nhập</h1><form><label>Tên đăng nhập</label><label>Mật khẩu</label></form><p>Vui lòng đăng nhập để tiếp tục sử dụng hệ thống.</p>"),
    "sign-in in a frame": framed("Đăng nhập", "<h1>Đăng nhập</h1><p>Bạn cần đăng nhập để xem nội dung này.</p><p>Quên mật khẩu?</p>"),
    "maintenance": page("Hệ thống đang bảo trì", "<h1>Hệ thống đang bảo trì</h1><p>Trang tin hiện đang được bảo trì, nâng cấp. Mời quý độc giả quay lại sau.</p>"),
    "maintenance in English": page("Site under maintenance", "<h1>We'll be back soon!</h1><p>Sorry for the inconvenience. The website is currently undergoing scheduled maintenance. Please check back later.</p>"),
    "script": page("", "<script src='/aes.js'></script><script>document.cookie='__test='+toHex(slowAES.decrypt(c,2,a,b));location.href='/?i=1';</script><noscript>This site requires Javascript to work, please enable Javascript in your browser</noscript>"),
    "consent": page("Trước khi tiếp tục", "<h1>Trước khi bạn tiếp tục</h1><p>Chúng tôi và các đối tác sử dụng cookie để cá nhân hóa quảng cáo. Bấm «Chấp nhận tất cả» để đồng ý.</p>"),
    "denied": page("Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access \"http://tinxa.example/rss\" on this server.</p><p>Reference #18.77</p>"),
}  # fmt: skip
HOME_PAGES = {
    "links alone": LISTS[4],
    "headlines": LISTS[1],
    "a portal with a box to sign in": page("Cổng thông tin điện tử xã Ví Dụ", "<div id='dang-nhap'><label>Tên đăng nhập</label><label>Mật khẩu</label><a href='/quen'>Quên mật khẩu?</a></div>" + "".join(f"<h3><a href='/{n}'>Xã Ví Dụ khánh thành nhà văn hóa thôn số {n}</a></h3><p>Nhà văn hóa mới có sân bóng, tủ sách và phòng họp cho bà con trong thôn dùng chung.</p>" for n in range(9))),
    "a home page that shows a captcha for its poll": page("Báo Ví Dụ", "<div class='g-recaptcha'></div>" + "".join(f"<li><a href='/{n}'>Bản vùng cao thứ {n} vừa có đường bê tông mới</a></li>" for n in range(20))),
    "an article about captchas": page(ARTICLES[0][0], f"<h1>{ARTICLES[0][0]}</h1>" + "".join(f"<p>{one}</p>" for one in ARTICLES[0][1:])),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, MORNING) as made:
        yield made


def health(desk: Desk) -> Health:
    with desk.services.database.read() as store:
        return adding.list_sources(store, desk.clock.at, "bao")[0].health


HTML = {"Content-Type": "text/html; charset=utf-8"}


def days(desk: Desk, base: str, kind: FeedKind = FeedKind.FEED) -> Iterator[Health]:
    """What is said of its source every LOOK, while the address is asked as often as the desk would."""
    desk.add(a_source(base), (f"{base}/rss", kind, "h3 a" if kind is FeedKind.LIST_PAGE else ""))
    while True:
        desk.crawl()
        yield health(desk)
        desk.clock.at += LOOK


def said_after(desk: Desk, minutes: int, answer: Answer, kind: FeedKind = FeedKind.FEED) -> list[HealthWord]:
    with a_site(lambda path, asked: answer) as base:
        return [found.word for found in islice(days(desk, base, kind), minutes * MINUTE // LOOK)]


@pytest.mark.parametrize(("name", "status"), list(zip(STAND_INS, cycle((200, 403, 503)))))
def test_an_hour_of_such_pages_at_a_feeds_address_is_a_blocked_source(desk: Desk, name: str, status: int) -> None:
    words = said_after(desk, 240, (status, HTML, STAND_INS[name].encode()))
    assert HealthWord.BLOCKED not in words[:ONE_HOUR]
    assert words[-1] is HealthWord.BLOCKED
    assert said(health(desk).why).startswith("Từ 08:00 ngày 23/11 nguồn không cho đọc bài nào:")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("cloudflare", FeedKind.SITEMAP), ("script", FeedKind.SITEMAP), ("sign-in", FeedKind.LIST_PAGE)],
)
def test_the_same_at_the_address_of_a_sitemap_or_a_list(desk: Desk, name: str, kind: FeedKind) -> None:
    assert said_after(desk, 240, (200, HTML, STAND_INS[name].encode()), kind)[-1] is HealthWord.BLOCKED
    with desk.services.database.read() as store:
        assert {visit.error for visit in store.source_history.visits("bao", 9)} == {FetchError.BLOCKED}


def test_the_first_feed_that_is_read_ends_it_and_two_accidents_are_no_hour(desk: Desk) -> None:
    pages = [STAND_INS["captcha"]]

    def answer(path: str, asked: dict[str, str]) -> Answer:
        return (200, HTML, pages[0].encode()) if pages else (200, {}, rss(base, "a"))

    with a_site(answer) as base:
        words = (found.word for found in days(desk, base))  # a visit comes when the pace says so: wait for the word
        assert HealthWord.BLOCKED in islice(words, 75)
        pages.clear()
        assert HealthWord.GOOD in islice(words, 150)
        for _ in range(2):
            pages.append(STAND_INS["captcha"])
            assert next(word for word in words if word is not HealthWord.GOOD) is HealthWord.UNREADABLE
            pages.clear()
            assert next(word for word in words if word is not HealthWord.UNREADABLE) is HealthWord.GOOD


@pytest.mark.parametrize(
    ("name", "status"),
    [("captcha", 403), ("too many", 429), ("maintenance", 503)],
)
def test_an_hour_of_such_pages_in_place_of_articles_is_a_blocked_source_too(desk: Desk, name: str, status: int) -> None:
    def answer(path: str, asked: dict[str, str]) -> Answer:
        if path.startswith("/rss"):
            return 200, {}, rss(base, *"abcdef")
        return status, HTML, STAND_INS[name].encode()

    with a_site(answer) as base:
        words = [found.word for found in islice(days(desk, base), FOUR_HOURS)]
    assert HealthWord.BLOCKED not in words[:ONE_HOUR]
    assert words[-1] is HealthWord.BLOCKED


def test_articles_at_which_a_server_fails_block_nothing(desk: Desk) -> None:
    def answer(path: str, asked: dict[str, str]) -> Answer:
        return (200, {}, rss(base, *"abcdef")) if path.startswith("/rss") else (500, HTML, b"<h1>500 Server Error</h1>")

    with a_site(answer) as base:
        assert HealthWord.BLOCKED not in [found.word for found in islice(days(desk, base), FOUR_HOURS)]


@pytest.mark.parametrize("status", [500, 502])
def test_a_server_that_fails_is_not_said_to_block(desk: Desk, status: int) -> None:
    body = page(f"{status}", f"<h1>{status} Internal Server Error</h1><p>nginx</p>").encode()
    assert said_after(desk, 240, (status, HTML, body))[-1] is HealthWord.NO_ANSWER


@pytest.mark.parametrize("name", HOME_PAGES)
def test_any_other_page_at_a_feeds_address_is_still_no_feed(desk: Desk, name: str) -> None:
    assert said_after(desk, 240, (200, HTML, HOME_PAGES[name].encode()))[-1] is HealthWord.UNREADABLE
    assert "không phải nguồn tin RSS" in said(health(desk).why)


@pytest.mark.parametrize("status", [403, 404])
def test_a_page_that_says_nothing_leaves_the_word_to_its_status(desk: Desk, status: int) -> None:
    words = said_after(desk, 240, (status, HTML, HOME_PAGES["headlines"].encode()))
    assert words[-1] is (HealthWord.REFUSED if status == 403 else HealthWord.GONE)


def test_a_feed_whose_items_speak_of_captchas_is_read(desk: Desk) -> None:
    items = "".join(
        f"<item><title>{title}</title><link>https://bao.example/{at}</link><description>{first}</description></item>"
        for at, (title, first, *_) in enumerate(ARTICLES)
    )
    feed = f"<rss version='2.0'><channel><title>Đăng nhập</title>{items}</channel></rss>"
    with a_site(lambda path, asked: (200, HTML, feed.encode())) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        [job] = desk.collector.due()
        desk.collector.deliver(desk.fetch(job))
    with desk.services.database.read() as store:
        [visit] = store.source_history.visits("bao", 9)
    assert (visit.error, visit.entries) == (None, len(ARTICLES))


# -- What a person is told who adds or reads such an address


@pytest.fixture
def sample(home: Path):
    """Makes a site one that `--sample` may visit."""

    def named(base: str) -> str:
        home.mkdir(exist_ok=True)
        port = {"bao": urlsplit(base).port}
        (home / NEWSROOM_FILE).write_text(json.dumps({"ports": port, "origin": MORNING.isoformat()}))
        return base

    return named


@pytest.mark.parametrize(("name", "status"), list(zip(STAND_INS, cycle((403, 503, 200)))))
def test_who_adds_such_an_address_is_told_that_the_site_blocks_programs(
    run: Run, sample, name: str, status: int
) -> None:
    with a_site(lambda path, asked: (status if path != "/robots.txt" else 404, HTML, STAND_INS[name].encode())) as base:
        code, _, told = run("sources", "add", f"{sample(base)}/rss", "--sample")
    assert code == 2
    assert f"{base}/rss chặn máy đọc: " in told
    assert "nguồn cấp tin" not in told


def test_who_adds_a_home_page_is_told_when_only_its_feed_blocks_programs(run: Run, sample) -> None:
    home_page = page(
        "Báo Ví Dụ", "<p>Báo của tỉnh.</p>", "<link rel='alternate' type='application/rss+xml' href='/rss'>"
    )

    def answer(path: str, asked: dict[str, str]) -> Answer:
        pages = {"/": (200, HTML, home_page.encode()), "/rss": (403, HTML, STAND_INS["captcha"].encode())}
        return pages.get(path, (404, {}, b""))

    with a_site(answer) as base:
        code, _, told = run("sources", "add", sample(base), "--sample")
    assert code == 2
    assert f"{base}/rss chặn máy đọc: " in told


def test_a_page_that_names_feeds_still_leads_to_them_whatever_it_says(run: Run, sample) -> None:
    head = "<link rel='alternate' type='application/rss+xml' href='/tin.xml'>"
    home_page = page("Đăng nhập", "<h1>Đăng nhập</h1><p>Vui lòng đăng nhập để tiếp tục.</p>", head)

    def answer(path: str, asked: dict[str, str]) -> Answer:
        pages = {"/": (200, HTML, home_page.encode()), "/tin.xml": (200, {}, rss(base, "a"))}
        return pages.get(path, (404, {}, b""))

    with a_site(answer) as base:
        code, lines, told = run("sources", "add", sample(base), "--sample")
    assert (code, told) == (0, "")
    assert "/tin.xml" in lines[0]


def test_a_home_page_without_a_feed_is_still_said_to_have_none(run: Run, sample) -> None:
    def answer(path: str, asked: dict[str, str]) -> Answer:
        bare = page("Xã Ví Dụ", "<h1>Xã Ví Dụ</h1><p>Trang đang được xây dựng, mời bà con trở lại sau.</p>")
        return (200, HTML, bare.encode()) if path == "/" else (404, {}, b"")

    with a_site(answer) as base:
        code, _, told = run("sources", "add", sample(base), "--sample")
    assert code == 2
    assert "Không thấy nguồn cấp tin nào" in told


@pytest.mark.parametrize(("name", "status"), [("cloudflare", 403), ("captcha", 200), ("sign-in", 503)])
def test_who_reads_such_an_address_is_told_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, status: int
) -> None:
    with a_site(lambda path, asked: (status if path != "/robots.txt" else 404, HTML, STAND_INS[name].encode())) as base:
        allow = frozenset({("127.0.0.1", urlsplit(base).port or 0)})
        monkeypatch.setattr(single, "fetch_once", partial(single.fetch_once, allow=allow))
        code, lines, told = run("read", f"{base}/rss")
    shown = told + json.dumps(lines, ensure_ascii=False)
    assert code != 0
    assert "máy chủ trả trang" in shown or "máy chủ đòi đăng nhập" in shown
    assert status == 200 or "chặn máy đọc" in shown
