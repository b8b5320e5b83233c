"""Đăng lên over HTTP: the hour, what is asked about first, and who may."""

from datetime import timedelta

import pytest

from desk import review
from domain.deliveries import DeliveryState
from domain.editorial import ItemState
from domain.outlets import OutletAccount, OutletKind
from domain.people import Role
from tests.api.conftest import Desk
from tests.making import NOON, acting, seen, sent


@pytest.fixture
def item(desk: Desk) -> int:
    """Approved; there is one outlet."""
    desk.browser("minh")
    desk.browser("lan")
    article = desk.publish("a", published_at=NOON - timedelta(days=200))  # old: a flag that is asked about
    with desk.database.write() as store:
        made = sent(acting(store, store.people.get(desk.people["lan"])), desk.web.ranker, article.id)
        minh = acting(store, store.people.get(desk.people["minh"]))
        store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name="Cổng xã"))
        return review.decide(minh, desk.web.ranker, seen(made), ItemState.APPROVED).id


def form(desk: Desk, item: int, **more: object) -> dict[str, object]:
    with desk.database.read() as store:
        return {"revision": store.items.get(item).revision, "noi": store.outlets.list()[0].id, **more}


def deliveries(desk: Desk, item: int):
    with desk.database.read() as store:
        return store.deliveries.of_item(item)


def test_flags_are_asked_about_first_and_what_was_ticked_comes_along(desk: Desk, item: int):
    lan = desk.browser("lan")
    asked = lan.post(f"/chia-se/{item}/dang-len", data=form(desk, item, luc="hen", gio="15:30", ngay="ngay-mai"))
    assert asked.status_code == 409
    assert "Vẫn đăng" in asked.text
    assert '<input type="hidden" name="gio" value="15:30">' in asked.text
    assert deliveries(desk, item) == []
    heard = [one.split('"')[0] for one in asked.text.split('name="nghe" value="')[1:]]
    again = form(desk, item, luc="hen", gio="15:30", ngay="ngay-mai", nghe=heard)
    for _ in range(2):
        assert lan.post(f"/chia-se/{item}/dang-len", data=again).status_code == 303
    [planned] = deliveries(desk, item)
    assert f"{planned.due_at:%d/%m %H:%M}" == "24/11 08:30"  # in UTC
    assert [one.flag for one in planned.unanswered] == ["old"]


def test_an_hour_that_is_none_or_over_is_told_and_nothing_is_planned(desk: Desk, item: int):
    lan = desk.browser("lan")
    for hour in ("", "25:00", "00:10"):
        answer = lan.post(f"/chia-se/{item}/dang-len", data=form(desk, item, luc="hen", gio=hour, nghe="x"))
        assert answer.status_code in (409, 422)
    assert deliveries(desk, item) == []
    nowhere = form(desk, item) | {"noi": []}
    assert lan.post(f"/chia-se/{item}/dang-len", data=nowhere).status_code == 422


def test_what_waits_is_moved_and_called_off_by_those_who_pick(desk: Desk, item: int):
    lan, reader = desk.browser("lan"), desk.browser("ha", Role.ANALYST)
    heard = [raised.raised.evidence for raised in _card(desk, item).flags]
    lan.post(f"/chia-se/{item}/dang-len", data=form(desk, item, luc="hen", gio="23:00", nghe=heard))
    [planned] = deliveries(desk, item)
    here = f"/chia-se/dang-len/{planned.id}"
    assert reader.post(f"{here}/thoi", data={"revision": 1}).status_code == 403
    assert "Thôi, không đăng" not in reader.get(f"/chia-se/{item}/dang-len").text
    assert lan.post(f"{here}/doi-gio", data={"revision": 1, "luc": "hen", "gio": "23:30"}).status_code == 303
    assert lan.post(f"{here}/thoi", data={"revision": 1}).status_code == 409  # the hour is another since
    assert "23:30" in lan.get(f"/chia-se/{item}").text
    assert lan.post(f"{here}/thoi", data={"revision": 2}).status_code == 303
    assert [one.state for one in deliveries(desk, item)] == [DeliveryState.CANCELLED]


def _card(desk: Desk, item: int):
    with desk.database.read() as store:
        found = store.items.get(item)
        return desk.web.flags.card(store, found.article_id, NOON, found)
