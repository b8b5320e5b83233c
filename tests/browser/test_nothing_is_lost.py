"""What a person sees after a click, after a colleague was quicker, and after F5. No newsroom is needed here."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, expect

from api.main import create_app
from api.services import Web
from database.engine import SqlDatabase
from desk import review, sharing
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.people import Role
from tests.api.conftest import CSRF, Desk
from tests.browser.desk import PATIENCE
from tests.browser.serving import served
from tests.making import NOON, acting, seen

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
SCRIPTS = pytest.mark.parametrize("scripts", [True, False])
MINE = "Lời dẫn của Lan, viết mất mười phút."


@pytest.fixture
def made(sqlite_database: SqlDatabase) -> Desk:
    made = Desk(sqlite_database, create_app(cast(Web, None)))
    made.browser("lan", Role.EDITOR)
    made.browser("minh", Role.ADMINISTRATOR)
    made.browser("quan", Role.EDITOR)
    return made


@pytest.fixture
def base(made: Desk) -> Iterator[str]:
    with served(made.app) as address:
        yield address


@pytest.fixture
def new_page(base: str, chromium: Browser) -> Iterator[NewPage]:
    contexts = []

    def opened(who: str = "lan", width: int = 1280, scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            locale="vi-VN",
            java_script_enabled=scripts,
            service_workers="block",
            base_url=base,
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "diemtin", "value": f"token-{who}", "url": base}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def is_whole(page: Page) -> bool:
    """Nothing stands out beyond the screen's edge. Read from outside: it holds without JavaScript, too."""
    metrics = page.context.new_cdp_session(page).send("Page.getLayoutMetrics")
    return bool(metrics["cssContentSize"]["width"] <= metrics["cssLayoutViewport"]["clientWidth"])


def picked(made: Desk, key: str = "a", by: str = "lan") -> ReviewItem:
    article = made.publish(key, title=f"Tiêm chủng ở trạm y tế {key}")
    with made.database.write() as store:
        return review.pick(acting(store, store.people.get(made.people[by]), NOON), made.web.ranker, article.id)


def sent(made: Desk, item: ReviewItem) -> ReviewItem:
    with made.database.write() as store:
        writer = store.people.get(item.picked_by)
        return review.send(acting(store, writer, NOON), made.web.ranker, seen(item))


def decided(made: Desk, item: ReviewItem, verdict: ItemState, by: str = "minh") -> ReviewItem:
    with made.database.write() as store:
        person = store.people.get(made.people[by])
        return review.decide(acting(store, person, NOON), made.web.ranker, seen(item), verdict, "Thêm giờ mở cửa")


def written(made: Desk, item: ReviewItem, text: str, by: str = "minh") -> ReviewItem:
    with made.database.write() as store:
        return review.write(acting(store, store.people.get(made.people[by]), NOON), seen(item), text)


@WIDTHS
@SCRIPTS
def test_whoever_picks_an_article_sees_that_it_is_picked(
    made: Desk, new_page: NewPage, width: int, scripts: bool
) -> None:
    article = made.publish("a", title="Tiêm chủng miễn phí")
    page = new_page(width=width, scripts=scripts)
    page.goto(f"/bai/{article.id}")
    page.get_by_role("button", name="Chọn bài này").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tiêm chủng miễn phí")
    expect(page.locator(".state").first).to_be_visible()
    expect(page.get_by_label("Lời dẫn")).to_be_visible()
    assert is_whole(page)
    page.go_back()
    if not scripts:
        page.reload()
    expect(page.locator(".taken")).to_contain_text("Lan đã chọn")
    expect(page.get_by_role("button", name="Chọn bài này")).to_have_count(0)
    assert is_whole(page)
    page.get_by_role("link", name="Mở tin để viết lời dẫn").click()
    expect(page.get_by_label("Lời dẫn")).to_be_visible()


def test_an_article_that_a_colleague_took_says_so_instead_of_offering_itself(made: Desk, new_page: NewPage) -> None:
    item = picked(made, by="minh")
    page = new_page()
    page.goto(f"/bai/{item.article_id}")
    expect(page.locator(".taken")).to_contain_text("Minh đã chọn")
    expect(page.get_by_role("button", name="Chọn bài này")).to_have_count(0)


# The writer's other window has sent the draft; then a colleague was quicker than what is still typed in this one.
def approves(made: Desk, item: ReviewItem) -> None:
    decided(made, sent(made, item), ItemState.APPROVED)


