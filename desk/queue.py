"""Hàng chờ: what an editor sees first, and skipping what is not for this page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from desk.acting import Acting
from desk.changes import Edit, edits
from desk.ranking import preferences
from desk.stories import followed, locked
from domain.article import Article, ArticleVersion
from domain.editorial import ReviewItem
from domain.errors import Conflict
from domain.page import ClaimReview
from domain.people import Act, Person
from domain.ports import Gazetteer
from domain.problems import Problem
from domain.ranking import newness
from domain.sources import Source
from domain.store import Store
from domain.stories import QueueFilter
from domain.story import ArticleHeader, ScoreTerm, Story, StoryAction, StoryState, Term
from domain.work import OutcomeRow

NEAR_TOP_STORIES = 15
SPREAD_STORIES = 45  # stories (three screens); those that are set back appear within them
VIEWER_SHOWN_FOR = timedelta(minutes=5)  # after that a colleague has gone on to something else
MAX_STORIES_PER_SOURCE = 3  # design §7: at most three per source near the top


@dataclass(frozen=True, kw_only=True)
class Card:
    """One story as the queue shows it: the sum, and the terms that make it."""

    story: Story
    source_name: str
    dated: datetime  # of the article whose title and source stand on the card; another of the story may be newer
    terms: tuple[ScoreTerm, ...]  # with "new", as of now
    total: float
    has_picture: bool = False
    seen: bool = False  # by the person who asks
    viewers: tuple[str, ...] = ()  # colleagues who look at it now, so that two do not take one story


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    cards: tuple[Card, ...]
    total: int  # counted up to 1,001
    wanted: QueueFilter
    sources: tuple[Source, ...]  # all of the desk's, read for the cards' names; the screen's filter lists them too


@dataclass(frozen=True, kw_only=True)
class ArticlePage:
    article: Article
    source_name: str
    story: Story | None
    siblings: tuple[ArticleHeader, ...]  # the other articles of its story
    versions: tuple[ArticleVersion, ...]
    edits: tuple[Edit, ...]  # from each version to the next, word for word
    outcomes: tuple[OutcomeRow, ...]
    items: tuple[ReviewItem, ...]
    place_labels: dict[str, str]
    claim_reviews: tuple[ClaimReview, ...]  # of every article of its story


def list_cards(store: Store, wanted: QueueFilter, now: datetime, by: Person | None = None) -> QueuePage:
    """A page of the queue. Near the top, a source's fourth and later stories come after those of other sources."""
    if wanted.source or wanted.offset >= SPREAD_STORIES:
        chosen, total = store.stories.list(wanted)
    else:
        end = wanted.offset + wanted.limit
        found, total = store.stories.list(replace(wanted, offset=0, limit=max(end, SPREAD_STORIES)))
        chosen = [*_spread(found[:SPREAD_STORIES]), *found[SPREAD_STORIES:]][wanted.offset : end]
    sources = tuple(store.sources.list())
    return QueuePage(cards=_cards(store, chosen, sources, now, by), total=total, wanted=wanted, sources=sources)


def card(store: Store, story: Story, now: datetime, by: Person | None = None) -> Card:
    """One story as the queue shows it, e.g. when it comes back to its place."""
    return _cards(store, [story], store.sources.list(), now, by)[0]


def _cards(
    store: Store, chosen: Sequence[Story], sources: Sequence[Source], now: datetime, by: Person | None
) -> tuple[Card, ...]:
    names = {source.id: source.name for source in sources}
    dated = store.stories.heads_dated([story.id for story in chosen if story.members > 1])
    cards = [_card(story, names, dated.get(story.id, story.newest_at), now) for story in chosen]
    pictured = store.stories.pictured([story.id for story in chosen])
    cards = [replace(one, has_picture=one.story.id in pictured) for one in cards]
    return tuple(cards if by is None else _with_looks(store, cards, by, now))


def top(store: Store, limit: int = NEAR_TOP_STORIES) -> list[str]:
    """The stories that stand first now, for a page that is open already."""
    found, _ = store.stories.list(QueueFilter(limit=limit * 3))
    return [story.id for story in _spread(found)[:limit]]


def look(acting: Acting, story_id: str) -> None:
    """Remember that this person has the story open."""
    acting.may(Act.PICK)
    [story_id] = locked(acting.store, story_id)
    acting.store.story_views.save(acting.store.stories.get(story_id).id, acting.by, acting.now)


