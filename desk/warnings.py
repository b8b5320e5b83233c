"""Official warnings: kept as their bulletins come, chained, and shown while they hold.

Only a warning service or an official publisher gives a warning; what others write about one is news.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk import log
from desk.area import Area, Nearness
from desk.leases import Batch
from desk.outbox import official_warnings
from domain.article import Article
from domain.editorial import Action
from domain.errors import NotFound
from domain.message import say
from domain.page import FetchedPage
from domain.ports import Bulletins, Gazetteer
from domain.sources import OFFICIAL, Source
from domain.stage import Outcome, Stage
from domain.store import ClaimedArticle, StepResult, Store
from domain.understanding import Signal, SignalKind, SignalReason
from domain.warning import OfficialWarning
from domain.warning_chain import ChainedWarning, StoredWarning, linked

FOLLOWED = timedelta(days=60)  # how far back a message may refer without saying to what
MOST = 200  # warnings that hold at once


@dataclass(frozen=True, kw_only=True)
class WarningsInForce:
    """What holds now: here, and in the provinces beside us."""

    ours: tuple[StoredWarning, ...] = ()
    beside: tuple[StoredWarning, ...] = ()


def current(store: Store, now: datetime, area: Area) -> WarningsInForce:
    """Gravest first, then newest. One that names no place is shown: it may be meant for us."""
    ours, beside = [], []
    for kept in standing(store, now):
        near = area.nearness(kept.warning.codes)
        if near is Nearness.OWN:
            ours.append(kept)
        elif near is Nearness.BESIDE:
            beside.append(kept)
    return WarningsInForce(ours=_gravest_first(ours), beside=_gravest_first(beside))


def standing(store: Store, now: datetime) -> list[StoredWarning]:
    """All that hold now, newest first; a message that came at two addresses once."""
    found: dict[tuple[str, str], StoredWarning] = {}
    for kept in store.warnings.listing(MOST, holding=now):
        found.setdefault((kept.warning.sender, kept.warning.identifier), kept)
    return list(found.values())


def after_step(
    store: Store,
    batch: Batch,
    results: list[StepResult],
    now: datetime,
    *,
    bulletins: Bulletins,
    gazetteer: Gazetteer,
) -> list[StepResult]:
    """An after-step of the path: keep the warnings among what has just been read."""
    if batch.to is Stage.EXTRACTED:
        ours = {result.article.id for result in results}
        pages_read(store, [work for work in batch.work if work.article.id in ours], bulletins, gazetteer, now)
    return understood(store, results, bulletins, gazetteer, now) if batch.to is Stage.UNDERSTOOD else results


def pages_read(
    store: Store, batch: Sequence[ClaimedArticle], bulletins: Bulletins, gazetteer: Gazetteer, now: datetime
) -> None:
    """Keep the warnings of pages that are CAP messages, as the messages say them."""
    for work in batch:
        if work.page is None or not work.page.is_cap:
            continue
        source = store.sources.get(work.article.source_id)
        try:
            warning = bulletins.read_cap(work.page.content)
        except Exception:  # noqa: BLE001, S112 - extraction reads the same bytes, and says what is wrong with them
            continue
        if source.kind in OFFICIAL:
            keep(store, replace(warning, url=warning.url or work.article.url), work.article, gazetteer, now)


def read_again(
    store: Store, article: Article, page: FetchedPage, bulletins: Bulletins, gazetteer: Gazetteer, now: datetime
) -> None:
    """What a page that came again says now. An article that takes its steps again is left to them."""
    if page.is_cap:
        pages_read(store, [ClaimedArticle(article=article, page=page)], bulletins, gazetteer, now)
    elif article.stage.reached(Stage.REVIEWED):
        again = StepResult(article=article, step=article.stage, outcome=Outcome.MOVED_ON)
        for result in understood(store, [again], bulletins, gazetteer, now):
            if result.outcome is Outcome.QUARANTINE:
                log.by_program(store, Action.REREAD_FAILED, f"article:{article.id}", result.details or {}, now)


def understood(
    store: Store, results: Iterable[StepResult], bulletins: Bulletins, gazetteer: Gazetteer, now: datetime
) -> list[StepResult]:
    """Read the bulletins among articles that were just understood. A mistake of ours sets one article aside."""
    sources = {source.id: source for source in store.sources.all()}
    return [
        _understood(store, result, sources[result.article.source_id], bulletins, gazetteer, now) for result in results
    ]


def _understood(
    store: Store, result: StepResult, source: Source, bulletins: Bulletins, gazetteer: Gazetteer, now: datetime
) -> StepResult:
    if result.outcome is not Outcome.MOVED_ON or source.kind not in OFFICIAL:
        return result
    try:
        before = _kept(store, result.article)
        if before and before.from_cap:
            return replace(result, article=_signalled(result.article, before.warning))
        warning = _read(result.article, source, bulletins)
    except Exception as error:  # noqa: BLE001 - our bug: this article alone is set aside
        return replace(
            result,
            article=replace(result.article, stage=Stage.EXTRACTED),
            outcome=Outcome.QUARANTINE,
            reason="bug",
            details={"error": repr(error)[:500]},
            assignment=None,
        )
    if warning is None:
        if before:
            store.warnings.remove(result.article.id)
            _rechain(store, before.warning.sender, now)
        return result
    if before and before.warning.sent == warning.sent:  # a corrected page is the same message
        warning = replace(warning, identifier=before.warning.identifier)
    keep(store, warning, result.article, gazetteer, now)
    return result


def keep(
    store: Store, warning: OfficialWarning, article: Article, gazetteer: Gazetteer, now: datetime
) -> StoredWarning:
    """Keep what one article warns of, chain it with its sender's others, and tell the desk's channels."""
    fresh = StoredWarning(
        article_id=article.id, source_id=article.source_id, link=ChainedWarning(warning=warning), as_read=warning
    )
    together = _rechain(store, warning.sender, now, fresh)
    kept = together[article.id]
    followed = [one.warning for one in together.values() if one.warning.reference in kept.warning.references]
    official_warnings.plan(store, kept, followed, article, gazetteer, now)
    return kept


def _rechain(store: Store, sender: str, now: datetime, fresh: StoredWarning | None = None) -> dict[str, StoredWarning]:
    """Link the sender's messages anew: they may have come in any order."""
    before = {kept.article_id: kept for kept in store.warnings.of_sender(sender, now - FOLLOWED)}
    known = before | ({fresh.article_id: fresh} if fresh else {})
    ordered = sorted(known.values(), key=lambda kept: kept.as_read.sent)
    links = linked(kept.as_read for kept in ordered)
    after = {kept.article_id: replace(kept, link=link) for kept, link in zip(ordered, links, strict=True)}
    store.warnings.save([kept for kept in after.values() if kept != before.get(kept.article_id)])
    return after


def _read(article: Article, source: Source, bulletins: Bulletins) -> OfficialWarning | None:
    warning = bulletins.read(
        title=article.title,
        text=article.text,
        published_at=article.dated,
        source=source.name,
        source_province=source.province,
        url=article.url,
    )
    if warning and not warning.codes and source.province:  # a provincial office that names no place means its own
        return replace(warning, codes=(source.province,))
    return warning


def _kept(store: Store, article: Article) -> StoredWarning | None:
    try:
        return store.warnings.get(article.id)
    except NotFound:
        return None


def _signalled(article: Article, warning: OfficialWarning) -> Article:
    """A CAP message is a warning whatever its words are."""
    if any(signal.kind is SignalKind.WARNING for signal in article.signals):
        return article
    reason = say(SignalReason.CAP_MESSAGE, hazard=warning.hazard.value)
    signal = Signal(kind=SignalKind.WARNING, reasons=(reason,))
    return replace(article, signals=(*article.signals, signal))


def _gravest_first(found: Sequence[StoredWarning]) -> tuple[StoredWarning, ...]:
    newest = sorted(found, key=lambda kept: kept.warning.sent, reverse=True)
    return tuple(sorted(newest, key=lambda kept: kept.warning.level or 0, reverse=True))
