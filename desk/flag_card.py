"""The card of flags: what asks for care in an article, why, in which words, and what people have said to it.

One card stands in three places: where an article is picked, where its post is reviewed, and where it is shared.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk import story_flags
from desk.acting import Acting
from desk.stories import with_its_story_locked
from desk.story_flags import Around
from desk.warning_states import ShownWarning, of_article
from domain.article import Article
from domain.claims import Claim, ClaimDecision, MatchState
from domain.editorial import ReviewItem
from domain.errors import Conflict
from domain.flags import BLOCKING, FlagAnswer, RaisedFlag, TextFlags
from domain.postings import Posting, UnansweredFlag
from domain.problems import Problem
from domain.store import Store
from domain.story import Flag
from domain.versions import GRAVE

Together = Callable[[Article, Sequence[Article]], Sequence[RaisedFlag]]
FROM_THE_CAPTION = frozenset({Flag.TIME_PASSED})  # read there once there is one, and no longer in the article
UNASKED = frozenset({Flag.UNCREDITED_IMAGE})  # shown only: a post is words and a link
MAX_SIBLINGS_READ = 30
ENOUGH_TENTHS = 9  # from here on a flag is said without a doubt of its own


class NoTextFlags:
    """Reads nothing: what the store knows is all that is said."""

    def read(self, article: Article) -> Sequence[RaisedFlag]:  # noqa: ARG002 - the port's
        return ()


@dataclass(frozen=True, kw_only=True)
class CardFlag:
    """A flag as the card shows it."""

    raised: RaisedFlag
    answer: FlagAnswer | None  # that stands
    answered_by: str  # "" where nobody has
    tenths: int | None  # in how many of ten cases it was right when measured; None: nobody has

    @property
    def is_blocking(self) -> bool:
        return self.raised.flag in BLOCKING

    @property
    def is_weak(self) -> bool:
        """Whether it was wrong more often than once in ten cases."""
        return self.tenths is not None and self.tenths < ENOUGH_TENTHS


@dataclass(frozen=True, kw_only=True)
class FlagCard:
    article: Article
    item: ReviewItem | None
    flags: tuple[CardFlag, ...]  # what holds the item back first

    @property
    def blocking(self) -> RaisedFlag | None:
        """What holds the item back; None: nothing does."""
        return next((one.raised for one in self.flags if one.is_blocking), None)

    def to_say(self, by: int) -> list[CardFlag]:
        """What this person is to hear before a step: what nobody has answered.

        That the story was posted already is said again to everybody who has not answered it themselves.
        """
        asked = [one for one in self.flags if one.raised.flag not in UNASKED]
        return [one for one in asked if one.answer is None or _is_said_again(one, by)]

    def unanswered(self) -> tuple[UnansweredFlag, ...]:
        """For the ledger."""
        asked = [one.raised.flag for one in self.flags if one.answer is None and one.raised.flag not in UNASKED]
        open_flags = dict.fromkeys(asked)
        return tuple(UnansweredFlag(flag=flag, article_id=self.article.id) for flag in open_flags)

    def unheard(self, by: int, heard: Collection[str]) -> bool:
        """Whether there is something to say beyond what the person's page has shown (by evidence)."""
        return any(one.raised.evidence not in heard for one in self.to_say(by))


def _is_said_again(one: CardFlag, by: int) -> bool:
    return one.raised.flag is Flag.SHARED_BEFORE and one.answer is not None and one.answer.by != by