def _with_looks(store: Store, cards: Sequence[Card], by: Person, now: datetime) -> list[Card]:
    looks = store.story_views.find([card.story.id for card in cards])
    names = {person.id: person.name for person in store.people.list()} if any(looks.values()) else {}
    return [replace(card, **_looked(looks[card.story.id], names, by, now)) for card in cards]


def _looked(looks: dict[int, datetime], names: dict[int, str], by: Person, now: datetime) -> dict[str, Any]:
    others = (who for who, at in looks.items() if who != by.id and now - at <= VIEWER_SHOWN_FOR)
    return {"seen": by.id in looks, "viewers": tuple(sorted(names[who] for who in others))}


def _spread(stories: Sequence[Story]) -> list[Story]:
    """The stories, best first, with a source's fourth and later ones after those of other sources."""
    seen: dict[str, int] = {}
    near: list[Story] = []
    behind: list[Story] = []
    for story in stories:
        seen[story.source_id] = seen.get(story.source_id, 0) + 1
        (near if seen[story.source_id] <= MAX_STORIES_PER_SOURCE else behind).append(story)
    return [*near, *behind]


def _card(story: Story, names: dict[str, str], dated: datetime, now: datetime) -> Card:
    fresh = ScoreTerm(term=Term.NEW, value=round(newness(story.newest_at, now), 2))
    return Card(
        story=story,
        source_name=names.get(story.source_id, story.source_id),
        dated=dated,
        terms=(fresh, *story.terms),
        total=round(story.score + fresh.value, 2),
    )


def open_article(store: Store, article_id: str, gazetteer: Gazetteer) -> ArticlePage:
    """One article with everything an editor may want to know before picking it."""
    article = store.articles.get(article_id)
    together = store.stories.headers(article.story_id) if article.story_id else []
    codes = {place.code for place in article.places}
    versions = tuple(store.versions.list(article.id))
    return ArticlePage(
        article=article,
        source_name=store.sources.get(article.source_id).name,
        story=store.stories.get(article.story_id) if article.story_id else None,
        siblings=tuple(other for other in together if other.id != article.id),
        versions=versions,
        edits=edits(article, versions),
        outcomes=tuple(store.progress.outcomes(article.id)),
        items=tuple(store.items.of_stories([article.story_id])[article.story_id]) if article.story_id else (),
        place_labels={code: gazetteer.label(code) for code in codes},
        claim_reviews=_claim_reviews(store, article),
    )


def _claim_reviews(store: Store, article: Article) -> tuple[ClaimReview, ...]:
    """The story's fact-checks, with the article's own first: a verdict concerns every article of the story."""
    together = store.stories.ranking_members([article.story_id])[article.story_id] if article.story_id else []
    others = (review for member in together for review in member.claim_reviews)
    return tuple(dict.fromkeys((*article.claim_reviews, *others)))


def skip(acting: Acting, story_id: str) -> Story:
    """Take a story off the queue. It is still found under "Đã bỏ qua"."""
    before, after = _set_state(acting, story_id, StoryState.OPEN, StoryState.SKIPPED)
    if after.state is not before.state:
        preferences.learn(acting.store, before, False, acting.now)
    return after


def restore(acting: Acting, story_id: str) -> Story:
    """Undo a skip, and what the preferences learnt from it."""
    before, after = _set_state(acting, story_id, StoryState.SKIPPED, StoryState.OPEN)
    if after.state is not before.state:
        preferences.unlearn(acting.store, story_id)
    return after


def skip_many(acting: Acting, story_ids: Sequence[str]) -> None:
    """Those that are still there: one that was joined with another since the page was shown stays in the queue."""
    acting.store.stories.lock(story_ids)
    standing = acting.store.stories.states(story_ids)
    for story_id in filter(standing.__contains__, story_ids):
        skip(acting, story_id)


def restore_many(acting: Acting, story_ids: Sequence[str]) -> None:
    acting.store.stories.lock(story_ids)
    for story_id in story_ids:
        restore(acting, story_id)


def _set_state(acting: Acting, story_id: str, before: StoryState, after: StoryState) -> tuple[Story, Story]:
    """The story before and after. Nothing changes when a second tab has done it already."""
    acting.may(Act.PICK)
    acting.store.stories.lock([story_id])
    if followed(acting.store, story_id) != story_id:
        raise Conflict(Problem.MOVED_MEANWHILE)  # it would be a decision on articles that the person has not seen
    story = acting.store.stories.get(story_id)
    if story.state is not before:
        return story, story
    changed = replace(story, state=after)
    acting.store.stories.save([changed])
    acting.log(StoryAction(after.value), f"story:{story_id}", {"state": before}, {"state": after})
    return story, changed
