"""What a source is may be changed later, and counts at once for what it has already published."""

from dataclasses import replace

import pytest

from desk.sources import changing
from desk.sources.changing import Follower
from domain.errors import BadInput, Conflict, NotAllowed
from domain.sources import FeedKind, Source, SourceDetails, SourceKind
from domain.stage import Stage
from tests.desk.test_warnings import OVER, STORM, Station
from tests.making import NOON, acting, said

OFFICE = Source(
    id="dai-moi-example",
    name="Đài Khí tượng Thủy văn Lào Cai",
    home_url="https://dai-moi.example",
    organisation="Cục Khí tượng Thủy văn",
)
SEEN = SourceDetails.of(OFFICE)
AS_SERVICE = replace(SEEN, kind=SourceKind.WARNING_SERVICE, province="15")


@pytest.fixture
def station() -> Station:
    made = Station()
    with made.database.write() as store:
        store.sources.save(OFFICE)
    return made


def change(station: Station, wanted: SourceDetails, seen: SourceDetails | None = None, **by: object) -> Source:
    follower = Follower(warnings=station.warnings, ranker=station.ranker)
    with station.database.write() as store:
        who = by.get("by", station.boss)
        return changing.change(acting(store, who, station.now), follower, OFFICE.id, wanted, seen)  # type: ignore[arg-type]


def test_warnings_count_once_their_source_is_a_warning_service_and_no_more_once_it_is_press(station: Station):
    article = station.publish("bao", STORM, OFFICE.id)
    assert station.headlines() == []

    change(station, AS_SERVICE)

    assert station.headlines() == ["Tin bão Hoa Ban (bản tin số 1)"]
    change(station, SEEN)
    assert station.headlines() == []
    change(station, replace(AS_SERVICE, kind=SourceKind.OFFICIAL))
    assert [kept.article_id for kept in station.current().ours] == [article]


def test_the_warnings_of_other_sources_stay(station: Station):
    station.bulletin("bao", STORM)
    change(station, AS_SERVICE)
    change(station, SEEN)

    assert station.headlines() == ["Tin bão Hoa Ban (bản tin số 1)"]


def test_a_bulletin_that_ends_another_ends_it_also_when_both_are_judged_later(station: Station):
    station.publish("bao", STORM, OFFICE.id)
    station.now = NOON.replace(hour=15)
    station.publish("tan", OVER, OFFICE.id)

    change(station, AS_SERVICE)

    assert station.headlines() == []


def test_the_log_says_what_was_and_what_is(station: Station):
    change(station, AS_SERVICE)

    with station.database.read() as store:
        [entry] = store.log.list(1, f"source:{OFFICE.id}")
    assert entry.action == "change-source"
    assert (entry.before, entry.after) == (
        {"kind": "press", "province": ""},
        {"kind": "warning-service", "province": "15"},
    )
    assert entry.who == station.boss.name


def test_the_feeds_are_due_at_once_and_a_name_alone_makes_nothing_due(station: Station):
    with station.database.write() as store:
        store.feeds.add(OFFICE.id, "https://dai-moi.example/rss", FeedKind.FEED, "", NOON.replace(hour=20))

    def due() -> bool:
        with station.database.read() as store:
            return store.feeds.list(OFFICE.id)[0].due_at <= station.now

    change(station, replace(SEEN, name="Đài KTTV"))
    assert not due()
    change(station, replace(AS_SERVICE, name="Đài KTTV"))
    assert due()


def test_saving_the_same_again_is_no_entry_of_the_log(station: Station):
    change(station, SEEN)
    with station.database.read() as store:
        assert store.log.list(5, f"source:{OFFICE.id}") == []


def test_a_second_one_is_told_who_changed_what(station: Station):
    change(station, AS_SERVICE, SEEN)

    with pytest.raises(Conflict) as refused:
        change(station, replace(SEEN, name="Tên khác"), SEEN)

    told = said([refused.value.message])
    assert station.boss.name in told
    assert "khí tượng" in told.lower()
    assert "15" in told or "Lào Cai" in told
    with station.database.read() as store:
        assert store.sources.get(OFFICE.id).name == OFFICE.name


def test_both_who_want_the_same_are_content(station: Station):
    change(station, AS_SERVICE, SEEN)
    assert change(station, AS_SERVICE, SEEN).kind is SourceKind.WARNING_SERVICE


def test_only_managers_change_a_source(station: Station):
    with pytest.raises(NotAllowed):
        change(station, AS_SERVICE, by=station.lan)


@pytest.mark.parametrize(
    "wanted", [replace(SEEN, organisation="  "), replace(SEEN, province="99"), replace(SEEN, province="02683")]
)
def test_nobody_responsible_or_no_province_of_today_is_refused(station: Station, wanted: SourceDetails):
    with pytest.raises(BadInput):
        change(station, wanted)


def test_an_article_still_on_its_way_is_left_to_its_own_steps(station: Station):
    article = station.arrive("bao", STORM, OFFICE.id)
    with station.database.read() as store:
        assert store.articles.get(article).stage is Stage.FETCHED
    change(station, AS_SERVICE)
    assert station.headlines() == []
    while station.intake.advance():
        pass
    assert station.headlines() == ["Tin bão Hoa Ban (bản tin số 1)"]
