"""Which publishers of our list a new desk is offered, by its kind and its place, and what is added of them."""

import pytest

from app.first import shipped_publishers
from desk.sources import offering
from domain.editorial import DeskKind
from domain.errors import NotAllowed
from nlp.places.units import VietnamGazetteer
from tests.desk.conftest import Office
from tests.making import acting, our_desk

KNOWN, UNITS = shipped_publishers(), VietnamGazetteer()


def names(offered: tuple[offering.Offered, ...]) -> set[str]:
    return {one.publisher.source.name for one in offered}


@pytest.mark.parametrize("kind", list(DeskKind))
def test_every_publisher_is_offered_once_and_our_province_comes_first(office: Office, kind: DeskKind) -> None:
    with office.database.write() as store:
        store.settings.save(our_desk(kind=kind, area=("02839",)))  # Xã Bắc Hà
        offer = offering.offer(store, KNOWN, UNITS)
    shown = [one.publisher.source.id for some in offer.groups.values() for one in some]
    assert sorted(shown) == sorted(one.source.id for one in KNOWN)
    assert names(offer.ours) == {"Báo Lào Cai", "Báo Yên Bái"}
    assert {"Báo Lai Châu", "Báo Sơn La"} <= names(offer.beside)
    assert all(one.ticked for one in (*offer.ours, *offer.fitting, *offer.official))
    assert not any(one.ticked for one in offer.beside)


def test_each_kind_of_desk_is_offered_something_of_its_own(office: Office) -> None:
    fitting = {}
    for kind in DeskKind:
        with office.database.write() as store:
            store.settings.save(our_desk(kind=kind))
            fitting[kind] = names(offering.offer(store, KNOWN, UNITS).fitting)
    assert fitting.pop(DeskKind.OTHER) == set()
    assert all(fitting.values())
    assert len(set(map(frozenset, fitting.values()))) == len(fitting)
    assert "Sức khỏe & Đời sống" in fitting[DeskKind.HOSPITAL]
    assert "Sức khỏe & Đời sống" not in fitting[DeskKind.NEWSROOM]


def test_what_is_ticked_is_added_once_with_its_feeds(office: Office) -> None:
    wanted = ["baolaocai-vn", "www-none", "nchmf-gov-vn"]
    with office.database.write() as store:
        assert offering.take(acting(store, office.boss), KNOWN, wanted) == 2
        assert offering.take(acting(store, office.boss), KNOWN, wanted) == 0
        [paper] = [source for source in store.sources.list() if source.id == "baolaocai-vn"]
        assert paper.province == "15"
        assert [feed.url for feed in store.feeds.list("baolaocai-vn")] == ["https://baolaocai.vn/rss/home.rss"]
        again = offering.offer(store, KNOWN, UNITS)
        assert {one.publisher.source.id for some in again.groups.values() for one in some if one.read} == {
            "baolaocai-vn",
            "nchmf-gov-vn",
        }
        with pytest.raises(NotAllowed):
            offering.take(acting(store, office.lan), KNOWN, wanted)
