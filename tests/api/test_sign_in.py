"""The door: one-time links, passwords, cookies, throttling."""

import re

import pytest
from fastapi.testclient import TestClient

from desk import people
from domain.people import Role
from tests.api.conftest import Desk
from tests.making import NOON, acting

PASSWORD = "mat-khau-dai-va-kho"


def invited(desk: Desk, login: str = "lan") -> str:
    with desk.database.write() as store:
        _, token = people.add_person(acting(store, None), login=login, name="Lan", role=Role.EDITOR)
    return token


def sign_in(browser: TestClient, login: str, password: str) -> int:
    return browser.post("/vao", data={"login": login, "password": password}).status_code


def test_a_one_time_link_sets_a_password_and_opens_the_desk_once(desk: Desk) -> None:
    token = invited(desk)
    browser = desk.stranger()
    assert "Lan" in browser.get(f"/vao/{token}").text
    short = browser.post(f"/vao/{token}", data={"password": "ngan"})
    assert short.status_code == 422
    assert "mật khẩu" in short.text
    assert browser.get(f"/vao/{token}").status_code == 200  # a short password has not spent it
    entered = browser.post(f"/vao/{token}", data={"password": PASSWORD})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/hang-cho")
    assert browser.get("/hang-cho").status_code == 200
    other = desk.stranger()
    assert other.get(f"/vao/{token}").status_code == 410
    assert other.post(f"/vao/{token}", data={"password": PASSWORD}).status_code == 410
    assert sign_in(other, "LAN ", PASSWORD) == 303
    assert other.get("/hang-cho").status_code == 200


def test_a_wrong_login_and_a_wrong_password_look_the_same(desk: Desk) -> None:
    desk.stranger().post(f"/vao/{invited(desk, 'lan-anh')}", data={"password": PASSWORD})
    browser = desk.stranger()
    browser.cookies.set("cua", "one-browser", path="/vao")
    logins = ("lan-anh", "khong-co-ai")
    answers = [browser.post("/vao", data={"login": login, "password": "x" * 12}) for login in logins]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].text.replace("lan-anh", "") == answers[1].text.replace("khong-co-ai", "")
    assert "diemtin=" not in answers[0].headers["set-cookie"]


def test_an_account_without_a_password_cannot_be_entered_by_an_empty_one(desk: Desk) -> None:
    invited(desk)
    assert desk.stranger().post("/vao", data={"login": "lan", "password": ""}).status_code in (401, 422)


def test_the_sixth_try_has_to_wait_even_when_it_is_right(desk: Desk) -> None:
    desk.stranger().post(f"/vao/{invited(desk)}", data={"password": PASSWORD})
    browser = desk.stranger()
    assert [sign_in(browser, "lan", "x" * 12) for _ in range(5)] == [401] * 5
    stopped = browser.post("/vao", data={"login": "lan", "password": PASSWORD})
    assert stopped.status_code == 429
    assert "đợi 1 phút" in stopped.text


def test_one_address_cannot_try_many_logins(desk: Desk) -> None:
    with desk.database.write() as store:
        for n in range(50):
            store.sign_ins.add_failures([f"login:ai-{n}", "ip:testclient"], NOON)
    assert sign_in(desk.stranger(), "lan", PASSWORD) == 429


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(desk: Desk, secure: bool) -> None:
    token = invited(desk)
    entered = desk.stranger(secure=secure).post(f"/vao/{token}", data={"password": PASSWORD})
    for cookie in entered.headers.get_list("set-cookie"):
        flags = {part.strip().lower() for part in cookie.split(";")}
        assert {"httponly", "samesite=lax" if cookie.startswith("diemtin=") else "samesite=strict"} <= flags
        assert ("secure" in flags) is secure


def test_signing_out_ends_the_session_on_the_server(desk: Desk) -> None:
    browser = desk.browser("lan")
    assert browser.post("/ra").status_code == 303
    browser.cookies.set("diemtin", "token-lan")
    assert browser.get("/v1/me").status_code == 401


