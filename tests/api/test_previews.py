"""Xem trước: what an approved post will be at each of our places, shortened where it must be, never with live HTML."""

from dataclasses import replace

from desk import outlets
from domain.editorial import ItemState
from domain.outlets import OutletKind
from domain.people import Role
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import decided, picked, sent
from tests.making import NOON, acting


def test_a_post_is_shown_as_each_place_takes_it(desk: Desk):
    boss, lan = desk.browser("minh", Role.ADMINISTRATOR), desk.browser("lan")
    item = decided(desk, sent(desk, picked(desk, "a")), ItemState.APPROVED)
    assert "xem-truoc" not in lan.get("/chia-se").text
    with desk.database.write() as store:
        who = acting(store, store.people.get(desk.people["minh"]), NOON)
        for kind, name in ((OutletKind.TELEGRAM, "Kênh"), (OutletKind.WORDPRESS, "Trang <b>tin</b>")):
            outlets.connect(who, desk.web.outlets, kind, name, {})
        store.items.save(replace(store.items.get(item.id), caption="Cấm xe <script>x</script>\n\nTừ 8 giờ."))
    assert f"/chia-se/{item.id}/xem-truoc" in lan.get("/chia-se").text
    shown = boss.get(f"/chia-se/{item.id}/xem-truoc").text
    assert "Trang &lt;b&gt;tin&lt;/b&gt;" in shown
    assert "<script>x" not in shown
    assert "&lt;script&gt;x" in shown
    assert shown.count("Theo Báo Lào Cai") == 2
    assert boss.get("/chia-se/999/xem-truoc").status_code == 404
