"""The soak: editors and workers at random, each in a thread with connections of its own, then the proof."""

import random
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from traceback import format_exception

from app.settings import Settings
from chaos.soak.checks import Found, prove
from chaos.soak.editors import Editor
from chaos.soak.room import Room
from chaos.soak.workers import Worker

WORKERS = 2
FIRST_PAGES = 60  # read and placed before anybody clicks
SWITCH_SECONDS = 0.0005  # threads take turns as often as processes would


@dataclass(frozen=True, kw_only=True)
class Wanted:
    home: Path
    database_url: str = ""  # "": SQLite in the home
    seed: int
    editors: int = 8
    seconds: float = 60.0
    clicks: int | None = None  # of each editor, instead of a time


@dataclass
class Soaked:
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    turns: int = 0
    faults: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults and not any(one.wrong for one in self.found)


def soak(wanted: Wanted) -> Soaked:
    rng = random.Random(wanted.seed)
    settings = Settings(home=wanted.home, database_url=wanted.database_url, allow_inside_channels=True)
    room = Room(settings, wanted.editors)
    services = room.process()
    room.prepare(services)
    workers = [Worker(room, number == 0, random.Random(rng.random())) for number in range(WORKERS)]
    for _ in range(FIRST_PAGES):
        room.publish(services, rng)
    workers[0].finish()
    editors = [Editor(room, person, random.Random(rng.random())) for person in room.people]
    soaked = Soaked()
    _all_at_once(wanted, editors, workers, soaked)
    if not soaked.faults:
        for worker in workers:
            worker.finish()
        soaked.found = prove(room, services)
    for one in (services, *(each.services for each in workers), *(each.services for each in editors)):
        one.close()
    return soaked


def _all_at_once(wanted: Wanted, editors: list[Editor], workers: list[Worker], soaked: Soaked) -> None:
    until = monotonic() + wanted.seconds
    left = dict.fromkeys(range(len(editors)), wanted.clicks)

    def goes_on() -> bool:
        return not soaked.faults and (bool(left) if wanted.clicks else monotonic() < until)

    def lives(act: Callable[[], None], number: int | None = None) -> int:
        times = 0
        try:
            while goes_on() and not (number is not None and wanted.clicks and times >= wanted.clicks):
                act()
                times += 1
        except Exception as error:  # noqa: BLE001 - what no screen would know how to say
            soaked.faults.append("".join(format_exception(error)))
        left.pop(number, None)  # type: ignore[arg-type]
        return times

    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with ThreadPoolExecutor(len(editors) + len(workers)) as crowd:
            people = [crowd.submit(lives, one.click, number) for number, one in enumerate(editors)]
            turns = [crowd.submit(lives, one.turn) for one in workers]
            for one in people:
                one.result()
            soaked.turns = sum(one.result() for one in turns)
    finally:
        sys.setswitchinterval(before)
    for editor in editors:
        soaked.done += editor.done
        soaked.refused += editor.refused