def returns(made: Desk, item: ReviewItem) -> None:
    decided(made, sent(made, item), ItemState.RETURNED)


def rejects(made: Desk, item: ReviewItem) -> None:
    decided(made, sent(made, item), ItemState.REJECTED)


def writes(made: Desk, item: ReviewItem) -> None:
    written(made, sent(made, item), "Lời dẫn của Minh.")


def writes_twice(made: Desk, item: ReviewItem) -> None:
    written(made, written(made, sent(made, item), "Lời dẫn của Minh."), "Lời dẫn của Minh, sửa lại.")


def frees(made: Desk, item: ReviewItem) -> None:
    with made.database.write() as store:
        person = store.people.get(made.people["minh"])
        review.take(acting(store, person, NOON), made.web.ranker, seen(item), ReviewAction.UNPICK)


def posts(made: Desk, item: ReviewItem) -> None:
    approved = decided(made, sent(made, item), ItemState.APPROVED)
    with made.database.write() as store:
        person = store.people.get(made.people["minh"])
        sharing.share(acting(store, person, NOON), made.web.ranker, seen(approved))


@pytest.mark.parametrize(
    ("does", "told"),
    [
        (approves, "Minh duyệt"),
        (returns, "Minh trả lại để sửa"),
        (rejects, "Minh bỏ tin"),
        (writes, "Minh sửa lời dẫn"),
        (writes_twice, "Minh sửa lời dẫn"),
        (frees, "Minh thôi chọn"),
        (posts, "Minh đánh dấu đã đăng"),
    ],
)
@SCRIPTS
def test_what_one_typed_stays_when_a_colleague_was_quicker(
    made: Desk, new_page: NewPage, does: Callable[[Desk, ReviewItem], None], told: str, scripts: bool
) -> None:
    item = picked(made)
    page = new_page(width=390, scripts=scripts)
    page.goto(f"/chia-se/{item.id}")
    page.get_by_label("Lời dẫn").fill(MINE)
    does(made, item)
    page.get_by_role("button", name="Lưu lời dẫn").click()
    expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible()
    expect(page.locator("textarea").first).to_have_value(MINE)
    expect(page.locator("#ban-dang-co")).to_be_visible()  # both are there
    assert is_whole(page)
    save = page.get_by_role("button", name="Lưu lời dẫn")
    if save.count():
        save.click()
        expect(page.locator("#bai-dang")).to_contain_text(MINE)
    else:
        page.goto(page.url)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Tiêm chủng")


