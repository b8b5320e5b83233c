"""What editors pick, skip and ask for shifts the sum: slowly, in the open, within bounds, and back again."""

from dataclasses import replace

import pytest

from desk import queue, review
from desk.ranking import feedback, preferences
from domain.errors import NotAllowed
from domain.message import say
from domain.preferences import Habit, Preferences
from domain.story import ScoreTerm, Story, Term, TermEvidence
from domain.understanding import Section
from tests.desk.conftest import Office
from tests.making import NOON, PAPER, a_story, acting

HEALTH = a_story("khoe")
SPORT = a_story("bong", section=Section.SPORT, source_id="bao-x")
WARNED = a_story("lu", terms=(ScoreTerm(term=Term.WARNING, value=3.0),))


def after(*decisions: tuple[Story, bool], start: Preferences = Preferences()) -> Preferences:
    for story, liked in decisions:
        start = preferences.with_update(start, story, liked, NOON)
    return start


def points(learnt: Preferences, story: Story) -> float:
    found = preferences.preference_term(learnt, story)
    return found.value if found else 0.0


def kept(office: Office, *stories: Story) -> None:
    with office.database.write() as store:
        store.stories.save(stories)


def test_what_is_picked_rises_and_what_is_skipped_sinks() -> None:
    learnt = after(*[(HEALTH, True), (SPORT, False)] * 10)
    assert points(learnt, HEALTH) > 0.5 > -0.5 > points(learnt, SPORT)


def test_one_decision_moves_little_and_a_thousand_stay_within_the_bounds() -> None:
    assert abs(points(after((HEALTH, True)), HEALTH)) < 0.4
    learnt = after(*[(HEALTH, True), (SPORT, False)] * 500)
    assert all(abs(value) <= preferences.MAX_COEFFICIENT_POINTS for value in learnt.coefficients.values())
    assert abs(points(learnt, SPORT)) <= preferences.MAX_STORY_POINTS


def test_no_habit_hides_a_warning_and_a_warning_teaches_none() -> None:
    learnt = after(*[(HEALTH, False)] * 100)
    assert points(learnt, HEALTH) < -1
    assert preferences.preference_term(learnt, WARNED) is None
    assert after(*[(WARNED, False)] * 100) == Preferences()


def test_a_feature_is_a_section_a_source_a_distance_or_a_part_of_the_sum() -> None:
    good = ScoreTerm(term=Term.GOOD_NEWS, value=1.0)
    paid = ScoreTerm(term=Term.ADVERTORIAL, value=-3.0)
    near = ScoreTerm(term=Term.NEIGHBOUR, value=0.8)
    story = a_story("x", terms=(good, paid, near), title="Ông Nguyễn Văn A phản đối", lead="Bà B bức xúc")
    assert preferences.features(story) == ["section:suc-khoe", f"source:{PAPER.id}", "near:beside", "term:good-news"]
    assert preferences.features(replace(story, title="Khác", lead="Khác")) == preferences.features(story)


def test_the_part_says_which_habits_and_by_how_much() -> None:
    learnt = Preferences(coefficients={"section:the-thao": -0.8, "source:bao-x": 0.3, "near:far": 0.01})
    part = preferences.preference_term(learnt, SPORT)
    assert part is not None
    assert part.term is Term.PREFERENCES
    assert part.value == pytest.approx(-0.49)
    assert part.evidence == say(
        TermEvidence.PREFERENCES,
        habits=[
            say(Habit.SKIPPED, what=say(Habit.SECTION, section="the-thao"), points=-0.8),
            say(Habit.PICKED, what=say(Habit.SOURCE, source="bao-x"), points=0.3),
        ],
    )


def test_undoing_a_skip_takes_back_what_it_taught(office: Office) -> None:
    kept(office, HEALTH, SPORT)
    with office.database.write() as store:
        queue.skip(acting(store, office.lan), SPORT.id)
        before = store.settings.preferences()
        queue.skip(acting(store, office.lan), HEALTH.id)
        queue.restore(acting(store, office.lan), HEALTH.id)
        learnt = store.settings.preferences()
    assert before.coefficients["section:the-thao"] < 0
    same = {name: value for name, value in learnt.coefficients.items() if abs(value) > 1e-9}
    assert same == pytest.approx(dict(before.coefficients))
    assert learnt.revision > before.revision, "the worker must hear of it"


def test_picking_teaches_and_a_story_that_comes_later_shows_it(office: Office) -> None:
    first = office.publish(
        "a", "Tiêm chủng|Trạm y tế xã mở điểm tiêm cho trẻ nhỏ vào sáng thứ bảy tuần này, không mất tiền."
    )
    with office.database.write() as store:
        story = store.articles.get(first).story_id
        for _ in range(5):
            feedback.ask(acting(store, office.lan), story, more=True)
        review.pick(acting(store, office.lan), office.ranker, first)
    later = office.publish(
        "b", "Khám mắt|Đoàn bác sĩ khám mắt cho học sinh vùng cao, phát kính và thuốc nhỏ mắt tận tay."
    )
    with office.database.read() as store:
        parts = {part.term: part for part in store.stories.get(later).terms}
    assert parts[Term.PREFERENCES].value > 0
    evidence = parts[Term.PREFERENCES].evidence
    assert evidence is not None
    assert say(Habit.SECTION, section="suc-khoe") in [habit.params["what"] for habit in evidence.params["habits"]]


def test_the_first_stories_follow_what_was_learnt_and_the_sum_stays_the_sum(office: Office) -> None:
    kept(office, HEALTH, replace(SPORT, terms=(ScoreTerm(term=Term.GOOD_NEWS, value=1.0),)))
    with office.database.write() as store:
        store.settings.save_preferences(Preferences(coefficients={"section:the-thao": 1.2}, revision=1))
        assert preferences.rerank(store) == 1
        assert preferences.rerank(store) == 0
        [first, _] = queue.top(store)
        story = store.stories.get(SPORT.id)
        assert first == SPORT.id
        assert story.score == pytest.approx(sum(part.value for part in story.terms)) == pytest.approx(2.2)
        feedback.reset(acting(store, office.boss))
        assert preferences.rerank(store) == 1
        assert [part.term for part in store.stories.get(SPORT.id).terms] == [Term.GOOD_NEWS]


def test_only_an_administrator_sets_it_back_and_the_log_keeps_what_it_was(office: Office) -> None:
    kept(office, SPORT)
    with office.database.write() as store:
        feedback.ask(acting(store, office.lan), SPORT.id, more=False)
        with pytest.raises(NotAllowed):
            feedback.reset(acting(store, office.lan))
        assert feedback.learnt(store)
        feedback.reset(acting(store, office.boss))
        assert feedback.learnt(store) == []
        entry = store.log.list(1)[0]
    assert entry.action == "reset-taste"
    assert entry.before["coefficients"]["section:the-thao"] < 0


def test_a_reader_asks_for_nothing(office: Office) -> None:
    kept(office, SPORT)
    with office.database.write() as store, pytest.raises(NotAllowed):
        feedback.ask(acting(store, office.reader), SPORT.id, more=True)
