"""Who has opened which story, in all three databases."""

from datetime import timedelta

from database.engine import SqlDatabase
from domain.people import Role
from tests.making import NOON, a_person, a_story, with_sources


def test_the_last_look_of_each_person_is_kept(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        store.stories.save([a_story("a")])
        store.stories.save([a_story("b")])
        lan, minh = a_person(store, "lan"), a_person(store, "minh", Role.REVIEWER)
        store.story_views.save("a", lan.id, NOON)
        store.story_views.save("a", minh.id, NOON)
        store.story_views.save("a", lan.id, NOON + timedelta(minutes=2))
    with database.read() as store:
        assert store.story_views.find(["a", "b"]) == {
            "a": {lan.id: NOON + timedelta(minutes=2), minh.id: NOON},
            "b": {},
        }
        assert store.story_views.find([]) == {}
