"""The digest and captions save themselves as one types: after F5, without a line, and with somebody else in them."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from api.main import create_app
from api.services import Web
from database.engine import SqlDatabase
from desk import review
from desk.digest import composing
from domain.editorial import DeskSettings, Digest, ReviewItem
from domain.people import Role
from domain.stories import QueueFilter
from domain.understanding import Section
from tests.api.conftest import Desk
from tests.browser.desk import PATIENCE
from tests.browser.serving import served
from tests.making import NOON, acting, seen

pytestmark = pytest.mark.browser
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
NewPage = Callable[..., Page]
DAY = "/diem-tin-sang/2026-11-23"


@pytest.fixture
def made(sqlite_database: SqlDatabase) -> Desk:
    made = Desk(sqlite_database, create_app(cast(Web, None)))
    made.browser("lan", Role.EDITOR)
    made.browser("minh", Role.ADMINISTRATOR)
    for number, section in zip(range(4), Section, strict=False):
        made.publish(
            f"bai-{number}", summary=(f"Câu đầu của bài {number}.",), title=f"Tin số {number}", section=section
        )
    return made


@pytest.fixture
def base(made: Desk) -> Iterator[str]:
    with served(made.app) as address:
        yield address


@pytest.fixture
def new_page(base: str, chromium: Browser) -> Iterator[NewPage]:
    """Each in a context of its own. A page that says an error fails the test, but for dead lines and conflicts."""
    contexts, errors = [], []

    def told(text: str) -> None:
        if not any(part in text for part in ("net::ERR", "htmx:", "409")):
            errors.append(text)

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
        page = context.new_page()
        page.on("console", lambda message: told(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: told(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def status(page: Page) -> Locator:
    return page.locator(".saving")


def line(page: Page, number: int) -> Locator:
    return page.get_by_label(f"Câu của tin {number}", exact=True)


def stored(desk: Desk) -> Digest:
    with desk.database.read() as store:
        digest = store.digests.find(NOON.date())
        assert digest
        return digest


def is_whole(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@WIDTHS
def test_what_one_types_or_moves_is_saved_shown_and_there_after_f5(made: Desk, new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto(DAY)
    line(page, 2).fill("Lan viết lại câu này.")
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    expect(page.locator("#bai-dang")).to_contain_text("2. Lan viết lại câu này.\n(Theo Báo Lào Cai, 11:30")
    expect(page.locator("#ai-luu")).to_contain_text("Lan lưu lúc")
    first = page.locator(".digest h2").first.inner_text()
    line(page, 1).press("Alt+ArrowDown")
    expect(page.locator("#bai-dang")).to_contain_text("1. Lan viết lại câu này.")
    page.get_by_label("Lời mở đầu").fill("Chào cả xã!")
    page.reload()  # at once: no second has gone by
    expect(page.get_by_label("Lời mở đầu")).to_have_value("Chào cả xã!")
    expect(line(page, 1)).to_have_value("Lan viết lại câu này.")
    expect(page.locator(".digest h2").nth(1)).to_have_text(first)
    expect(page.locator("#bai-dang")).to_contain_text("Chào cả xã!")
    assert is_whole(page)
    with made.database.read() as store:
        assert [one.action for one in store.log.list(9, "digest:2026-11-23")] == ["digest"]  # one for the whole stretch


@WIDTHS
def test_a_text_typed_on_a_dead_line_waits_for_the_line(made: Desk, new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto(DAY)
    page.context.set_offline(True)
    line(page, 1).fill("Viết khi mất mạng.")
    expect(status(page)).to_contain_text("Chưa lưu được, sẽ thử lại")
    page.get_by_role("button", name="Đưa xuống 1").click()  # cannot be sent either
    expect(page.locator("#loi")).to_contain_text("chưa gửi được")
    expect(line(page, 1)).to_have_value("Viết khi mất mạng.")
    page.context.set_offline(False)
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    assert "Viết khi mất mạng." in [one.text for one in stored(made).lines]
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('dead line')) }")
    line(page, 3).fill("Viết rồi máy treo.")
    expect(status(page)).to_contain_text("Chưa lưu được")
    page.goto("/hang-cho")
    page.goto(DAY)
    expect(line(page, 3)).to_have_value("Viết rồi máy treo.")
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    assert stored(made).lines[2].text == "Viết rồi máy treo."


@WIDTHS
def test_two_people_in_different_lines_are_both_in_it(made: Desk, new_page: NewPage, width: int) -> None:
    lan, minh = new_page(width=width), new_page("minh", width=width)
    lan.goto(DAY)
    minh.goto(DAY)
    line(lan, 1).fill("Lan viết.")
    expect(status(lan)).to_have_text("Đã lưu lúc 12:00")
    minh.get_by_role("button", name="Bỏ 4").click()  # a button sends everything, too
    expect(minh.locator(".digest textarea")).to_have_count(3)
    expect(line(minh, 1)).to_have_value("Lan viết.")
    line(lan, 2).press_sequentially("Thêm: ")
    expect(status(lan)).to_have_text("Đã ghép với phần Minh vừa sửa, lưu lúc 12:00")
    expect(lan.locator(".digest textarea")).to_have_count(3)
    assert stored(made).lines[0].text == "Lan viết."
    assert len(stored(made).lines) == 3


@pytest.mark.parametrize(
    ("choice", "width"), [("Lấy bản của tôi", 390), ("Lấy bản của Lan", 1280), ("Ghép cả hai", 390)]
)
def test_two_people_in_one_line_see_both_versions_and_choose(
    made: Desk, new_page: NewPage, width: int, choice: str
) -> None:
    lan, minh = new_page(width=width), new_page("minh", width=width)
    lan.goto(DAY)
    minh.goto(DAY)
    line(lan, 1).fill("Sáng mai tiêm ở trạm xã.")
    expect(status(lan)).to_have_text("Đã lưu lúc 12:00")
    line(minh, 1).fill("Chiều mai tiêm ở trường học.")
    expect(minh.get_by_role("heading", name="Hai người cùng sửa một chỗ")).to_be_visible()
    expect(minh.locator(".both mark").first).to_be_visible()
    expect(status(minh)).to_contain_text("Chưa lưu")
    assert is_whole(minh)
    minh.get_by_role("button", name=choice).click()
    expect(minh.locator(".both")).to_have_count(0)
    has = {"Lan": "Sáng mai tiêm ở trạm xã.", "tôi": "Chiều mai tiêm ở trường học."}
    chosen = [has[name] for name in has if choice in (f"Lấy bản của {name}", "Ghép cả hai")]
    expect(line(minh, 1)).to_have_value("\n".join(chosen))
    line(minh, 1).press_sequentially("Mời bà con. ")
    expect(status(minh)).to_have_text("Đã lưu lúc 12:00")
    assert all(text in stored(made).lines[0].text for text in chosen)


@pytest.mark.parametrize("choice", ["Lấy bản của tôi", "Lấy bản của Lan", "Ghép cả hai"])
def test_without_scripts_the_button_shows_both_versions_too(made: Desk, new_page: NewPage, choice: str) -> None:
    lan, minh = new_page(scripts=False), new_page("minh", width=390, scripts=False)
    for page, said in ((lan, "Lan viết."), (minh, "Minh viết.")):
        page.goto(DAY)
        line(page, 1).fill(said)
    for page in (lan, minh):
        page.get_by_role("button", name="Lưu điểm tin").click()
    expect(minh.locator(".both mark").first).to_be_visible()
    expect(line(minh, 1)).to_have_value("Minh viết.")
    minh.get_by_role("button", name=choice).click()
    expect(minh.locator(".both")).to_have_count(0)
    expect(minh.get_by_text("Minh lưu lúc")).to_be_visible()


@WIDTHS
def test_typing_alone_never_takes_an_approval_back(made: Desk, new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto(DAY)
    line(page, 1).fill("Lan viết.")
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    with made.database.write() as store:
        composing.approve(acting(store, store.people.get(made.people["minh"])), NOON.date(), revision=1)
    line(page, 1).fill("Lan viết thêm.")
    expect(status(page)).to_contain_text("Điểm tin này đã duyệt. Chữ mới chưa lưu")
    expect(page.locator("#ai-luu")).to_contain_text("Minh đã duyệt lúc")
    assert stored(made).approved_at
    page.reload()
    expect(line(page, 1)).to_have_value("Lan viết thêm.")
    expect(status(page)).to_contain_text("Điểm tin này đã duyệt")
    page.get_by_role("button", name="Lưu điểm tin").click()
    expect(page.locator("#ai-luu")).to_contain_text("chưa duyệt")
    assert (stored(made).lines[0].text, stored(made).approved_at) == ("Lan viết thêm.", None)


def test_a_save_whose_answer_was_lost_is_no_colleague(made: Desk, new_page: NewPage) -> None:
    page = new_page()
    page.goto(DAY)
    arrived: list[object] = []

    def once(route: Route) -> None:
        if arrived:
            return route.continue_()
        arrived.append(route.fetch())
        return route.abort()

    page.route("**/tu-luu", once)
    line(page, 1).fill("Viết một.")
    expect(status(page)).to_contain_text("Chưa lưu được")
    assert stored(made).lines[0].text == "Viết một."
    line(page, 1).fill("Viết một, rồi hai.")
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    expect(page.locator(".both")).to_have_count(0)
    assert stored(made).lines[0].text == "Viết một, rồi hai."


def test_two_windows_of_one_person_are_two_people(made: Desk, new_page: NewPage) -> None:
    page = new_page()
    page.goto(DAY)
    other = page.context.new_page()
    other.goto(DAY)
    line(page, 1).fill("Cửa sổ một.")
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    line(other, 1).fill("Cửa sổ hai.")
    expect(other.get_by_role("heading", name="Hai cửa sổ cùng sửa một chỗ")).to_be_visible()
    other.get_by_role("button", name="Ghép cả hai").click()
    expect(line(other, 1)).to_have_value("Cửa sổ một.\nCửa sổ hai.")


def picked(desk: Desk) -> str:
    """The address of Lan's draft."""
    with desk.database.write() as store:
        by = acting(store, store.people.get(desk.people["lan"]))
        item = review.pick(by, desk.web.ranker, store.stories.list(QueueFilter())[0][0].head_id)
        return f"/chia-se/{review.write(by, seen(item), 'Sáng mai, xã tiêm chủng.').id}"


