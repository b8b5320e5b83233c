"""The main job, in a real browser: from the one-time link to the shared post and the digest's exports."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import PASSWORD, Desk, over, pick

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


def enter(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Mật khẩu mới").fill(PASSWORD)
    page.get_by_role("button", name="Vào bàn tin").click()
    page.wait_for_url("**/hang-cho")


OF_WEATHER = re.compile(r"cảnh báo|bão|lũ|mưa|sạt lở|rét|bản tin", re.IGNORECASE)


def test_a_story_goes_from_the_queue_through_a_second_person_to_the_ledger(desk: Desk, new_page: NewPage) -> None:
    page = new_page()
    enter(page, desk.first_link)
    title = see_the_queue(page)
    pick_first(page, title)
    item_url = page.url
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Bạn vừa gửi duyệt")).to_contain_text(title)

    reviewer = new_page()
    enter(reviewer, invite_a_reviewer(page))
    approve(reviewer, title)

    page.goto(item_url)
    post = copy_the_post(page)
    assert "Theo " in post
    assert "http" in post
    marked = page.get_by_role("status").filter(has_text="Bạn vừa đánh dấu đã đăng")
    over(page.get_by_role("button", name="Đã đăng lên trang"), marked, "Vẫn đánh dấu đã đăng")
    page.get_by_role("link", name="Sổ tin đã đăng").click()
    expect(page.locator(".posting")).to_contain_text(title)
    expect(page.locator(".posting")).to_contain_text("Thu Hà duyệt")


def see_the_queue(page: Page) -> str:
    """Ranked stories, each with a sum whose parts can be read; returns the title of the first that is no bulletin.

    A later bulletin may come at any moment, and what it replaces is held back.
    """
    cards = page.locator(".queue > .card")
    assert cards.count() >= 10
    scores = [float(score.replace(",", ".")) for score in page.locator(".queue .score").all_text_contents()]
    assert len(scores) == cards.count()
    first = cards.first
    expect(first.locator(".reason").first).to_be_visible()
    first.locator("summary", has_text="vì sao ở đây").click()
    parts = first.locator(".why td.num").all_text_contents()
    told = [float(part.replace(",", ".").replace("−", "-")) for part in parts]
    assert abs(sum(told) - scores[0]) < 0.1 * len(parts)
    return cards.filter(has_not_text=OF_WEATHER).first.locator("h2").inner_text()


def pick_first(page: Page, title: str) -> None:
    card = page.locator(".queue > .card", has=page.locator("h2", has_text=title))
    pick(card.first.get_by_role("button", name="Chọn", exact=True))
    page.locator(".queue > .draft h2 a", has_text=title).click()
    page.wait_for_url(re.compile(r"/chia-se/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.get_by_role("button", name="Sao chép bài đăng")).to_have_count(0)  # not before a second person


def invite_a_reviewer(page: Page) -> str:
    page.get_by_role("link", name="Cài đặt").first.click()
    page.get_by_role("link", name="Người dùng").first.click()
    adding = page.locator("section", has=page.get_by_role("heading", name="Thêm người"))
    adding.get_by_label("Họ tên").fill("Thu Hà")
    adding.get_by_label("Tên đăng nhập").fill("thuha")
    adding.get_by_label("Vai trò").select_option("reviewer")
    adding.get_by_role("button", name="Thêm").click()
    return page.locator("details[open] [id^=duong-dan-]").inner_text().strip()


def approve(reviewer: Page, title: str) -> None:
    reviewer.get_by_role("link", name="Duyệt").first.click()
    card = reviewer.locator("section.card", has_text=title)
    card.get_by_role("button", name="Duyệt", exact=True).click()
    expect(card).to_have_count(0)


def copy_the_post(page: Page) -> str:
    """By the clipboard where the browser allows it, by the selection where it does not."""
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Sao chép bài đăng").click()
    expect(page.get_by_role("button", name="Đã sao chép ✓")).to_be_visible()
    copied = str(page.evaluate("window.copied"))
    assert copied == page.locator("#bai-dang").text_content()
    return copied


def test_the_digest_is_put_in_order_edited_and_exported(desk: Desk, new_page: NewPage) -> None:
    page = new_page("minh")
    page.set_viewport_size({"width": 1280, "height": 2600})  # a drag does not scroll: both lines must be in sight
    page.goto(f"{desk.base}/diem-tin-sang")
    rows = page.locator(".digest > li.card")
    titles = rows.locator("h2").all_inner_texts()
    assert len(titles) >= 3
    rows.nth(1).get_by_role("button", name="Đưa lên").click()
    expect(rows.first.locator("h2")).to_have_text(titles[1])
    expect(rows.nth(1).locator("h2")).to_have_text(titles[0])
    rows.first.locator("textarea").fill("Một câu do bàn tin viết lại.")
    page.get_by_role("button", name="Lưu điểm tin").click()
    expect(rows.first.locator(".flag.changed")).to_be_visible()
    page.reload()
    expect(rows.first.locator("h2")).to_have_text(titles[1])
    expect(page.locator("#bai-dang")).to_contain_text("1. Một câu do bàn tin viết lại.")
    exports_hold(page, titles[1], "Một câu do bàn tin viết lại.")


def exports_hold(page: Page, title: str, sentence: str) -> None:
    text = page.request.get(f"{page.url}/bai-dang.txt").text()
    assert f"1. {sentence}" in text
    assert text.count("\n(Theo ") == text.count("http")
    feed = page.request.get(f"{page.url}/rss.xml")
    assert feed.headers["content-type"].startswith("application/rss+xml")
    assert sentence in feed.text()
    page.goto(f"{page.url}/in")
    expect(page.get_by_role("heading", level=2).first).to_have_text(title)
    expect(page.get_by_text(sentence)).to_be_visible()


def test_nobody_approves_their_own_pick(desk: Desk, new_page: NewPage) -> None:
    page = new_page("lan", expected=("409",))
    page.goto(f"{desk.base}/hang-cho")
    card = page.locator(".queue > .card").last
    title = card.locator("h2").inner_text()
    pick(card.get_by_role("button", name="Chọn", exact=True))
    draft = page.locator(".queue > .draft", has_text=title)
    number = str(draft.locator("h2 a").get_attribute("href")).rsplit("/", 1)[1]
    draft.get_by_role("button", name="Gửi duyệt", exact=True).click()
    expect(page.get_by_role("button", name="Hoàn tác")).to_be_visible()
    page.goto(f"{desk.base}/duyet")
    mine = page.locator("section.card", has_text=title)
    expect(mine).to_contain_text("cần một đồng nghiệp duyệt")
    expect(mine.get_by_role("button", name="Duyệt", exact=True)).to_have_count(0)
    token = mine.locator("input[name=csrf]").first.input_value()
    revision = mine.locator("input[name=revision]").first.input_value()
    forged = page.request.post(
        f"{desk.base}/duyet/{number}", form={"csrf": token, "verdict": "approved", "revision": revision}
    )
    assert forged.status == 409
    assert "Người duyệt phải khác người viết" in forged.text()


def test_a_caption_typed_in_an_old_tab_stands_beside_the_newer_one(desk: Desk, new_page: NewPage) -> None:
    page = new_page("lan", expected=("409",))
    page.goto(f"{desk.base}/hang-cho")
    pick(page.locator(".queue > .card").nth(5).get_by_role("button", name="Chọn", exact=True))
    page.locator(".queue > .draft h2 a").click()
    page.wait_for_url(re.compile(r"/chia-se/\d+$"))
    old = page.context.new_page()
    old.goto(page.url)
    page.locator("textarea[name=caption]").fill("Lời dẫn ở cửa sổ thứ nhất")
    page.get_by_role("button", name="Lưu lời dẫn").click()
    expect(page.locator("#bai-dang")).to_contain_text("cửa sổ thứ nhất")
    old.locator("textarea[name=caption]").fill("Lời dẫn ở cửa sổ thứ hai")
    expect(old.get_by_role("heading", name="Hai cửa sổ cùng sửa một chỗ")).to_be_visible()
    assert old.locator("textarea[name=caption]").input_value() == "Lời dẫn ở cửa sổ thứ hai"
    expect(old.locator(".both")).to_contain_text("Lời dẫn ở cửa sổ thứ nhất")


def test_a_line_of_the_digest_is_moved_by_the_keyboard_and_by_dragging(desk: Desk, new_page: NewPage) -> None:
    page = new_page("minh")
    page.set_viewport_size({"width": 1280, "height": 2600})  # a drag does not scroll: both lines must be in sight
    page.goto(f"{desk.base}/diem-tin-sang")
    rows = page.locator(".digest > li.card")
    titles = rows.locator("h2").all_inner_texts()
    assert len(titles) >= 3
    rows.nth(0).locator("textarea").press("Alt+ArrowDown")
    expect(rows.nth(1).locator("h2")).to_have_text(titles[0])
    moved = [titles[1], titles[0], *titles[2:]]
    rows.nth(2).locator(".grip").drag_to(rows.nth(0).locator("h2"), target_position={"x": 5, "y": 2})
    expect(rows.nth(0).locator("h2")).to_have_text(moved[2])
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Lưu điểm tin").click()
    page.goto(f"{desk.base}/diem-tin-sang")
    assert rows.locator("h2").all_inner_texts() == [moved[2], *moved[:2], *moved[3:]]
