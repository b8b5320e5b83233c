"""The web process."""

import logging

import uvicorn

from api.main import create_app
from api.services import Web
from app.bootstrap import Services
from app.feed_finder import find_feeds


def web(services: Services, *, sample: bool = False) -> Web:
    return Web(
        database=services.database,
        index=services.index,
        gazetteer=services.gazetteer,
        find_feeds=find_feeds,
        clock=services.clock,
        secure=services.settings.secure,
        sample=sample,
        public_url=services.settings.public_url,
    )


def serve(services: Services, *, sample: bool = False) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C)."""
    settings = services.settings
    services.gazetteer.label("15")  # read the units before the first visitor waits for them
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    uvicorn.run(
        create_app(web(services, sample=sample)),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        proxy_headers=bool(settings.public_url),
        server_header=False,
        timeout_graceful_shutdown=5,
    )