def item(desk: Desk, address: str) -> ReviewItem:
    with desk.database.read() as store:
        return store.items.get(int(address.rsplit("/", 1)[1]))


def caption(page: Page) -> Locator:
    return page.get_by_label("Lời dẫn", exact=True)


CAPTIONS = (
    "Chiều mai, xã tiêm chủng.", "  Có khoảng trắng  \n\n", "Dòng một\n\nDòng hai\n", "🌞 Chào <b>bà con</b> & cả xã",
    "Tie\u0302\u0301ng Vie\u0323\u0302t ghép dấu", "{tail} $& $1 \\n", "x" * 300,
)  # fmt: skip


@WIDTHS
def test_the_post_stands_as_it_will_be_pasted_while_one_types(made: Desk, new_page: NewPage, width: int) -> None:
    address, page = picked(made), new_page(width=width)
    page.goto(address)
    for text in CAPTIONS:
        caption(page).fill(text)
        post, size = page.locator("#bai-dang"), page.locator(".letters .num").first
        live = (post.text_content(), size.text_content())
        expect(status(page)).to_have_text("Đã lưu lúc 12:00")
        page.reload()
        assert (post.text_content(), size.text_content()) == live  # as the server makes it
        assert "\n\nTheo Báo Lào Cai, 11:30 ngày 23/11/2026\n\nhttps://bao-a.example/" in (live[0] or "")
    assert is_whole(page)
    with made.database.read() as store:
        actions = [one.action for one in store.log.list(9, f"item:{address.rsplit('/', 1)[1]}")]
    assert actions == ["write", "pick"]  # one for the whole stretch


