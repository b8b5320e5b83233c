from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import Day, EditorActs, Now, ReadStore, SignedIn, TheWeb
from api.problems import problems
from desk.digest import composing
from domain.editorial import Digest, DigestLine
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn

router = APIRouter(prefix="/v1/digests", tags=["digests"], responses=problems(NotSignedIn))


class LineIn(BaseModel):
    article_id: str
    text: str = Field(max_length=4000)


class DigestIn(BaseModel):
    opening: str = Field(max_length=2000)
    lines: list[LineIn] = Field(max_length=100)
    revision: int


@router.get("/{day}")
def get_digest(day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Digest:
    """The saved digest of that day, or a proposal with revision 0."""
    return composing.of_day(store, day, now, services.gazetteer).digest


@router.put("/{day}", responses=problems(NotAllowed, Conflict, BadInput, NotFound))
def save(day: Day, body: DigestIn, acting: EditorActs) -> Digest:
    lines = [DigestLine(article_id=line.article_id, text=line.text) for line in body.lines]
    return composing.save(acting, day, opening=body.opening, lines=lines, revision=body.revision)
