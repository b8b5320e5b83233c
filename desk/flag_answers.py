"""What people answer to flags. An answer stands on the card for whoever comes after, and stays in the log for good."""

from dataclasses import dataclass

from desk.acting import Acting
from desk.flag_card import CardFlag, FlagCard
from domain.errors import BadInput, Conflict
from domain.flags import Answer, FlagAction, FlagAnswer
from domain.people import Act
from domain.problems import Problem

MAX_SENTENCE_CHARS = 1000
_ACTIONS = {Answer.ACCEPTED: FlagAction.ACCEPTED, Answer.OVERRIDDEN: FlagAction.OVERRIDDEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says to a flag that their page showed."""

    evidence: str  # of the RaisedFlag
    answer: Answer
    sentence: str = ""
    seen: int = 0  # the answer that the page showed beside it; 0: none


def answer(acting: Acting, card: FlagCard, said: Said) -> FlagAnswer:
    """Keep it. Raise Conflict where the flag is raised no more, or a colleague has answered otherwise meanwhile.

    `card` is to be a locked one.
    """
    acting.may(Act.REVIEW)
    sentence = said.sentence.strip()
    if said.answer is Answer.OVERRIDDEN and not sentence:
        raise BadInput(Problem.NO_OVERRIDE_REASON)
    found = _flag_of(card, said.evidence)
    if (stands := found.answer) and stands.id != said.seen:
        if (stands.answer, stands.sentence) == (said.answer, sentence):
            return stands
        raise Conflict(Problem.FLAG_ANSWERED, person=found.answered_by)
    flag = found.raised.flag
    kept = acting.store.flag_answers.add(
        FlagAnswer(
            id=0,
            article_id=card.article.id,
            flag=flag,
            evidence=said.evidence,
            answer=said.answer,
            sentence=sentence,
            by=acting.by,
            at=acting.now,
        )
    )
    after = {"flag": flag.value} | ({"sentence": sentence} if sentence else {})
    acting.log(_ACTIONS[said.answer], f"article:{card.article.id}", {}, after)
    return kept


def take_back(acting: Acting, card: FlagCard, answer_id: int) -> None:
    """The flag asks again. What a colleague has done already is no error."""
    acting.may(Act.REVIEW)
    found = next((one for one in acting.store.flag_answers.of_articles([card.article.id]) if one.id == answer_id), None)
    if found is None:
        return
    acting.store.flag_answers.remove(answer_id)
    before = {"answer": found.answer.value, "sentence": found.sentence}
    acting.log(FlagAction.ANSWER_TAKEN_BACK, f"article:{card.article.id}", before, {"flag": str(found.flag)})


def _flag_of(card: FlagCard, evidence: str) -> CardFlag:
    found = next((one for one in card.flags if one.raised.evidence == evidence), None)
    if found is None or found.is_blocking:
        raise Conflict(Problem.FLAG_GONE)
    return found
