"""Vận hành by hand: an administrator sees what runs and what waits, and, as soon as a part is silent, what to do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.hosts import HostPause
from domain.running import Heartbeat, Part
from domain.sources import FeedKind
from domain.stage import Stage
from domain.work import Lease
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import WIDTHS, NewPage, base, is_whole, made, new_page  # noqa: F401
from tests.browser.test_screens import holds
from tests.making import NOON, PAPER, an_article, with_sources

pytestmark = pytest.mark.browser
HOUR = timedelta(hours=1)
HOSTS = 24
TOP = "row => row.getBoundingClientRect().top"  # in the window
PARTS = {
    Part.PLACER: "may-1:11",
    Part.STANDBY: "may-2:22",
    Part.READER: "may-2:23",
    Part.INDEXER: "may-1:12",
    Part.CRAWLER: "may-3:31",
}


def a_beat(part: Part) -> Heartbeat:
    return Heartbeat(part=part, process=PARTS[part], started_at=NOON - HOUR, beat_at=NOON, moved_at=NOON)


def heard(made: Desk, beats: Sequence[Heartbeat]) -> None:  # noqa: F811
    with made.database.write() as store:
        for beat in beats:
            store.heartbeats.save(beat)


@WIDTHS
def test_an_administrator_sees_what_runs_and_what_to_do_when_a_part_is_silent(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    width: int,
) -> None:
    heard(made, [a_beat(part) for part in PARTS])
    with made.database.write() as store:
        with_sources(store)
        store.articles.add([an_article("moi", stage=Stage.FETCHED, fetched_at=NOON - 5 * timedelta(minutes=1))])
        for number in range(HOSTS):
            store.feeds.add(PAPER.id, f"https://bao-{number}.vn/rss", FeedKind.FEED, "", NOON - HOUR)
        lease = Lease(token=f"{PARTS[Part.CRAWLER]}:0a1b2c3d", lasts=timedelta(minutes=5))
        store.hosts.take(["bao-0.vn"], lease)
        store.hosts.note([HostPause(host="bao-0.vn", delay_seconds=30.0)], lease)
    page = new_page("minh", width=width)
    page.clock.install()
    page.goto("/cai-dat")
    page.get_by_role("navigation", name="Cài đặt").get_by_role("link", name="Vận hành").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vận hành")
    expect(page.get_by_text("Mọi phần đều chạy")).to_be_visible()
    expect(page.locator("#dan-dau")).to_have_text("Xếp bài: may-1 (11) dẫn đầu. Chờ thay: may-2 (22).")
    expect(page.locator("#tien-trinh tbody tr")).to_have_count(len(PARTS))
    expect(page.locator("#cho-fetched")).to_contain_text("1")
    expect(page.locator("#cho-fetched")).to_contain_text("5 phút trước")
    row = page.locator("#may-chu-nguon tbody tr").first
    expect(row).to_contain_text("bao-0.vn")
    expect(row).to_contain_text("do may-3:31 giữ đến")
    expect(row).to_contain_text("30,0 giây")
    expect(page.locator("#con-nua")).to_have_text(f"Còn {HOSTS - 20} nơi nữa.")
    assert "0a1b2c3d" not in page.content()
    assert is_whole(page)

    read = page.locator("#may-chu-nguon tbody tr").nth(9)
    read.evaluate("row => row.scrollIntoView({ block: 'start' })")
    before = read.evaluate(TOP)
    heard(made, [replace(a_beat(Part.READER), beat_at=NOON - HOUR)])
    page.clock.fast_forward(11_000)
    silent = page.locator("#tien-trinh tbody tr").first
    expect(silent).to_have_attribute("data-state", "silent")
    assert read.evaluate(TOP) == pytest.approx(before, abs=1.0), "what one reads stays where it is"
    expect(silent).to_contain_text("Đọc bài")
    expect(silent).to_contain_text("không nghe tin")
    told = page.locator("#luc-nay .notice")
    expect(told).to_contain_text("Đọc bài, may-2 (23): không nghe tin từ 11:00")
    expect(told).to_contain_text("Bài đã tải về chưa được đọc")
    expect(told).to_contain_text("Xem máy may-2 có bật, có mạng không, rồi chạy lại phần này ở đó")
    expect(page.get_by_text("Mọi phần đều chạy")).to_have_count(0)

    with made.database.write() as store:  # the others end in order
        for part in (Part.PLACER, Part.CRAWLER):
            store.heartbeats.remove(PARTS[part], NOON - 2 * HOUR)
    page.clock.fast_forward(11_000)
    expect(page.locator("#lan-crawler")).to_contain_text("Phần thu thập tin không có máy nào làm")
    expect(page.locator("#dan-dau")).to_contain_text("chưa ai dẫn đầu. Chờ thay: may-2 (22).")
    assert is_whole(page)
    if width == 390:  # it looks at every width by itself
        holds(page)


def test_nobody_but_an_administrator_is_shown_the_way_or_let_in(made: Desk, new_page: NewPage) -> None:  # noqa: F811
    page = new_page("lan")
    page.goto("/cai-dat")
    expect(page.get_by_role("link", name="Người dùng")).to_be_visible()
    expect(page.get_by_role("link", name="Vận hành")).to_have_count(0)
    for path in ("/van-hanh", "/van-hanh/luc-nay"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 403
        expect(page.get_by_text("không có quyền")).to_be_visible()
