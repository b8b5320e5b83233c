"""Tài khoản của tôi, and the second step over HTTP."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from fastapi.testclient import TestClient

from desk import people
from domain.people import Role
from tests.api.conftest import CSRF, Desk
from tests.api.screens import read
from tests.making import NOON, acting

PASSWORD = "mat-khau-dai-va-kho"


def entered(desk: Desk, login: str = "lan", role: Role = Role.EDITOR, **changes: object) -> TestClient:
    """Signed in by a one-time link, as people are."""
    with desk.database.write() as store:
        _, token = people.add_person(acting(store, None), login=login, name=login.title(), role=role)
    browser = desk.stranger(**changes)
    browser.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    assert browser.post(f"/vao/{token}", data={"password": PASSWORD}).status_code == 303
    return browser


def sign_in(browser: TestClient, login: str = "lan", password: str = PASSWORD) -> str:
    answer = browser.post("/vao", data={"login": login, "password": password})
    return str(answer.headers.get("Location", answer.status_code))


def csrf(browser: TestClient, path: str = "/tai-khoan") -> str:
    return str(re.findall(r'name="csrf" value="([^"]+)"', browser.get(path).text)[0])


def post(browser: TestClient, path: str, **fields: str) -> int:
    return browser.post(path, data={"csrf": csrf(browser, "/tai-khoan/hai-buoc")} | fields).status_code


def with_second_step(browser: TestClient) -> tuple[pyotp.TOTP, list[str]]:
    text = browser.get("/tai-khoan/hai-buoc").text
    app = pyotp.TOTP(re.findall(r"<code>([A-Z2-7]+)</code>", text)[0])
    form = {
        "csrf": csrf(browser, "/tai-khoan/hai-buoc"),
        "sealed": re.findall(r'name="sealed" value="([^"]+)"', text)[0],
    }
    done = browser.post("/tai-khoan/hai-buoc", data=form | {"code": app.at(NOON - timedelta(seconds=30))})
    assert done.status_code == 200, done.text
    return app, re.findall(r"(?m)\b(?:[2-9a-z]{4}-){3}[2-9a-z]{4}\b", done.text)


def test_people_change_their_own_name(desk: Desk) -> None:
    lan = entered(desk)
    assert post(lan, "/tai-khoan/ten", name=" Lan Anh ") == 303
    assert lan.get("/v1/me").json()["name"] == "Lan Anh"
    assert post(lan, "/tai-khoan/ten", name="  ") == 422


def test_a_new_password_needs_the_present_one_and_ends_other_sessions(desk: Desk) -> None:
    lan, elsewhere = entered(desk), desk.stranger()
    assert sign_in(elsewhere) == "/hang-cho"
    new = "mot-mat-khau-khac-han"
    assert post(lan, "/tai-khoan/mat-khau", password="sai-mat-khau", new_password=new) == 422
    assert post(lan, "/tai-khoan/mat-khau", password=PASSWORD, new_password="ngan") == 422
    assert elsewhere.get("/v1/me").status_code == 200
    assert post(lan, "/tai-khoan/mat-khau", password=PASSWORD, new_password=new) == 303
    assert lan.get("/v1/me").status_code == 200
    assert elsewhere.get("/v1/me").status_code == 401
    assert sign_in(desk.stranger()) == "401"
    assert sign_in(desk.stranger(), password=new) == "/hang-cho"


def test_who_found_a_browser_open_does_not_guess_the_password_for_long(desk: Desk) -> None:
    lan = entered(desk)
    wrong = [post(lan, "/tai-khoan/mat-khau", password=f"sai-mat-khau-{n}", new_password=PASSWORD) for n in range(5)]
    assert wrong == [422] * 5
    assert post(lan, "/tai-khoan/mat-khau", password=PASSWORD, new_password="mot-mat-khau-khac-han") == 429


def test_people_see_where_they_are_signed_in_and_end_it(desk: Desk) -> None:
    lan, phone, third = entered(desk), desk.stranger(), desk.stranger()
    phone.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
    assert (sign_in(phone), sign_in(third)) == ("/hang-cho", "/hang-cho")
    page = lan.get("/tai-khoan").text
    assert "Firefox, Linux" in page
    assert "Chrome, Android" in page
    assert "Mozilla" not in page
    closing = re.findall(r"/tai-khoan/phien/(\w+)", page)
    assert len(closing) == 2  # not this one
    minh = desk.browser("minh")
    assert minh.post(f"/tai-khoan/phien/{closing[0]}", data={"csrf": CSRF}).status_code == 404
    for session_id in ("", "%25", "_" * 16, closing[0][:8]):
        assert post(lan, f"/tai-khoan/phien/{session_id}x") in (404, 422)
    assert [one.get("/v1/me").status_code for one in (phone, third)] == [200, 200]
    assert post(lan, f"/tai-khoan/phien/{closing[0]}") == 303
    assert sorted(one.get("/v1/me").status_code for one in (phone, third)) == [200, 401]
    assert post(lan, "/tai-khoan/phien") == 303
    assert [one.get("/v1/me").status_code for one in (lan, phone, third)] == [200, 401, 401]


def test_a_code_is_asked_for_after_the_password_and_is_taken_once(desk: Desk) -> None:
    lan = entered(desk)
    app, codes = with_second_step(lan)
    assert len(codes) == 10
    other = desk.stranger()
    assert sign_in(other) == "/vao/ma"
    assert "diemtin" not in other.cookies
    assert other.get("/hang-cho").headers["Location"] == "/vao"
    assert read(other.get("/vao/ma").text).faults == []
    assert other.post("/vao/ma", data={"code": "000000"}).status_code == 401
    assert other.post("/vao/ma", data={"code": app.at(NOON)}).headers["Location"] == "/hang-cho"
    assert other.get("/v1/me").status_code == 200
    again = desk.stranger()
    assert sign_in(again) == "/vao/ma"
    assert again.post("/vao/ma", data={"code": app.at(NOON)}).status_code == 401
    assert again.post("/vao/ma", data={"code": codes[3]}).headers["Location"] == "/hang-cho"


def test_a_code_without_a_password_opens_nothing(desk: Desk) -> None:
    app, codes = with_second_step(entered(desk))
    for ticket in ("", "x", "0" * 80):
        stranger = desk.stranger()
        stranger.cookies.set("ve", ticket, path="/vao")
        assert stranger.get("/vao/ma").headers["Location"] == "/vao"
        for code in (app.at(NOON), codes[0]):
            assert stranger.post("/vao/ma", data={"code": code}).status_code == 401


def test_a_one_time_link_does_not_stand_in_for_the_code(desk: Desk) -> None:
    app, _ = with_second_step(entered(desk))
    with desk.database.write() as store:
        known = store.people.find_credentials("lan")
        assert known
        token = people.invite(acting(store, None), known[0])
    browser = desk.stranger()
    assert browser.post(f"/vao/{token}", data={"password": PASSWORD}).headers["Location"] == "/vao/ma"
    assert browser.post("/vao/ma", data={"code": app.at(NOON)}).headers["Location"] == "/hang-cho"


def test_turning_it_off_takes_a_code(desk: Desk) -> None:
    lan = entered(desk)
    app, _ = with_second_step(lan)
    assert post_off(lan, "000000") == 422
    assert post_off(lan, app.at(NOON)) == 303
    assert sign_in(desk.stranger()) == "/hang-cho"


def post_off(browser: TestClient, code: str) -> int:
    return browser.post("/tai-khoan/hai-buoc/bo", data={"csrf": csrf(browser), "code": code}).status_code


def test_an_administrator_takes_it_off_a_colleague_who_has_lost_the_phone(desk: Desk) -> None:
    lan, boss, minh = entered(desk), desk.browser("quan", Role.ADMINISTRATOR), desk.browser("minh")
    with_second_step(lan)
    off = re.findall(r"/nguoi-dung/\d+/hai-buoc", boss.get("/nguoi-dung").text)
    assert len(off) == 1
    assert minh.post(off[0]).status_code == 403
    assert boss.post(off[0]).status_code == 303
    assert sign_in(desk.stranger()) == "/hang-cho"
    page = boss.get("/nguoi-dung").text
    assert "/hai-buoc" not in page
    assert "tắt đăng nhập hai bước" in boss.get("/so-ghi").text.lower()


def test_an_administrator_turns_their_own_off_only_with_a_code(desk: Desk) -> None:
    boss = entered(desk, "quan", Role.ADMINISTRATOR)
    with_second_step(boss)
    with desk.database.read() as store:
        me = next(one.id for one in store.people.list() if one.login == "quan")
    assert "/hai-buoc" not in boss.get("/nguoi-dung").text
    refused = boss.post(f"/nguoi-dung/{me}/hai-buoc", data={"csrf": csrf(boss)})
    assert (refused.status_code, "Tài khoản của tôi" in refused.text) == (422, True)
    assert sign_in(desk.stranger(), "quan") == "/vao/ma"


def test_an_administrator_of_a_public_desk_sets_it_up_before_anything_else(desk: Desk) -> None:
    boss = entered(desk, "quan", Role.ADMINISTRATOR, second_step=True)
    for path in ("/hang-cho", "/nguoi-dung", "/tai-khoan", "/bai/x"):
        answer = boss.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/tai-khoan/hai-buoc"), path
    assert boss.get("/v1/people").json()["type"] == "urn:diemtin:problem:second-step-needed"
    assert boss.get("/hang-cho", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/tai-khoan/hai-buoc"
    with_second_step(boss)
    assert boss.get("/nguoi-dung").status_code == 200
    assert entered(desk, "lan", second_step=True).get("/hang-cho").status_code == 200  # an editor may wait with it


def test_the_picture_for_the_app_is_drawn_in_the_page(desk: Desk) -> None:
    found = read(entered(desk).get("/tai-khoan/hai-buoc").text)
    assert found.faults == []
    assert "svg" in found.tags
    assert "img" not in found.tags


@pytest.mark.parametrize("what", ["newer", "withdrawn"])
def test_an_administrator_sees_that_a_link_is_open_and_ends_it(desk: Desk, what: str) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    form = {"login": "lan", "name": "Lan", "role": "editor"}
    token = re.findall(r"/vao/([\w-]{20,})", boss.post("/nguoi-dung", data=form).text)[0]
    assert desk.stranger().get(f"/vao/{token}").status_code == 200
    assert "12:00 ngày 26/11/2026" in boss.get("/nguoi-dung").text
    person = re.findall(r"/nguoi-dung/(\d+)/thu-hoi", boss.get("/nguoi-dung").text)[0]
    assert boss.post(f"/nguoi-dung/{person}/{'duong-dan' if what == 'newer' else 'thu-hoi'}").status_code in (200, 303)
    assert desk.stranger().get(f"/vao/{token}").status_code == 410
    assert ("thu-hoi" in boss.get("/nguoi-dung").text) is (what == "newer")


def test_a_link_is_shown_again_to_who_may_invite_with_the_public_address_until_it_is_used(desk: Desk) -> None:
    boss, lan = desk.browser("quan", Role.ADMINISTRATOR), desk.browser("lan")
    desk.app.state.web = replace(desk.web, public_url="https://tin.example.vn")
    form = {"login": "hoa", "name": "Hoa", "role": "editor"}
    made = boss.post("/nguoi-dung", data=form)
    assert made.status_code == 303
    link = re.findall(r"https://tin\.example\.vn/vao/[\w-]{20,}", boss.get(made.headers["Location"]).text)[0]
    for address in (made.headers["Location"], "/nguoi-dung"):
        assert link in boss.get(address).text
        assert "/vao/" not in lan.get(address).text
    token = link.rpartition("/")[2]
    assert desk.stranger().post(f"/vao/{token}", data={"password": PASSWORD}).status_code == 303
    assert token not in boss.get("/nguoi-dung").text
