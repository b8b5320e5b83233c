"""/health: the process answers. /ready: what it needs answers too."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import OperationalError

from api.deps import TheWeb
from api.problems import answer
from domain.errors import Unreachable
from domain.problems import Service

router = APIRouter(tags=["health"])


@router.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/ready", response_model=None)
def ready(request: Request, services: TheWeb) -> Response:
    """200 with what was found, or 503 naming the part that is away."""
    try:
        with services.database.read() as store:
            counts = {stage.value: number for stage, number in store.progress.counts().items()}
    except OperationalError:
        return answer(request, Unreachable(Service.DATABASE))
    try:
        indexed = services.index.count()
    except Unreachable as error:
        return answer(request, error)
    return JSONResponse({"status": "ready", "stages": counts, "indexed": indexed})