def test_f5_after_a_conflict_keeps_the_text_and_shows_a_page(made: Desk, new_page: NewPage) -> None:
    item = picked(made)
    page = new_page()
    page.goto(f"/chia-se/{item.id}")
    page.get_by_label("Lời dẫn").fill(MINE)
    written(made, item, "Lan, ở cửa sổ khác.", by="lan")
    page.get_by_role("button", name="Lưu lời dẫn").click()
    expect(page.get_by_role("heading", name="Hai cửa sổ cùng sửa một chỗ")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Lời dẫn")).to_have_value(MINE)
    expect(page.locator(".both")).to_contain_text("Lan, ở cửa sổ khác.")  # both are there


@SCRIPTS
def test_a_reviewers_note_stays_when_the_caption_was_changed(made: Desk, new_page: NewPage, scripts: bool) -> None:
    item = sent(made, picked(made))
    page = new_page("minh", width=390, scripts=scripts)
    page.goto("/duyet")
    page.locator("summary", has_text="Trả lại").click()
    page.get_by_label("Cần sửa gì").fill("Nhớ ghi giờ mở cửa")
    written(made, item, "Quân vừa sửa.", by="quan")
    page.get_by_role("button", name="Trả lại để sửa").click()
    expect(page.get_by_role("alert").filter(has_text="Quan sửa lời dẫn")).to_be_visible()
    expect(page.get_by_label("Cần sửa gì")).to_have_value("Nhớ ghi giờ mở cửa")
    expect(page.locator("pre.post").first).to_contain_text("Quân vừa sửa.")
    page.get_by_role("button", name="Trả lại để sửa").click()
    expect(page.get_by_text("Không có tin nào chờ duyệt")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Duyệt")


@pytest.mark.parametrize(
    "path",
    [
        "/chia-se/{item}/loi-dan", "/chia-se/{item}/da-dang", "/chia-se/{item}/gui", "/chia-se/{item}/buoc/unpick",
        "/duyet/{item}", "/duyet/{item}/loi-dan", "/duyet/{item}/hoan-tac", "/bai/{article}/chon",
        "/bai/{article}/tach", "/bai/{article}/xep-lai", "/hang-cho/{story}/chon", "/hang-cho/{story}/bo-qua",
        "/hang-cho/{story}/khoi-phuc", "/hang-cho/{story}/da-xem", "/hang-cho/bo-qua-nhieu",
        "/hang-cho/khoi-phuc-nhieu", "/hang-cho/{story}/them-nhu-the", "/diem-tin-sang/2026-11-23/duyet",
        "/diem-tin/cai-dat", "/diem-tin/duong-dan", "/nguon-tin/tim", "/nguoi-dung/1", "/nguoi-dung/1/duong-dan",
        "/nguoi-dung/1/thu-hoi", "/nguoi-dung/1/hai-buoc", "/ban-tin",
        "/nguon-tin/bao-a-example/sua", "/nguon-tin/nhap/them",
        "/cai-dat/trang", "/cai-dat/kenh/other", "/bat-dau/nguon",
        "/khau-vi/xoa", "/tai-khoan/ten",
        "/tai-khoan/mat-khau", "/tai-khoan/phien", "/tai-khoan/phien/abc", "/tai-khoan/hai-buoc/bo", "/ra",
        "/ngon-ngu", "/vao/ma",
    ],
)  # fmt: skip
def test_the_address_of_every_form_can_be_asked_for(made: Desk, path: str) -> None:
    item = picked(made)
    browser = made.browser("minh", Role.ADMINISTRATOR)
    answer = browser.get(path.format(item=item.id, article=item.article_id, story=item.story_id), follow_redirects=True)
    assert answer.status_code == 200
    assert "<h1" in answer.text


def test_a_refused_form_shows_what_was_typed_and_the_way_back(made: Desk) -> None:
    item = decided(made, sent(made, picked(made)), ItemState.REJECTED)
    form = {"csrf": CSRF, "caption": MINE, "revision": item.revision}
    answer = made.browser("lan").post(f"/chia-se/{item.id}/loi-dan", data=form)
    assert answer.status_code == 409
    assert MINE in answer.text
    assert f'href="/chia-se/{item.id}"' in answer.text


LONG_WORDS = (
    "x" * 3000,
    "https://example.org/" + "a-b_c." * 300,
    "Mưa" + "aaaa" * 500 + " rồi tạnh " * 200,
    "tiếng Việt có dấu " * 300,
)


@pytest.mark.parametrize("text", LONG_WORDS)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_long_words_keep_every_screen_within_its_edges_and_the_log_readable(
    made: Desk, new_page: NewPage, text: str, width: int
) -> None:
    item = sent(made, written(made, picked(made), text, by="lan"))
    with made.database.write() as store:
        person = store.people.get(made.people["lan"])
        store.people.save(person.login, text[:200], person.role, active=True)
    page = new_page("minh", width=width)
    page.goto("/so-ghi")
    assert is_whole(page)
    rows = page.locator(".log tbody tr")
    heights = [box["height"] for row in rows.all() if (box := row.bounding_box())]
    assert len(heights) == rows.count()
    assert max(heights) < 844  # one screen at most
    for path in ("/duyet", f"/chia-se/{item.id}", "/chia-se", "/nguoi-dung", "/hang-cho", f"/bai/{item.article_id}"):
        page.goto(path)
        assert is_whole(page), path


def test_a_card_shows_the_time_of_the_article_whose_source_it_names(made: Desk, new_page: NewPage) -> None:
    first = made.publish("som", title="Cháy chợ xã", published_at=NOON - timedelta(hours=9))
    made.publish("muon", title="Cháy chợ", story_id=first.story_id, published_at=NOON - timedelta(hours=1))
    with made.database.read() as store:
        story = store.stories.get(first.story_id)
        head = store.articles.get(story.head_id)
    page = new_page(width=390)
    page.goto("/hang-cho")
    card = page.locator(f'[data-story="{story.id}"]')
    assert (story.members, head.id) == (2, first.id)  # else the card would be right by chance
    expect(card.locator("time").first).to_have_attribute("datetime", head.dated.isoformat())
    expect(card.get_by_text("bài mới nhất")).to_have_count(int(story.newest_at > head.dated))
