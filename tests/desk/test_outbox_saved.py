"""Who follows a search is told: a story once, why, when they want it; and of silence, so that it means something."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import update

from database.articles import articles
from database.engine import SqlDatabase
from desk import saved_searches
from desk.outbox import saved
from desk.saved_searches import Chosen
from domain.own_notices import OwnNotices
from domain.saved_searches import MAX_HITS_A_DAY, Rhythm, SavedHit, SavedSearch
from domain.stage import Stage
from domain.times import VIETNAM
from domain.warning_chain import ChainedWarning, StoredWarning
from tests.contract.at_once import in_turn, meanwhile
from tests.contract.test_warnings_store import FLOOD
from tests.making import PAPER, a_person, acting, an_article, with_sources
from tests.outbox import a_channel, a_look


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


MORNING = at(9)


class House:
    """Lan, with one address and one search."""

    def __init__(self, database: SqlDatabase) -> None:
        self.database = database
        with database.write() as store:
            with_sources(store)
            self.lan = a_person(store, "lan")
            store.own_notices.save(OwnNotices(person_id=self.lan.id, channels=(a_channel("memory://lan"),)))
            self.search = saved_searches.keep(acting(store, self.lan, MORNING), name="Bão lũ", text="bão")

    def follows(self, rhythm: Rhythm, *, silence: bool = False, now: datetime = MORNING, hour: int = 17) -> None:
        with self.database.write() as store:
            who = acting(store, self.lan, now)
            saved_searches.follow(who, self.search.id, Chosen(rhythm=rhythm, at=time(hour), silence=silence))

    def finds(
        self, *keys: str, story: str | None = None, now: datetime = MORNING, to: SavedSearch | None = None
    ) -> None:
        with self.database.write() as store:
            for key in keys:
                placed = key if story is None else story
                store.articles.add([an_article(key, id=key, stage=Stage.QUEUED, title=f"Tin {key}", story_id=placed)])
            found = [
                SavedHit(
                    search_id=(to or self.search).id, article_id=k, at=now, version=1, words=("bão",), places=("10",)
                )
                for k in keys
            ]
            store.saved_hits.add(found, f"{now:%Y-%m-%d}")

    def told(self, now: datetime) -> list[list[str]]:
        """The codes of what was written for her now: subject and lines."""
        with self.database.read() as store:
            before = {message.id for message in store.outbox.list(99)}
        saved.plan(a_look(self.database, now))
        with self.database.read() as store:
            new = [message for message in store.outbox.list(99) if message.id not in before]
        return [[_short(one) for one in (message.subject, *message.body)] for message in new]


def _short(message) -> str:
    name = message.code.removeprefix("notice.saved.")
    return f"{name}:{message.params['title']}" if "title" in message.params else name


@pytest.fixture
def house(database: SqlDatabase) -> House:
    return House(database)


def test_at_once_means_one_line_a_story_with_why_and_nothing_from_before_or_again(house: House) -> None:
    house.finds("early")
    house.follows(Rhythm.AT_ONCE)
    assert house.told(at(9, 1)) == []
    house.finds("a", "a2", story="a")
    house.finds("b")
    assert house.told(at(9, 2)) == [["many", "story:Tin a", "story:Tin b"]]
    house.finds("a3", story="a")
    assert house.told(at(9, 3)) == []
    house.finds("c")
    assert house.told(at(9, 4)) == [["story:Tin c"]]
    with house.database.read() as store:
        message = store.outbox.list(1)[0]
        assert [why.code for why in message.subject.params["reasons"]] == ["found-by.words", "found-by.places"]
        assert message.subject.params["searches"] == ["Bão lũ"]


def test_a_hit_waits_for_its_story_and_after_a_while_stands_for_itself(house: House) -> None:
    house.follows(Rhythm.AT_ONCE)
    house.finds("a", story="")
    house.finds("b")
    assert house.told(at(9, 1)) == []
    house.finds("a", story="b")  # it was placed
    assert house.told(at(9, 2)) == [["story:Tin a"]]
    house.finds("stuck", story="", now=at(9, 3))
    assert house.told(at(9, 14)) == [["story:Tin stuck"]]
    assert house.told(at(9, 15)) == []


def test_quiet_hours_and_a_pause_hold_it_and_both_end_by_themselves(house: House) -> None:
    house.follows(Rhythm.AT_ONCE)
    house.finds("a", now=at(22))
    assert house.told(at(22, 1)) == []
    assert house.told(at(6, 1, day=24)) == [["story:Tin a"]]
    with house.database.write() as store:
        saved_searches.pause(acting(store, house.lan, at(7, day=24)), house.search.id, at(23, 59, day=25))
    house.finds("b", now=at(8, day=24))
    assert house.told(at(12, day=25)) == []
    assert house.told(at(8, day=26)) == [["story:Tin b"]]


def test_at_an_hour_it_comes_together_or_that_nothing_came(house: House) -> None:
    house.follows(Rhythm.DAILY, silence=True)
    house.finds("a")
    house.finds("b", now=at(12))
    assert house.told(at(16, 59)) == []
    assert house.told(at(17)) == [["many", "story:Tin a", "story:Tin b"]]
    assert house.told(at(17, 1)) == []
    assert house.told(at(17, day=24)) == [["none-since"]]
    assert house.told(at(17, 1, day=24)) == []
    assert house.told(at(9, day=26)) == []  # the worker was away: yesterday's silence is no news today


def test_who_is_told_at_once_hears_in_the_evening_that_nothing_came(house: House) -> None:
    house.follows(Rhythm.AT_ONCE, silence=True)
    assert house.told(at(17)) == [["none-since"]], "it was kept on that day only"
    house.finds("a", now=at(8, day=24))
    assert house.told(at(8, 1, day=24)) == [["story:Tin a"]]
    assert house.told(at(17, day=24)) == []
    assert house.told(at(17, day=25)) == [["none-today"]]


def silent_since(house: House) -> datetime:
    with house.database.read() as store:
        return datetime.fromisoformat(str(store.outbox.list(1)[0].subject.params["since"]))


@pytest.mark.parametrize("rhythm", [Rhythm.AT_ONCE, Rhythm.HOURLY, Rhythm.DAILY, Rhythm.WEEKLY])
def test_that_nothing_came_is_said_of_no_time_before_it_was_kept(house: House, rhythm: Rhythm) -> None:
    house.follows(rhythm, silence=True)
    assert house.told(at(17)) == [["none-since"]]
    assert silent_since(house) == MORNING


@pytest.mark.parametrize("rhythm", [Rhythm.AT_ONCE, Rhythm.DAILY])
def test_nor_of_the_time_in_which_it_found_what_came_before_it_was_followed(house: House, rhythm: Rhythm) -> None:
    house.finds("early", now=at(10))
    house.follows(rhythm, silence=True, now=at(12))
    assert house.told(at(17)) == [["none-since"]]
    assert silent_since(house) == at(10)


def test_each_hour_and_each_week(house: House) -> None:
    house.follows(Rhythm.HOURLY)
    house.finds("a")
    assert house.told(at(9, 59)) == []
    assert house.told(at(10)) == [["story:Tin a"]]
    house.follows(Rhythm.WEEKLY, silence=True, now=at(10, 1))  # Mondays
    house.finds("b", now=at(11))
    assert house.told(at(17)) == [["story:Tin b"]]
    assert house.told(at(17, day=29)) == []
    assert house.told(at(17, day=30)) == [["none-since"]]


def test_two_searches_of_one_person_that_find_one_story_are_one_line(house: House) -> None:
    with house.database.write() as store:
        other = saved_searches.keep(acting(store, house.lan, MORNING), name="Lào Cai", text="nơi:Lào Cai")
        saved_searches.follow(acting(store, house.lan, MORNING), other.id, Chosen(rhythm=Rhythm.AT_ONCE))
    house.follows(Rhythm.AT_ONCE)
    house.finds("a")
    house.finds("a2", story="a", to=other)
    assert house.told(at(9, 1)) == [["story:Tin a"]]
    with house.database.read() as store:
        assert store.outbox.list(1)[0].subject.params["searches"] == ["Bão lũ", "Lào Cai"]


def test_a_search_that_matches_everything_is_told_seldom_and_said_to_be_too_wide(house: House) -> None:
    house.follows(Rhythm.AT_ONCE)
    house.finds(*(f"k{number:03}" for number in range(MAX_HITS_A_DAY)))
    house.finds("more", "and-more")
    [first] = house.told(at(9, 1))
    assert first[0] == "many"
    assert first[-2:] == ["more", "too-many"]
    assert len(first) == 13
    assert house.told(at(9, 2)) == []


def test_a_story_that_two_searches_find_at_different_times_is_told_once_with_all_that_found_it(house: House) -> None:
    with house.database.write() as store:
        who = acting(store, house.lan, MORNING)
        daily, late = (saved_searches.keep(who, name=name, text=name) for name in ("Lào Cai", "Yên Bái"))
        saved_searches.follow(who, daily.id, Chosen(rhythm=Rhythm.DAILY, silence=True))
        saved_searches.follow(who, late.id, Chosen(rhythm=Rhythm.AT_ONCE, silence=True))
    house.follows(Rhythm.AT_ONCE)
    house.finds("a2", story="a", to=daily)
    house.finds("a")
    assert house.told(at(9, 1)) == [["story:Tin a"]]
    with house.database.read() as store:
        assert store.outbox.list(1)[0].subject.params["searches"] == ["Bão lũ", "Lào Cai"], "also what is due later"
    house.finds("a3", story="a", to=late, now=at(10))
    assert house.told(at(10, 1)) == []
    assert house.told(at(17)) == [["told-before"]], "Lào Cai found something, and Yên Bái is not said to be silent"
    with house.database.read() as store:
        assert [story.placed for story in store.saved_hits.stories(late.id, 9)] == ["a"], "its page shows it"
        assert {follow.told_to for follow in store.follows.of_person(house.lan.id)} == {1}
    house.finds("b", to=late, now=at(18))
    assert house.told(at(18, 1)) == [["story:Tin b"]]


def test_a_told_story_is_told_again_when_it_becomes_a_warning_and_then_no_more(house: House) -> None:
    house.follows(Rhythm.AT_ONCE)
    house.finds("a")
    assert house.told(at(9, 1)) == [["story:Tin a"]]
    for minute, key in ((2, "w"), (4, "w2")):
        house.finds(key, story="a", now=at(9, minute))
        with house.database.write() as store:
            link = ChainedWarning(warning=FLOOD)
            store.warnings.save([StoredWarning(article_id=key, source_id=PAPER.id, link=link, as_read=FLOOD)])
        assert house.told(at(9, minute + 1)) == ([["story:Tin w"]] if key == "w" else [])


def test_what_was_told_is_known_after_stories_are_joined_and_nobody_elses(house: House) -> None:
    with house.database.write() as store:
        minh = a_person(store, "minh")
    house.finds("a", "b", "c")
    with house.database.write() as store:
        store.told_stories.tell(house.lan.id, {"a": False, "b": True}, MORNING)
        store.told_stories.tell(house.lan.id, {"a": False}, MORNING)
        assert store.told_stories.told(house.lan.id, ["a", "b", "c"]) == {"a": False, "b": True}
        assert store.told_stories.told(minh.id, ["a", "b", "c"]) == store.told_stories.told(house.lan.id, []) == {}
        store.connection.execute(update(articles).where(articles.c.id == "a").values(story_id="c"))
        store.told_stories.remove_before(MORNING)
        assert store.told_stories.told(house.lan.id, ["c"]) == {"c": False}
        store.told_stories.remove_before(at(10))
        assert store.told_stories.told(house.lan.id, ["c"]) == {}


@pytest.mark.parametrize("kind", ["sqlite_database", "postgresql_database"])
def test_two_workers_at_once_tell_once_what_two_searches_have_found(request: pytest.FixtureRequest, kind: str) -> None:
    house = House(request.getfixturevalue(kind))
    with house.database.write() as store:
        other_search = saved_searches.keep(acting(store, house.lan, MORNING), name="Lào Cai", text="nơi:Lào Cai")
        saved_searches.follow(acting(store, house.lan, MORNING), other_search.id, Chosen(rhythm=Rhythm.AT_ONCE))
    house.follows(Rhythm.AT_ONCE)
    house.finds("a")
    house.finds("a2", story="a", to=other_search)
    look = a_look(house.database, at(9, 1))

    def other() -> None:
        saved.plan(look)

    with meanwhile(house.database, other) as waits, house.database.write() as store:
        assert saved.tell(store, look)
        waits()
    with house.database.read() as store:
        [told] = store.outbox.list(9)
    assert told.subject.params["searches"] == ["Bão lũ", "Lào Cai"]


def test_a_worker_that_dies_before_it_is_done_has_told_nothing_and_the_next_tells_all(house: House) -> None:
    house.follows(Rhythm.AT_ONCE)
    house.finds("a")
    with pytest.raises(KeyboardInterrupt), house.database.write() as store:
        assert saved.tell(store, a_look(house.database, at(9, 1)))
        raise KeyboardInterrupt
    assert house.told(at(9, 2)) == [["story:Tin a"]]
    assert house.told(at(9, 2) + timedelta(hours=1)) == []


@pytest.mark.parametrize("kind", ["sqlite_database", "postgresql_database"])
def test_a_page_is_opened_while_the_worker_tells_and_both_are_kept(request: pytest.FixtureRequest, kind: str) -> None:
    house = House(request.getfixturevalue(kind))
    house.follows(Rhythm.AT_ONCE)
    house.finds("a")
    in_turn(
        house.database,
        lambda store: saved.tell(store, a_look(house.database, at(9, 1))),
        lambda store: saved_searches.seen(store, house.lan, house.search.id),
    )
    with house.database.read() as store:
        [follow] = store.follows.of_person(house.lan.id)
        assert (follow.told_to, follow.seen_to, store.follows.unseen()) == (1, 1, {})
