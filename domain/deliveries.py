"""One approved text on its way to one of our outlets: what is sent, when, and how far it has come.

The text is an item's, a follow-up's on an earlier posting, or a morning digest's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from html import unescape
from typing import Protocol

from domain.log import Action
from domain.message import Message
from domain.outlets import Attempt, Fitted, OutletKind, Sent
from domain.postings import PostedArticle, PostedAs, UnansweredFlag

WRITES_HTML = (OutletKind.WORDPRESS, OutletKind.PORTAL)


class DeliveryState(StrEnum):
    """Named to people as `delivery-state.<value>`."""

    PLANNED = "planned"  # nothing has left the desk
    SENDING = "sending"  # its attempt is written down: it may have gone out
    SENT = "sent"
    INVISIBLE = "invisible"  # it went out, and strangers do not see it
    NEEDS_A_PERSON = "needs-a-person"  # it may have gone out, and only a person can look
    FAILED = "failed"  # it did not go out
    CANCELLED = "cancelled"
    REMOVED = "removed"  # it went out, and was taken back since


OUT = (DeliveryState.SENT, DeliveryState.INVISIBLE)
WAITING = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.NEEDS_A_PERSON)  # not yet in the ledger
IN_DOUBT = (DeliveryState.SENDING, DeliveryState.NEEDS_A_PERSON)
STANDING = (DeliveryState.PLANNED, *IN_DOUBT, *OUT)  # of one text at one outlet there is one of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    id: int
    key: str  # of its attempts, the same for every try: letters and digits
    item_id: int | None = None
    task_id: int | None = None  # of a follow-up
    task_revision: int = 0  # of its task when it was asked for: whatever is done with the task since changes it
    day: date | None = None  # of a digest
    posted_as: PostedAs = PostedAs.POST
    target: Sent | None = None  # our own post that is edited or replied to
    tells: tuple[PostedArticle, ...] = ()  # of a follow-up or digest: what its readers are told of
    outlet: int
    fitted: Fitted  # as it was approved and previewed
    state: DeliveryState = DeliveryState.PLANNED
    due_at: datetime | None  # when something is done with it next; None: nothing is, or a person does
    planned_for: datetime | None = None  # the hour that people chose last; None: of a desk that did not note it yet
    asked_by: int
    asked_at: datetime
    unanswered: tuple[UnansweredFlag, ...] = ()  # what nobody had answered when it was asked for
    begun_at: datetime | None = None  # written before anything is sent; None: nothing can have gone out
    ticket: str = ""
    tries: int = 0
    said: Message | None = None  # how the last step went
    sent: Sent | None = None
    posting: int | None = None  # its place in the ledger, once it is out
    revision: int = 1

    @property
    def attempt(self) -> Attempt:
        """What is sent, or looked for. Only of one that has begun."""
        if self.begun_at is None:
            raise ValueError("its attempt was not written down")
        reply_to = self.target if self.posted_as is PostedAs.REPLY else None
        return Attempt(key=self.key, fitted=self.fitted, at=self.begun_at, ticket=self.ticket, reply_to=reply_to)

    @property
    def is_being_looked_at(self) -> bool:
        """It went out, and strangers' view of it is still to be read."""
        return self.state is DeliveryState.SENT and self.due_at is not None


class DeliveryAction(Action):
    """What the log says that somebody did with a text at an outlet. The subject is the outlet."""

    PLAN = "plan-delivery"
    CANCEL = "cancel-delivery"
    MOVE = "move-delivery"
    LOOK = "look-at-delivery"
    SEEN = "delivery-seen"
    NOT_SEEN = "delivery-not-seen"
    WITHDRAW = "withdraw-post"


class Deliveries(Protocol):
    def get(self, delivery_id: int) -> Delivery: ...  # NotFound
    def add(self, delivery: Delivery) -> Delivery | None: ...  # None: one of this text at this outlet stands
    def save(  # Conflict when its revision is not the stored one; with `lease` it stays ours for so long, else free
        self, delivery: Delivery, lease: timedelta | None = None
    ) -> Delivery: ...
    def claim(self, now: datetime, lease: timedelta) -> Delivery | None: ...  # of those due, by the database's clock
    def is_due(self, now: datetime) -> bool: ...  # whether there is one to claim
    def of_item(self, item_id: int) -> list[Delivery]: ...  # oldest first
    def of_tasks(self, task_ids: Sequence[int]) -> list[Delivery]: ...  # oldest first
    def of_day(self, day: date) -> list[Delivery]: ...  # of that morning's digest, oldest first
    def between(  # those that wait or failed, by their hour, from `since` until before `until`; of too many the first
        self, since: datetime, until: datetime, limit: int
    ) -> list[Delivery]: ...
    def of_postings(self, posting_ids: Sequence[int]) -> Mapping[int, Delivery]: ...


def as_read(fitted: Fitted, kind: OutletKind) -> str:
    """What readers see of it: its words, without the tags of HTML that we put around them."""
    text = fitted.text
    if kind in WRITES_HTML:
        text = unescape(re.sub(r"<[^>]*>", "", text.replace("<br>", "\n"))).strip()
    return "\n\n".join(filter(None, (fitted.title, text)))
