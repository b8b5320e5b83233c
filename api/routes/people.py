from fastapi import APIRouter

from api.deps import Manager, ReadStore, SignedIn
from api.problems import problems
from domain.errors import NotAllowed, NotSignedIn
from domain.log import LogEntry
from domain.people import Person

router = APIRouter(prefix="/v1", tags=["people"], responses=problems(NotSignedIn))


@router.get("/me")
def me(session: SignedIn) -> Person:
    return session.person


@router.get("/people", responses=problems(NotAllowed))
def list_people(session: Manager, store: ReadStore) -> list[Person]:
    return store.people.list()


@router.get("/log")
def log(session: SignedIn, store: ReadStore, limit: int = 100) -> list[LogEntry]:
    """The append-only log of decisions, newest first."""
    return store.log.list(min(max(limit, 1), 500))
