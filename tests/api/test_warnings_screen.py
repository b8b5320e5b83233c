"""Warnings over HTTP: the banner, the JSON, the CAP export, our area as a filter, and channels that stay secret."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from alerts.memory import MemoryChannels
from desk.warning_keeper import WarningKeeper
from domain.hazards import Hazard
from domain.people import Role
from domain.sources import SourceKind
from domain.understanding import PlaceMention
from domain.warning import OfficialWarning
from nlp.places.units import VietnamGazetteer
from nlp.warnings.bulletins import VietnamBulletins
from nlp.warnings.cap import read_cap
from tests.api.conftest import Desk
from tests.making import NOON, PAPER

HEADLINE = "Cảnh báo lũ quét ở Bát Xát"


def warn(desk: Desk, key: str = "a", **more: object) -> str:
    article = desk.publish(key, title=HEADLINE)
    plain = OfficialWarning(
        identifier=key,
        sender="Đài Lào Cai",
        sent=NOON - timedelta(hours=1),
        hazard=Hazard.FLASH_FLOOD,
        event="lũ quét",
        headline=HEADLINE,
        codes=("15",),
        level=2,
        expires=NOON + timedelta(hours=5),
        url=article.url,
    )
    with desk.database.write() as store:
        store.sources.save(replace(PAPER, kind=SourceKind.WARNING_SERVICE))
        keeper = WarningKeeper(bulletins=VietnamBulletins(), gazetteer=desk.web.gazetteer)
        keeper.keep(store, replace(plain, **more), article, NOON)  # type: ignore[arg-type]
    return article.id


@pytest.mark.parametrize("path", ["/hang-cho", "/diem-tin-sang/2026-11-23"])
def test_a_warning_in_force_stands_above_the_news(desk: Desk, path: str) -> None:
    article_id = warn(desk)
    shown = desk.browser("lan").get(path).text
    banner = shown[shown.index('<section class="warnings"') : shown.index("</section>")]
    for words in (HEADLINE, "Cấp 2", "17:00 ngày 23/11/2026", f"/bai/{article_id}"):
        assert words in banner
    assert banner.count("<li") == 1


@pytest.mark.parametrize("more", [{"expires": NOON}, {"codes": ("79",)}, {"sent": NOON + timedelta(minutes=1)}])
def test_what_is_over_elsewhere_or_ahead_is_not_shown(desk: Desk, more: dict[str, Any]) -> None:
    warn(desk, **more)
    lan = desk.browser("lan")
    assert 'class="warnings"' not in lan.get("/hang-cho").text
    assert lan.get("/v1/warnings").json() == []
    assert len(lan.get("/v1/warnings?all=true").json()) == 1


def test_a_warning_is_exported_as_cap(desk: Desk) -> None:
    article_id = warn(desk)
    lan = desk.browser("lan")
    assert [one["article_id"] for one in lan.get("/v1/warnings").json()] == [article_id]
    answer = lan.get(f"/v1/warnings/{article_id}.cap")
    assert answer.headers["content-type"] == "application/cap+xml"
    assert read_cap(answer.content).headline == HEADLINE
    assert lan.get("/v1/warnings/unknown.cap").status_code == 404
    assert desk.stranger().get("/v1/warnings").status_code == 401


def test_our_area_is_one_tap_on_the_queue(desk: Desk) -> None:
    def at(key: str, code: str) -> None:
        place = PlaceMention(code=code, name=code, province=code.partition(".")[0], start=0, end=3)
        desk.publish(key, places=(place,), title=f"Chuyện ở {key}")

    for key, code in (("ta", "15.1"), ("ben", "02"), ("xa", "79")):
        at(key, code)
    lan = desk.browser("lan")
    for query, wanted in (
        ("", ["ta", "ben", "xa"]), ("?vung=ta", ["ta"]), ("?vung=ben", ["ta", "ben"]),
        ("?noi=x%C3%A3+B%C3%A1t+X%C3%A1t", ["ta"]), ("?noi=khong-co", []),
    ):  # fmt: skip
        shown = lan.get(f"/hang-cho{query}").text
        assert [key for key in ("ta", "ben", "xa") if f"Chuyện ở {key}" in shown] == wanted, query


def test_our_area_is_chosen_from_what_the_typed_words_may_mean(desk: Desk) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    desk.app.state.web = replace(desk.web, gazetteer=VietnamGazetteer())
    shown = boss.get("/cai-dat?dia_chi=12+Lê+Lợi,+xã+Bản+Phố,+Bắc+Hà").text
    assert "Xã Bắc Hà, Tỉnh Lào Cai" in shown
    assert "Thị trấn Bắc Hà, Xã Bản Phố" in shown  # what it covers
    assert re.search(r'name="ma"\s+value="02839"', shown)
    asked = boss.get("/cai-dat?dia_chi=Bắc+Hà").text
    assert "Bạn muốn nói nơi nào?" in asked
    assert "Xã Lùng Phình, Tỉnh Lào Cai" in asked
    unknown = boss.get("/cai-dat?dia_chi=xã+Không+Có,+Lào+Cai").text
    assert "Không thấy nơi nào tên" in unknown
    assert '<option value="02839">' in unknown  # the communes of that province, to choose from
    for code in ("02647", "02839"):
        boss.post("/cai-dat/vung", data={"ma": code})
    with desk.database.read() as store:
        assert store.settings.get().area == ("15", "02647", "02839")


def test_channels_are_kept_by_their_masked_names_and_never_shown(desk: Desk) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    for number in (1, 2, 2):
        address = {"address": f"memory://mat-khau-{number}"}
        assert boss.post("/cai-dat/kenh/other", data=address).status_code == 303
    page = boss.get("/cai-dat").text
    assert "mat-khau" not in page
    first, second = dict.fromkeys(re.findall(r"/cai-dat/kenh/(\w{20,})/bo", page))
    assert boss.post(f"/cai-dat/kenh/{first}/bo").status_code == 303
    with desk.database.read() as store:
        assert [channel.sealed for channel in store.settings.get().channels] == ["memory://mat-khau-2"]
    for kind, form in (
        ("other", {"address": "không phải địa chỉ"}), ("other", {}), ("email", {"to": "a@b.vn"}),
        ("webhook", {"url": "ftp://a.vn"}),
    ):  # fmt: skip
        assert boss.post(f"/cai-dat/kenh/{kind}", data=form).status_code == 422, kind
    assert boss.post("/cai-dat/kenh/carrier-pigeon", data={}).status_code == 422
    with desk.database.read() as store:
        assert [channel.sealed for channel in store.settings.get().channels] == ["memory://mat-khau-2"]
        assert "mat-khau" not in str(store.log.list(20))
    assert "mat-khau" not in boss.get("/so-ghi").text

    tested = boss.post(f"/cai-dat/kenh/{second}/thu")
    assert "Đã gửi" in boss.get(tested.headers["Location"]).text
    channels = desk.web.channels
    assert isinstance(channels, MemoryChannels)
    channels.at("memory://mat-khau-2").away = True
    tested = boss.post(f"/cai-dat/kenh/{second}/thu")
    assert "Dịch vụ không trả lời" in boss.get(tested.headers["Location"]).text
    assert boss.post("/cai-dat/kenh/none/thu").status_code == 404
    assert desk.browser("lan").post(f"/cai-dat/kenh/{second}/thu").status_code == 403
