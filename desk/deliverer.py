"""Sends what is due to our outlets, each once: docs/outlets.md, "Sending once, over a crash".

A delivery is leased, its attempt is written down, the platform is asked outside any transaction, and what it answered
is recorded in a short one. Whoever finds an attempt that nobody finished looks for it, and never sends it blindly.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

from desk import delivery_subjects, outlets
from desk.acting import Acting
from desk.delivery_rules import after_edit, after_look, after_publish, after_second_look, begun
from desk.flag_card import STORED_FLAGS, FlagReader
from desk.outbox import outlet_tokens
from desk.ranking.ranker import Ranker
from domain.deliveries import Delivery, DeliveryState
from domain.errors import BadInput, Conflict, NotFound
from domain.lanes import BatchDone, Lane, TellBatch
from domain.outlets import Outlet, OutletAccount, OutletOutcome, Outlets, Result
from domain.postings import PostedAs
from domain.problems import Problem
from domain.store import Database, Store

DELIVERY_LEASE = timedelta(minutes=5)  # longer than all requests of one delivery together
STALE_SECONDS = 60.0  # a process that stood still for so long since its claim sends nothing any more
TOO_LATE = timedelta(hours=2)  # behind its hour: the desk was away, and people should look first
log = logging.getLogger("diemtin.send")


@dataclass(frozen=True, kw_only=True)
class Deliverer:
    database: Database
    outlets: Outlets
    ranker: Ranker
    clock: Callable[[], datetime]
    tell: TellBatch
    flags: FlagReader = STORED_FLAGS
    lease: timedelta = DELIVERY_LEASE

    def deliver_due(self) -> int:
        """Take up the one that has waited longest. Returns how many there were: none or one."""
        with self.database.read() as store:  # most rounds have nothing to do, so do not take a writer's turn
            if not store.deliveries.is_due(self.clock()):
                return 0
        began = monotonic()
        with self.database.write() as store:
            claimed = store.deliveries.claim(self.clock(), self.lease)
        if claimed is None:
            return 0
        state = self._advanced(claimed, began)
        seconds = monotonic() - began
        self.tell(BatchDone(lane=Lane.DELIVERING, claimed=1, outcomes={state.value: 1}, seconds=seconds))
        return 1

    def _advanced(self, claimed: Delivery, began: float) -> DeliveryState:
        if claimed.state is DeliveryState.SENDING and claimed.posted_as is PostedAs.EDIT:
            return self._edited(claimed)  # doing it twice is harmless
        if claimed.state is not DeliveryState.PLANNED:
            return self._looked_at(claimed)
        attempted = self._attempted(claimed)
        if attempted is None or attempted.state is not DeliveryState.SENDING:
            return attempted.state if attempted else claimed.state
        if monotonic() - began > STALE_SECONDS:  # its lease may be another's by now
            return attempted.state
        return self._sent(attempted)

    def _attempted(self, claimed: Delivery) -> Delivery | None:
        """The delivery with its attempt written down, or failed with why it may not go. None: it was changed since."""
        with self.database.write(durable=True) as store:
            acting = self._acting(store, claimed)
            try:
                if claimed.due_at and acting.now - claimed.due_at > TOO_LATE:
                    raise Conflict(Problem.SEND_TOO_LATE)
                self.outlets.open(store.outlets.get(claimed.outlet))
                delivery_subjects.may_go(acting, claimed, self.flags)
            except (BadInput, Conflict, NotFound) as refused:
                failed = replace(claimed, state=DeliveryState.FAILED, due_at=None, said=refused.message)
                return _saved(store, failed)
            return _saved(store, begun(claimed, acting.now), self.lease)

    def _sent(self, attempted: Delivery) -> DeliveryState:
        if attempted.posted_as is PostedAs.EDIT:
            return self._edited(attempted)
        account, outlet = self._opened(attempted)
        result = outlet.publish(attempted.attempt)
        renewed = result.outcome is OutletOutcome.TOKEN_EXPIRED and self._renewed(account, outlet)
        return self._recorded(attempted, after_publish(attempted, result, self.clock(), renewed=renewed))

    def _edited(self, attempted: Delivery) -> DeliveryState:
        try:
            account, outlet = self._opened(attempted)
        except (BadInput, NotFound):
            nobody = Result(outcome=OutletOutcome.NEEDS_A_PERSON)  # it may have been done before
            return self._recorded(attempted, after_edit(attempted, nobody, self.clock()))
        if attempted.target is None:
            raise ValueError("an edit of nothing")
        result = outlet.edit(attempted.target, attempted.fitted)
        renewed = result.outcome is OutletOutcome.TOKEN_EXPIRED and self._renewed(account, outlet)
        return self._recorded(attempted, after_edit(attempted, result, self.clock(), renewed=renewed))

    def _looked_at(self, claimed: Delivery) -> DeliveryState:
        try:
            account, outlet = self._opened(claimed)
        except (BadInput, NotFound):  # nobody can look through the desk any more
            return self._recorded(claimed, self._after(claimed, Result(outcome=OutletOutcome.CANNOT)))
        result = outlet.read_back(claimed.sent or claimed.attempt)
        if result.outcome is OutletOutcome.TOKEN_EXPIRED:
            self._renewed(account, outlet)
        return self._recorded(claimed, self._after(claimed, result))

    def _after(self, looked: Delivery, result: Result) -> Delivery:
        after = after_second_look if looked.sent else after_look
        return after(looked, result, self.clock())

    def _recorded(self, before: Delivery, after: Delivery) -> DeliveryState:
        try:
            with self.database.write(durable=True) as store:
                acting = self._acting(store, after)
                if after.sent and before.sent is None:
                    delivery_subjects.went_out(acting, self.ranker, after)
                else:
                    delivery_subjects.looked_at(acting, after)
        except Conflict:
            log.warning("delivery %d was changed meanwhile; what its outlet answered is dropped", before.id)
            return before.state
        return after.state

    def _renewed(self, account: OutletAccount, outlet: Outlet) -> bool:
        """Ask whether the token can be renewed, and tell administrators where it cannot."""
        mine = outlets.claimed(self.database, account, self.clock())
        if mine is None:  # somebody else asks at this moment, or has changed it
            return False
        health = outlet.check()
        with self.database.write(durable=True) as store:
            outlets.keep_health(store, mine, health, self.clock())
            if health.outcome is OutletOutcome.TOKEN_EXPIRED:
                outlet_tokens.tell(store, mine, self.clock())
        return bool(health.sealed)

    def _opened(self, delivery: Delivery) -> tuple[OutletAccount, Outlet]:
        with self.database.read() as store:
            account = store.outlets.get(delivery.outlet)
        return account, self.outlets.open(account)

    def _acting(self, store: Store, delivery: Delivery) -> Acting:
        """Whoever asked for it answers for it."""
        return Acting(store=store, person=store.people.get(delivery.asked_by), now=self.clock())


def _saved(store: Store, delivery: Delivery, lease: timedelta | None = None) -> Delivery | None:
    try:
        return store.deliveries.save(delivery, lease)
    except Conflict:
        return None
