"""Messages that once were shown wrongly, on the running desk."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from domain.errors import NotFound
from domain.times import VIETNAM
from tests.desk.test_warnings import Station
from tests.nlp.warnings.caps import an_alert, an_info

SENT = datetime(2026, 11, 23, 5, tzinfo=VIETNAM)
AT = SENT.isoformat()
END = (SENT + timedelta(hours=30)).isoformat()


@pytest.fixture
def station() -> Iterator[Station]:
    made = Station()
    made.now = SENT + timedelta(hours=1)
    yield made
    made.database.close()


def test_a_message_without_an_end_is_over_a_day_later(station: Station) -> None:
    station.bulletin("a", an_alert(an_info(more=""), sent=AT))
    station.now = SENT + timedelta(hours=23, minutes=59)
    assert len(station.headlines()) == 1
    station.now = SENT + timedelta(hours=24)
    assert station.headlines() == []


def test_both_places_of_a_message_are_warned_each_as_long_as_it_holds(station: Station) -> None:
    near = an_info(severity="Moderate", headline="Mưa lớn tại Lào Cai", more=f"<expires>{END}</expires>")
    there = "<areaDesc>tỉnh Tuyên Quang</areaDesc>"
    far = an_info(severity="Extreme", headline="Mưa rất lớn", area=there, more=f"<expires>{END}</expires>")
    kept = station.kept(station.bulletin("a", an_alert(near, far, sent=AT)))
    assert kept.warning.codes == ("15", "08")
    assert [(part.codes, part.severity) for part in kept.warning.parts] == [(("15",), "Moderate"), (("08",), "Extreme")]
    assert station.headlines() == ["Mưa rất lớn"]


def test_our_own_part_may_end_before_the_others(station: Station) -> None:
    soon = (SENT + timedelta(hours=3)).isoformat()
    near = an_info(more=f"<expires>{soon}</expires>")
    far = an_info(area="<areaDesc>tỉnh Cà Mau</areaDesc>", more=f"<expires>{END}</expires>")
    station.bulletin("a", an_alert(near, far, sent=AT))
    assert len(station.headlines()) == 1
    station.now = SENT + timedelta(hours=4)
    assert station.headlines() == []


@pytest.mark.parametrize("before", ["\n", "\ufeff", "<!-- máy chủ 2 -->\n", " \r\n\ufeff"])
def test_what_stands_before_the_declaration_hides_no_warning(station: Station, before: str) -> None:
    station.bulletin("a", before + an_alert(an_info(more=f"<expires>{END}</expires>"), sent=AT))
    assert len(station.headlines()) == 1


def test_an_alarm_that_says_nothing_is_none(station: Station) -> None:
    article_id = station.bulletin("a", an_alert("", sent=AT))
    with pytest.raises(NotFound):
        station.kept(article_id)
    assert station.headlines() == []


def test_all_clear_ends_what_was_warned_of(station: Station) -> None:
    station.bulletin("a", an_alert(an_info(more=f"<expires>{END}</expires>"), sent=AT))
    station.now += timedelta(hours=2)
    over = an_info(more="", response="<responseType>AllClear</responseType>", headline="Hết nguy cơ lũ quét")
    station.bulletin("b", an_alert(over, identifier="T-2", sent=station.now.isoformat(), references="không rõ"))
    assert station.headlines() == []
    station.sends_to("memory://phong-tin")
    assert station.send() == []


def test_an_exercise_is_no_warning_and_no_signal(station: Station) -> None:
    article_id = station.bulletin("a", an_alert(an_info(more=f"<expires>{END}</expires>"), sent=AT, status="Exercise"))
    assert station.headlines() == []
    with station.database.read() as store:
        assert [signal.kind for signal in store.articles.get(article_id).signals if signal.kind == "warning"] == []
