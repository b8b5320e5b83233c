"""Báo tin cho tôi by hand: an address, «Gửi thử», what one wants, and what then arrives at a real receiver."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alerts.sender import Sender
from desk.outbox import own
from desk.outbox.kinds import is_news
from domain.editorial import ItemState
from domain.own_notices import OwnKind
from messages.catalogue import Catalogue
from tests.alerts.receivers import Receiver, a_receiver
from tests.alerts.test_notifiers import apprise_channels
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import NewPage, base, decided, is_whole, made, new_page, picked, sent  # noqa: F401
from tests.browser.test_screens import holds
from tests.making import NOON
from tests.outbox import a_look

pytestmark = pytest.mark.browser


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as listening:
        yield listening


def worker_comes_by(desk: Desk) -> None:
    own.plan(a_look(desk.database, NOON))
    Sender(
        database=desk.database,
        channels=desk.web.channels,
        words=Catalogue("vi"),
        is_news=lambda store, message: is_news(store, message, NOON),
        on_gone=lambda _store, _key: None,
        clock=lambda: NOON,
        tell=lambda _: None,
    ).send_due()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_person_is_told_at_their_own_address_of_what_they_chose(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    receiver: Receiver,
    tmp_path: Path,
    width: int,
) -> None:
    made.web = replace(made.web, channels=apprise_channels(tmp_path))
    made.app.state.web = made.web
    page = new_page("lan", width=width)
    page.goto("/tai-khoan")
    for kind in ("E-mail", "Telegram", "Zalo", "Khác"):
        expect(page.locator("#bao-tin summary", has_text=kind)).to_be_visible()
    page.locator("#bao-tin summary", has_text="Webhook").click()
    web = page.locator("#bao-tin details[open]")
    web.get_by_role("textbox").fill(receiver.address.replace("json://", "http://"))
    web.get_by_role("button", name="Thêm địa chỉ Webhook").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    expect(page.get_by_text("json://…").first).to_be_visible()
    assert str(receiver.port) not in page.content()
    page.get_by_role("button", name="Gửi thử").click()
    expect(page.locator("#bao-tin .notice")).to_have_text("Đã gửi.")
    assert [one["title"] for one in receiver.received] == ["Điểm Tin: gửi thử"]
    page.get_by_role("link", name="Khóa ký").click()
    secret = page.locator("#khoa").inner_text()
    page.get_by_role("button", name="Đổi khóa").click()
    expect(page.get_by_text("Đã đổi khóa.")).to_be_visible()
    expect(page.get_by_text("khóa cũ còn dùng được tới")).to_be_visible()
    expect(page.locator("#khoa")).not_to_have_text(secret)
    assert is_whole(page)
    page.set_viewport_size({"width": width, "height": 844})
    page.get_by_role("link", name="Về các địa chỉ nhận tin").click()
    expect(page.get_by_role("button", name="Gửi thử")).to_be_visible()
    receiver.status = 401
    page.get_by_role("button", name="Gửi thử").click()
    expect(page.locator("#bao-tin .notice.bad")).to_be_visible()
    receiver.status = 200

    page.get_by_label("Tin của tôi được duyệt").uncheck()
    page.get_by_label("Yên lặng từ").fill("22:00")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    expect(page.get_by_label("Tin của tôi được duyệt")).not_to_be_checked()
    expect(page.get_by_label("Tin trả lại tôi")).to_be_checked()
    expect(page.get_by_label("Yên lặng từ")).to_have_value("22:00")
    assert is_whole(page)
    holds(page)

    decided(made, sent(made, picked(made, "a")), ItemState.RETURNED)
    decided(made, sent(made, picked(made, "b")), ItemState.APPROVED)
    for _ in range(2):
        worker_comes_by(made)
    assert [one["title"] for one in receiver.received[1:]] == ["Minh trả lại bạn: Tiêm chủng ở trạm y tế a"]
    page.set_viewport_size({"width": width, "height": 844})
    page.get_by_role("button", name="Bỏ địa chỉ").click()
    expect(page.get_by_role("button", name="Gửi thử")).to_have_count(0)
    with made.database.read() as store:
        assert store.own_notices.find(made.people["lan"]).wanted[OwnKind.RETURNED] == ()
