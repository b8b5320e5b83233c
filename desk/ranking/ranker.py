"""The score: a sum of terms that people can read, each with its evidence. Weights are in weights.toml."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from pathlib import Path

from desk.area import area_of
from desk.ranking.independent_sources import independent
from desk.ranking.members import flags_of, head_of, is_old, refuted, strongest
from desk.ranking.preferences import with_preferences
from domain.editorial import OPEN_STATES, DeskSettings, ItemState, ReviewItem
from domain.message import say
from domain.ports import Gazetteer
from domain.preferences import Preferences
from domain.sources import OFFICIAL, SourceKind
from domain.store import Store
from domain.story import ScoreTerm, Story, StoryMember, StoryState, Term, TermEvidence
from domain.understanding import Signal, SignalKind

MAX_QUOTES = 3  # of a signal's evidence
LEDGER_POSTS = 60  # that are looked at: about a month of a page that shares two a day


def shipped_weights() -> dict[str, float]:
    return tomllib.loads((Path(__file__).parent / "weights.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class RankingContext:
    """What ranking knows of this desk."""

    settings: DeskSettings
    area: frozenset[str]
    neighbours: frozenset[str]
    shared_sources: frozenset[str]  # sources of the latest shared items
    official: frozenset[str]  # sources that may give warnings; what others write about one is news
    fact_checkers: frozenset[str] = frozenset()  # sources whose headlines are verdicts
    preferences: Preferences = field(default_factory=Preferences)


@dataclass(frozen=True, kw_only=True)
class StoryInput:
    """What a story is ranked from."""

    id: str
    members: Sequence[StoryMember]
    items: Sequence[ReviewItem] = ()
    state: StoryState = StoryState.OPEN


@dataclass(frozen=True, kw_only=True)
class Ranker:
    """Ranks stories by the shipped weights and the places of the gazetteer. Made once a process."""

    gazetteer: Gazetteer
    weights: Mapping[str, float] = field(default_factory=shipped_weights)

    def refresh(self, store: Store, story_ids: Iterable[str]) -> None:
        """Rank these stories anew from their members, and keep them."""
        wanted = sorted(set(story_ids))
        if not wanted:
            return
        store.stories.lock(wanted)  # an editor may be deciding on one of them at this moment
        context = self.context(store)
        items = store.items.of_stories(wanted)
        states = store.stories.states(wanted)
        inputs = [
            StoryInput(id=one, members=members, items=items[one], state=states.get(one, StoryState.OPEN))
            for one, members in store.stories.ranking_members(wanted).items()
            if members
        ]
        store.stories.save([self.rank(story, context) for story in inputs])

    def context(self, store: Store) -> RankingContext:
        settings = store.settings.get()
        area = area_of(settings, self.gazetteer)
        sources = store.sources.list()
        return RankingContext(
            settings=settings,
            area=area.own,
            neighbours=area.beside,
            official=frozenset(source.id for source in sources if source.kind in OFFICIAL),
            fact_checkers=frozenset(source.id for source in sources if source.kind is SourceKind.FACT_CHECKER),
            shared_sources=store.items.shared_sources(LEDGER_POSTS),
            preferences=store.settings.preferences(),
        )

    def rank(self, story: StoryInput, context: RankingContext) -> Story:
        members = story.members
        head = head_of(members, context.official)
        origins = independent(members)
        ranked = Story(
            id=story.id,
            head_id=head.id,
            title=head.title,
            lead=head.lead,
            source_id=head.source_id,
            section=head.section,
            second_section=head.second_section,
            opened_at=min(member.dated for member in members),
            newest_at=max(member.dated for member in members),
            members=len(members),
            origins=origins,
            state=_state(story),
            terms=tuple(self._terms(story, head, origins, context)),
            places=self._places(members),
            flags=flags_of(members, head, origins, context.fact_checkers),
        )
        return with_preferences(ranked, context.preferences)

    def _terms(
        self, story: StoryInput, head: StoryMember, origins: int, context: RankingContext
    ) -> Iterable[ScoreTerm]:
        w, members = self.weights, story.members
        official = [member for member in members if member.source_id in context.official]
        if warning := strongest(official, SignalKind.WARNING):
            yield _from_signal(Term.WARNING, w["warning"], warning)
        elif useful := strongest(members, SignalKind.USEFUL) or strongest(members, SignalKind.WARNING):
            yield _from_signal(Term.USEFUL, w["useful"], useful)
        if near := self._near(members, context):
            yield near
        if origins > 1:
            value = round(min(w["origins_most"], w["origins"] * log2(origins)), 2)
            yield ScoreTerm(term=Term.ORIGINS, value=value, evidence=say(TermEvidence.ORIGINS, number=origins))
        good = strongest(members, SignalKind.GOOD_NEWS)
        if good and not refuted(members, context.fact_checkers):
            yield _from_signal(Term.GOOD_NEWS, w["good-news"], good)
        if head.source_id not in context.shared_sources:
            yield ScoreTerm(term=Term.SELDOM, value=w["seldom"], evidence=say(TermEvidence.SELDOM))
        if any(item.state is ItemState.SHARED for item in story.items):
            yield ScoreTerm(term=Term.SHARED, value=w["shared"], evidence=say(TermEvidence.SHARED))
        yield from self._penalties(members, head)

    def _penalties(self, members: Sequence[StoryMember], head: StoryMember) -> Iterable[ScoreTerm]:
        w = self.weights
        if is_old(head):
            yield ScoreTerm(term=Term.OLD, value=w["old"], evidence=say(TermEvidence.OLD, day=head.dated.isoformat()))
        if advertorial := strongest([head], SignalKind.ADVERTORIAL):
            yield _from_signal(Term.ADVERTORIAL, w["advertorial"], advertorial)
        if all(member.withdrawn_at for member in members):
            yield ScoreTerm(term=Term.WITHDRAWN, value=w["withdrawn"], evidence=say(TermEvidence.WITHDRAWN))

    def _near(self, members: Sequence[StoryMember], context: RankingContext) -> ScoreTerm | None:
        codes = [place.code for member in members for place in member.places]
        ours = next((code for code in codes if context.area & {code, *self.gazetteer.lineage(code)}), None)
        if ours:
            return ScoreTerm(term=Term.NEAR, value=self.weights["near"], evidence=say(TermEvidence.NEAR, place=ours))
        beside = next((code for code in codes if context.neighbours & {*self.gazetteer.lineage(code)}), None)
        if beside:
            evidence = say(TermEvidence.NEIGHBOUR, place=beside)
            return ScoreTerm(term=Term.NEIGHBOUR, value=self.weights["neighbour"], evidence=evidence)
        return None

    def _places(self, members: Sequence[StoryMember]) -> tuple[str, ...]:
        named = {place.code for member in members for place in member.places}
        present = {place.province for member in members for place in member.places if place.province}
        return tuple(sorted({code for name in named for code in self.gazetteer.lineage(name)} | present))


def _from_signal(term: Term, weight: float, signal: Signal) -> ScoreTerm:
    reasons, quotes = list(signal.reasons), [span.quote for span in signal.evidence[:MAX_QUOTES]]
    shown = say(TermEvidence.SIGNAL, reasons=reasons, quotes=quotes) if quotes else None
    evidence = shown or say(TermEvidence.SIGNAL_UNQUOTED, reasons=reasons)
    return ScoreTerm(term=term, value=round(weight * signal.weight, 2), evidence=evidence)


def _state(story: StoryInput) -> StoryState:
    """The state that editors gave the story. A story that grows keeps it."""
    states = {item.state for item in story.items}
    if ItemState.SHARED in states:
        return StoryState.SHARED
    if not states.isdisjoint(OPEN_STATES):
        return StoryState.PICKED
    return StoryState.SKIPPED if story.state is StoryState.SKIPPED else StoryState.OPEN
