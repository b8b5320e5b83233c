"""An editor of the soak: reads a page, and a moment later clicks on what it showed, whatever happened in between."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from chaos.soak.room import Room
from desk import helping, own_notices, people, queue, review, sections, sharing, stories
from desk.acting import Acting, SeenItem
from desk.digest import composing, writing
from desk.digest.merging import DigestText, text_of
from desk.ranking import feedback
from desk.review_rules import STEPS, allowed
from desk.sources import adding, changing
from desk.sources.changing import Follower
from desk.typed import Typed
from domain.editorial import OPEN_STATES, ItemState, ReviewAction, ReviewItem
from domain.errors import Busy, DeskError
from domain.people import Act, Person, Role
from domain.sources import SourceDetails, SourceKind
from domain.store import Store
from domain.stories import QueueFilter
from domain.story import StoryState
from domain.times import VIETNAM
from domain.understanding import OtherChoice, Section

SHOWN = 10  # stories of a page: few, so that people meet
LISTED = 40
PATIENCE_SECONDS = 10.0
DEADLOCK = "40P01"
VERDICTS = (ReviewAction.APPROVED, ReviewAction.RETURNED, ReviewAction.REJECTED)
FORWARD = {ReviewAction.SEND: 5, ReviewAction.APPROVED: 5, ReviewAction.SHARE: 5}  # how much likelier than one back
SHOWN_BUTTONS = 0.9

Does = Callable[[Acting], object]
Plan = Callable[[Store], Does | None]


@dataclass
class Editor:
    room: Room
    person: Person
    rng: random.Random
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.services = self.room.process()
        self.database = self.services.database
        self.ranker = self.services.ranker
        self.follower = Follower(warnings=self.services.warnings, ranker=self.ranker)
        plans: dict[Plan, int] = {
            self.pick: 5, self.write: 3, self.step: 16, self.skip: 3, self.restore: 2, self.skip_many: 1,
            self.merge: 1, self.split: 2, self.move: 2, self.section: 2, self.ask: 1, self.look: 2, self.digest: 2,
            self.approve_digest: 1, self.address: 1,
        }  # fmt: skip
        if self.person.role is Role.ADMINISTRATOR:
            plans |= {self.source: 2, self.stop_source: 1, self.account: 1, self.role: 1, self.reset: 1}
        self.plans, self.weights = list(plans), list(plans.values())

    def click(self) -> None:
        """One look at a page, and one click on it."""
        [plan] = self.rng.choices(self.plans, self.weights)
        try:
            with self.database.read() as store:
                does = plan(store)
            if does is not None:
                with self.database.write(PATIENCE_SECONDS) as store:
                    does(Acting(store=store, person=self.person, now=self.room.clock()))
                self.done[plan.__name__] += 1
        except Busy as busy:
            state = getattr(getattr(busy.__cause__, "orig", None), "sqlstate", None)
            self.refused[f"deadlock of {plan.__name__}" if state == DEADLOCK else "busy"] += 1
        except DeskError as refused:
            self.refused[f"{plan.__name__}: {refused.why.code}" if refused.why else type(refused).__name__] += 1

    # -- stories

    def pick(self, store: Store) -> Does | None:
        story = self._story(store)
        return story and (lambda acting: review.pick(acting, self.ranker, stories.head(acting.store, story)))

    def skip(self, store: Store) -> Does | None:
        story = self._story(store)
        return story and (lambda acting: queue.skip(acting, story))

    def restore(self, store: Store) -> Does | None:
        story = self._story(store, StoryState.SKIPPED)
        return story and (lambda acting: queue.restore(acting, story))

    def skip_many(self, store: Store) -> Does | None:
        found = [story.id for story in store.stories.list(QueueFilter(limit=SHOWN))[0]][-3:]
        return (lambda acting: queue.skip_many(acting, found)) if found else None

    def look(self, store: Store) -> Does | None:
        story = self._story(store)
        return story and (lambda acting: queue.look(acting, story))

    def ask(self, store: Store) -> Does | None:
        story, more = self._story(store), self.rng.random() < 0.5
        return story and (lambda acting: feedback.ask(acting, story, more=more))

    def merge(self, store: Store) -> Does | None:
        one, other = self._story(store, self._any_state()), self._story(store, self._any_state())
        return one and other and (lambda acting: stories.merge(acting, self.ranker, one, other))

    def split(self, store: Store) -> Does | None:
        article = self._article(store)
        return article and (lambda acting: stories.split(acting, self.ranker, article))

    def move(self, store: Store) -> Does | None:
        article, to = self._article(store), self._story(store, self._any_state())
        return article and to and (lambda acting: stories.move(acting, self.ranker, article, to))

    def section(self, store: Store) -> Does | None:
        article, choice = self._article(store), self.rng.choice([*Section, OtherChoice.PROGRAM])
        return article and (lambda acting: sections.choose(acting, self.ranker, article, choice))

    # -- items

    def write(self, store: Store) -> Does | None:
        item, words = self._item(store, OPEN_STATES), f"Lời dẫn số {self.rng.randrange(10_000)}."
        return item and (lambda acting: review.write(acting, _seen(item), words))

    def step(self, store: Store) -> Does | None:
        """Most often a button that the page shows; now and then one that it does not."""
        item = self._item(store, tuple(ItemState))
        if item is None:
            return None
        shown = sorted(allowed(item, self.person, solo=False) - {ReviewAction.WRITE})
        actions = shown if shown and self.rng.random() < SHOWN_BUTTONS else sorted(STEPS.keys() - {ReviewAction.WRITE})
        [action] = self.rng.choices(actions, [FORWARD.get(one, 1) for one in actions])
        if action is ReviewAction.SEND:
            return lambda acting: review.send(acting, self.ranker, _seen(item))
        if action is ReviewAction.SHARE:
            return lambda acting: sharing.share(acting, self.ranker, _seen(item))
        if action is ReviewAction.UNDO_HELP:
            return lambda acting: helping.take_back(acting, _seen(item))
        if action in VERDICTS:
            return lambda acting: review.decide(acting, self.ranker, _seen(item), ItemState(action), "Thêm giờ.")
        return lambda acting: review.take(acting, self.ranker, _seen(item), action, "Nhầm.")

    # -- the digest

    def digest(self, store: Store) -> Does | None:
        now = self.room.clock()
        day = now.astimezone(VIETNAM).date()
        shown = composing.of_day(store, day, now).digest
        base = text_of(shown)
        if not base.lines:
            return None
        lines = list(base.lines)
        at = self.rng.randrange(len(lines))
        lines[at] = (lines[at][0], f"Câu số {self.rng.randrange(10_000)}.")
        mine = DigestText(opening=base.opening, lines=tuple(lines))
        return lambda acting: writing.keep(acting, day, Typed(mine=mine, base=base, revision=shown.revision))

    def approve_digest(self, store: Store) -> Does | None:
        shown = store.digests.find(self.room.clock().astimezone(VIETNAM).date())
        if shown is None:
            return None
        return lambda acting: composing.approve(acting, shown.day, revision=shown.revision)

    # -- what is their own, and the desk's

    def address(self, store: Store) -> Does | None:
        mine = store.own_notices.find(self.person.id).channels[1:]
        if mine:
            return lambda acting: own_notices.remove_channel(acting, mine[0].key)
        new = f"rieng-{self.person.id}-{self.rng.randrange(100)}"
        return lambda acting: own_notices.add_channel(acting, self.room.channels, new)

    def source(self, store: Store) -> Does | None:
        source = self.rng.choice(store.sources.list())
        seen = SourceDetails.of(source)
        kind = self.rng.choice((SourceKind.PRESS, SourceKind.AGENCY, SourceKind.OFFICIAL))
        wanted = replace(seen, kind=kind, organisation=f"Cơ quan {self.rng.randrange(1000)}")
        return lambda acting: changing.change(acting, self.follower, source.id, wanted, seen)

    def stop_source(self, store: Store) -> Does | None:
        source = self.rng.choice(store.sources.list())
        return lambda acting: adding.set_active(acting, source.id, not source.active)

    def account(self, _store: Store) -> Does | None:
        login = f"moi{self.rng.randrange(20)}"
        return lambda acting: people.add_person(acting, login=login, name=f"Mới {login}", role=Role.ANALYST)

    def role(self, store: Store) -> Does | None:
        others = [one for one in store.people.list() if one.login.startswith("moi")]
        if not others:
            return None
        who, role = self.rng.choice(others), self.rng.choice(list(Role))
        active = self.rng.random() < 0.8
        return lambda acting: people.change_person(acting, who.id, role=role, active=active)

    def reset(self, _store: Store) -> Does | None:
        return feedback.reset if self.rng.random() < 0.2 and self.person.may(Act.MANAGE) else None

    # -- what a page shows

    def _any_state(self) -> StoryState:
        return self.rng.choice((StoryState.OPEN, StoryState.OPEN, StoryState.PICKED, StoryState.SKIPPED))

    def _story(self, store: Store, state: StoryState = StoryState.OPEN) -> Any:
        found, _ = store.stories.list(QueueFilter(state=state, limit=SHOWN))
        return self.rng.choice(found).id if found else None

    def _article(self, store: Store) -> Any:
        story = self._story(store, self._any_state())
        found = store.stories.headers(story) if story else []
        return self.rng.choice(found).id if found else None

    def _item(self, store: Store, states: tuple[ItemState, ...]) -> Any:
        found: list[ReviewItem] = store.items.list(states, LISTED)
        mine = [item for item in found if item.picked_by == self.person.id]
        return self.rng.choice(mine if mine and self.rng.random() < 0.5 else found) if found else None


def _seen(item: ReviewItem) -> SeenItem:
    return SeenItem(id=item.id, revision=item.revision)
