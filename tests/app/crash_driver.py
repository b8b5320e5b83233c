"""Kills real processes with SIGKILL in the middle of a step, then lets one run to the end. Run by test_crash.py.

It warms the engines once and forks, so that fifty deaths take seconds. Prints one JSON line.
"""

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import Services
from app.leader import only_one
from app.sample import NEWSROOM_FILE, register
from app.settings import Settings
from database.arrivals import SqlArrivals
from database.articles import SqlArticles
from demo.newsroom import Newsroom
from domain.stage import Stage

TIMES = 10
BATCH = 6  # small, so that deaths fall into first and later batches


def child(work: Callable[[], None]) -> int:
    """Run `work` in a forked process; its exit status as os.wait gives it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(pid, 0)[1]


def killed_at(owner: type, method: str, nth: int, wanted: Callable[..., bool]) -> None:
    """From now on this process dies inside the nth wanted call of the method, after its work and before the commit."""
    real, seen = getattr(owner, method), [0]

    def dying(self: object, *args: object, **named: object) -> object:
        result = real(self, *args, **named)
        seen[0] += wanted(*args)
        if seen[0] == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, method, dying)


def crawl(home: Path, until: Callable[[Services], bool]) -> None:
    from app.collect import collect

    services = Services(Settings(home=home))
    collect(services, sample=True, stop=lambda: until(services))


def all_fetched(services: Services) -> bool:
    with services.database.read() as store:
        feeds = [feed for source in store.sources.list() for feed in store.feeds.list(source.id)]
        return all(feed.last_visit_at for feed in feeds) and store.crawl_queue.count_waiting() == 0


def steps(home: Path) -> None:
    services = Services(Settings(home=home))
    intake = services.intake()
    with only_one(services):  # which frees what the one before us had when it died
        while intake.advance(BATCH):
            pass


def main(home: Path) -> None:
    rng = random.Random(7)
    warm = Services(Settings(home=home))
    warm.migrate()
    warm.analyzer.understand(title="Lào Cai tiêm chủng", text="Trạm y tế mở cửa lúc 7 giờ sáng.")
    warm.gazetteer.label("15")
    deaths: dict[str, int] = {}
    with Newsroom(trouble=False) as newsroom:
        ports = {source.id: int(source.home_url.rsplit(":", 1)[1].strip("/")) for source in newsroom.sources}
        (home / NEWSROOM_FILE).write_text(json.dumps({"ports": ports}))
        with warm.database.write() as store:
            register(store, newsroom, warm.clock())
        warm.close()
        del warm.__dict__["database"]

        for _ in range(TIMES):

            def fetching(nth: int = rng.randint(1, 8)) -> None:
                killed_at(SqlArrivals, "save_page", nth, lambda *_: True)
                crawl(home, all_fetched)

            status = child(fetching)
            deaths["fetched"] = deaths.get("fetched", 0) + (os.WTERMSIG(status) == signal.SIGKILL)
        child(lambda: crawl(home, all_fetched))
        expected = sorted(one.url for one in newsroom.expected())
    for stage in (Stage.EXTRACTED, Stage.UNDERSTOOD, Stage.QUEUED):
        for _ in range(TIMES):

            def dying(nth: int = rng.randint(1, 2), stage: Stage = stage) -> None:
                killed_at(SqlArticles, "record", nth, lambda results, *_: any(one.step is stage for one in results))
                steps(home)

            status = child(dying)
            deaths[stage.value] = deaths.get(stage.value, 0) + (os.WTERMSIG(status) == signal.SIGKILL)
    child(lambda: steps(home))
    print(json.dumps({"deaths": deaths, "expected": expected}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
