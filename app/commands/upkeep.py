"""`rebuild`, `user add`."""

from app.bootstrap import Services
from app.commands.wording import Line
from app.rebuilding import rebuilt
from desk import people
from desk.acting import Acting
from domain.message import say
from domain.people import Role


def rebuild_index(services: Services) -> int:
    """Build the index from the database beside the old one, then swap."""
    services.migrate()
    print(services.say(say(Line.REBUILT, articles=rebuilt(services, services.database))))
    return 0


def add_user(services: Services, *, login: str, name: str, role: str) -> int:
    with services.database.write() as store:
        here = Acting(store=store, person=None, now=services.clock())
        person, token = people.add_person(here, login=login, name=name or login, role=Role(role))
    base = services.settings.public_url or f"http://{services.settings.host}:{services.settings.port}"
    print(services.say(say(Line.USER_ADDED, person=person.name, link=f"{base}/vao/{token}")))
    return 0
