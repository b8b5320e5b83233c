"""What waits for people: read once for everybody, and counted for each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk import review_rules
from desk.digest.schedule import MORNING_ENDS_AT
from desk.sources import adding
from domain.editorial import OPEN_STATES, ItemState, ReviewAction, ReviewItem
from domain.message import Code, Message, say
from domain.people import Act, Person
from domain.store import Store
from domain.times import VIETNAM

MAX_COUNTED = 200  # items that are open


class Waits(Code):
    """What waits, as the menu and the line of today count it."""

    TO_REVIEW = "waits.to-review", "number"
    RETURNED = "waits.returned", "number"
    DRAFTS = "waits.drafts", "number"
    TO_SHARE = "waits.to-share", "number"
    TASKS = "waits.tasks", "number"
    DIGEST = "waits.digest"
    SOURCES = "waits.sources", "number"
    SAVED = "waits.saved", "number"


PLACES = {  # where it is done
    Waits.TO_REVIEW: "/duyet",
    Waits.RETURNED: "/chia-se",
    Waits.DRAFTS: "/chia-se",
    Waits.TO_SHARE: "/chia-se",
    Waits.TASKS: "/can-xu-ly",
    Waits.DIGEST: "/diem-tin-sang",
    Waits.SOURCES: "/nguon-tin",
    Waits.SAVED: "/tim-kiem",
}
TODAY = (Waits.TO_REVIEW, Waits.RETURNED, Waits.DRAFTS, Waits.TO_SHARE, Waits.DIGEST, Waits.TASKS)
IN_MENU = (Waits.TO_REVIEW, Waits.RETURNED, Waits.TASKS, Waits.SOURCES, Waits.SAVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everybody's open work at one moment."""

    items: Sequence[ReviewItem]  # draft, sent, returned or approved
    solo: bool
    tasks: int  # what sources changed after it was posted
    sources: int  # in trouble
    digest: bool  # today's is there, and nobody has approved it
    saved: Mapping[int, int]  # by person, what followed searches found and they have not seen


def board(store: Store, now: datetime) -> Board:
    return Board(
        items=store.items.list(OPEN_STATES, MAX_COUNTED),
        solo=store.settings.get().solo,
        tasks=store.tasks.count_open(),
        sources=len(adding.in_trouble(store, now)),
        digest=_digest_waits(store, now),
        saved=store.follows.unseen(),
    )


def counted(known: Board, person: Person) -> dict[Waits, int]:
    """What waits for this person, without what there is none of."""
    found = Counter(what for item in known.items for what in _of_item(item, person, known.solo))
    found[Waits.TASKS] = known.tasks if concerns(person) else 0
    found[Waits.SOURCES] = known.sources
    found[Waits.SAVED] = known.saved.get(person.id, 0)
    found[Waits.DIGEST] = int(known.digest and person.may(Act.REVIEW))
    return {what: found[what] for what in Waits if found[what]}


def concerns(person: Person) -> bool:
    """Whether this person can do something about what a source changed."""
    return person.may(Act.PICK) or person.may(Act.REVIEW)


def said(counts: dict[Waits, int]) -> list[tuple[Message, str]]:
    """Each thing that waits as a message, with the path of the screen on which it is done."""
    return [(say(what, number=number) if what.fields else say(what), PLACES[what]) for what, number in counts.items()]


def _of_item(item: ReviewItem, person: Person, solo: bool) -> Iterator[Waits]:
    if item.state is ItemState.IN_REVIEW and may_approve(item, person, solo):
        yield Waits.TO_REVIEW
    if item.state is ItemState.RETURNED and item.picked_by == person.id:
        yield Waits.RETURNED
    if item.state is ItemState.DRAFT and item.picked_by == person.id:
        yield Waits.DRAFTS
    if item.state is ItemState.APPROVED and person.may(Act.PICK):
        yield Waits.TO_SHARE


def may_approve(item: ReviewItem, person: Person, solo: bool) -> bool:
    return review_rules.refusal(ReviewAction.APPROVED, item, person, solo=solo) is None


def _digest_waits(store: Store, now: datetime) -> bool:
    local = now.astimezone(VIETNAM)
    today = store.digests.find(local.date()) if local.time() < MORNING_ENDS_AT else None
    return today is not None and bool(today.lines) and not today.approved_at and not today.sent_at
