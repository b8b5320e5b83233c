"""What a desk needs before its first morning: an administrator's link, and the publishers that it may choose from."""

import socket
import tomllib
from functools import cache
from importlib.resources import files

from app.bootstrap import Services
from desk import people
from desk.acting import Acting
from desk.sources import adding
from desk.sources.offering import KnownPublisher
from domain.editorial import DeskKind
from domain.people import Role
from domain.sources import FeedKind, Source, SourceKind

PROBES = (("vnexpress.net", 443), ("baochinhphu.vn", 443))  # on the list that is read anyway
PROBE_SECONDS = 3.0


def first_link(services: Services, base: str) -> str | None:
    """A one-time link while nobody has a password yet."""
    with services.database.write() as store:
        known = store.people.list()
        if any(person.has_password for person in known):
            return None
        admin = next((person for person in known if person.role is Role.ADMINISTRATOR), None)
        here = Acting(store=store, person=None, now=services.clock())
        if admin is None:
            name = services.say.named(Role.ADMINISTRATOR, "role")
            admin, token = people.add_person(here, login="quantri", name=name, role=Role.ADMINISTRATOR)
        else:
            token = people.invite(here, admin)
    return f"{base}/vao/{token}"


def online() -> bool:
    """Whether any publisher of our list can be reached."""
    for address in PROBES:
        try:
            socket.create_connection(address, timeout=PROBE_SECONDS).close()
            return True
        except OSError:
            continue
    return False


@cache
def shipped_publishers() -> tuple[KnownPublisher, ...]:
    """app/publishers.toml: "chưa kiểm tra" until each has been seen to answer."""
    data = tomllib.loads((files("app") / "publishers.toml").read_text(encoding="utf-8"))
    return tuple(
        KnownPublisher(
            source=Source(
                id=adding.source_id(one["home"]),
                name=one["name"],
                home_url=one["home"],
                organisation=one["organisation"],
                kind=SourceKind(one.get("kind", "press")),
                province=one.get("province", ""),
            ),
            feeds=(
                *((url, FeedKind.FEED, "") for url in one.get("feeds", [])),
                *((page["url"], FeedKind.LIST_PAGE, page["rule"]) for page in one.get("lists", [])),
            ),
            fits=frozenset(map(DeskKind, one.get("fits", []))),
        )
        for one in data["publisher"]
    )
