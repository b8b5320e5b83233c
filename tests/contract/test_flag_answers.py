"""What people answer to flags is kept once for each raising, and of two who answer at once neither loses a word."""

import pytest

from database.engine import SqlDatabase
from desk import flag_answers, review
from desk.flag_answers import Said
from desk.flag_card import CardFlag, FlagReader
from desk.ranking.ranker import Ranker
from domain.errors import BadInput, Conflict
from domain.flags import Answer, FlagReason, RaisedFlag
from domain.message import say
from domain.people import Person
from domain.problems import Problem
from domain.stage import Stage
from domain.store import Store
from domain.story import Flag
from tests.contract.at_once import told_at_once
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_person, a_story, acting, an_article, with_sources

OURS = "Trang đăng lại có chủ ý."


class Teasing:
    """Raises one flag in every article."""

    why = FlagReason.CORRECTED

    def read(self, article: object) -> list[RaisedFlag]:
        return [RaisedFlag(flag=Flag.TEASER, why=say(self.why))]


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        store.articles.add([an_article("a", id="a", stage=Stage.QUEUED, story_id="a")])
        store.stories.save([a_story("a")])
        a_person(store, "lan")
        a_person(store, "minh")
    return made


def _who(store: Store, login: str) -> Person:
    return next(person for person in store.people.list() if person.login == login)


def _says(store: Store, login: str, answer: Answer, sentence: str = "", seen: int = 0) -> object:
    by = acting(store, _who(store, login))
    card = FlagReader(text=Teasing()).locked(by, "a")
    evidence = card.flags[0].raised.evidence
    return flag_answers.answer(by, card, Said(evidence=evidence, answer=answer, sentence=sentence, seen=seen))


def _flag(database: SqlDatabase) -> CardFlag:
    with database.read() as store:
        [flag] = FlagReader(text=Teasing()).card(store, "a", NOON).flags
    return flag


def test_an_answer_stands_on_the_card_until_it_is_taken_back_and_the_log_keeps_both(database: SqlDatabase):
    assert _flag(database).answer is None
    with pytest.raises(BadInput), database.write() as store:
        _says(store, "lan", Answer.OVERRIDDEN, "  ")
    with database.write() as store:
        _says(store, "lan", Answer.OVERRIDDEN, OURS)

    answered = _flag(database)
    assert answered.answer
    assert (answered.answered_by, answered.answer.sentence, answered.answer.at) == ("Lan", OURS, NOON)
    with database.write() as store:
        by = acting(store, _who(store, "minh"))
        for _ in range(2):  # a second press of the same button is no error
            flag_answers.take_back(by, FlagReader(text=Teasing()).locked(by, "a"), answered.answer.id)
    assert _flag(database).answer is None
    with database.read() as store:
        told = [(one.who, one.action, one.after) for one in store.log.list(5, "article:a")]
    assert told == [
        ("Minh", "flag-answer-taken-back", {"flag": "teaser"}),
        ("Lan", "flag-overridden", {"flag": "teaser", "sentence": OURS}),
    ]


def test_of_two_who_answer_at_once_the_second_hears_of_the_first_and_may_then_take_its_place(database: SqlDatabase):
    def second() -> object:
        with database.write() as store:
            return _says(store, "minh", Answer.OVERRIDDEN, OURS)

    told = told_at_once(database, lambda store: _says(store, "lan", Answer.ACCEPTED), second)

    assert told == [say(Problem.FLAG_ANSWERED, person="Lan")]
    first = _flag(database).answer
    assert first
    assert first.answer is Answer.ACCEPTED
    with database.write() as store:
        _says(store, "minh", Answer.OVERRIDDEN, OURS, seen=first.id)
    assert _flag(database).answered_by == "Minh"


def test_two_who_accept_at_once_are_one_answer(database: SqlDatabase):
    def second() -> object:
        with database.write() as store:
            return _says(store, "minh", Answer.ACCEPTED)

    [kept] = told_at_once(database, lambda store: _says(store, "lan", Answer.ACCEPTED), second)

    assert kept == _flag(database).answer
    assert _flag(database).answered_by == "Lan"


def test_an_answer_to_what_is_raised_no_more_is_refused_and_other_words_ask_again(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
):
    with database.write() as store:
        _says(store, "lan", Answer.ACCEPTED)
    before = _flag(database).raised.evidence
    monkeypatch.setattr(Teasing, "why", FlagReason.PRIVACY)

    assert _flag(database).answer is None
    with pytest.raises(Conflict) as refused, database.write() as store:
        by = acting(store, _who(store, "lan"))
        card = FlagReader(text=Teasing()).locked(by, "a")
        flag_answers.answer(by, card, Said(evidence=before, answer=Answer.ACCEPTED))
    assert refused.value.why == say(Problem.FLAG_GONE)


def _picks(store: Store, login: str, heard: list[str]) -> object:
    """As the screens and the API do: the flags that were not heard, or else the item."""
    by = acting(store, _who(store, login))
    card = FlagReader(text=Teasing()).before_picking(by, "a", heard)
    return card.unanswered() if card else review.pick(by, Ranker(gazetteer=FakeGazetteer()), "a")


def test_of_two_who_pick_at_once_one_has_the_story_and_the_other_is_told_by_whom(database: SqlDatabase):
    heard = [_flag(database).raised.evidence]

    def second() -> object:
        with database.write() as store:
            return _picks(store, "minh", heard)

    with database.write() as store:
        assert _picks(store, "minh", [])  # nothing was heard, so nothing is picked
    told = told_at_once(database, lambda store: _picks(store, "lan", heard), second)

    assert told == [say(Problem.ALREADY_PICKED, person="Lan")]
    with database.read() as store:
        [item] = store.items.of_stories(["a"])["a"]
    assert item.article_id == "a"
