"""`rebuild`, `coverage rebuild`, `user add`, `user reset`."""

from app.bootstrap import Services
from app.commands.wording import Line
from app.rebuilding import rebuilt
from desk import people, second_step
from desk.acting import Acting
from domain.errors import NotFound
from domain.message import say
from domain.people import Role
from domain.problems import Missing


def rebuild_index(services: Services) -> int:
    """Build the index from the database beside the old one, then swap."""
    services.migrate()
    print(services.say(say(Line.REBUILT, articles=rebuilt(services, services.database))))
    return 0


def rebuild_counters(services: Services) -> int:
    """Count all articles anew. A worker that runs meanwhile counts along."""
    services.migrate()
    counting = services.counting()
    counting.begin_anew()
    counting.finish()
    with services.database.read() as store:
        articles = store.counters.count()
    print(services.say(say(Line.COUNTED, articles=articles)))
    return 0


def add_user(services: Services, *, login: str, name: str, role: str) -> int:
    with services.database.write() as store:
        here = Acting(store=store, person=None, now=services.clock())
        person, token = people.add_person(here, login=login, name=name or login, role=Role(role))
    print(services.say(say(Line.USER_ADDED, person=person.name, link=_link(services, token))))
    return 0


def reset_user(services: Services, *, login: str) -> int:
    """For who has lost the password, the phone and the recovery codes: no second step, and a one-time link."""
    with services.database.write() as store:
        here = Acting(store=store, person=None, now=services.clock())
        known = store.people.find_credentials(login.strip().lower())
        if known is None:
            raise NotFound(Missing.PERSON)
        second_step.turn_off(here, known[0])
        token = people.invite(here, known[0])
    print(services.say(say(Line.USER_RESET, person=known[0].name, link=_link(services, token))))
    return 0


def _link(services: Services, token: str) -> str:
    base = services.settings.public_url or f"http://{services.settings.host}:{services.settings.port}"
    return f"{base}/vao/{token}"
