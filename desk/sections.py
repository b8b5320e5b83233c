"""An editor corrects an article's section. It stays: nothing that the program reads later takes it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.acting import Acting
from desk.ranking.ranker import Ranker
from desk.stories import with_its_story_locked
from domain.article import Article
from domain.errors import Conflict
from domain.log import Action
from domain.people import Act
from domain.problems import Problem
from domain.store import Store
from domain.understanding import OtherChoice, Section, SectionChoice

LOOKED_AT_ENTRIES = 50  # of an article's log, for the last choice


class ArticleAction(Action):
    """What the log says that somebody did with an article."""

    CHOOSE_SECTION = "choose-section"


@dataclass(frozen=True, kw_only=True)
class LastChoice:
    """Who chose the section that stands, when, and what undoing goes back to."""

    who: str
    at: datetime
    before: SectionChoice


def choose(
    acting: Acting, ranker: Ranker, article_id: str, choice: SectionChoice, seen: SectionChoice | None = None
) -> Article:
    """The last word counts; with `seen`, Conflict where a colleague has chosen something else since."""
    acting.may(Act.PICK)
    store = acting.store
    with_its_story_locked(store, lambda: store.articles.get(article_id))
    store.articles.lock(article_id)  # an article that is still read stands in no story
    before = store.articles.get(article_id)
    if seen is not None and seen != before.section_choice:
        raise Conflict(Problem.CHANGED_MEANWHILE)
    if choice == before.section_choice:
        return before  # a second tab did it already
    store.articles.choose_section(article_id, choice)
    after = store.articles.get(article_id)
    if after.story_id:
        ranker.refresh(store, [after.story_id])
    acting.log(ArticleAction.CHOOSE_SECTION, f"article:{article_id}", _told(before), _told(after))
    return after


def last_choice(store: Store, article: Article) -> LastChoice | None:
    """None where the program's judgement stands."""
    if not article.is_section_chosen:
        return None
    entries = store.log.list(LOOKED_AT_ENTRIES, f"article:{article.id}")
    entry = next((one for one in entries if one.action == ArticleAction.CHOOSE_SECTION), None)
    return LastChoice(who=entry.who, at=entry.at, before=_choice(entry.before)) if entry else None


def _told(article: Article) -> dict[str, Any]:
    shown = article.section or OtherChoice.UNCLEAR
    second = {"second_section": article.second_section} if article.second_section else {}
    return {"section": shown} | second | {"by_editor": article.is_section_chosen}


def _choice(told: Mapping[str, Any]) -> SectionChoice:
    """The choice that stood when this was logged."""
    if not told["by_editor"]:
        return OtherChoice.PROGRAM
    return OtherChoice.UNCLEAR if told["section"] == OtherChoice.UNCLEAR else Section(told["section"])
