"""Hàng chờ: what an editor sees first, and skipping what is not for this page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.log import note
from domain.article import Article, ArticleVersion
from domain.editorial import Item
from domain.people import Person
from domain.ports import Gazetteer
from domain.ranking import newness
from domain.store import OutcomeRow, QueueFilter, Store
from domain.story import Part, Story, StoryState

NEAR_TOP = 15
MOST_PER_SOURCE = 3  # design §7: at most three per source near the top


@dataclass(frozen=True, kw_only=True)
class Card:
    """One story as the queue shows it: the sum, and the parts that make it."""

    story: Story
    source_name: str
    members: tuple[Article, ...]
    parts: tuple[Part, ...]  # with "new", as of now
    total: float


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    cards: tuple[Card, ...]
    total: int  # counted up to 1,001
    wanted: QueueFilter


@dataclass(frozen=True, kw_only=True)
class ArticlePage:
    article: Article
    source_name: str
    story: Story | None
    siblings: tuple[Article, ...]  # the other articles of its story
    versions: tuple[ArticleVersion, ...]
    outcomes: tuple[OutcomeRow, ...]
    items: tuple[Item, ...]
    place_labels: dict[str, str]


def listing(store: Store, wanted: QueueFilter, now: datetime) -> QueuePage:
    """A page of the queue. The first page holds at most three stories of one source; the rest follow below."""
    first = wanted.offset == 0 and not wanted.source
    found, total = store.stories.listing(replace(wanted, limit=wanted.limit * 3) if first else wanted)
    chosen = _spread(found, wanted.limit) if first else found
    names = {source.id: source.name for source in store.sources.all()}
    members = store.stories.members([story.id for story in chosen])
    cards = tuple(_card(story, tuple(members[story.id]), names, now) for story in chosen)
    return QueuePage(cards=cards, total=total, wanted=wanted)


def _spread(stories: Sequence[Story], limit: int) -> list[Story]:
    """Best first, but a source's fourth and later stories stand behind the others'."""
    seen: dict[str, int] = {}
    near: list[Story] = []
    behind: list[Story] = []
    for story in stories:
        seen[story.source_id] = seen.get(story.source_id, 0) + 1
        (near if seen[story.source_id] <= MOST_PER_SOURCE else behind).append(story)
    return [*near, *behind][:limit]


def _card(story: Story, members: tuple[Article, ...], names: dict[str, str], now: datetime) -> Card:
    fresh = Part(name="new", label="Mới", value=round(newness(story.newest_at, now), 2), evidence="")
    return Card(
        story=story,
        source_name=names.get(story.source_id, story.source_id),
        members=members,
        parts=(fresh, *story.parts),
        total=round(story.score + fresh.value, 2),
    )


def open_article(store: Store, article_id: str, gazetteer: Gazetteer) -> ArticlePage:
    """One article with everything an editor may want to know before picking it."""
    article = store.articles.get(article_id)
    together = store.stories.members([article.story_id])[article.story_id] if article.story_id else []
    codes = {place.code for place in article.places}
    return ArticlePage(
        article=article,
        source_name=store.sources.get(article.source_id).name,
        story=store.stories.get(article.story_id) if article.story_id else None,
        siblings=tuple(other for other in together if other.id != article.id),
        versions=tuple(store.versions.of(article.id)),
        outcomes=tuple(store.progress.outcomes(article.id)),
        items=tuple(store.items.of_story(article.story_id)) if article.story_id else (),
        place_labels={code: gazetteer.label(code) for code in codes},
    )


def skip(store: Store, story_id: str, *, by: Person, now: datetime) -> Story:
    """Take a story off the queue. It is still found under "Dưới vạch"."""
    return _set_state(store, story_id, StoryState.OPEN, StoryState.SKIPPED, by, now)


def restore(store: Store, story_id: str, *, by: Person, now: datetime) -> Story:
    """Undo a skip."""
    return _set_state(store, story_id, StoryState.SKIPPED, StoryState.OPEN, by, now)


def _set_state(store: Store, story_id: str, before: StoryState, after: StoryState, by: Person, now: datetime) -> Story:
    story = store.stories.get(story_id)
    if story.state is not before:
        return story  # a second tab did it already
    changed = replace(story, state=after)
    store.stories.save(changed)
    note(store, by, after.value, f"story:{story_id}", {"state": before}, {"state": after}, now)
    return changed
