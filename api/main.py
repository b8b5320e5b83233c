"""The web: JSON by noun under /v1, HTML by screen."""

import asyncio
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from api import headers, openapi, problems
from api.deps import SESSION_COOKIE
from api.head import Head
from api.limits import Limits
from api.pulse import Pulse
from api.rates import Rates
from api.requests import Requests
from api.routes import ROUTERS
from api.routes.health import Readiness
from api.screens import LINKS, SCREENS
from api.screens.pictures import FETCHED_AT_ONCE
from api.services import Web
from api.turns import Turns
from desk import people

TITLE = "Điểm Tin"
GZIP_LEVEL = 5  # of 9: the last tenth of the bytes costs twice the time


def create_app(web: Web) -> FastAPI:
    app = FastAPI(
        title=TITLE,
        version="1",  # of the API, as in its addresses; strangers do not learn the program's version
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.web = web
    app.state.links = LINKS
    app.state.screens = SCREENS
    app.state.writers = Turns()
    app.state.hashers = Turns()
    app.state.rates = Rates()
    app.state.readiness = Readiness()
    app.state.pulse = Pulse(lambda: app.state.web.database, lambda: app.state.web.clock())
    app.state.picture_places = asyncio.Semaphore(FETCHED_AT_ONCE)
    headers.install(app)
    problems.install(app)
    openapi.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=GZIP_LEVEL)
    app.add_middleware(Limits, hosts=lambda: app.state.web.hosts, known=lambda request: _known(app.state.web, request))
    app.add_middleware(Requests)
    app.add_middleware(Head)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for router in (*ROUTERS, *SCREENS):
        app.include_router(router)
    return app


def _known(web: Web, request: Request) -> bool:
    """Whether a body of more than a stranger's size is expected: from people with a session, and from our hubs."""
    with web.database.read() as store:
        if request.url.path.startswith("/websub/"):
            return store.websub_subscriptions.find_by_token(request.url.path.removeprefix("/websub/")) is not None
        return people.session(store, request.cookies.get(SESSION_COOKIE, ""), web.clock()) is not None
