"""The sample newsroom as a process, and as sources of the desk. Its addresses are kept in the home folder."""

import json
import signal
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from app.bootstrap import Services
from app.once import url_of
from app.pace import day_of
from demo.newsroom import Newsroom
from desk.acting import Acting
from desk.sources import adding
from domain.editorial import DeskKind, DeskSettings
from domain.errors import Unusable
from domain.sources import Source
from domain.store import Store
from domain.times import now
from domain.trouble import Trouble

NEWSROOM_FILE = "newsroom.json"
OURS = DeskSettings(name="Ánh Dương", kind=DeskKind.NEWSROOM, area=("15",))  # whose desk the sample newsroom shows
FRESH_FOR = timedelta(hours=20)  # then the sample day begins again


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Which loopback servers the guard lets through, and no others."""

    allowed: frozenset[tuple[str, int]]


def addresses(home: Path) -> Addresses:
    """The newsroom's, and what stands beside them in the file for tests of the whole desk."""
    file = home / NEWSROOM_FILE
    kept = json.loads(file.read_text()) if file.exists() else {}
    own = [("127.0.0.1", port) for port in kept.get("ports", {}).values()]
    return Addresses(allowed=frozenset([*own, *((host, port) for host, port in kept.get("beside", ()))]))


def newsroom(services: Services) -> Newsroom:
    """A newsroom at the ports of last time, so that a restarted desk finds its publishers again."""
    file = services.settings.home / NEWSROOM_FILE
    kept = json.loads(file.read_text()) if file.exists() else {}
    origin = datetime.fromisoformat(kept["origin"]) if "origin" in kept else now()
    if now() - origin > FRESH_FOR:
        origin = now()
    made = _started(services.settings.home, kept.get("ports", {}), origin)
    ports = {source.id: urlsplit(source.home_url).port for source in made.sources}
    services.settings.home.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")  # in one step: a newsroom that is killed, or a full disk, leaves the file before
    part.write_text(json.dumps(kept | {"ports": ports, "origin": origin.isoformat()}))
    part.replace(file)
    return made


def _started(home: Path, ports: dict[str, int], origin: datetime) -> Newsroom:
    played = day_of(home)

    def made(at: dict[str, int]) -> Newsroom:
        if played:  # its trouble waits whole seconds, which are hours of that day
            one = Newsroom(played.newsroom, ports=at, zero=played.day().zero, plays_day=True, trouble=False)
        else:
            one = Newsroom(ports=at, zero=origin)
        one.start()
        return one

    try:
        return made(ports)
    except OSError:  # somebody else has taken one of them meanwhile
        return made({})


def refuse_a_real_desk(services: Services) -> None:
    """Unusable where invented news would lie among a desk's own: it has publishers outside this machine, or people.

    Every article belongs to a source, and only the sample's stand on loopback. Before there are sources, a desk is
    real as soon as somebody has a password.
    """
    with services.database.read() as store:
        sources = store.sources.list()
        real = any(not is_of_the_sample(one.home_url) for one in sources) if sources else is_in_use(store)
    if real:
        raise Unusable(Trouble.DESK_REAL, where=url_of(services))


def is_of_the_sample(home_url: str) -> bool:
    """On this machine: a real desk has no such publisher, for none is asked there."""
    try:
        return ip_address(urlsplit(home_url).hostname or "").is_loopback
    except ValueError:
        return False


def is_in_use(store: Store) -> bool:
    return any(person.has_password for person in store.people.list())


def register(store: Store, made: Newsroom, at: datetime) -> None:
    """Put the sample publishers among the sources. They are the one exception to "no loopback"."""
    for one in made.sources:
        source = Source(
            id=one.id,
            name=one.name,
            home_url=one.home_url,
            organisation=one.organisation,
            kind=one.kind,
            province=one.province,
        )
        store.sources.save(source)
        here = Acting(store=store, person=None, now=at)
        adding.add(here, source, [(url, kind, "") for url, kind in one.feeds])


def settle(services: Services) -> None:
    """Give the sample's desk its page and its area. A real desk begins with neither."""
    with services.database.write() as store:
        desk = store.settings.get()
        if not desk.is_set_up:
            store.settings.save(replace(desk, name=desk.name or OURS.name, kind=OURS.kind, area=desk.area or OURS.area))


def serve_newsroom(services: Services) -> None:
    """Serve the newsroom until told to stop."""
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    refuse_a_real_desk(services)
    made = newsroom(services)
    with services.database.write() as store:
        register(store, made, services.clock())
    stopped.wait()
    made.stop()
