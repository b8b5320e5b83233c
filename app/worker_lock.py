"""One worker a desk, and what its predecessor had begun is free again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.bootstrap import Services
from app.once import once
from domain.locks import Lock


@contextmanager
def only_one(services: Services) -> Iterator[Callable[[], bool]]:
    """Hold the desk's worker lock. Whoever holds it knows that its predecessor is dead, and frees what that had.

    Asks later whether it is still held: a server that was started again has forgotten it.
    """
    with once(services, Lock.WORKER, take_anew=False) as held:
        with services.database.write() as store:
            store.articles.release_all()
        yield held.is_ours
