from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import EditorActs, ReadStore, SignedIn, TheWeb
from api.flag_cards import MAX_HEARD
from api.flags_told import FlagsUnheard
from api.problems import problems
from desk import review, sections
from desk.related import related
from domain.article import Article, ArticleVersion
from domain.editorial import ReviewItem
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn
from domain.understanding import OtherChoice, Section
from domain.work import OutcomeRow

router = APIRouter(prefix="/v1/articles", tags=["articles"], responses=problems(NotSignedIn, NotFound))


class SectionIn(BaseModel):
    section: Section | OtherChoice
    seen: Section | OtherChoice | None = None  # refused where a colleague has chosen something else since


class PickIn(BaseModel):
    heard: list[Annotated[str, Field(max_length=40)]] = Field(
        default=[],
        max_length=MAX_HEARD,
        description="the flags that a person has looked at, each by its `evidence`; the screen's forms send them, too",
    )


@router.get("/{article_id}")
def get_article(article_id: str, session: SignedIn, store: ReadStore) -> Article:
    return store.articles.get(article_id)


@router.get("/{article_id}/outcomes")
def outcomes(article_id: str, session: SignedIn, store: ReadStore) -> list[OutcomeRow]:
    """What each step did, one outcome a step and version."""
    return store.progress.outcomes(store.articles.get(article_id).id)


@router.get("/{article_id}/versions")
def versions(article_id: str, session: SignedIn, store: ReadStore) -> list[ArticleVersion]:
    """Earlier texts, as they stood before the publisher changed them."""
    return store.versions.list(store.articles.get(article_id).id)


@router.get("/{article_id}/related")
def related_coverage(article_id: str, session: SignedIn, services: TheWeb, store: ReadStore) -> list[Article]:
    """The nearest coverage outside the article's own story, at most five, one a story; [] while search is away."""
    return related(store, services.index, store.articles.get(article_id))


@router.post("/{article_id}/pick", status_code=201, responses=problems(NotAllowed, Conflict, BadInput))
def pick(article_id: str, acting: EditorActs, services: TheWeb, body: PickIn | None = None) -> ReviewItem:
    """Take the article for the page, as a draft.

    As on the screen, flags that nobody has answered are told first: 409 with the type
    `urn:diemtin:problem:flags-unheard`, the `flags`, and in `send` the body that picks all the same. Where other
    flags came up meanwhile, it is refused again.
    """
    if card := services.flags.before_picking(acting, article_id, body.heard if body else ()):
        raise FlagsUnheard(card, acting.by)
    return review.pick(acting, services.ranker, article_id)


@router.put("/{article_id}/section", responses=problems(NotAllowed, Conflict, BadInput))
def choose_section(article_id: str, body: SectionIn, acting: EditorActs, services: TheWeb) -> Article:
    """One of the ten, `chua-ro`, or `may` for what the program judges. No later reading changes it."""
    return sections.choose(acting, services.ranker, article_id, body.section, body.seen)
