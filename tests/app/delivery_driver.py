"""Kills real processes with SIGKILL while they send to stand-ins of platforms. Run by test_deliveries_killed.py.

It forks, so that ten deaths take a second or two. Prints one JSON line.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import desk.deliverer
from app.bootstrap import Services
from app.settings import Settings
from database.deliveries import SqlDeliveries
from database.postings import SqlPostings
from desk import delivering, following_up, review, task_steps
from desk.deliverer import Deliverer
from desk.delivering import Wanted
from desk.following_up import FollowUpWish
from desk.ranking.ranker import Ranker
from desk.task_steps import SeenTask
from domain.editorial import ItemState
from domain.outlets import OutletAccount, OutletKind
from domain.postings import PostedAs
from domain.stage import Stage
from domain.tasks import FollowUpKind, Task, TaskCause, TaskState
from tests.fakes import FakeGazetteer
from tests.making import NOON, a_person, a_story, acting, an_article, seen, sent, with_sources

RANKER = Ranker(gazetteer=FakeGazetteer())
CLAIMED, WRITING, WRITTEN = "claimed", "writing the attempt down", "attempt written down"
OUT, EDITED, RECORDING, LOOKED, CLAIMING = "out", "edited", "recording", "looked for", "claiming"
DEATHS = (  # where, and in which delivery of a round
    (CLAIMING, 1), (CLAIMED, 2), (WRITING, 1), (WRITTEN, 1), (WRITTEN, 3), (OUT, 1), (OUT, 2), (OUT, 3), (RECORDING, 2),
    (LOOKED, 2),
)  # fmt: skip
FOLLOW_UP_DEATHS = ((WRITTEN, 1), (OUT, 2), (EDITED, 1), (RECORDING, 2))
WAYS = (PostedAs.POST, PostedAs.EDIT, PostedAs.POST)  # at each outlet
SOON, LATER = timedelta(minutes=3), timedelta(minutes=20)  # platforms are asked again; "not there" is believed


def dies_at(where: str, nth: int) -> None:
    """From now on this process dies there, the nth time that it comes by."""
    owner, name, first = {
        CLAIMING: (SqlDeliveries, "claim", False),  # before the commit
        CLAIMED: (Deliverer, "_attempted", True),
        WRITING: (SqlDeliveries, "save", False),
        WRITTEN: (Deliverer, "_sent", True),
        OUT: (desk.deliverer, "after_publish", True),
        EDITED: (desk.deliverer, "after_edit", True),
        RECORDING: (SqlPostings, "add", False),
        LOOKED: (desk.deliverer, "after_second_look", True),
    }[where]
    real, left = getattr(owner, name), [nth]

    def dying(*args: object, **named: object) -> object:
        left[0] -= 1
        if first and not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **named)
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, dying)


def works(services: Services, at: datetime, prepare: Callable[[], None] = lambda: None) -> bool:
    """Send what is due at that time, in a process of its own. True when it was killed."""
    pid = os.fork()
    if pid == 0:
        try:
            prepare()
            services.clock = lambda: at
            own = services.on(services.database)
            lane = Deliverer(
                database=own.database,
                outlets=own.outlets,
                ranker=RANKER,
                clock=own.clock,
                tell=lambda _: None,
                lease=timedelta(0),  # whoever comes next need not wait
            )
            for _ in range(200):
                if not lane.deliver_due():
                    break
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(pid, 0)[1]
    assert status in (0, signal.SIGKILL), status
    return status == signal.SIGKILL


def approved(services: Services, key: str, outlets: list[int]) -> int:
    with services.database.write() as store:
        lan, minh = (person for person in store.people.list() if person.login in ("lan", "minh"))
        store.articles.add([an_article(key, id=key, stage=Stage.QUEUED, story_id=key)])
        store.stories.save([a_story(key)])
        item = sent(acting(store, lan), RANKER, key, f"Lịch tiêm chủng {key}\n\nTừ 7 giờ 30.")
        item = review.decide(acting(store, minh), RANKER, seen(item), ItemState.APPROVED)
        delivering.plan(acting(store, lan), services.outlets, seen(item), Wanted(outlets=outlets))
        return item.id


def corrected(services: Services, number: int, item_id: int, at: datetime) -> None:
    """A correction of it is approved for each outlet, and is to go there, to one of them in the post's own place."""
    with services.database.write() as store:
        lan, minh = (person for person in store.people.list() if person.login in ("lan", "minh"))
        postings = sorted(store.postings.of_item(item_id), key=lambda one: one.outlet)
        for one in postings:
            opened = Task(
                id=0, posting_id=one.id, article_id=one.articles[0].article_id, cause=TaskCause.CHANGED, mark="m",
                version=2, opened_at=at,
            )  # fmt: skip
            store.tasks.add(opened)

        def tasks() -> list[SeenTask]:
            return [
                SeenTask(id=one.id, revision=one.revision)
                for one in store.tasks.of_postings([posting.id for posting in postings])
            ]

        task_steps.write(acting(store, lan, at), tasks()[0], FollowUpKind.CORRECTION, f"ĐÍNH CHÍNH {number}.")
        task_steps.decide(acting(store, minh, at), tasks()[0], approves=True)
        wishes = [FollowUpWish(seen=one, way=way) for one, way in zip(tasks(), WAYS, strict=True)]
        following_up.plan(acting(store, lan, at), services.outlets, wishes)


