"""The web process."""

import logging
import shutil
from functools import partial

import uvicorn

from api.main import create_app
from api.services import Web
from app.bootstrap import Services
from app.feed_finder import find_feeds
from app.patience import MOST_CONNECTIONS, PatientlyClosed
from app.sample import addresses
from app.websub import HubDoor


def web(services: Services, *, sample: bool = False) -> Web:
    return Web(
        database=services.database,
        index=services.index,
        gazetteer=services.gazetteer,
        find_feeds=partial(find_feeds, allow=addresses(services.settings.home).allowed if sample else frozenset()),
        bulletins=services.bulletins,
        channels=services.channels,
        clock=services.clock,
        free_bytes=lambda: shutil.disk_usage(services.settings.home).free,
        summariser=services.summariser,
        secure=services.settings.secure,
        sample=sample,
        public_url=services.settings.public_url,
        hosts=services.settings.names,
        hubs=HubDoor(services) if services.settings.secure else None,
    )


def serve(services: Services, *, sample: bool = False, port: int | None = None) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C)."""
    settings = services.settings
    services.gazetteer.label("15")  # read the units before the first visitor waits for them
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    uvicorn.run(
        create_app(web(services, sample=sample)),
        host=settings.host,
        port=settings.port if port is None else port,
        log_level="warning",
        proxy_headers=bool(settings.public_url),
        forwarded_allow_ips=settings.trusted_proxies,
        http=PatientlyClosed,
        limit_concurrency=MOST_CONNECTIONS,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
