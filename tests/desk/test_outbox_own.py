"""People are told of their own work: each thing once, at their own addresses, and not in their quiet hours."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from alerts.memory import MemoryChannels
from database.engine import SqlDatabase
from desk import people as accounts
from desk import review, sharing, task_steps, tasks
from desk.outbox import own
from desk.ranking.ranker import Ranker
from desk.task_steps import SeenTask
from domain.article import ArticleVersion
from domain.editorial import ItemState, ReviewItem
from domain.outbox import Delivery
from domain.own_notices import Device, OwnKind, OwnNotices
from domain.people import Person, Role
from domain.stage import Stage
from domain.tasks import FollowUpKind
from domain.times import VIETNAM
from tests.fakes import FakeGazetteer
from tests.making import a_person, a_story, acting, an_article, seen, with_sources
from tests.outbox import a_channel, a_look, a_sender

RANKER = Ranker(gazetteer=FakeGazetteer())
LAN, MINH = "memory://lan", "memory://minh"


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


DAY = at(10)


class House:
    """A desk of two with a channel each; what reaches them when the worker comes by."""

    def __init__(self, database: SqlDatabase) -> None:
        self.database, self.channels = database, MemoryChannels()
        with database.write() as store:
            with_sources(store)
            self.lan, self.minh = a_person(store, "lan"), a_person(store, "minh", Role.ADMINISTRATOR)
        self.wish(self.lan, LAN)
        self.wish(self.minh, MINH)

    def wish(self, person: Person, *addresses: str, kinds: tuple[OwnKind, ...] = tuple(OwnKind)) -> None:
        kept = tuple(a_channel(address) for address in addresses)
        wanted = {kind: tuple(channel.key for channel in kept) for kind in kinds}
        with self.database.write() as store:
            store.own_notices.save(OwnNotices(person_id=person.id, channels=kept, wanted=wanted))

    def picked(self, key: str = "a") -> ReviewItem:
        article = an_article(key, id=key, title=f"Tin {key}", stage=Stage.QUEUED, story_id=key)
        with self.database.write() as store:
            store.articles.add([article])
            store.stories.save([a_story(key)])
            item = review.pick(acting(store, self.lan, DAY), RANKER, key)
            return review.send(acting(store, self.lan, DAY), RANKER, seen(item))

    def decided(self, item: ReviewItem, verdict: ItemState, now: datetime = DAY) -> ReviewItem:
        with self.database.write() as store:
            return review.decide(acting(store, self.minh, now), RANKER, seen(item), verdict, "Thêm giờ mở cửa")

    def told(self, now: datetime = DAY, desk_url: str = "") -> dict[str, list[str]]:
        for notifier in self.channels.channels.values():
            notifier.sent.clear()
        own.plan(replace(a_look(self.database, now), desk_url=desk_url))
        while a_sender(self.database, self.channels, lambda: now).send_due():
            pass
        return {
            address: ["\n".join(filter(None, (notice.title, notice.text))) for notice in notifier.sent.values()]
            for address, notifier in self.channels.channels.items()
            if notifier.sent
        }


@pytest.fixture
def house(database: SqlDatabase) -> House:
    return House(database)


def test_each_step_is_told_to_whom_it_concerns_and_once(house: House) -> None:
    item = house.picked()
    assert house.told() == {MINH: ["Lan gửi bạn duyệt: Tin a"]}
    assert house.told() == {}
    returned = house.decided(item, ItemState.RETURNED)
    assert house.told() == {LAN: ["Minh trả lại bạn: Tin a"]}
    with house.database.write() as store:
        again = review.send(acting(store, house.lan, DAY), RANKER, seen(returned))
    assert house.told() == {MINH: ["Lan gửi bạn duyệt: Tin a"]}, "what is sent again is news again"
    house.decided(again, ItemState.APPROVED, DAY + timedelta(minutes=1))
    assert house.told() == {LAN: ["Minh đã duyệt tin của bạn: Tin a"]}
    assert house.told() == {}


def test_a_reviewers_help_is_told_to_its_writer_and_to_nobody_as_a_new_sending(house: House) -> None:
    item = house.picked()
    house.told()
    with house.database.write() as store:
        review.write(acting(store, house.minh, DAY), seen(item), "Lời dẫn mới.")
    assert house.told() == {LAN: ["Minh sửa giúp lời dẫn, chờ bạn duyệt: Tin a"]}
    assert house.told() == {}


def test_what_a_source_changed_is_told_to_who_can_do_something_and_a_follow_up_to_who_may_approve_it(
    house: House,
) -> None:
    approved = house.decided(house.picked(), ItemState.APPROVED)
    with house.database.write() as store:
        sharing.share(acting(store, house.lan, DAY), RANKER, seen(approved))
        before = store.articles.get("a")
        earlier = ArticleVersion(
            article_id="a", version=1, seen_at=DAY, title=before.title, text=before.text, grade="correction"
        )
        store.versions.replace(replace(before, text="Đính chính: 3 người."), earlier)
    house.told()
    with house.database.write() as store:
        [task] = tasks.find(store, DAY)
    told = f"Cần xử lý – nguồn đính chính: Tin a\nhttps://tin.example/can-xu-ly/{task.id}"
    assert house.told(desk_url="https://tin.example") == {LAN: [told], MINH: [told]}
    assert house.told() == {}
    with house.database.write() as store:
        lan = acting(store, house.lan, DAY)
        task_steps.write(lan, SeenTask(id=task.id, revision=1), FollowUpKind.CORRECTION, "Nay là 3 người.")
    assert house.told() == {MINH: ["Lan viết tin tiếp theo, chờ bạn duyệt: Tin a"]}


@pytest.mark.parametrize(
    ("now", "quiet"), [(at(21, 29), False), (at(21, 30), True), (at(0), True), (at(5, 59), True), (at(6), False)]
)
def test_the_night_is_quiet(house: House, now: datetime, quiet: bool) -> None:
    house.picked()
    assert bool(house.told(now)) is not quiet


def test_what_came_in_the_night_is_one_message_in_the_morning_without_what_was_settled(house: House) -> None:
    items = [house.picked(key) for key in "abc"]
    assert house.told(at(23)) == {}
    house.decided(items[2], ItemState.REJECTED, at(23, 30))
    [message] = house.told(at(6, day=24))[MINH]
    assert message.splitlines()[0] == "Bàn tin có 2 việc mới cho bạn"
    assert sorted(message.splitlines()[1:]) == ["Lan gửi bạn duyệt: Tin a", "Lan gửi bạn duyệt: Tin b"]
    assert house.told(at(6, 1, day=24)) == {}


def test_many_things_are_cut_and_counted(house: House) -> None:
    for number in range(13):
        house.picked(f"t{number}")
    [message] = house.told(desk_url="https://ban-tin.example")[MINH]
    lines = message.splitlines()
    assert (len(lines), lines[-2:]) == (13, ["và 3 việc nữa", "https://ban-tin.example/duyet"])


@pytest.mark.parametrize(
    "leave",
    [
        lambda house, acts: accounts.change_person(acts, house.lan.id, role=Role.EDITOR, active=False),
        lambda house, acts: house_without_channel(acts, house.lan),
    ],
)
def test_who_left_or_took_the_address_away_is_told_nothing_even_of_what_was_on_its_way(
    house: House, leave: Callable[..., object]
) -> None:
    house.decided(house.picked(), ItemState.RETURNED)
    assert own.plan(a_look(house.database, DAY))
    with house.database.write() as store:
        leave(house, acting(store, house.minh, DAY))
    assert LAN not in house.told()


def house_without_channel(acts: object, person: Person) -> None:
    acts.store.own_notices.save(OwnNotices(person_id=person.id))  # type: ignore[attr-defined]


def test_each_kind_goes_where_its_person_wants_it(house: House) -> None:
    house.wish(house.lan, LAN, kinds=(OwnKind.APPROVED,))
    item = house.picked()
    house.wish(house.minh, MINH, "memory://minh-2", kinds=(OwnKind.TO_REVIEW,))
    assert sorted(house.told()) == [MINH, "memory://minh-2"]
    house.decided(item, ItemState.RETURNED)
    assert house.told() == {}


def test_a_person_without_wishes_costs_no_writing(house: House) -> None:
    for person in (house.lan, house.minh):
        house.wish(person)
    house.picked()
    assert own.plan(a_look(house.database, DAY)) is False


@pytest.mark.parametrize(
    ("start", "end", "hour", "quiet"),
    [
        (time(21, 30), time(6), 22, True), (time(21, 30), time(6), 12, False), (time(12), time(13), 12, True),
        (time(12), time(13), 13, False), (time(0), time(0), 0, False), (time(6), time(6), 6, False),
    ],
)  # fmt: skip
def test_quiet_hours_may_go_over_midnight_or_not(start: time, end: time, hour: int, quiet: bool) -> None:
    assert OwnNotices(person_id=1, quiet_from=start, quiet_until=end).is_quiet(at(hour)) is quiet


def test_a_browser_that_its_service_knows_no_more_is_taken_away_and_the_other_addresses_stay(house: House) -> None:
    house.wish(house.minh, MINH, "memory://may")
    with house.database.write() as store:
        device = Device(key=a_channel("memory://may").key, browser="Chrome, Android", since=DAY)
        store.own_notices.save(replace(store.own_notices.find(house.minh.id), devices=(device,)))
    house.channels.at("memory://may").gone = True
    for key in "ab":
        house.picked(key)
    assert list(house.told()) == [MINH]
    with house.database.read() as store:
        wishes = store.own_notices.find(house.minh.id)
        assert [channel.sealed for channel in wishes.channels] == [MINH]
        assert wishes.gone == (replace(device, gone_at=DAY),)
        outcomes = {one.outcome.code for one in store.outbox.list(9) if one.outcome}
        assert outcomes == {Delivery.SENT, Delivery.GONE}
    house.picked("c")
    assert list(house.told()) == [MINH]
