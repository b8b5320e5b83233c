"""The stories to know: what we shared first, then the best of each section, each in its publisher's own words."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desk.digest.composing import sentence
from desk.digest.diversity import NOT_PROPOSED
from desk.post import attribution
from desk.reports.values import Shared, ToldStory
from domain.article import Article
from domain.errors import NotFound
from domain.postings import PostingKind
from domain.reports import Period
from domain.store import Store
from domain.story import Story

MAX_STORIES, PER_SECTION = 10, 2
MAX_LOOKED_AT = 200  # articles that were shared
SPARE = 3  # stories of each section, for those that were withdrawn


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    story: Story
    article_id: str
    was_shared: bool


def to_know(store: Store, period: Period, shared: Shared) -> tuple[ToldStory, ...]:
    """At most ten. Two of a section, and more only where there is nothing else."""
    names = store.sources.names()
    chosen: list[ToldStory] = []
    spare: list[ToldStory] = []
    sections: Counter[object] = Counter()
    for one in _candidates(store, period, shared):
        if len(chosen) == MAX_STORIES:
            break
        if told := _told(store, one, names):
            crowded = sections[told.section] >= PER_SECTION
            (spare if crowded else chosen).append(told)
            sections[told.section] += 1
    return tuple((chosen + spare)[:MAX_STORIES])


def _candidates(store: Store, period: Period, shared: Shared) -> Iterator[_Candidate]:
    ours = _shared(store, shared)
    yield from ours
    known = {one.story.id for one in ours}
    for story in store.reports.best(period.since, period.until, PER_SECTION + SPARE):
        if story.id not in known and not NOT_PROPOSED & set(story.flags):
            yield _Candidate(story=story, article_id=story.head_id, was_shared=False)


def _shared(store: Store, shared: Shared) -> list[_Candidate]:
    """Each story with the article of it that we told most often."""
    tellings = Counter(
        article
        for one in shared.of()
        if one.kind is not PostingKind.FOLLOW_UP
        for article in dict.fromkeys(one.article_ids)
    )
    often = [article for article, _ in tellings.most_common(MAX_LOOKED_AT)]
    stories = store.story_window.stories(often)
    first: dict[str, str] = {}
    for article in often:
        if article in stories:
            first.setdefault(stories[article], article)
    there = store.stories.states(list(first))
    found = [
        _Candidate(story=store.stories.get(story), article_id=article, was_shared=True)
        for story, article in first.items()
        if story in there
    ]
    return sorted(found, key=lambda one: (-one.story.score, -one.story.members, one.story.id))


def _told(store: Store, one: _Candidate, names: Mapping[str, str]) -> ToldStory | None:
    """None where its article is gone, or its publisher took it back."""
    try:
        article = store.articles.get(one.article_id)
    except NotFound:
        return None
    if article.withdrawn_at:
        return None
    return ToldStory(
        story_id=one.story.id,
        article_id=article.id,
        section=one.story.section,
        title=article.title,
        sentence=_beside_title(article),
        credit=attribution(article, names.get(article.source_id, article.source_id)),
        url=article.url,
        articles=one.story.members,
        was_shared=one.was_shared,
    )


def _beside_title(article: Article) -> str:
    said = sentence(article)
    return "" if said == article.title else said


def by_section(told: Sequence[ToldStory]) -> dict[object, list[ToldStory]]:
    """In the order of their sections' first stories."""
    found: dict[object, list[ToldStory]] = {}
    for one in told:
        found.setdefault(one.section, []).append(one)
    return found
