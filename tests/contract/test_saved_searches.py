"""Saved searches in the database, and the lane that asks them: each hit once, whoever works at once or dies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from database.engine import SqlDatabase
from desk import saved_searches
from desk.saved_matching import SavedMatching
from desk.saved_searches import Chosen
from domain.errors import BadInput, Conflict, NotAllowed, NotFound
from domain.people import Person, Role
from domain.saved_searches import MAX_HITS_A_DAY, MAX_OF_PERSON, Rhythm, SavedHit, SavedSearch
from domain.stage import Stage
from domain.store import Store
from index.percolator.engine import EmbeddedPercolator
from tests.contract.at_once import meanwhile
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_person, acting, an_article, with_sources

DAY = "2026-11-23"


def lane(database: SqlDatabase, clock: Callable[[], datetime] = lambda: NOON) -> SavedMatching:
    return SavedMatching(
        database=database, percolator=EmbeddedPercolator(), gazetteer=FakeGazetteer(), clock=clock, tell=lambda _: None
    )


def came(store: Store, *keys: str, **more: Any) -> None:
    with_sources(store)
    usual = {"stage": Stage.QUEUED, "text": "Bão vào bờ."}
    store.articles.add([an_article(key, **usual | {"id": key, "story_id": key} | more) for key in keys])


def kept(store: Store, text: str = "bão", login: str = "lan") -> tuple[Person, SavedSearch]:
    person = a_person(store, login)
    return person, saved_searches.keep(acting(store, person), name="", text=text)


def hits(search: SavedSearch, *keys: str, at: datetime = NOON) -> list[SavedHit]:
    return [SavedHit(search_id=search.id, article_id=key, at=at, version=1, words=("Bão",)) for key in keys]


def test_a_search_is_kept_once_shared_followed_and_removed_with_all_it_has(database: SqlDatabase) -> None:
    with database.write() as store:
        lan, search = kept(store, "  bão   Lào Cai ")
        minh = a_person(store, "minh", Role.ANALYST)
        assert (search.name, search.text) == ("bão Lào Cai", "bão Lào Cai")
        assert kept(store, "bão Lào Cai")[1] == search
        assert store.saved_searches.queries() == {search.id: search.query}
        stamp = store.saved_searches.stamp()
        ours, theirs = acting(store, lan), acting(store, minh)
        with pytest.raises(NotFound):
            saved_searches.shown(store, minh, search.id, NOON)
        saved_searches.share(ours, search.id, shared=True)
        assert store.saved_searches.stamp() != stamp
        saved_searches.follow(theirs, search.id, Chosen(rhythm=Rhythm.DAILY, silence=True))
        assert [one.follow is not None for one in saved_searches.listed(store, minh, NOON)] == [True]
        with pytest.raises(NotAllowed):
            saved_searches.rename(theirs, search.id, "Của tôi")
        with pytest.raises(Conflict):
            store.saved_searches.save(search)
        saved_searches.share(ours, search.id, shared=False)
        assert store.follows.of_person(minh.id) == []
        saved_searches.remove(ours, search.id)
        with pytest.raises(NotFound):
            store.saved_searches.get(search.id)
        with pytest.raises(BadInput):
            saved_searches.keep(ours, name="x", text="  ")
        for number in range(MAX_OF_PERSON):
            saved_searches.keep(ours, name="", text=f"số {number}")
        with pytest.raises(BadInput):
            saved_searches.keep(ours, name="", text="thêm một")


def test_an_article_is_a_hit_once_and_what_floods_a_day_is_counted_and_not_kept(database: SqlDatabase) -> None:
    with database.write() as store:
        _, search = kept(store)
        keys = [f"k{number:03}" for number in range(MAX_HITS_A_DAY + 5)]
        came(store, *keys)
        assert store.saved_hits.add(hits(search, *keys[:2], keys[1]), DAY) == 2
        assert store.saved_hits.add(hits(search, *keys), DAY) == MAX_HITS_A_DAY - 2
        assert store.saved_hits.add(hits(replace(search, id=search.id + 1), "k001"), DAY) == 0
        now = store.saved_searches.get(search.id)
        assert (now.found_on(DAY), now.found_on("2026-11-24"), now.last_hit) == (len(keys), 0, MAX_HITS_A_DAY)
        assert store.saved_hits.add(hits(search, keys[-1], at=NOON + timedelta(days=1)), "2026-11-24") == 1
        assert store.saved_hits.numbers([search.id], NOON + timedelta(hours=1)) == {search.id: 1}
        store.saved_hits.remove_before(NOON + timedelta(hours=1), 500)
        [left] = store.saved_hits.stories(search.id, 9)
        assert (left.hit.article_id, left.hit.number, left.hit.words) == (keys[-1], MAX_HITS_A_DAY + 1, ("Bão",))


def test_a_search_that_finds_everything_keeps_its_newest_and_costs_the_others_nothing(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.saved_hits.MAX_HITS", 3)
    with database.write() as store:
        _, wide = kept(store)
        _, other = kept(store, "lũ")
        came(store, "a", "b", "c", "d", "e")
        store.saved_hits.add(hits(wide, "a", "b") + hits(other, "a"), DAY)
        store.saved_hits.add(hits(wide, "c", "d", "e"), DAY)
        assert [s.hit.article_id for s in store.saved_hits.stories(wide.id, 9)] == ["e", "d", "c"]
        assert [s.hit.article_id for s in store.saved_hits.stories(other.id, 9)] == ["a"]
        assert store.saved_searches.get(wide.id).last_hit == 5


def test_of_a_search_that_is_full_today_hits_are_counted_only(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.saved_hits.MAX_HITS_A_DAY", 1)
    monkeypatch.setattr("database.saved_searches.MAX_HITS_A_DAY", 1)
    with database.write() as store:
        _, search = kept(store)
        came(store, "a")
    assert lane(database).advance() == 1
    with database.write() as store:
        assert (store.saved_searches.full(DAY), store.saved_searches.full("2026-11-24")) == ({search.id}, set())
        came(store, "b")
    assert lane(database).advance() == 1
    with database.write() as store:
        assert store.saved_searches.get(search.id).counted == 2
        assert [s.hit.article_id for s in store.saved_hits.stories(search.id, 9)] == ["a"]
        assert store.saved_hits.add(hits(search, "b"), "2026-11-24") == 1
        assert store.saved_hits.add(hits(search, "c"), DAY) == 0  # by one who is still at yesterday
        assert store.saved_searches.get(search.id).found_on("2026-11-24") == 2


def test_a_story_is_new_until_one_of_its_articles_was_told_also_when_stories_are_merged(database: SqlDatabase) -> None:
    with database.write() as store:
        _, search = kept(store)
        came(store, "a", "b", "c")
        came(store, "a2", story_id="a")
        came(store, "gone", withdrawn_at=NOON)
        store.saved_hits.add(hits(search, "a", "a2", "gone", "b"), DAY)
        found = store.saved_hits.stories(search.id, 9)
        assert [(s.story_id, s.hit.article_id, s.articles) for s in found] == [("b", "b", 1), ("a", "a", 2)]
        assert [s.story_id for s in store.saved_hits.stories(search.id, 9, after=1)] == ["b"]
        came(store, "b", story_id="a")
        store.saved_hits.add(hits(search, "c"), DAY)
        assert [s.story_id for s in store.saved_hits.stories(search.id, 9, after=1)] == ["c"]


def test_each_version_is_asked_once_and_who_dies_before_writing_leaves_it_to_the_next(database: SqlDatabase) -> None:
    with database.write() as store:
        _, search = kept(store)
        came(store, "a", "b")

    lived: list[int] = []

    def killed() -> datetime:
        if lived:
            raise KeyboardInterrupt
        lived.append(1)
        return NOON

    with pytest.raises(KeyboardInterrupt):
        lane(database, killed).advance()
    assert lane(database).advance() == 2
    assert lane(database).advance() == 0
    with database.write() as store:
        assert store.saved_searches.get(search.id).counted == 2
        store.articles.add([an_article("c", id="c", stage=Stage.QUEUED, text="Giá vàng")])
    assert lane(database).advance() == 1
    with database.write() as store:
        assert store.saved_searches.get(search.id).counted == 2
        assert store.saved_hits.behind(9) == []


def test_a_search_that_is_kept_later_is_asked_what_comes_later(database: SqlDatabase) -> None:
    working = lane(database)
    with database.write() as store:
        came(store, "a")
    assert working.advance() == 1
    with database.write() as store:
        _, search = kept(store)
        came(store, "b")
    assert working.advance() == 1
    with database.read() as store:
        assert [s.hit.article_id for s in store.saved_hits.stories(search.id, 9)] == ["b"]


@pytest.mark.parametrize("kind", ["sqlite_database", "postgresql_database"])
def test_two_lanes_at_once_find_an_article_once(request: pytest.FixtureRequest, kind: str) -> None:
    database: SqlDatabase = request.getfixturevalue(kind)
    with database.write() as store:
        _, search = kept(store)
        came(store, "a")

    def other() -> None:
        lane(database).advance()

    with meanwhile(database, other) as waits, database.write() as store:
        store.saved_hits.add(hits(search, "a"), DAY)
        waits()
    with database.read() as store:
        assert (store.saved_searches.get(search.id).counted, len(store.saved_hits.stories(search.id, 9))) == (1, 1)


@pytest.mark.parametrize("kind", ["sqlite_database", "postgresql_database"])
def test_two_windows_at_once_keep_the_same_search_once(request: pytest.FixtureRequest, kind: str) -> None:
    database: SqlDatabase = request.getfixturevalue(kind)
    with database.write() as store:
        lan = a_person(store, "lan")

    def keep(store: Store) -> None:
        saved_searches.keep(acting(store, lan), name="", text="bão")

    def other() -> None:
        with database.write() as store:
            keep(store)

    with meanwhile(database, other) as waits, database.write() as store:
        keep(store)
        waits()
    with database.read() as store:
        assert store.saved_searches.count(lan.id) == 1
