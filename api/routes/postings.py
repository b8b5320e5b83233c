from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import EditorActs, Number, ReadStore, SignedIn, TheWeb
from api.problems import problems
from desk import ledger, postings
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn
from domain.postings import Posting

router = APIRouter(prefix="/v1/postings", tags=["postings"], responses=problems(NotSignedIn))
changes = problems(NotAllowed, NotFound, Conflict, BadInput)


class AddressIn(BaseModel):
    revision: int
    address: str = Field(max_length=2000)


class TakenBackIn(BaseModel):
    revision: int
    reason: str = Field(max_length=2000)


@router.get("")
def list_postings(
    session: SignedIn,
    store: ReadStore,
    before: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[Posting]:
    """Newest first. `before`: the id of the last one read, for the page after it."""
    return store.postings.list(limit, before)


@router.get("/{posting_id}", responses=problems(NotFound))
def get_posting(posting_id: Number, session: SignedIn, store: ReadStore) -> Posting:
    return store.postings.get(posting_id)


@router.put("/{posting_id}/address", responses=changes)
def set_address(posting_id: Number, body: AddressIn, acting: EditorActs) -> Posting:
    """Where the posting can be read; "" for nowhere."""
    return postings.set_address(acting, posting_id, body.revision, body.address)


@router.post("/{posting_id}/take-back", status_code=201, responses=changes)
def take_back(posting_id: Number, body: TakenBackIn, acting: EditorActs, services: TheWeb) -> Posting:
    """It was not posted after all. It stays in the ledger, with the reason."""
    return ledger.take_back(acting, services.ranker, posting_id, body.revision, body.reason)
