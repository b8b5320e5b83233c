"""The score: a sum of parts that people can read, each with its evidence. Weights are in weights.toml."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from math import log2
from pathlib import Path

from desk.area import area_of
from desk.ranking import preferences
from desk.ranking.independent_sources import independent
from domain.editorial import DeskSettings, ItemState, ReviewItem
from domain.message import say
from domain.ports import Gazetteer
from domain.sources import OFFICIAL
from domain.store import QueueFilter, Store
from domain.story import Flag, ScoreTerm, Story, StoryMember, StoryState, Term, TermEvidence
from domain.taste import Preferences
from domain.understanding import Signal, SignalKind

OLD_AFTER = timedelta(days=7)
QUOTED = 3  # pieces of a signal's evidence
LEDGER_LOOKED_AT = 60  # posts: about a month of a page that shares two a day


@cache
def weights() -> dict[str, float]:
    return tomllib.loads((Path(__file__).parent / "weights.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class RankingContext:
    """What ranking knows of this desk."""

    settings: DeskSettings
    area: frozenset[str]
    neighbours: frozenset[str]
    shared_sources: frozenset[str]  # sources in the ledger lately
    official: frozenset[str]  # sources whose warnings are warnings; what others write about one is news
    learnt: Preferences = field(default_factory=Preferences)


def refresh(store: Store, story_ids: Iterable[str], gazetteer: Gazetteer) -> None:
    """Rank these stories anew from their members, and keep them."""
    wanted = sorted(set(story_ids))
    if not wanted:
        return
    store.stories.lock(wanted)  # an editor may be deciding on one of them at this moment
    desk = our_desk(store, gazetteer)
    items = store.items.of_stories(wanted)
    states = store.stories.states(wanted)
    store.stories.save(
        [
            ranked(story_id, members, items[story_id], states.get(story_id, StoryState.OPEN), desk, gazetteer)
            for story_id, members in store.stories.ranking_members(wanted).items()
            if members
        ]
    )


def our_desk(store: Store, gazetteer: Gazetteer) -> RankingContext:
    settings = store.settings.get()
    learnt = store.settings.taste()
    area = area_of(settings, gazetteer)
    sources = store.sources.all()
    return RankingContext(
        settings=settings,
        area=area.own,
        neighbours=area.beside,
        official=frozenset(source.id for source in sources if source.kind in OFFICIAL),
        shared_sources=store.items.shared_sources(LEDGER_LOOKED_AT),
        learnt=learnt,
    )


def ranked(
    story_id: str,
    members: Sequence[StoryMember],
    items: Sequence[ReviewItem],
    state: StoryState,
    desk: RankingContext,
    gazetteer: Gazetteer,
) -> Story:
    head = head_of(members, desk.official)
    origins = independent(members)
    parts = tuple(_parts(members, head, origins, items, desk, gazetteer))
    story = Story(
        id=story_id,
        head_id=head.id,
        title=head.title,
        lead=head.lead,
        source_id=head.source_id,
        section=head.section,
        opened_at=min(member.dated for member in members),
        newest_at=max(member.dated for member in members),
        members=len(members),
        origins=origins,
        state=_state(state, items),
        score=round(sum(part.value for part in parts), 3),
        parts=parts,
        places=_places(members, gazetteer),
        flags=_flags(members, head, origins),
    )
    return flavoured(story, desk.learnt)


def flavoured(story: Story, learnt: Preferences) -> Story:
    """The same story with what the desk's habits add to it now."""
    fixed = tuple(part for part in story.parts if part.term != Term.PREFERENCES)
    habit = preferences.part(learnt, replace(story, parts=fixed))
    parts = (*fixed, habit) if habit else fixed
    return replace(story, parts=parts, score=round(sum(part.value for part in parts), 3))


def rerank(store: Store, limit: int = 300) -> int:
    """Let the first stories of the queue follow what was learnt since they were ranked. How many changed."""
    learnt = store.settings.taste()
    found, _ = store.stories.listing(QueueFilter(limit=limit))
    after = [flavoured(story, learnt) for story in found]
    changed = [story for before, story in zip(found, after, strict=True) if before.parts != story.parts]
    store.stories.rescore(changed)
    return len(changed)


def head_of(members: Sequence[StoryMember], official: frozenset[str]) -> StoryMember:
    """The article that stands for the story: standing, a text of its own, not advertising, the earliest.

    Official bulletins replace each other, so among those it is the latest.
    """
    bulletins = [member for member in members if member.source_id in official and not member.withdrawn_at]
    bulletins = [bulletin for bulletin in bulletins if _strongest([bulletin], SignalKind.WARNING)]
    if bulletins:
        return max(bulletins, key=lambda article: (article.dated, article.id))
    return min(
        members,
        key=lambda article: (
            article.withdrawn_at is not None,
            bool(article.copy_of),
            _strongest([article], SignalKind.ADVERTORIAL) is not None,
            article.dated,
            article.id,
        ),
    )


