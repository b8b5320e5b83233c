"""`diemtin work`: all lanes of the path in one process, or one of them, until it is told to stop.

Each waits for a database that is away, however long.
"""

from collections.abc import Callable
from functools import partial
from time import sleep

from app.analysing import analyse_lane
from app.bootstrap import Services
from app.counting import count_lane
from app.duties import Duties
from app.garbage import seldom_collected
from app.heart import Heart
from app.lanes import IDLE_SECONDS, all_lanes, index_lane, read_lane
from app.leader import Leader, next_leader
from app.outage import Outage
from app.outlet_checks import outlet_checks
from app.read_ahead import ReadAhead
from app.sending import send_lane
from desk.leases import BATCH_SIZE
from desk.running import Fault
from domain.errors import Unusable
from domain.running import Part

BREATH_SECONDS = 0.005  # between batches, so that an editor's click is not kept waiting

Stop = Callable[[], bool]


def work(services: Services, heart: Heart, *, stop: Stop) -> None:
    """All lanes."""
    tell, outage = partial(heart.says, Fault.SEARCH_BEHIND), Outage()
    with (
        all_lanes(services, tell) as lanes,
        send_lane(lanes.leader.services),
        count_lane(lanes.leader.services),
        analyse_lane(lanes.leader.services),
        outlet_checks(services),
    ):
        duties = Duties(lanes.leader.services)
        while not stop():
            busy = False
            with outage.waited_out():
                busy = lanes.turn()
                duties.now_and_then(quiet=not busy)
            _rest(lanes.reading, outage, busy=busy)


def read(services: Services, _heart: Heart, *, stop: Stop, limit: int = BATCH_SIZE) -> None:
    """The reading lane, beside any number of others."""
    outage = Outage()
    with seldom_collected(), read_lane(services) as ahead:
        while not stop():
            busy = False
            with outage.waited_out():
                busy = bool(ahead.advance(limit))
            _rest(ahead, outage, busy=busy)


def place(services: Services, heart: Heart, *, stop: Stop, limit: int = BATCH_SIZE) -> None:
    """Follow whoever leads, and lead when nobody does, until the lead is lost."""
    _ = services.gazetteer  # read before it leads: a follower takes over at once
    outage = Outage()
    while not stop():
        with outage.waited_out(), next_leader(services, stop) as leader:
            if leader:
                heart.becomes(Part.PLACER)
                _lead(leader, stop, limit)
                heart.becomes(Part.STANDBY)


def index(services: Services, heart: Heart, *, stop: Stop) -> None:
    """The lane that search follows with. With a cluster a second one waits; an index in a home is that home's alone."""
    while not stop():
        try:
            with index_lane(services, partial(heart.says, Fault.SEARCH_BEHIND)):
                while not stop():
                    sleep(IDLE_SECONDS)
        except Unusable:
            if not services.settings.search_url:
                raise
            sleep(IDLE_SECONDS)


def _lead(leader: Leader, stop: Stop, limit: int) -> None:
    placing, outage = leader.services.placing(), Outage()
    here = leader.services
    with seldom_collected(), send_lane(here), count_lane(here), analyse_lane(here), outlet_checks(here):
        # Taking over from another leader is no reason to move what stands: the hour begins anew.
        duties = Duties(leader.services, regrouped_at=leader.services.clock())
        while not stop():
            busy = False
            with outage.waited_out():
                if not leader.is_ours():
                    return
                busy = bool(placing.advance(limit))
                duties.now_and_then(quiet=not busy)
            sleep(BREATH_SECONDS if busy else IDLE_SECONDS)


def _rest(ahead: ReadAhead, outage: Outage, *, busy: bool) -> None:
    if busy:
        sleep(BREATH_SECONDS)
    elif outage.lasts or not ahead.wait(IDLE_SECONDS):
        sleep(IDLE_SECONDS)
