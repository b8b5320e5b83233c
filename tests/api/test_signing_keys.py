"""Khóa ký over HTTP: whoever has the address sees its key and renews it, and nobody else does."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from domain.editorial import DeskAction
from domain.people import Role
from tests.alerts.test_notifiers import apprise_channels
from tests.api.conftest import Desk

ADDRESS = {"url": "https://nhan.example/bao-tin"}


@pytest.fixture(autouse=True)
def real_channels(desk: Desk, tmp_path: Path) -> None:
    desk.web = replace(desk.web, channels=apprise_channels(tmp_path))


def key_page(browser: TestClient, screen: str) -> str:
    """The address of the first webhook's key."""
    return str(re.findall(r'href="([^"]+/khoa)"', browser.get(screen).text)[0])


def secret(browser: TestClient, path: str) -> tuple[str, str]:
    text = browser.get(path).text
    return re.findall(r"whsec_[^<]+", text)[0], re.findall(r'name="seen" value="([^"]+)"', text)[0]


def test_two_who_have_one_address_have_a_key_each_and_neither_sees_the_others(desk: Desk) -> None:
    boss, lan = desk.browser("chu", Role.ADMINISTRATOR), desk.browser("lan", Role.ANALYST)
    assert boss.post("/cai-dat/kenh/webhook", data=ADDRESS).status_code == 303
    assert lan.post("/tai-khoan/bao-tin/kenh/webhook", data=ADDRESS).status_code == 303
    desks, own = key_page(boss, "/cai-dat"), key_page(lan, "/tai-khoan")
    assert secret(boss, desks)[0] != secret(lan, own)[0]
    assert "whsec_" not in boss.get("/cai-dat").text + lan.get("/tai-khoan").text + lan.get("/cai-dat").text
    assert lan.get(desks).status_code == 403
    assert lan.post(desks, data={"seen": "x"}).status_code == 403
    assert boss.get(own).headers["Location"] == "/tai-khoan", "hers, not his"
    assert boss.post(own, data={"seen": secret(lan, own)[1]}).status_code == 404
    assert desk.stranger().get(own).status_code == 303
    assert boss.get(desks).headers["Cache-Control"] == "no-store"


def test_a_key_is_renewed_once_however_often_the_button_is_pressed_and_the_log_says_who(desk: Desk) -> None:
    boss = desk.browser("chu", Role.ADMINISTRATOR)
    boss.post("/cai-dat/kenh/webhook", data=ADDRESS)
    path = key_page(boss, "/cai-dat")
    before, seen = secret(boss, path)
    for _ in range(2):
        assert boss.post(path, data={"seen": seen}).headers["Location"] == f"{path}?luu=1"
    after, _ = secret(boss, path)
    assert after != before
    assert "Khóa cũ còn dùng" in boss.get(path).text
    with desk.database.read() as store:
        entries = [one for one in store.log.list(9) if one.action == DeskAction.KEY_RENEWED]
    assert len(entries) == 1
    assert not {before, after, seen} & set(re.split(r"\W", repr(entries)))
    assert boss.post(path, data={"seen": seen}, headers={"X-CSRF-Token": "x"}).status_code == 403


def test_what_is_no_webhook_has_no_key(desk: Desk) -> None:
    lan = desk.browser("lan")
    lan.post("/tai-khoan/bao-tin/kenh/other", data={"address": "mailto://ai:mat-khau@gmail.com"})
    [mail] = set(re.findall(r"kenh/(\w{20,})/thu", lan.get("/tai-khoan").text))
    for key in (mail, "khong-co"):
        assert lan.get(f"/tai-khoan/bao-tin/kenh/{key}/khoa").headers["Location"] == "/tai-khoan"
        assert lan.post(f"/tai-khoan/bao-tin/kenh/{key}/khoa", data={"seen": "x"}).status_code == 404
    assert "/khoa" not in lan.get("/tai-khoan").text
