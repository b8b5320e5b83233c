"""Cần xử lý: a source changes what was posted; one writes, the other approves, and it closes with proof."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from api import pulse
from desk import sharing
from desk.outbox import own
from desk.tasks import TaskFinder
from domain.article import ArticleVersion
from domain.editorial import ItemState, ReviewItem
from domain.own_notices import OwnKind, OwnNotices
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import NewPage, base, decided, is_whole, made, new_page, picked, sent  # noqa: F401
from tests.browser.test_screens import holds
from tests.making import NOON, acting, seen
from tests.outbox import a_channel, a_look

pytestmark = pytest.mark.browser
FIVE, THREE = "Lũ quét làm 5 người chết ở Sơn Mai.", "Lũ quét làm 3 người chết ở Sơn Mai."
NOTICE = "Đính chính: bản trước ghi 5 người chết, tòa soạn xin lỗi bạn đọc."


def test_a_death_toll_corrected_after_posting_goes_out_as_a_correction_and_a_withdrawn_article_is_taken_down(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.2)
    toll, offer = posted(made, "lu", FIVE), posted(made, "tang", "Tặng quà 0 đồng.")
    lan, minh = new_page("lan", width=390), new_page("minh", width=1280)
    minh.goto("/can-xu-ly")
    expect(minh.get_by_text("Không có việc nào.")).to_be_visible()
    corrected(made, toll, f"{THREE}\n{NOTICE}")
    assert told(made) == {"lan", "minh", "quan"}
    expect(minh.get_by_role("link", name="Cần xử lý, 1 việc cần xử lý").locator("visible=true")).to_be_visible()

    lan.goto("/hang-cho")
    lan.locator("#hom-nay").get_by_role("link", name="1 việc cần xử lý").click()
    usable(lan)
    lan.get_by_role("link", name="Tiêm chủng ở trạm y tế lu").click()
    expect(lan.locator(".diff del").first).to_have_text("5")
    expect(lan.locator(".diff ins").first).to_have_text("3")
    expect(lan.locator("#tin-tiep")).to_have_value(in_order("ĐÍNH CHÍNH", FIVE, NOTICE, THREE))
    lan.get_by_label("Cập nhật").check()
    expect(lan.locator("#tin-tiep")).to_have_value(in_order("CẬP NHẬT", THREE))
    lan.get_by_label("Đính chính").check()
    usable(lan)
    words = f"{lan.locator('#tin-tiep').input_value()}\nTrang xin lỗi bạn đọc."
    lan.locator("#tin-tiep").fill(words)
    expect(lan.locator(".saving")).to_contain_text("Đã lưu lúc")
    lan.reload()
    expect(lan.locator("#tin-tiep")).to_have_value(words)
    lan.get_by_role("button", name="Gửi duyệt").click()
    expect(lan.get_by_text("Cần một đồng nghiệp duyệt")).to_be_visible()

    goes_out(minh, lan, "sửa bài cũ", "fb.example/lu")
    corrected(made, offer, "")
    assert told(made) == {"lan", "minh", "quan"}
    minh.goto("/can-xu-ly")
    minh.get_by_role("link", name="Tiêm chủng ở trạm y tế tang").click()
    expect(minh.locator(".notice.bad")).to_contain_text("Nguồn đã gỡ bài này")
    minh.get_by_role("button", name="Gửi duyệt").click()
    expect(minh.get_by_text("Cần một đồng nghiệp duyệt")).to_be_visible()
    goes_out(lan, minh, "đã gỡ bài")

    minh.goto("/so-tin")
    expect(minh.locator(".posting")).to_have_count(4)
    expect(minh.locator(".posting.struck .notice")).to_contain_text("ĐÃ GỠ")
    expect(minh.get_by_text("nay là bản 3").first).to_be_visible()
    usable(minh)


def goes_out(reviewer: Page, writer: Page, how: str, address: str = "") -> None:
    """The other one approves it; then it is posted, and marked with where it can be read."""
    reviewer.goto("/can-xu-ly")
    reviewer.get_by_role("heading", name="Chờ bạn duyệt").locator("..").get_by_role("link").first.click()
    reviewer.get_by_role("button", name="Duyệt", exact=True).click()
    expect(reviewer.get_by_role("button", name="Rút lời duyệt")).to_be_visible()
    writer.reload()
    writer.get_by_label(how).check()
    writer.get_by_label("Địa chỉ để người khác xem được").fill(address)
    writer.get_by_role("button", name="Đã đăng", exact=True).click()
    expect(writer.locator(".notice.done")).to_contain_text(address or how)
    usable(writer)


def usable(page: Page) -> None:
    """By everybody; the window is what it was afterwards."""
    size = page.viewport_size
    assert is_whole(page)
    holds(page)
    if size:
        page.set_viewport_size(size)


def in_order(*parts: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in parts), re.DOTALL)


def posted(desk: Desk, key: str, text: str) -> ReviewItem:
    item = decided(desk, sent(desk, picked(desk, key)), ItemState.APPROVED)
    with desk.database.write() as store:
        article = store.articles.get(item.article_id)
        before = ArticleVersion(article_id=article.id, version=1, seen_at=NOON, title=article.title, text="", grade="")
        store.versions.replace(replace(article, text=text), before)
        lan = store.people.get(desk.people["lan"])
        return sharing.share(acting(store, lan, NOON), desk.web.ranker, seen(item))


def corrected(desk: Desk, item: ReviewItem, text: str) -> None:
    """As the watch lane keeps it; "" when the page is gone."""
    with desk.database.write() as store:
        before = store.articles.get(item.article_id)
        grade = "correction" if text else "withdrawn"
        earlier = ArticleVersion(
            article_id=before.id, version=2, seen_at=NOON, title=before.title, text=before.text, grade=grade
        )
        after = replace(before, text=text) if text else replace(before, withdrawn_at=NOON)
        store.versions.replace(after, earlier)


def told(desk: Desk) -> set[str]:
    """Who has a message on its way, once the program has looked."""
    with desk.database.write() as store:
        before = {message.id for message in store.outbox.list(99)}
        for name, person_id in desk.people.items():
            channel = a_channel(f"memory://{name}")
            wanted = dict.fromkeys(OwnKind, (channel.key,))
            store.own_notices.save(OwnNotices(person_id=person_id, channels=(channel,), wanted=wanted))
    assert TaskFinder(desk.database).look(NOON)
    own.plan(a_look(desk.database, NOON))
    with desk.database.read() as store:
        new = [message.about for message in store.outbox.list(99) if message.id not in before]
        return {store.people.get(int(about)).login for about in new}
