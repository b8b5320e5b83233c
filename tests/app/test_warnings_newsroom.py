"""The sample storm on the whole desk: crawled, shown, told, cancelled; and places as people type them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.memory import MemoryChannels
from app.sample import OURS, register
from demo.newsroom import Newsroom
from desk import warnings
from desk.area import area_of
from desk.digest import composing
from domain.search import Query
from domain.stories import QueueFilter
from domain.times import VIETNAM, now
from domain.warning import MsgType
from index.embedded.engine import EmbeddedIndex
from nlp.analyzer import VietnameseAnalyzer
from tests.app.collecting import MINUTE, Desk, a_desk
from tests.outbox import a_channel, a_sender

PUBLISHERS = ("hoang-lien", "khi-tuong-mien-nui", "suc-khoe-tay-bac")
STORM = "Cập nhật tin bão Hoa Ban: suy yếu thành áp thấp nhiệt đới (bản tin số 2)"
CHANNEL = "memory://phong-tin"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    began = now()
    with (
        a_desk(tmp_path, began) as made,
        Newsroom(clock=made.clock, publishers=PUBLISHERS, trouble=False, zero=began) as newsroom,
    ):
        made.services.analyzer = VietnameseAnalyzer()  # the real ones: places and search are what this is about
        made.services.index = EmbeddedIndex(tmp_path / "index", resolve=made.services.gazetteer.lookup)
        made.intake = made.services.intake()
        with made.services.database.write() as store:
            register(store, newsroom, began)
            store.settings.save(replace(OURS, channels=(a_channel(CHANNEL),)))
        for _ in range(30):
            made.crawl()
        made.work()
        yield made


def current(desk: Desk) -> list[str]:
    with desk.services.database.read() as store:
        area = area_of(store.settings.get(), desk.services.gazetteer)
        return [kept.warning.headline for kept in warnings.current(store, desk.clock(), area).ours]


def told(desk: Desk, channels: MemoryChannels) -> list[str]:
    while a_sender(desk.services.database, channels, desk.clock).send_due():
        pass
    return [notice.title for notice in channels.channels[CHANNEL].sent.values()]


def test_the_storm_is_shown_leads_the_digest_and_ends_when_it_is_cancelled(desk: Desk) -> None:
    channels = MemoryChannels()
    services = desk.services
    assert STORM in current(desk)
    assert not any("bản tin số 1" in headline for headline in current(desk))  # the update has ended it
    assert f"Cập nhật cảnh báo: {STORM}" in told(desk, channels)
    with services.database.read() as store:
        day = desk.clock().astimezone(VIETNAM).date()
        lines = composing.of_day(store, day, desk.clock(), services.gazetteer).digest.lines
        leading = [store.articles.get(line.article_id).title for line in lines]
        assert STORM in leading[: len(current(desk))]

    desk.wait(24 * MINUTE, step=3 * MINUTE)  # cancelled at the eighth; the service is asked every quarter of an hour

    assert STORM not in current(desk)
    assert not any("cuối cùng" in headline for headline in current(desk))
    assert "Hủy cảnh báo: Tin cuối cùng về bão Hoa Ban: hủy cảnh báo mưa lớn" in told(desk, channels)
    with services.database.read() as store:
        one, two, three = sorted(
            (kept for kept in store.warnings.list(50) if "bão hoa ban" in kept.warning.event),
            key=lambda kept: kept.warning.sent,
        )
        assert [kept.warning.msg_type for kept in (one, two, three)] == [MsgType.ALERT, MsgType.UPDATE, MsgType.CANCEL]
        assert [kept.link.ended_at for kept in (one, two)] == [two.warning.sent, three.warning.sent]


def test_places_are_found_as_people_type_them(desk: Desk) -> None:
    index, gazetteer = desk.services.index, desk.services.gazetteer
    with desk.services.database.read() as store:
        found = {
            typed: {store.articles.get(hit.id).id for hit in index.find(Query(text=typed, limit=100)).hits}
            for typed in ('nơi:"Lào Cai"', "nơi:Lào Cai", "nơi:lao-cai", "nơi:yen-bai")
        }
        assert found['nơi:"Lào Cai"'] == found["nơi:Lào Cai"] == found["nơi:lao-cai"]
        assert len(found['nơi:"Lào Cai"']) > 10
        assert found["nơi:yen-bai"]
        assert found["nơi:yen-bai"] <= found['nơi:"Lào Cai"']  # what was Yên Bái lies in Lào Cai today

        for old in ("huyện Bát Xát", "Yên Bái", "tỉnh Yên Bái"):
            by_old, _ = store.stories.list(QueueFilter(places=gazetteer.lookup(old), limit=100))
            by_province, _ = store.stories.list(QueueFilter(places=("15",), limit=100))
            assert {story.id for story in by_old} <= {story.id for story in by_province}
            assert by_old or old == "huyện Bát Xát"
