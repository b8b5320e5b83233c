"""The score: a sum of parts that people can read, each with its evidence. Weights are in weights.toml."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from math import log2
from pathlib import Path

from desk.area import area_of
from desk.ranking import preferences
from desk.ranking.independent_sources import independent
from domain.article import Article
from domain.editorial import DeskSettings, ItemState, ReviewItem
from domain.ports import Gazetteer
from domain.sources import OFFICIAL
from domain.store import QueueFilter, Store
from domain.story import ScoreTerm, Story, StoryState
from domain.taste import Preferences
from domain.understanding import Signal, SignalKind

OLD_AFTER = timedelta(days=7)
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
    source_names: Mapping[str, str] = field(default_factory=dict)


def refresh(store: Store, story_ids: Iterable[str], gazetteer: Gazetteer) -> None:
    """Rank these stories anew from their members, and keep them."""
    wanted = sorted(set(story_ids))
    if not wanted:
        return
    desk = our_desk(store, gazetteer)
    items = store.items.of_stories(wanted)
    states = store.stories.states(wanted)
    store.stories.save(
        [
            ranked(story_id, members, items[story_id], states.get(story_id, StoryState.OPEN), desk, gazetteer)
            for story_id, members in store.stories.members(wanted).items()
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
        source_names={source.id: source.name for source in sources} if learnt.coefficients else {},
    )


def ranked(
    story_id: str,
    members: Sequence[Article],
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
    return flavoured(story, desk.learnt, desk.source_names)


def flavoured(story: Story, learnt: Preferences, source_names: Mapping[str, str]) -> Story:
    """The same story with what the desk's habits add to it now."""
    fixed = tuple(part for part in story.parts if part.name != "taste")
    habit = preferences.part(learnt, replace(story, parts=fixed), source_names)
    parts = (*fixed, habit) if habit else fixed
    return replace(story, parts=parts, score=round(sum(part.value for part in parts), 3))


def rerank(store: Store, limit: int = 300) -> int:
    """Let the first stories of the queue follow what was learnt since they were ranked. How many changed."""
    learnt = store.settings.taste()
    names = {source.id: source.name for source in store.sources.all()}
    found, _ = store.stories.listing(QueueFilter(limit=limit))
    after = [flavoured(story, learnt, names) for story in found]
    changed = [story for before, story in zip(found, after, strict=True) if before.parts != story.parts]
    store.stories.rescore(changed)
    return len(changed)


def head_of(members: Sequence[Article], official: frozenset[str]) -> Article:
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
    members: Sequence[Article],
    head: Article,
    origins: int,
    items: Sequence[ReviewItem],
    desk: RankingContext,
    gazetteer: Gazetteer,
) -> Iterable[ScoreTerm]:
    w = weights()
    official = [member for member in members if member.source_id in desk.official]
    if warning := _strongest(official, SignalKind.WARNING):
        yield _from_signal("useful", "Cảnh báo", w["warning"], warning)
    elif useful := _strongest(members, SignalKind.USEFUL) or _strongest(members, SignalKind.WARNING):
        yield _from_signal("useful", "Có ích", w["useful"], useful)
    if near := _near(members, desk, gazetteer):
        yield near
    if origins > 1:
        value = min(w["origins_most"], w["origins"] * log2(origins))
        yield ScoreTerm(name="origins", label="Nhiều nguồn", value=round(value, 2), evidence=f"{origins} nguồn độc lập")
    if good := _strongest(members, SignalKind.GOOD_NEWS):
        yield _from_signal("good-news", "Tin tốt", w["good-news"], good)
    if head.source_id not in desk.shared_sources:
        yield ScoreTerm(
            name="seldom", label="Nguồn ít dùng", value=w["seldom"], evidence="gần đây chưa chia sẻ tin của nguồn này"
        )
    if any(item.state is ItemState.SHARED for item in items):
        yield ScoreTerm(
            name="shared", label="Đã chia sẻ", value=w["shared"], evidence="chuyện này đã có trong sổ chia sẻ"
        )
    yield from _penalties(members, head)


def _penalties(members: Sequence[Article], head: Article) -> Iterable[ScoreTerm]:
    w = weights()
    if _is_old(head):
        evidence = f"đăng ngày {head.dated:%d/%m/%Y}"
        yield ScoreTerm(name="flags", label="Bài cũ", value=w["old"], evidence=evidence)
    if advertorial := _strongest([head], SignalKind.ADVERTORIAL):
        yield _from_signal("flags", "Bài quảng cáo", w["advertorial"], advertorial)
    if all(member.withdrawn_at for member in members):
        yield ScoreTerm(name="flags", label="Đã gỡ", value=w["withdrawn"], evidence="nguồn đã gỡ bài")


def _near(members: Sequence[Article], desk: RankingContext, gazetteer: Gazetteer) -> ScoreTerm | None:
    w = weights()
    codes = [place.code for member in members for place in member.places]
    ours = next((code for code in codes if desk.area & {code, *gazetteer.lineage(code)}), None)
    if ours:
        return ScoreTerm(name="near", label="Gần ta", value=w["near"], evidence=f"nhắc tới {gazetteer.label(ours)}")
    beside = next((code for code in codes if desk.neighbours & {*gazetteer.lineage(code)}), None)
    if beside:
        evidence = f"nhắc tới {gazetteer.label(beside)}, tỉnh bên"
        return ScoreTerm(name="near", label="Tỉnh bên", value=w["neighbour"], evidence=evidence)
    return None


def _flags(members: Sequence[Article], head: Article, origins: int) -> tuple[str, ...]:
    """Form only (design §1): how the text came about, never what it thinks."""
    flags = []
    if _is_old(head):
        flags.append("old")
    if _strongest([head], SignalKind.ADVERTORIAL):
        flags.append("advertorial")
    if origins == 1 and len(members) > 1:
        flags.append("one-origin")
    if any(member.version > 1 for member in members) or _strongest(members, SignalKind.CORRECTION):
        flags.append("changed")
    if any(member.withdrawn_at for member in members):
        flags.append("withdrawn")
    if _strongest(members, SignalKind.PRIVACY):
        flags.append("privacy")
    return tuple(flags)


def _is_old(article: Article) -> bool:
    return article.fetched_at - article.dated > OLD_AFTER


def _places(members: Sequence[Article], gazetteer: Gazetteer) -> tuple[str, ...]:
    named = {place.code for member in members for place in member.places}
    present = {place.province for member in members for place in member.places if place.province}
    return tuple(sorted({code for name in named for code in gazetteer.lineage(name)} | present))


def _strongest(members: Sequence[Article], kind: SignalKind) -> Signal | None:
    found = [signal for member in members for signal in member.signals if signal.kind is kind]
    return max(found, key=lambda signal: signal.weight, default=None)


def _from_signal(name: str, label: str, weight: float, signal: Signal) -> ScoreTerm:
    quotes = ", ".join(f"«{span.quote}»" for span in signal.evidence[:3])
    evidence = f"{signal.why}: {quotes}" if quotes else signal.why
    return ScoreTerm(name=name, label=label, value=round(weight * signal.weight, 2), evidence=evidence)


def _state(before: StoryState, items: Sequence[ReviewItem]) -> StoryState:
    """A story that grows keeps the state that editors gave it."""
    if any(item.state is ItemState.SHARED for item in items):
        return StoryState.SHARED
    if any(item.state in (ItemState.PICKED, ItemState.APPROVED, ItemState.RETURNED) for item in items):
        return StoryState.PICKED
    return StoryState.SKIPPED if before is StoryState.SKIPPED else StoryState.OPEN
