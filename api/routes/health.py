"""/health: the process answers. /ready: every part that the desk needs does what it should."""

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import languages
from api.deps import TheWeb
from api.problems import MEDIA_TYPE
from api.services import Web
from desk import running, standstill
from desk.running import Fault
from domain.errors import Busy, NotReady, Unreachable
from domain.message import Message, say
from domain.problems import Database
from domain.stage import Stage
from messages.catalogue import Catalogue

router = APIRouter(tags=["health"])
MIN_FREE_BYTES = 200 * 1024 * 1024
WRITE_SECONDS = 1.0
LOOK_SECONDS = 1.0


@dataclass
class Readiness:
    """One look serves all who ask within a second: a stranger who asks often must not keep writers waiting."""

    looking: Lock = field(default_factory=Lock)
    at: float = float("-inf")
    last: tuple[dict[str, Any], list[Message]] = field(default_factory=lambda: ({}, []))

    def looked(self, services: Web, now: datetime) -> tuple[dict[str, Any], list[Message]]:
        with self.looking:
            if monotonic() - self.at >= LOOK_SECONDS:
                found: dict[str, Any] = {}
                faults = [*_database(services, found, now), *_disk(services), *_index(services, found)]
                self.last, self.at = (found, faults), monotonic()
            return self.last


@router.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/ready", response_model=None)
def ready(request: Request, services: TheWeb) -> Response:
    """200 with what was found, or 503 naming each part that is not ready, for a probe and for a person."""
    last: Readiness = request.app.state.readiness
    found, faults = last.looked(services, services.real_time())
    if not faults:
        return JSONResponse({"status": "ready", **found})
    said = Catalogue(languages.of_api(request))
    each = [fault.as_json() | {"detail": said(fault)} for fault in faults]
    problem = NotReady(faults[0])
    body = {"type": f"urn:diemtin:problem:{problem.code}", "title": said(problem.title), "status": problem.status}
    body |= faults[0].as_json() | {"detail": " ".join(one["detail"] for one in each), "instance": request.url.path}
    body |= {"faults": each, **found}
    return JSONResponse(body, problem.status, media_type=MEDIA_TYPE)


def _database(services: Web, found: dict[str, Any], now: datetime) -> list[Message]:
    """Reading, and taking the turn to write: a locked database and a full disk read as well as ever."""
    faults: list[Message] = []
    try:
        with services.database.read() as store:
            desk_time = services.clock()
            here = standstill.backlog(store, desk_time)
            found["stages"] = {stage.value: number for stage, number in here.counts.items()}
            faults = running.faults(store, now, desk_time)
            faults += standstill.faults(store, here, now, desk_time, faults)
        with services.database.write(WRITE_SECONDS) as store:
            store.heartbeats.remove("", now - running.FORGOTTEN_AFTER)
    except Busy:
        return [say(Database.LOCKED), *faults]
    except Exception as error:
        trouble = services.database.trouble(error)
        if trouble is None:
            raise
        return [say(trouble), *faults]
    return faults


def _disk(services: Web) -> list[Message]:
    free = services.free_bytes()
    return [say(Fault.DISK_NEARLY_FULL, megabytes=free // 1024**2)] if free < MIN_FREE_BYTES else []


def _index(services: Web, found: dict[str, Any]) -> list[Message]:
    try:
        found["indexed"] = services.index.count()
    except Unreachable:
        return [say(Fault.INDEX_AWAY)]
    queued = found.get("stages", {}).get(Stage.QUEUED.value, 0)
    return [say(Fault.INDEX_EMPTY)] if queued and not found["indexed"] else []