def test_a_closed_account_is_out_at_once(desk: Desk) -> None:
    boss, lan = desk.browser("quan", Role.ADMINISTRATOR), desk.browser("lan")
    assert lan.get("/v1/me").status_code == 200
    assert boss.post(f"/nguoi-dung/{desk.people['lan']}", data={"role": "editor"}).status_code == 303
    assert lan.get("/v1/me").status_code == 401


def test_a_stranger_is_sent_to_the_door_from_every_screen(desk: Desk) -> None:
    for path in ("/hang-cho", "/bai/x", "/duyet", "/chia-se", "/diem-tin-sang/2026-11-23", "/so-ghi", "/nguoi-dung"):
        answer = desk.stranger().get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/vao"), path
    piece = desk.stranger().get("/hang-cho", headers={"HX-Request": "true"})
    assert (piece.status_code, piece.headers["HX-Redirect"]) == (401, "/vao")


@pytest.mark.parametrize("cookie", ["", "x", "a" * 5000, "%00", "token-lan'--"])
def test_a_made_up_cookie_opens_nothing(desk: Desk, cookie: str) -> None:
    browser = desk.stranger()
    browser.cookies.set("diemtin", cookie)
    assert browser.get("/v1/me").status_code == 401


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "x"]
)
def test_changing_the_language_leads_nowhere_else(desk: Desk, back: str) -> None:
    answer = desk.browser("lan").post("/ngon-ngu", data={"wanted": "en", "back": back})
    to = answer.headers["Location"]
    assert answer.status_code == 303
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))
    assert "\t" not in to


def test_the_language_is_kept_and_an_unknown_one_is_not(desk: Desk) -> None:
    lan = desk.browser("lan")
    assert "ngon-ngu=en" in lan.post("/ngon-ngu", data={"wanted": "en", "back": "/duyet"}).headers["set-cookie"]
    assert "set-cookie" not in lan.post("/ngon-ngu", data={"wanted": "tlh"}).headers


FROM_ELSEWHERE = [
    {"Origin": "https://evil.example"}, {"Origin": "http://testserver.evil.example"}, {"Origin": "http://testserver:81"},
    {"Origin": "null"}, {}, {"Referer": "https://evil.example/"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
]  # fmt: skip


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
@pytest.mark.parametrize("form", ["password", "link"])
def test_no_other_page_signs_anybody_in(desk: Desk, form: str, headers: dict[str, str]) -> None:
    token = invited(desk)
    if form == "password":
        assert desk.stranger().post(f"/vao/{token}", data={"password": PASSWORD}).status_code == 303
    browser = desk.stranger()
    del browser.headers["Sec-Fetch-Site"]
    path = "/vao" if form == "password" else f"/vao/{token}"
    for door in ({}, {"door": ""}, {"door": "0" * 32}):
        answer = browser.post(path, data={"login": "lan", "password": PASSWORD, **door}, headers=headers)
        assert answer.status_code == 403
        assert "diemtin" not in browser.cookies


@pytest.mark.parametrize("headers", [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}], ids=str)
def test_our_own_form_signs_in(desk: Desk, headers: dict[str, str]) -> None:
    browser = desk.stranger()
    del browser.headers["Sec-Fetch-Site"]
    assert browser.post(f"/vao/{invited(desk)}", data={"password": PASSWORD}, headers=headers).status_code == 303


def test_a_browser_that_says_nothing_brings_the_forms_own_token(desk: Desk) -> None:
    browser, other = desk.stranger(), desk.stranger()
    for one in (browser, other):
        del one.headers["Sec-Fetch-Site"]
    path = f"/vao/{invited(desk)}"
    door = re.findall(r'name="door" value="([^"]+)"', browser.get(path).text)[0]
    other.get(path)
    assert other.post(path, data={"password": PASSWORD, "door": door}).status_code == 403  # another browser's token
    assert browser.post(path, data={"password": PASSWORD, "door": door}).status_code == 303
