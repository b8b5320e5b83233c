"""Official warnings on the running desk: kept, chained, ended, of our area; told to the channels once."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

import pytest

from alerts.memory import MemoryChannels
from crawlers.feeds.reader import read_feed
from demo.newsroom import Newsroom
from desk import review, settings, warnings
from desk.area import Nearness, area_of
from desk.sources import collecting
from domain.article import Article, ArticleVersion
from domain.editorial import DeskSettings, ItemState
from domain.hazards import Hazard
from domain.outbox import OutboxMessage
from domain.own_notices import OwnKind, OwnNotices
from domain.sources import Source, SourceKind
from domain.stage import Stage
from domain.story import Term
from domain.warning import Certainty, MsgType, OfficialWarning, Severity, Urgency
from domain.warning_chain import StoredWarning
from nlp.places.units import VietnamGazetteer
from nlp.warnings.bulletins import CapExtractor
from nlp.warnings.cap import write_cap
from tests.desk.conftest import Office
from tests.making import NOON, a_lease, acting, an_article, our_desk, seen, sent
from tests.outbox import a_channel, a_sender

STATION = Source(
    id="dai-example",
    name="Đài Khí tượng Thủy văn Lào Cai",
    home_url="https://dai.example",
    organisation="Bộ Nông nghiệp và Môi trường",
    kind=SourceKind.WARNING_SERVICE,
    province="15",
)
CHANNEL = "memory://phong-tin"
STORM = (
    "Tin bão Hoa Ban (bản tin số 1)|Bão Hoa Ban gây mưa rất to ở Lào Cai và Sơn La đến hết ngày 24/11. "
    "Cấp độ rủi ro thiên tai: cấp 3. Người dân không đi qua ngầm tràn."
)
WEAKER = (
    "Cập nhật tin bão Hoa Ban (bản tin số 2)|Bão Hoa Ban suy yếu, Lào Cai còn mưa trong 12 giờ tới. "
    "Cấp độ rủi ro thiên tai: cấp 2. Tin phát lúc 18 giờ 00 ngày 23/11."
)
OVER = (
    "Tin cuối cùng về bão Hoa Ban|Bão Hoa Ban đã tan, Lào Cai hết mưa. Đây là tin cuối cùng về cơn bão này. "
    "Tin phát lúc 21 giờ 00 ngày 23/11."
)
ANYWHERE = (
    "Tin cảnh báo lũ trên các sông ở {where}|Mực nước các sông ở {where} lên. Cấp độ rủi ro thiên tai: cấp {level}."
)

A_CAP = OfficialWarning(
    identifier="x-1",
    sender="dai@lao-cai.example",
    sent=NOON - timedelta(hours=1),
    hazard=Hazard.FLASH_FLOOD,
    event="lũ quét",
    headline="Nguy cơ lũ quét ở Bát Xát",
    area="các xã vùng cao Bát Xát",
    codes=("02683",),
    severity=Severity.SEVERE,
    urgency=Urgency.IMMEDIATE,
    certainty=Certainty.OBSERVED,
    level=2,
    expires=NOON + timedelta(hours=5),
    description="Trong ba giờ qua ở vùng cao có mưa rất to, đất đã no nước, nguy cơ lũ quét trên các suối nhỏ.",
    instruction="Người dân ven suối cần di dời ngay.",
)


@dataclass
class Station(Office):
    """The desk with a warning service, and the real readers of bulletins and places."""

    gazetteer: VietnamGazetteer = field(default_factory=VietnamGazetteer)  # type: ignore[assignment]
    channels: MemoryChannels = field(default_factory=MemoryChannels)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.extractor = CapExtractor(self.extractor)  # type: ignore[assignment]
        self.intake = self.worker()
        with self.database.write() as store:
            store.sources.save(STATION)

    def bulletin(self, key: str, content: str) -> str:
        return self.publish(key, content, STATION.id)

    def current(self) -> warnings.WarningsInForce:
        with self.database.read() as store:
            return warnings.current(store, self.now, area_of(store.settings.get(), self.gazetteer))

    def headlines(self) -> list[str]:
        return [kept.warning.headline for kept in self.current().ours]

    def kept(self, article_id: str) -> StoredWarning:
        with self.database.read() as store:
            return store.warnings.get(article_id)

    def sends_to(self, *addresses: str) -> None:
        with self.database.write() as store:
            settings.save(
                acting(store, self.boss, self.now),
                our_desk(channels=tuple(a_channel(address) for address in addresses)),
            )

    def send(self) -> list[str]:
        while a_sender(self.database, self.channels, lambda: self.now).send_due():
            pass
        told = self.channels.channels.get(CHANNEL)
        return [notice.title for notice in told.sent.values()] if told else []


@pytest.fixture
def station() -> Iterator[Station]:
    made = Station()
    yield made
    made.database.close()


def test_a_bulletin_holds_until_it_is_updated_and_the_update_until_it_is_cancelled(station: Station):
    first = station.bulletin("a", STORM)
    assert station.headlines() == ["Tin bão Hoa Ban (bản tin số 1)"]
    station.now += timedelta(hours=6)
    second = station.bulletin("b", WEAKER)
    assert station.headlines() == ["Cập nhật tin bão Hoa Ban (bản tin số 2)"]
    station.now += timedelta(hours=3)
    third = station.bulletin("c", OVER)
    assert station.headlines() == []
    one, two, three = (station.kept(article_id) for article_id in (first, second, third))
    assert [kept.warning.msg_type for kept in (one, two, three)] == [MsgType.ALERT, MsgType.UPDATE, MsgType.CANCEL]
    assert two.warning.references == (one.warning.reference,)
    assert three.warning.references == (two.warning.reference,)
    assert (one.link.ended_at, two.link.ended_at) == (two.warning.sent, three.warning.sent)


def test_bulletins_that_come_in_the_wrong_order_are_chained_all_the_same(station: Station):
    station.now += timedelta(hours=10)
    third, first, second = (station.bulletin(key, text) for key, text in (("c", OVER), ("a", STORM), ("b", WEAKER)))
    assert station.headlines() == []
    assert station.kept(third).warning.references == (station.kept(second).warning.reference,)
    assert station.kept(second).warning.references == (station.kept(first).warning.reference,)


def test_an_expired_warning_and_one_not_yet_sent_are_not_current(station: Station):
    station.bulletin("a", STORM)
    station.bulletin("b", WEAKER)
    assert station.headlines() == ["Tin bão Hoa Ban (bản tin số 1)"]  # the second says it will be sent at 18:00
    station.now += timedelta(days=2)
    assert station.headlines() == []


def test_only_official_publishers_give_warnings(station: Station):
    article_id = station.publish("a", STORM)  # a newspaper prints the bulletin word for word
    with station.database.read() as store:
        assert store.warnings.list(10) == []
        assert store.articles.get(article_id).title == "Tin bão Hoa Ban (bản tin số 1)"


def test_a_bulletin_that_is_taken_back_is_not_current_and_what_it_ended_stays_ended(station: Station):
    station.bulletin("a", STORM)
    station.now += timedelta(hours=6)
    second = station.bulletin("b", WEAKER)
    with station.database.write() as store:
        article = store.articles.get(second)
        store.versions.replace(replace(article, withdrawn_at=station.now), version_of(article, station.now))
    assert station.headlines() == []


def test_a_corrected_page_stays_the_same_message(station: Station):
    before = station.kept(station.bulletin("a", STORM))
    station.arrive("a", STORM.replace("Sơn La", "Lai Châu"), STATION.id)
    with station.database.write() as store:
        [work] = store.articles.claim_changed(1, lease=a_lease(seconds=0))
        fixed = replace(work.article, title="Tin bão Hoa Ban, sửa (bản tin số 1)", stage=Stage.EXTRACTED)
        store.versions.replace(fixed, version_of(work.article, station.now))
    station.work()
    after = station.kept(before.article_id)
    assert after.warning.identifier == before.warning.identifier
    assert after.warning.headline == "Tin bão Hoa Ban, sửa (bản tin số 1)"


def test_a_bulletin_that_is_corrected_after_people_chose_it_is_read_again(station: Station):
    article_id = station.bulletin("a", STORM)
    shared(station, article_id)
    station.arrive("a", STORM.replace("cấp 3", "cấp 4"), STATION.id)
    station.reread()
    assert [kept.warning.level for kept in station.current().ours] == [4]
    station.arrive(
        "a", "Thông báo về lịch trực|Trạm trực hai mươi bốn giờ mỗi ngày, kể cả ngày nghỉ và ngày lễ.", STATION.id
    )
    station.reread()
    assert station.current().ours == ()


def test_a_cap_page_that_is_cancelled_at_its_own_address_is_over_also_after_people_chose_it(station: Station):
    article_id = station.bulletin("cap", write_cap(A_CAP).decode())
    shared(station, article_id)
    station.now += timedelta(hours=1)
    over = replace(A_CAP, identifier="x-2", sent=station.now, msg_type=MsgType.CANCEL, references=(A_CAP.reference,))
    station.arrive("cap", write_cap(over).decode(), STATION.id)
    station.reread()
    assert station.headlines() == []


def test_a_message_inside_a_feed_is_a_warning_without_a_visit_and_changes_when_the_feed_changes_it(station: Station):
    tell(station, write_cap(A_CAP))
    station.work()
    assert station.headlines() == [A_CAP.headline]
    tell(station, write_cap(A_CAP))  # the next poll brings the same
    assert station.reread() == 0
    station.now += timedelta(hours=1)
    update = replace(A_CAP, identifier="x-2", sent=station.now, msg_type=MsgType.UPDATE, headline="Hết mưa ở Bát Xát",
                     references=(A_CAP.reference,), expires=station.now + timedelta(hours=1))  # fmt: skip
    tell(station, write_cap(update))
    station.reread()
    station.work()
    assert station.headlines() == ["Hết mưa ở Bát Xát"]
    station.now += timedelta(hours=2)
    assert station.headlines() == []


def tell(station: Station, message: bytes) -> None:
    """One poll of a feed with this message inside."""
    page = f"{STATION.home_url}/canh-bao/1"
    inside = message.decode().partition("?>")[2]
    feed = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Cảnh báo</title><entry><title>Lũ quét</title>'
        f'<link href="{page}"/><content type="text/xml">{inside}</content></entry></feed>'
    )
    read = read_feed(feed.encode(), url=f"{STATION.home_url}/atom", content_type=None, now=station.now)
    with station.database.write() as store:
        collecting.discover(store, STATION.id, read.entries, station.now)
        assert store.crawl_queue.due(station.now + timedelta(days=99), 9) == []


def shared(station: Station, article_id: str) -> None:
    with station.database.write() as store:
        item = sent(acting(store, station.lan, station.now), station.ranker, article_id)
        review.decide(acting(store, station.minh, station.now), station.ranker, seen(item), ItemState.APPROVED)


def test_a_cap_message_is_kept_as_it_says(station: Station):
    article_id = station.bulletin("cap", write_cap(A_CAP).decode())
    kept = station.kept(article_id)
    assert replace(kept.warning, url="") == replace(A_CAP, url="")
    assert kept.from_cap
    with station.database.read() as store:
        article = store.articles.get(article_id)
        assert article.title == A_CAP.headline
        assert any(part.term is Term.WARNING for part in store.stories.get(article.story_id).terms)
    assert station.headlines() == [A_CAP.headline]


def test_a_cap_cancel_without_a_text_still_cancels(station: Station):
    station.bulletin("cap", write_cap(A_CAP).decode())
    station.now += timedelta(hours=1)
    bare = replace(
        A_CAP, identifier="x-2", sent=station.now, msg_type=MsgType.CANCEL, references=(A_CAP.reference,),
        headline="", event="", description="", instruction="",
    )  # fmt: skip
    station.bulletin("cap-2", write_cap(bare).decode())
    assert station.headlines() == []


def test_our_area_is_its_units_their_old_names_and_what_they_lie_in():
    units = VietnamGazetteer()
    area = area_of(DeskSettings(area=("15",)), units)
    assert area.nearness(["15"]) is area.nearness(["15-2025"]) is area.nearness(["132"]) is Nearness.OWN  # Yên Bái
    assert area.nearness(["085"]) is Nearness.OWN  # the former district Bắc Hà
    assert area.nearness(["14"]) is Nearness.BESIDE  # Sơn La
    assert area.nearness(["79"]) is Nearness.FAR
    assert area.nearness([]) is Nearness.OWN
    commune = area_of(DeskSettings(area=("02839",)), units)
    assert commune.nearness(["15"]) is Nearness.OWN  # a warning for the province
    assert commune.nearness(["02647"]) is Nearness.BESIDE  # another commune of it: nearer than the next province
    assert commune.nearness(["14"]) is Nearness.BESIDE
    assert commune.nearness(["79"]) is Nearness.FAR


def test_warnings_beside_us_stand_apart_and_those_far_away_are_not_shown(station: Station):
    for key, where in (("a", "Sơn La"), ("b", "Cà Mau"), ("c", "Yên Bái")):
        station.bulletin(key, ANYWHERE.format(where=f"tỉnh {where}", level=1))
    found = station.current()
    assert [kept.warning.headline for kept in found.ours] == ["Tin cảnh báo lũ trên các sông ở tỉnh Yên Bái"]
    assert [kept.warning.headline for kept in found.beside] == ["Tin cảnh báo lũ trên các sông ở tỉnh Sơn La"]


# -- Notices


def test_without_a_channel_nothing_is_written_down(station: Station):
    station.bulletin("a", STORM)
    with station.database.read() as store:
        assert store.outbox.list(10) == []


def test_each_message_is_told_once(station: Station):
    station.sends_to(CHANNEL)
    station.bulletin("a", STORM)
    assert station.send() == ["Cảnh báo: Tin bão Hoa Ban (bản tin số 1)"]
    station.now += timedelta(hours=6)
    station.bulletin("b", WEAKER)
    station.now += timedelta(hours=3)
    station.send()
    station.bulletin("c", OVER)
    assert station.send() == [
        "Cảnh báo: Tin bão Hoa Ban (bản tin số 1)",
        "Cập nhật cảnh báo: Cập nhật tin bão Hoa Ban (bản tin số 2)",
        "Hủy cảnh báo: Tin cuối cùng về bão Hoa Ban",
    ]
    station.channels.channels[CHANNEL].sent.clear()
    station.arrive("c", OVER + " Sửa.", STATION.id)
    with station.database.write() as store:
        [work] = store.articles.claim_changed(1, lease=a_lease(seconds=0))
        store.versions.replace(replace(work.article, stage=Stage.EXTRACTED), version_of(work.article, station.now))
    station.work()
    assert station.send() == []


@pytest.mark.parametrize(
    ("desk_has_it", "kind", "active", "told"),
    [
        (False, OwnKind.WARNING, True, 1),
        (True, OwnKind.WARNING, True, 1),
        (False, OwnKind.RETURNED, True, 0),
        (False, OwnKind.WARNING, False, 0),
    ],
)
def test_a_person_is_told_at_their_own_address_in_their_quiet_hours_too(
    station: Station, desk_has_it: bool, kind: OwnKind, active: bool, told: int
):
    own = a_channel(CHANNEL)
    station.sends_to(*([CHANNEL] if desk_has_it else []))
    with station.database.write() as store:
        wishes = OwnNotices(person_id=station.lan.id, channels=(own,), wanted={kind: (own.key,)})
        store.own_notices.save(replace(wishes, quiet_from=time(0), quiet_until=time(23, 59)))
        store.people.save(station.lan.login, station.lan.name, station.lan.role, active)
    station.bulletin("a", STORM)
    assert len(station.send()) == told


def test_a_notice_says_what_until_when_and_who(station: Station):
    station.sends_to(CHANNEL)
    station.bulletin("a", STORM)
    station.send()
    [notice] = station.channels.channels[CHANNEL].sent.values()
    assert notice.text == (
        "Cảnh báo bão, áp thấp nhiệt đới, cấp độ rủi ro 3.\nKhu vực: Tỉnh Lào Cai, Tỉnh Sơn La.\n"
        "Hiệu lực đến 00:00 ngày 25/11/2026.\n«Người dân không đi qua ngầm tràn.»\n"
        "Theo Đài Khí tượng Thủy văn Lào Cai.\nhttps://dai.example/a.html"
    )


@pytest.mark.parametrize(("where", "level", "told"), [("Sơn La", 2, 0), ("Sơn La", 3, 1), ("Cà Mau", 4, 0)])
def test_a_province_beside_us_is_told_of_from_level_three(station: Station, where: str, level: int, told: int):
    station.sends_to(CHANNEL)
    station.bulletin("a", ANYWHERE.format(where=f"tỉnh {where}", level=level))
    assert len(station.send()) == told


def test_a_channel_that_is_away_is_tried_again_later_and_later_but_never_with_what_is_over(station: Station):
    station.sends_to(CHANNEL)
    told = station.channels.at(CHANNEL)
    told.away = True
    station.bulletin("a", STORM)
    assert station.send() == []
    [waiting] = notices(station)
    assert (waiting.tries, waiting.due_at) == (1, station.now + timedelta(minutes=1))
    station.now += timedelta(minutes=1)
    station.send()
    [waiting] = notices(station)
    assert (waiting.tries, waiting.due_at) == (2, station.now + timedelta(minutes=2))
    told.away = False
    station.now += timedelta(minutes=2)
    assert len(station.send()) == 1
    told.away = True
    station.now += timedelta(hours=6)
    station.bulletin("b", WEAKER)
    station.send()
    station.now += timedelta(hours=3)
    station.bulletin("c", OVER)
    told.away = False
    station.now += timedelta(minutes=5)
    assert [title.partition(":")[0] for title in station.send()] == ["Cảnh báo", "Hủy cảnh báo"]


def test_a_dead_channel_does_not_keep_another_waiting(station: Station):
    other = "memory://loa-xa"
    station.sends_to(CHANNEL, other)
    station.channels.at(CHANNEL).away = True
    station.bulletin("a", STORM)
    station.send()
    assert len(station.channels.channels[other].sent) == 1


def test_a_worker_that_died_while_sending_leaves_the_notice_to_the_next(station: Station):
    station.sends_to(CHANNEL)
    station.bulletin("a", STORM)
    with station.database.write() as store:
        assert len(store.outbox.claim(station.now, 5, timedelta(minutes=2))) == 1
    assert station.send() == []
    station.now += timedelta(minutes=2)
    assert len(station.send()) == 1


def test_the_log_never_holds_a_channels_address(station: Station):
    station.sends_to("memory://mat-khau-rat-bi-mat")
    with station.database.read() as store:
        entries = str(store.log.list(20))
    assert "mat-khau" not in entries
    assert "memory://…" in entries


# -- The sample newsroom's storm


def test_the_sample_storm_is_issued_updated_and_cancelled(station: Station):
    clock = [NOON]
    with Newsroom(clock=lambda: clock[0], publishers=["khi-tuong-mien-nui"], trouble=False) as newsroom:
        [service] = newsroom.sources
        sample = replace(STATION, id=service.id, name=service.name, province=service.province)
        with station.database.write() as store:
            store.sources.save(sample)
        station.sends_to(CHANNEL)
        for minutes, shown in ((0, True), (9, False)):
            clock[0] = station.now = NOON + timedelta(minutes=minutes)
            sample_read(station, newsroom, sample)
            titles = station.headlines()
            assert ("Cập nhật tin bão Hoa Ban: suy yếu thành áp thấp nhiệt đới (bản tin số 2)" in titles) is shown
            assert not any("bản tin số 1" in title or "cuối cùng" in title for title in titles)
            assert not any("lũ quét" in title for title in titles)  # it spoke of the next three hours, 195 minutes ago
    assert "Hủy cảnh báo: Tin cuối cùng về bão Hoa Ban: hủy cảnh báo mưa lớn" in station.send()


def sample_read(station: Station, newsroom: Newsroom, source: Source) -> None:
    """The bulletins as they stand now, oldest first, without a crawl."""
    with station.database.write() as store:
        for one in sorted(newsroom.expected(), key=lambda one: one.published_at):
            article = an_article(
                one.key, url=one.url, source_id=source.id, title=one.title, lead=one.lead,
                text=f"{one.lead}\n{one.text}", published_at=one.published_at,
            )  # fmt: skip
            store.articles.add([article])
    station.work()


def version_of(article: Article, seen_at: datetime) -> ArticleVersion:
    return ArticleVersion(
        article_id=article.id, version=article.version, seen_at=seen_at, title=article.title, text=article.text
    )


def notices(station: Station) -> list[OutboxMessage]:
    with station.database.read() as store:
        return store.outbox.list(10)