def followed_up(services: Services, items: list[int], at: datetime) -> int:
    """The same again with the first items' corrections. Returns how often the lane was killed."""
    deaths = 0
    for number, (where, nth) in enumerate(FOLLOW_UP_DEATHS):
        corrected(services, number, items[number], at)
        services.close()
        del services.__dict__["database"]
        deaths += works(services, at, partial(dies_at, where, nth))
        works(services, at)
    for wait in (timedelta(), SOON, LATER, LATER + SOON):
        works(services, at + wait)
    return deaths


def main(home: Path, stand_in: str, typed: dict[str, dict[str, str]]) -> None:
    services = Services(Settings(home=home, allow_inside_channels=True, outlets_stand_in=stand_in), clock=lambda: NOON)
    services.migrate()
    with services.database.write() as store:
        with_sources(store)
        for login in ("lan", "minh"):
            a_person(store, login)
        outlets = []
        for kind, fields in typed.items():
            kept = services.outlets.keep(OutletKind(kind), fields)
            account = OutletAccount(id=0, kind=OutletKind(kind), name=kind, fields=kept[0], sealed=kept[1])
            outlets.append(store.outlets.add(account).id)
    deaths, items = [], []
    for number, (where, nth) in enumerate(DEATHS):
        items.append(approved(services, f"tin-{number}", outlets))
        services.close()  # no connection goes into a child
        del services.__dict__["database"]
        at = NOON
        if where == LOOKED:
            works(services, NOON)
            at = NOON + SOON
        if works(services, at, partial(dies_at, where, nth)):
            deaths.append(where)
        works(services, NOON)
    for wait in (SOON, LATER):
        works(services, NOON + wait)
    follow_up_deaths = followed_up(services, items, NOON + SOON)  # the stand-ins stay at noon
    with services.database.read() as store:
        tasks = store.tasks.list(tuple(TaskState), 99)
        found = {item: store.deliveries.of_item(item) for item in items}
        said = {
            "deaths": len(deaths),
            "follow_up_deaths": follow_up_deaths,
            "tasks": sorted({one.state.value for one in tasks}),
            "proofs": len({one.proof for one in tasks}),
            "follow_ups": len(store.postings.following([one.posting_id for one in tasks])),
            "states": sorted({one.state.value for of in found.values() for one in of}),
            "deliveries": sum(map(len, found.values())),
            "items": sorted({store.items.get(item).state.value for item in items}),
            "posted": {item: sorted(one.outlet for one in store.postings.of_item(item)) for item in items},
            "addressed": all(one.address for item in items for one in store.postings.of_item(item)),
        }
    print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