def _parts(
    members: Sequence[StoryMember],
    head: StoryMember,
    origins: int,
    items: Sequence[ReviewItem],
    desk: RankingContext,
    gazetteer: Gazetteer,
) -> Iterable[ScoreTerm]:
    w = weights()
    official = [member for member in members if member.source_id in desk.official]
    if warning := _strongest(official, SignalKind.WARNING):
        yield _from_signal(Term.WARNING, w["warning"], warning)
    elif useful := _strongest(members, SignalKind.USEFUL) or _strongest(members, SignalKind.WARNING):
        yield _from_signal(Term.USEFUL, w["useful"], useful)
    if near := _near(members, desk, gazetteer):
        yield near
    if origins > 1:
        value = min(w["origins_most"], w["origins"] * log2(origins))
        yield ScoreTerm(term=Term.ORIGINS, value=round(value, 2), evidence=say(TermEvidence.ORIGINS, number=origins))
    if good := _strongest(members, SignalKind.GOOD_NEWS):
        yield _from_signal(Term.GOOD_NEWS, w["good-news"], good)
    if head.source_id not in desk.shared_sources:
        yield ScoreTerm(term=Term.SELDOM, value=w["seldom"], evidence=say(TermEvidence.SELDOM))
    if any(item.state is ItemState.SHARED for item in items):
        yield ScoreTerm(term=Term.SHARED, value=w["shared"], evidence=say(TermEvidence.SHARED))
    yield from _penalties(members, head)


def _penalties(members: Sequence[StoryMember], head: StoryMember) -> Iterable[ScoreTerm]:
    w = weights()
    if _is_old(head):
        yield ScoreTerm(term=Term.OLD, value=w["old"], evidence=say(TermEvidence.OLD, day=head.dated.isoformat()))
    if advertorial := _strongest([head], SignalKind.ADVERTORIAL):
        yield _from_signal(Term.ADVERTORIAL, w["advertorial"], advertorial)
    if all(member.withdrawn_at for member in members):
        yield ScoreTerm(term=Term.WITHDRAWN, value=w["withdrawn"], evidence=say(TermEvidence.WITHDRAWN))


def _near(members: Sequence[StoryMember], desk: RankingContext, gazetteer: Gazetteer) -> ScoreTerm | None:
    w = weights()
    codes = [place.code for member in members for place in member.places]
    ours = next((code for code in codes if desk.area & {code, *gazetteer.lineage(code)}), None)
    if ours:
        return ScoreTerm(term=Term.NEAR, value=w["near"], evidence=say(TermEvidence.NEAR, place=ours))
    beside = next((code for code in codes if desk.neighbours & {*gazetteer.lineage(code)}), None)
    if beside:
        evidence = say(TermEvidence.NEIGHBOUR, place=beside)
        return ScoreTerm(term=Term.NEIGHBOUR, value=w["neighbour"], evidence=evidence)
    return None


def _flags(members: Sequence[StoryMember], head: StoryMember, origins: int) -> tuple[Flag, ...]:
    flags = []
    if _is_old(head):
        flags.append(Flag.OLD)
    if _strongest([head], SignalKind.ADVERTORIAL):
        flags.append(Flag.ADVERTORIAL)
    if origins == 1 and len(members) > 1:
        flags.append(Flag.ONE_ORIGIN)
    if any(member.version > 1 for member in members) or _strongest(members, SignalKind.CORRECTION):
        flags.append(Flag.CHANGED)
    if any(member.withdrawn_at for member in members):
        flags.append(Flag.WITHDRAWN)
    if _strongest(members, SignalKind.PRIVACY):
        flags.append(Flag.PRIVACY)
    return tuple(flags)


def _is_old(article: StoryMember) -> bool:
    return article.fetched_at - article.dated > OLD_AFTER


def _places(members: Sequence[StoryMember], gazetteer: Gazetteer) -> tuple[str, ...]:
    named = {place.code for member in members for place in member.places}
    present = {place.province for member in members for place in member.places if place.province}
    return tuple(sorted({code for name in named for code in gazetteer.lineage(name)} | present))


def _strongest(members: Sequence[StoryMember], kind: SignalKind) -> Signal | None:
    found = [signal for member in members for signal in member.signals if signal.kind is kind]
    return max(found, key=lambda signal: signal.weight, default=None)


def _from_signal(term: Term, weight: float, signal: Signal) -> ScoreTerm:
    reasons, quotes = list(signal.reasons), [span.quote for span in signal.evidence[:QUOTED]]
    shown = say(TermEvidence.SIGNAL, reasons=reasons, quotes=quotes) if quotes else None
    evidence = shown or say(TermEvidence.SIGNAL_UNQUOTED, reasons=reasons)
    return ScoreTerm(term=term, value=round(weight * signal.weight, 2), evidence=evidence)


def _state(before: StoryState, items: Sequence[ReviewItem]) -> StoryState:
    """A story that grows keeps the state that editors gave it."""
    if any(item.state is ItemState.SHARED for item in items):
        return StoryState.SHARED
    if any(item.state in (ItemState.PICKED, ItemState.APPROVED, ItemState.RETURNED) for item in items):
        return StoryState.PICKED
    return StoryState.SKIPPED if before is StoryState.SKIPPED else StoryState.OPEN
