"""Moves by hand, bands of copies, preferences and new sums: the same on every database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from database import stories
from database.editorial import settings
from database.engine import SqlDatabase
from database.rows import put
from domain.message import say
from domain.ports import AssignmentReason
from domain.preferences import Preferences, PreferenceUpdate
from domain.stage import Stage
from domain.stories import BandRow, QueueFilter
from domain.story import ScoreTerm, Term
from tests.making import NOON, PAPER, a_story, an_article, with_sources

BY_HAND = say(AssignmentReason.BY_HAND)


def test_the_last_word_on_an_article_counts(database: SqlDatabase) -> None:
    article = an_article("a", stage=Stage.QUEUED, story_id="s1")
    with database.write() as store:
        with_sources(store)
        store.articles.add([article])
        start = store.regroupings.last()
        store.regroupings.add([article.id], "s2", BY_HAND, NOON)
        store.regroupings.add([article.id], "s3", BY_HAND, NOON)
        assert store.regroupings.find([article.id, "khac"]) == {article.id: "s3"}
        assert [move.story_id for move in store.regroupings.since(start)] == ["s2", "s3"]
        assert store.regroupings.since(store.regroupings.last()) == []
        moved = store.articles.get(article.id)
        assert (moved.story_id, moved.assignment_reason) == ("s3", BY_HAND)
        [(_, kin)] = store.stories.placed(NOON - timedelta(hours=72))
        assert kin.by_hand


def test_bands_are_found_by_key_and_forgotten_by_day(database: SqlDatabase) -> None:
    rows = [
        BandRow(key=key, article_id=name, day=day) for key, name, day in [(-(2**63), "a", 1), (5, "a", 1), (5, "b", 9)]
    ]
    with database.write() as store:
        store.bands.add(rows)
        store.bands.add(rows)
        assert sorted(store.bands.near([5, 7])) == [(5, "a"), (5, "b")]
        assert store.bands.remove(9, 0, 2**63 - 1) == 1
        assert sorted(store.bands.near([5, -(2**63)])) == [(-(2**63), "a"), (5, "b")]


def test_what_a_desk_prefers_is_kept_as_it_was_put(database: SqlDatabase) -> None:
    lesson = PreferenceUpdate(story_id="s", shifts={"section:suc-khoe": 0.1})
    wanted = Preferences(bias=-0.5, coefficients={"source:x": 0.25}, revision=3, recent=(lesson,), since=NOON)
    with database.write() as store:
        assert store.settings.preferences() == Preferences()
        store.settings.save_preferences(wanted)
        assert store.settings.preferences() == wanted


def test_preferences_that_0_1_0_stored_are_read(database: SqlDatabase) -> None:
    update = {"story_id": "s", "shifts": {"near:ours": 0.1}}
    stored = {"usual": -0.5, "coefficients": {"near:ours": 0.1}, "lessons": 3, "recent": [update], "since": None}
    with database.write() as store:
        put(store.connection, settings, [{"key": "preferences", "value": stored}])
    with database.read() as store:
        learnt = store.settings.preferences()
    assert (learnt.bias, learnt.revision, learnt.coefficients) == (-0.5, 3, {"near:ours": 0.1})
    assert learnt.recent == (PreferenceUpdate(story_id="s", shifts={"near:ours": 0.1}),)


def test_a_new_sum_changes_the_order_and_nothing_else(database: SqlDatabase) -> None:
    one, two = a_story("one", places=("15",)), a_story("two", score=2.0)
    with database.write() as store:
        store.stories.save([one, two])
        better = replace(one, score=3.0, terms=(ScoreTerm(term=Term.PREFERENCES, value=2.0),))
        store.stories.rescore([better])
        assert store.stories.list(QueueFilter())[0] == [better, two]
        store.stories.remove([one.id])
        assert store.stories.list(QueueFilter())[0] == [two]


@pytest.mark.parametrize("few", [0, 100])
def test_rare_and_common_places_give_the_same_list(
    database: SqlDatabase, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "CHEAP_TO_SORT_STORIES", few)
    with database.write() as store:
        store.stories.save([a_story(f"s{n}", score=float(n), places=("15", "02") if n % 2 else ()) for n in range(6)])
        found, total = store.stories.list(QueueFilter(place="15", limit=2))
        assert ([story.id for story in found], total) == (["s5", "s3"], 3)
        assert store.stories.list(QueueFilter(source=PAPER.id)) == ([], 0)