@WIDTHS
def test_letters_are_counted_against_the_limit(made: Desk, new_page: NewPage, width: int) -> None:
    with made.database.write() as store:
        store.settings.save(DeskSettings(post_limit=200))
    page = new_page(width=width)
    page.goto(picked(made))
    expect(page.locator(".over")).to_be_hidden()
    room = 200 - int(page.locator(".letters .num").first.inner_text())
    text = caption(page).input_value() + "ấ" * room
    caption(page).fill(text)
    expect(page.locator(".letters")).to_contain_text("200 / 200")
    expect(page.locator(".over")).to_be_hidden()
    caption(page).fill(f"{text}🌞🌞")
    expect(page.locator(".over")).to_contain_text("⚠ Dài quá 2 ký tự")
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")  # too long is saved all the same
    page.reload()
    expect(page.locator(".over")).to_contain_text("⚠ Dài quá 2 ký tự")


@WIDTHS
def test_a_caption_survives_f5_and_a_dead_line_and_is_sent_as_it_stands(
    made: Desk, new_page: NewPage, width: int
) -> None:
    address, page = picked(made), new_page(width=width)
    page.goto(address)
    caption(page).fill("Viết rồi bấm F5 ngay.")
    page.reload()
    expect(caption(page)).to_have_value("Viết rồi bấm F5 ngay.")
    expect(page.locator("#bai-dang")).to_contain_text("Viết rồi bấm F5 ngay.")
    page.context.set_offline(True)
    caption(page).fill("Viết khi mất mạng.")
    expect(status(page)).to_contain_text("Chưa lưu được, sẽ thử lại")
    page.context.set_offline(False)
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    assert item(made, address).caption == "Viết khi mất mạng."
    caption(page).fill("Gửi ngay sau chữ cuối.")
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    page.wait_for_url("**/hang-cho**")
    assert (item(made, address).caption, item(made, address).state) == ("Gửi ngay sau chữ cuối.", "picked")


