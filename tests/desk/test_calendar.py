"""Lịch đăng: each post at its hour of Vietnam, and what is said of an hour that is badly chosen."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from app.public_holidays import VietnamHolidays
from database.engine import SqlDatabase, memory_database
from desk import calendar, postings
from desk.area import area_of
from desk.calendar import Entry, Here, of_days, of_deliveries
from desk.hours import HourHint
from domain.deliveries import Delivery, DeliveryState
from domain.editorial import ItemState, ReviewItem
from domain.hazards import Hazard
from domain.holidays import Holiday
from domain.message import say
from domain.outlets import Fitted, OutletAccount, OutletKind
from domain.postings import PostedAs, Posting, PostingKind
from domain.stage import Stage
from domain.store import Store
from domain.warning import Certainty, OfficialWarning, Severity, Urgency
from domain.warning_chain import ChainedWarning, StoredWarning
from tests.fakes import FakeGazetteer
from tests.making import NOON, PAPER, a_person, acting, an_article, our_desk, with_sources

MONDAY = date(2026, 11, 23)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
HERE = Here(now=NOON, area=area_of(our_desk(), FakeGazetteer()), public=VietnamHolidays())


class Page:
    """A desk with two outlets, one of them the second page."""

    def __init__(self) -> None:
        self.database: SqlDatabase = memory_database()
        with self.database.write() as store:
            store.settings.save(our_desk())
            with_sources(store)
            self.lan = a_person(store, "lan")
            self.first, self.second = (
                store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name=name)).id for name in ("Cổng", "Hai")
            )

    def waits(self, key: str, at: datetime, outlet: int = 0, **more: Any) -> Delivery:
        with self.database.write() as store:
            store.articles.add([an_article(key, id=key, title=f"Tin {key}", stage=Stage.QUEUED, story_id=key)])
            item = store.items.add(
                ReviewItem(id=0, story_id=key, article_id=key, state=ItemState.APPROVED, caption="",
                           picked_by=self.lan.id, picked_at=NOON)
            )  # fmt: skip
            fitted = Fitted(parts=("Một.",), link="")
            plain = Delivery(id=0, key=key, item_id=item.id, outlet=outlet or self.first, fitted=fitted, due_at=at,
                             asked_by=self.lan.id, asked_at=NOON)  # fmt: skip
            added = store.deliveries.add(replace(plain, **more))
            assert added
            return added

    def posted(self, at: datetime, outlet: int = 0, **more: Any) -> Posting:
        with self.database.write() as store:
            made = postings.record_digest(acting(store, self.lan, at), MONDAY, "Điểm tin", [])
            return store.postings.save(replace(made, outlet=outlet or self.first, **more))

    def shown(self, first: date = MONDAY, days: int = 1) -> calendar.Calendar:
        with self.database.read() as store:
            return of_days(store, first, days, HERE)

    def entries(self, first: date = MONDAY, days: int = 1) -> list[Entry]:
        return [one for day in self.shown(first, days).days for hour in day.hours.values() for one in hour]


@pytest.fixture
def page() -> Page:
    return Page()


def _minutes(page: Page, *deliveries: Delivery) -> list[list[int]]:
    with page.database.read() as store:
        found = of_deliveries(store, deliveries, HERE)
    return [[other.minutes for other in found[one.id].near] for one in deliveries]


def test_a_post_stands_at_its_day_and_hour_of_vietnam(page: Page):
    page.waits("a", datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC))
    page.waits("b", datetime(2026, 11, 23, 17, tzinfo=UTC))
    page.posted(datetime(2026, 11, 22, 17, tzinfo=UTC), kind=PostingKind.ITEM)
    monday, tuesday = page.shown(days=2).days
    assert {hour: len(there) for hour, there in monday.hours.items()} == {0: 1, 23: 1}
    assert list(tuesday.hours) == [0]
    assert page.shown(days=2).hours == range(24)
    assert page.shown(date(2026, 11, 26)).hours == range(5, 23)
    assert page.entries(date(2026, 11, 22)) == page.entries(date(2026, 11, 25)) == []


def test_the_hour_of_the_digest_stands_on_days_on_which_it_is_not_over(page: Page):
    days = page.shown(days=2).days
    assert [day.digest_at for day in days] == [None, time(5, 30)]
    assert [day.is_empty for day in days] == [True, False]


@pytest.mark.parametrize(("minutes", "told"), [(59, True), (60, False), (-59, True), (-60, False), (0, True)])
def test_two_posts_at_one_place_nearer_than_the_distance_are_named(page: Page, minutes: int, told: bool):
    one = page.waits("a", NOON + 3 * HOUR)
    other = page.waits("b", NOON + 3 * HOUR + minutes * MINUTE)
    away = [abs(minutes)] if told else []
    assert _minutes(page, one, other) == [away, away]


def test_midnight_and_the_end_of_what_is_shown_hide_no_neighbour(page: Page):
    page.waits("a", datetime(2026, 11, 23, 16, 50, tzinfo=UTC))
    page.waits("b", datetime(2026, 11, 23, 17, 10, tzinfo=UTC))
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        [entry] = page.entries(day)
        assert [other.minutes for other in entry.near] == [20]


def test_what_is_out_already_counts_and_another_place_and_a_distance_of_nothing_do_not(page: Page):
    page.posted(NOON - 10 * MINUTE)
    near = page.waits("a", NOON + 20 * MINUTE)
    assert _minutes(page, near, page.waits("b", NOON + 20 * MINUTE, page.second)) == [[30], []]
    assert [entry.near for entry in page.entries() if entry.posting] == [()]
    with page.database.write() as store:
        store.settings.save(our_desk(post_distance_minutes=0))
    assert _minutes(page, near) == [[]]


def test_an_edit_of_a_post_and_what_was_taken_back_are_no_neighbours(page: Page):
    near = page.waits("a", NOON + MINUTE)
    page.posted(NOON, posted_as=PostedAs.EDIT)
    page.posted(NOON, taken_back_at=NOON, taken_back_by=page.lan.id)
    assert _minutes(page, near) == [[]]
    assert [one.posting.posted_as for one in page.entries() if one.posting] == [PostedAs.EDIT]


def test_what_has_begun_stands_where_it_began_and_what_is_over_does_not(page: Page):
    page.waits("a", NOON + 9 * HOUR, state=DeliveryState.SENDING, begun_at=NOON + HOUR)
    page.waits("b", NOON, state=DeliveryState.NEEDS_A_PERSON, begun_at=NOON + 2 * HOUR)
    for key, state in (("c", DeliveryState.CANCELLED), ("e", DeliveryState.SENT)):
        page.waits(key, NOON, state=state)
    assert [(entry.title, entry.at) for entry in page.entries()] == [("Tin a", NOON + HOUR), ("Tin b", NOON + 2 * HOUR)]


def test_what_failed_stands_where_it_was_planned_and_is_nobodys_neighbour(page: Page):
    page.waits("a", NOON, state=DeliveryState.FAILED, due_at=None, planned_for=NOON + HOUR)
    near = page.waits("b", NOON + HOUR + MINUTE)
    assert [(entry.title, entry.has_failed, entry.near) for entry in page.entries()] == [
        ("Tin a", True, ()), ("Tin b", False, ()),
    ]  # fmt: skip
    assert _minutes(page, near) == [[]]


def test_what_went_out_and_strangers_do_not_see_is_told(page: Page):
    posting = page.posted(NOON)
    page.waits("a", NOON, state=DeliveryState.INVISIBLE, due_at=None, begun_at=NOON, posting=posting.id)
    page.posted(NOON + HOUR)
    assert [entry.is_unseen for entry in page.entries()] == [True, False]


def test_a_day_has_its_holiday_and_an_hour_that_a_person_chose_what_is_said_of_it(page: Page):
    monday, tuesday = page.shown(days=2).days
    assert (monday.special, tuesday.special and tuesday.special.names) == (None, (say(Holiday.CULTURE),))
    chosen = page.waits("a", NOON + 22 * HOUR)
    page.waits("b", NOON + 22 * HOUR, page.second, tries=1)  # sent again after the platform was away
    page.waits("c", NOON + 23 * HOUR, state=DeliveryState.SENDING, begun_at=NOON + 23 * HOUR)
    page.waits("d", NOON + 28 * HOUR, state=DeliveryState.FAILED, due_at=None, planned_for=NOON + 28 * HOUR)
    found = {entry.title: len(entry.hints) for entry in page.entries(MONDAY, 2)}
    assert found == {"Tin a": 1, "Tin b": 0, "Tin c": 0, "Tin d": 0}
    with page.database.read() as store:
        [entry] = of_deliveries(store, [chosen], HERE).values()
    assert [one.code for one in entry.hints] == [HourHint.BREAK]


def test_an_official_warning_is_told_to_go_out_now_and_not_of_the_holiday_or_of_itself(page: Page):
    planned = page.waits("lu", NOON + 22 * HOUR)
    with page.database.write() as store:
        _warned(store, until=NOON + 30 * HOUR)
    with page.database.read() as store:
        [entry] = of_deliveries(store, [planned], HERE).values()
    assert [one.code for one in entry.hints] == [HourHint.WARNING]
    assert entry.warnings == ()


def test_a_warning_is_said_of_the_hours_before_it_ends(page: Page):
    with page.database.write() as store:
        _warned(store, until=NOON + 5 * HOUR)
    before, after = page.waits("a", NOON + 4 * HOUR), page.waits("b", NOON + 6 * HOUR)
    with page.database.read() as store:
        found = of_deliveries(store, [before, after], HERE)
    assert [len(found[one.id].warnings) for one in (before, after)] == [1, 0]
    assert len(page.shown().warned.ours) == 1


def test_more_than_a_calendar_holds_is_said(page: Page, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(calendar, "MAX_SHOWN", 2)
    for key in "abc":
        page.waits(key, NOON + HOUR)
        assert page.shown().is_cut == (key == "c")
    assert len(page.entries()) == 2


def _warned(store: Store, until: datetime) -> None:
    if not store.postings.now_of(["lu"]):
        store.articles.add([an_article("lu", id="lu", stage=Stage.QUEUED)])
    warning = OfficialWarning(
        identifier="x-1", sender="Đài", sent=NOON - HOUR, hazard=Hazard.FLOOD, event="lũ", headline="Tin lũ",
        area="Lào Cai", codes=("15",), severity=Severity.MODERATE, urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY, expires=until, description="Nước lên.",
    )  # fmt: skip
    link = ChainedWarning(warning=warning)
    store.warnings.save([StoredWarning(article_id="lu", source_id=PAPER.id, link=link, as_read=warning)])