@dataclass(frozen=True, kw_only=True)
class FlagReader:
    """Gathers an article's flags: from the store, from its own text, and from those of its story together."""

    text: TextFlags = field(default_factory=NoTextFlags)
    together: Together = lambda _article, _siblings: ()
    tenths: Mapping[Flag, int] = field(default_factory=dict)  # in how many of ten cases each was right, where measured

    def card(self, store: Store, article_id: str, now: datetime, item: ReviewItem | None = None) -> FlagCard:
        """`item`: on which the article goes out, where somebody has picked it."""
        article = store.articles.get(article_id)
        names = {person.id: person.name for person in store.people.list()}
        around = _around(store, article, names, now, item)
        answers = {(one.flag, one.evidence): one for one in store.flag_answers.of_articles([article_id])}
        return FlagCard(
            article=article,
            item=item,
            flags=tuple(self._shown(one, answers.get((one.flag, one.evidence)), names) for one in self._raised(around)),
        )

    def locked(self, acting: Acting, article_id: str, item: ReviewItem | None = None) -> FlagCard:
        """The card until the transaction ends: of two who answer at once, the second sees the first's answer."""
        acting.store.articles.lock(article_id)
        return self.card(acting.store, article_id, acting.now, item)

    def before_picking(self, acting: Acting, article_id: str, heard: Collection[str]) -> FlagCard | None:
        """The card to show first; None where all was heard, or where picking is refused anyway.

        The story stays locked: what a colleague posts or picks meanwhile is seen here, or waits.
        """
        store = acting.store
        article = with_its_story_locked(store, lambda: store.articles.get(article_id))
        items = store.items.of_stories([article.story_id])[article.story_id] if article.story_id else ()
        if article.withdrawn_at or not acting.person or any(item.is_open for item in items):
            return None
        card = self.card(store, article_id, acting.now)
        return card if card.unheard(acting.by, heard) else None

    def _raised(self, around: Around) -> list[RaisedFlag]:
        """Each flag from one place: what the text itself shows is closer than what is stored of it."""
        read = [one for one in self.text.read(around.article) if not (around.item and one.flag in FROM_THE_CAPTION)]
        read += self.together(around.article, around.siblings)
        kinds = {one.flag for one in read} - {Flag.EMBARGO}
        found = [*(one for one in story_flags.raised(around) if one.flag not in kinds), *read]
        return sorted({one.evidence: one for one in found}.values(), key=lambda one: one.flag not in BLOCKING)

    def _shown(self, raised: RaisedFlag, answer: FlagAnswer | None, names: Mapping[int, str]) -> CardFlag:
        return CardFlag(
            raised=raised,
            answer=answer,
            answered_by=names.get(answer.by, "?") if answer else "",
            tenths=self.tenths.get(raised.flag),
        )

    def may_go_out(self, store: Store, item: ReviewItem, now: datetime) -> FlagCard:
        """The item's card. Raise Conflict for what holds it back: an official warning that is over, an embargo."""
        card = self.card(store, item.article_id, now, item)
        if blocking := card.blocking:
            problem = Problem.WARNING_OVER if blocking.flag is Flag.WARNING_OVER else Problem.EMBARGO
            raise Conflict(problem, why=blocking.why)
        return card


STORED_FLAGS = FlagReader()


def _around(store: Store, article: Article, names: Mapping[int, str], now: datetime, item: ReviewItem | None) -> Around:
    story_id = article.story_id
    siblings = [one for one in store.stories.members([story_id])[story_id] if one.id != article.id] if story_id else []
    siblings = siblings[:MAX_SIBLINGS_READ]
    warned = of_article(store, article.id, now)
    postings = _postings(store, story_id, now, item)
    return Around(
        article=article,
        now=now,
        sources={source.id: source for source in store.sources.list()},
        names=names,
        item=item,
        story=store.stories.get(story_id) if story_id else None,
        siblings=siblings,
        versions=store.versions.list(article.id) if article.version > 1 else (),
        changed_siblings=frozenset(one.id for one in siblings if one.version > 1 and _has_changed(store, one)),
        postings=postings,
        outlets=store.outlets.names() if postings else {},
        confirmed=_confirmed(store, [article.id, *(one.id for one in siblings)]),
        warned=warned,
        successor=_successor(store, warned),
    )


def _confirmed(store: Store, article_ids: Sequence[str]) -> list[tuple[Claim, ClaimDecision]]:
    decided = [one for one in store.claim_decisions.of_articles(article_ids) if one.state is MatchState.CONFIRMED]
    pairs = [(store.claims.get(one.claim_id), one) for one in decided]
    return [(claim, decision) for claim, decision in pairs if claim.refutes]


def _has_changed(store: Store, article: Article) -> bool:
    return any(version.grade in GRAVE for version in store.versions.list(article.id))


def _postings(store: Store, story_id: str, now: datetime, item: ReviewItem | None) -> list[Posting]:
    since = now - timedelta(days=store.settings.get().share_again_days)
    found = store.postings.of_stories([story_id], since).get(story_id, []) if story_id else []
    return [one for one in found if item is None or one.item_id != item.id]


def _successor(store: Store, warned: ShownWarning | None) -> Article | None:
    return store.articles.get(warned.successor) if warned and warned.successor else None
