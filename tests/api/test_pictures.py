"""An article's picture over HTTP: for colleagues, by the article's id only, and off where it is not wanted."""

from dataclasses import dataclass, field, replace

import pytest

from crawlers.decode.pictures import Picture, picture
from demo.pictures import png
from domain.people import Role
from tests.api.conftest import Desk
from tests.making import NOON

ADDRESS = "https://anh.example/1.png"


@dataclass
class FakePictures:
    asked: list[str] = field(default_factory=list)

    def kept(self, url: str) -> tuple[bool, Picture | None]:
        return False, None

    def fetched(self, url: str) -> Picture | None:
        self.asked.append(url)
        return picture(png(1)) if url == ADDRESS else None


@pytest.fixture
def given(desk: Desk) -> FakePictures:
    made = FakePictures()
    desk.web = replace(desk.web, pictures=made)
    return made


def test_a_colleague_sees_an_articles_picture_and_nobody_else_does(desk: Desk, given: FakePictures) -> None:
    article = desk.publish("a", image_url=ADDRESS)
    answer = desk.browser("an", Role.ANALYST).get(f"/bai/{article.id}/anh")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, png(1), "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"].startswith("private")
    assert desk.stranger().get(f"/bai/{article.id}/anh").status_code in (303, 401)
    assert given.asked == [ADDRESS]


def test_nothing_is_fetched_but_the_pictures_of_articles_that_we_hold(desk: Desk, given: FakePictures) -> None:
    without = desk.publish("a")
    gone = desk.publish("b", image_url=ADDRESS, withdrawn_at=NOON)
    lan = desk.browser("lan")
    for path in (f"/bai/{without.id}/anh", f"/bai/{gone.id}/anh"):
        answer = lan.get(f"{path}?url={ADDRESS}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/gif")
        assert answer.headers["cache-control"] == "no-store"
    assert lan.get(f"/bai/{ADDRESS}/anh").status_code == 404
    assert lan.get("/bai/khong-co/anh").status_code == 404
    assert given.asked == []


@pytest.mark.parametrize(
    ("cookie", "save_data", "first", "shown"),
    [
        ("", "", True, True), ("", "on", True, False), ("", "", False, False), ("", "off", True, True),
        ("khong", "", True, False), ("co", "on", True, True), ("co", "", False, True), ("linh-tinh", "", True, True),
    ],
)  # fmt: skip
def test_pictures_are_shown_as_the_person_the_line_and_the_desk_have_it(
    desk: Desk, given: FakePictures, cookie: str, save_data: str, first: bool, shown: bool
) -> None:
    article = desk.publish("a", image_url=ADDRESS)
    desk.publish("b", title="Chợ phiên mở lại vào chủ nhật")  # has none
    lan = desk.browser("lan")
    desk.app.state.web = replace(desk.web, pictures_first=first)
    if cookie:
        lan.cookies.set("anh", cookie)
    for path in ("/hang-cho", f"/bai/{article.id}"):
        page = lan.get(path, headers={"Save-Data": save_data} if save_data else {}).text
        assert page.count('class="picture"') == int(shown)
    assert lan.post("/hang-cho/cach-xem", data={"anh": "khong", "ve": "muc=suc-khoe"}).headers["location"] == (
        "/hang-cho?muc=suc-khoe"
    )
    assert 'class="picture"' not in lan.get("/hang-cho").text


def test_a_desk_without_pictures_shows_none(desk: Desk) -> None:
    article = desk.publish("a", image_url=ADDRESS)
    assert 'class="picture"' not in desk.browser("lan").get(f"/bai/{article.id}").text
