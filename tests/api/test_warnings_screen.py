"""Warnings over HTTP: the banner, the JSON, the CAP export, our area as a filter, and channels that stay secret."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

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


def test_our_area_reads_back_as_it_was_set(desk: Desk) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    desk.app.state.web = replace(desk.web, gazetteer=VietnamGazetteer())
    form = {"name": "Ánh Dương", "digest_opening": "Chào", "post_limit": "2000"}
    boss.post("/ban-tin", data=form | {"area": "Phường Lào Cai, tinh-yen-bai, Xã Bắc Hà"})
    with desk.database.read() as store:
        before = store.settings.get().area
    assert before == ("02647", "15-2025", "02839")
    shown = boss.get("/nguoi-dung").text
    area = shown.partition('name="area" maxlength="2000" value="')[2].partition('"')[0]
    boss.post("/ban-tin", data=form | {"area": area})
    with desk.database.read() as store:
        assert store.settings.get().area == before


def test_channels_are_kept_by_their_masked_lines_and_never_shown(desk: Desk) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    form = {"name": "Ánh Dương", "area": "Lào Cai", "digest_opening": "Chào", "post_limit": "2000"}
    assert (
        boss.post("/ban-tin", data=form | {"channels": "memory://mat-khau-1\nmemory://mat-khau-2"}).status_code == 303
    )
    page = boss.get("/nguoi-dung").text
    assert "mat-khau" not in page
    lines = [line for line in page.replace("<", "\n").replace(">", "\n").splitlines() if line.startswith("memory://…")]
    assert len(lines) == 2
    boss.post("/ban-tin", data=form | {"channels": lines[1] + "\n"})
    with desk.database.read() as store:
        assert [channel.sealed for channel in store.settings.get().channels] == ["memory://mat-khau-2"]
    boss.post("/ban-tin", data=form)  # a form without the field changes nothing
    assert boss.post("/ban-tin", data=form | {"channels": "không phải địa chỉ"}).status_code == 422
    with desk.database.read() as store:
        assert [channel.sealed for channel in store.settings.get().channels] == ["memory://mat-khau-2"]
        assert "mat-khau" not in str(store.log.list(20))
    assert "mat-khau" not in boss.get("/so-ghi").text
