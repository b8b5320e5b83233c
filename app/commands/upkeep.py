"""`rebuild`, `user add`."""

from collections.abc import Iterator
from itertools import islice

from app.bootstrap import Services
from app.commands.wording import Line
from desk import people
from desk.indexing import document
from domain.message import say
from domain.people import Role
from domain.search import Document
from domain.store import Database, Store
from index.rebuild import rebuild

MARKED_TOGETHER = 5_000  # rows of one transaction, so that no click waits long


def rebuild_index(services: Services) -> int:
    """Build the index from the database beside the old one, then swap."""
    services.migrate()
    print(services.say(say(Line.REBUILT, articles=rebuilt(services, services.database))))
    return 0


def rebuilt(services: Services, database: Database) -> int:
    """How many articles of this database the home's index now holds."""
    known: dict[str, int] = {}

    def documents(store: Store) -> Iterator[Document]:
        for article in store.progress.texts():
            known[article.id] = article.version
            yield document(article, services.gazetteer)

    with database.read() as store:
        number = rebuild(services.settings.index_path, documents(store))
    rest = iter(known.items())
    while some := dict(islice(rest, MARKED_TOGETHER)):
        with database.write() as store:
            store.search_marks.put(some)
    return number


def add_user(services: Services, *, login: str, name: str, role: str) -> int:
    with services.database.write() as store:
        person, token = people.add_person(
            store, login=login, name=name or login, role=Role(role), by=None, now=services.clock()
        )
    base = services.settings.public_url or f"http://{services.settings.host}:{services.settings.port}"
    print(services.say(say(Line.USER_ADDED, person=person.name, link=f"{base}/vao/{token}")))
    return 0