@pytest.mark.parametrize(
    ("choice", "width"), [("Lấy bản của tôi", 1280), ("Lấy bản của cửa sổ khác", 390), ("Ghép cả hai", 1280)]
)
def test_two_windows_in_one_caption_lose_nothing(made: Desk, new_page: NewPage, width: int, choice: str) -> None:
    address, page = picked(made), new_page(width=width)
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    caption(page).fill("Sáng mai, xã tiêm chủng. Mời bà con.")
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    caption(other).fill("Chiều mai, xã tiêm chủng.")
    expect(status(other)).to_contain_text("Đã ghép với phần cửa sổ khác vừa sửa")
    expect(caption(other)).to_have_value("Chiều mai, xã tiêm chủng. Mời bà con.")
    caption(page).fill("Tối mai, xã tiêm chủng. Mời bà con.")
    expect(page.get_by_role("heading", name="Hai cửa sổ cùng sửa một chỗ")).to_be_visible()
    assert is_whole(page)
    page.get_by_role("button", name=choice).click()
    expect(page.locator(".both")).to_have_count(0)
    mine, theirs = "Tối mai, xã tiêm chủng. Mời bà con.", "Chiều mai, xã tiêm chủng. Mời bà con."
    kept = {"Lấy bản của tôi": mine, "Lấy bản của cửa sổ khác": theirs}.get(choice, f"{theirs}\n{mine}")
    expect(caption(page)).to_have_value(kept)
    assert item(made, address).caption == kept


def test_help_with_a_caption_is_kept_but_never_saves_itself(made: Desk, new_page: NewPage) -> None:
    address = picked(made)
    with made.database.write() as store:
        by = acting(store, store.people.get(made.people["lan"]))
        review.send(by, made.web.ranker, seen(store.items.get(int(address.rsplit("/", 1)[1]))))
    page = new_page("minh", width=390)
    page.goto("/duyet")
    page.get_by_text("Sửa giúp", exact=True).click()
    caption(page).fill("Minh sửa giúp.")
    expect(status(page)).to_contain_text("Chữ được giữ trên máy này")
    page.reload()
    expect(page.get_by_role("button", name="Duyệt", exact=True)).to_be_visible()  # it is still theirs to approve
    expect(caption(page)).to_have_value("Minh sửa giúp.")
    page.get_by_role("button", name="Lưu bản sửa giúp").click()
    expect(page.locator("pre.post").first).to_contain_text("Minh sửa giúp.")
    assert item(made, address).caption == "Minh sửa giúp."


@WIDTHS
def test_the_draft_on_a_card_that_was_just_picked_saves_itself_too(made: Desk, new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto("/hang-cho")
    page.get_by_role("button", name="Chọn", exact=True).first.click()
    caption(page).fill("Viết ngay trên thẻ.")
    expect(status(page)).to_have_text("Đã lưu lúc 12:00")
    address = page.locator(".card.draft h2 a").get_attribute("href") or ""
    page.reload()
    page.goto(address)
    expect(caption(page)).to_have_value("Viết ngay trên thẻ.")
    assert item(made, address).caption == "Viết ngay trên thẻ."
