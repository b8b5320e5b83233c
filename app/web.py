"""The web process."""

import logging
import shutil
from threading import BoundedSemaphore
from typing import Any

import uvicorn

from api.main import create_app
from api.services import FindFeeds, FoundFeed, Web
from api.turns import TURN_WAIT_SECONDS
from app import scrape
from app.bootstrap import Services
from app.feed_finder import find_feeds
from app.feed_reading import feed_readers
from app.first import shipped_publishers
from app.patience import MAX_CONNECTIONS, PatientlyClosed
from app.pictures import PictureDoor
from app.public_holidays import VietnamHolidays
from app.sample import addresses
from app.settings import Settings
from app.source_lists import OpmlLists
from app.websub import HubDoor
from crawlers.fetch.visits import CrawlSettings
from domain.errors import Busy
from domain.sources import Source

SEARCHES_AT_ONCE = 4  # for the feeds of new sources


def web(services: Services, *, sample: bool = False) -> Web:
    allow = addresses(services.settings.home).allowed if sample else frozenset()
    return Web(
        database=services.database,
        index=services.index,
        gazetteer=services.gazetteer,
        places=services.places,
        publishers=shipped_publishers(),
        ranker=services.ranker,
        flags=services.flags,
        find_feeds=_finder(services, allow),
        source_lists=OpmlLists(services=services, allow=allow),
        pictures=_pictures(services, allow),
        pictures_first=services.settings.pictures,
        bulletins=services.bulletins,
        claims=services.claim_matcher,
        answered=services.observer.request,
        channels=services.channels,
        outlets=services.outlets,
        holidays=VietnamHolidays(),
        vault=services.vault,
        second_step=services.settings.second_step and services.settings.is_public,
        clock=services.clock,
        free_bytes=lambda: shutil.disk_usage(services.settings.home).free,
        summariser=services.summariser,
        secure=services.settings.secure,
        sample=sample,
        public_url=services.settings.public_url,
        hosts=services.settings.names,
        hubs=HubDoor(services) if services.settings.secure else None,
    )


def _pictures(services: Services, allowed: frozenset[tuple[str, int]]) -> PictureDoor:
    crawl = CrawlSettings(contact_url=services.settings.contact_url, allow=allowed)
    return PictureDoor(folder=services.settings.home / "pictures", crawl=crawl)


def _finder(services: Services, allow: frozenset[tuple[str, int]]) -> FindFeeds:
    """What is found is read in a process that ends with the search."""
    places = BoundedSemaphore(SEARCHES_AT_ONCE)

    def find(home_url: str, rule: str = "") -> tuple[Source, tuple[FoundFeed, ...]]:
        if not places.acquire(timeout=TURN_WAIT_SECONDS):
            raise Busy
        try:
            with feed_readers(services.settings) as read:
                return find_feeds(home_url, read, allow, rule)
        finally:
            places.release()

    return find


def serve(services: Services, *, sample: bool = False, port: int | None = None) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C)."""
    settings = services.settings
    services.gazetteer.label("15")  # read the units before the first visitor waits for them
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    with scrape.listening(services.observer.figures, services.database, settings):
        uvicorn.run(
            create_app(web(services, sample=sample)),
            host=settings.host,
            port=settings.port if port is None else port,
            log_config=None,  # its lines take our shape
            log_level="warning",
            timeout_graceful_shutdown=5,
            **door(settings),
        )


def door(settings: Settings) -> dict[str, Any]:
    """How uvicorn meets who comes from outside: whose word counts on where they come from, how long they may take.

    X-Forwarded-For and -Proto count only from the proxies that the settings name, and only behind a public address.
    """
    return {
        "proxy_headers": bool(settings.public_url),
        "forwarded_allow_ips": settings.trusted_proxies,
        "http": PatientlyClosed,
        "limit_concurrency": MAX_CONNECTIONS,
        "server_header": False,
    }
