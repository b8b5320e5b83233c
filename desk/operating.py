"""What an administrator is shown of a desk that runs: its processes, the work that waits, and publishers' servers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk import running, standstill
from domain.hosts import HostNow, host_of
from domain.message import Code, Message, say
from domain.running import Heartbeat, Part
from domain.stage import Stage
from domain.store import Store

HOSTS_SHOWN, HOSTS_LOOKED_AT = 20, 1000
DUE_LOOKED_AT = 500  # addresses, and as many feeds
ORDER = (Part.PLACER, Part.STANDBY, Part.WORKER, Part.READER, Part.INDEXER, Part.CRAWLER)
DONE_ALSO_BY = {part: {part} for part in Part} | {Part.STANDBY: {Part.STANDBY, Part.PLACER}}


class State(StrEnum):
    RUNS = "runs"
    STANDS = "stands"  # it is heard of, but its loop does not go round
    SILENT = "silent"


class ToDo(Code):
    """What an administrator does about a process."""

    START = "operating.start", "machine"
    START_LATER = "operating.start-later", "machine"  # another process does its work meanwhile
    RESTART = "operating.restart", "machine", "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    heartbeat: Heartbeat
    state: State
    replaced: bool  # another one that runs does the same work

    @property
    def machine(self) -> str:
        return _machine(self.heartbeat)

    @property
    def number(self) -> str:
        return self.heartbeat.process.rpartition(":")[2]

    @property
    def to_do(self) -> Message | None:
        if self.state is State.STANDS:
            return say(ToDo.RESTART, machine=self.machine, number=self.number)
        if self.state is State.SILENT:
            return say(ToDo.START_LATER if self.replaced else ToDo.START, machine=self.machine)
        return None

    @property
    def told(self) -> list[Message]:
        """What it says of itself; its state stands beside."""
        return [fault for fault in self.heartbeat.faults if fault.code != running.Fault.SILENT]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStage:
    """The articles that wait at a stage."""

    stage: Stage
    number: int
    since: datetime | None  # the first that may go on was fetched; None: all of them are tried again later


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    name: str
    due: int  # of the addresses and feeds that were looked at
    due_since: datetime | None
    now: HostNow | None  # None: nobody has asked it for a day

    @property
    def held_by(self) -> str:
        """The process, without the word of its own that a lease adds."""
        return self.now.lease.rpartition(":")[0] if self.now else ""

    @property
    def delay_seconds(self) -> float:
        return self.now.delay_seconds if self.now else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    faults: Sequence[Message]  # lanes that stand still
    processes: Sequence[Process]  # those to look at first
    stages: Sequence[AtStage]
    search_lacks: int
    never_visited: int
    hosts: Sequence[Host]  # what is most overdue first
    more_hosts: int

    def running(self, *parts: Part) -> list[Process]:
        return [one for one in self.processes if one.heartbeat.part in parts and one.state is State.RUNS]

    @property
    def leaders(self) -> list[Process]:
        return self.running(Part.PLACER) or self.running(Part.WORKER)

    @property
    def is_well(self) -> bool:
        return not self.faults and all(one.state is State.RUNS and not one.told for one in self.processes)


def look(store: Store, now: datetime, desk_time: datetime) -> Operation:
    """All of it at one moment. It costs no more on a large desk."""
    here, said = standstill.backlog(store, desk_time), running.faults(store, now, desk_time)
    hosts, more = _hosts(store, desk_time)
    return Operation(
        faults=standstill.faults(store, here, now, desk_time, said),
        processes=_processes(store.heartbeats.list(), now),
        stages=[AtStage(stage=one, number=here.counts[one], since=here.since[one]) for one in standstill.WAITS_AT],
        search_lacks=here.search_lacks,
        never_visited=store.crawl_queue.count_waiting(),
        hosts=hosts,
        more_hosts=more,
    )


def _processes(beats: Sequence[Heartbeat], now: datetime) -> list[Process]:
    """Without those that were started anew on their machine: the one that came after stands for both."""
    states = [(beat, _state(beat, now)) for beat in beats]
    running_now = [beat for beat, state in states if state is State.RUNS]
    shown = [
        Process(
            heartbeat=beat, state=state, replaced=any(other.part in DONE_ALSO_BY[beat.part] for other in running_now)
        )
        for beat, state in states
        if state is not State.SILENT or not any(_came_after(other, beat) for other in running_now)
    ]
    return sorted(shown, key=_urgency)


def _urgency(process: Process) -> tuple[bool, bool, int, str]:
    beat, runs = process.heartbeat, process.state is State.RUNS
    return runs, process.replaced and not runs, ORDER.index(beat.part), beat.process


def _came_after(other: Heartbeat, beat: Heartbeat) -> bool:
    """Whether it is the same process, started anew: one that placed stands by at first."""
    is_alike = {other.part, beat.part} <= {Part.PLACER, Part.STANDBY} or other.part is beat.part
    return is_alike and _machine(other) == _machine(beat) and other.started_at >= beat.beat_at


def _machine(beat: Heartbeat) -> str:
    return beat.process.rpartition(":")[0]


def _state(beat: Heartbeat, now: datetime) -> State:
    if not running.lives(beat, now):
        return State.SILENT
    return State.STANDS if running.stands(beat, now) else State.RUNS


def _hosts(store: Store, desk_time: datetime) -> tuple[list[Host], int]:
    """Those that are held, rest or have something due; and how many more there are."""
    due: Counter[str] = Counter()
    since: dict[str, datetime] = {}
    feeds, pages = store.feeds.due(desk_time, DUE_LOOKED_AT), store.crawl_queue.due(desk_time, DUE_LOOKED_AT)
    for url, at in [(feed.url, feed.due_at) for feed in feeds] + [(page.url, page.due_at) for page in pages]:
        host = host_of(url)
        due[host] += 1
        since[host] = min(since.get(host, at or desk_time), at or desk_time)
    overdue = sorted(due, key=lambda host: since[host])
    known = {one.host: one for one in store.hosts.list(overdue, HOSTS_LOOKED_AT)}
    names = list(dict.fromkeys([*overdue, *known]))
    shown = [Host(name=one, due=due[one], due_since=since.get(one), now=known.get(one)) for one in names[:HOSTS_SHOWN]]
    return shown, len(names) - len(shown)
