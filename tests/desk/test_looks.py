"""Two editors at one queue: what each has seen, and who is at a story right now."""

from datetime import timedelta

import pytest

from database.engine import memory_database
from desk import queue
from domain.errors import NotFound
from domain.stories import QueueFilter
from domain.story import StoryState
from tests.making import NOON, a_person, a_story, acting, with_sources


def test_a_card_says_that_i_have_seen_it_and_which_colleague_is_at_it_now() -> None:
    with memory_database().write() as store:
        with_sources(store)
        store.stories.save([a_story("a")])
        lan, minh = a_person(store, "lan"), a_person(store, "minh")
        queue.look(acting(store, lan), "a")

        def card(by: object, minutes: int) -> tuple[bool, tuple[str, ...]]:
            page = queue.list_cards(store, QueueFilter(), NOON + timedelta(minutes=minutes), by)  # type: ignore[arg-type]
            return page.cards[0].seen, page.cards[0].viewers

        assert card(lan, 1) == (True, ())
        assert card(minh, 1) == (False, ("Lan",))
        assert card(minh, 6) == (False, ())
        with pytest.raises(NotFound):
            queue.look(acting(store, lan), "no such story")


def test_several_stories_are_skipped_and_brought_back_together() -> None:
    with memory_database().write() as store:
        with_sources(store)
        for key in "abc":
            store.stories.save([a_story(key)])
        lan = a_person(store, "lan")
        queue.skip_many(acting(store, lan), ["a", "b"])
        assert [story.id for story in store.stories.list(QueueFilter())[0]] == ["c"]
        assert queue.top(store) == ["c"]
        queue.restore_many(acting(store, lan), ["a", "b"])
        assert {store.stories.get(key).state for key in "abc"} == {StoryState.OPEN}
        assert [entry.action for entry in store.log.list(10)] == ["open", "open", "skipped", "skipped"]
