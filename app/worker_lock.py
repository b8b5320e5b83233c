"""One worker a desk: a lock that the kernel or the database lets go of when the process dies, however it dies."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.bootstrap import Services
from domain.errors import Conflict
from domain.problems import Setup


@contextmanager
def only_one(services: Services) -> Iterator[Callable[[], bool]]:
    """Hold the desk's worker lock. Whoever holds it knows that its predecessor is dead, and frees what that had.

    Asks later whether it is still held: a server that was started again has forgotten it.
    """
    path = services.settings.home / "worker.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle, services.database.lock("worker") as held:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Conflict(Setup.WORKER_RUNS) from None
        if not held():
            raise Conflict(Setup.WORKER_RUNS)
        with services.database.write() as store:
            store.articles.release_all()
        yield held
