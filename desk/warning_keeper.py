"""Keeps official warnings as their bulletins come, and chains each sender's messages.

Only a warning service or an official publisher gives a warning; what others write about one is news.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk import log
from desk.area import area_of
from desk.leases import Batch
from desk.outbox import official_warnings
from desk.outbox.official_warnings import GivenWarning
from domain.article import Article
from domain.editorial import DeskAction
from domain.message import say
from domain.page import FetchedPage
from domain.ports import Bulletins, Gazetteer
from domain.sources import OFFICIAL, Source
from domain.stage import Outcome, Stage, StopReason
from domain.store import Store
from domain.understanding import Signal, SignalKind, SignalReason
from domain.warning import Bulletin, OfficialWarning, Status
from domain.warning_chain import ChainedWarning, StoredWarning, ends_others, linked, sending_order
from domain.work import ClaimedArticle, StepResult

CHAINED_FOR = timedelta(days=60)  # how far back a message may refer without saying to what


@dataclass(frozen=True, kw_only=True)
class WarningKeeper:
    """Reads bulletins and CAP messages, and tells the desk's channels of what it keeps."""

    bulletins: Bulletins
    gazetteer: Gazetteer

    def after_step(self, store: Store, batch: Batch, results: list[StepResult], now: datetime) -> list[StepResult]:
        """An after-step of the path: keep the warnings among what has just been read."""
        extracted = {result.article.id for result in results if result.step is Stage.EXTRACTED}
        self._pages_read(store, [work for work in batch.work if work.article.id in extracted], now)
        return self._understood(store, results, now)

    def read_again(self, store: Store, article: Article, page: FetchedPage, now: datetime) -> None:
        """Keep what a page that came again says now. An article that takes its steps again is left to them."""
        if page.is_cap:
            self._pages_read(store, [ClaimedArticle(article=article, page=page)], now)
        elif article.stage.reached(Stage.REVIEWED):
            self._judge_again(store, article, store.sources.get(article.source_id), now)

    def source_changed(self, store: Store, source: Source, articles: Iterable[Article], now: datetime) -> None:
        """Keep what these articles warn of, or drop it where their source gives no official warnings any more."""
        store.warnings.lock()
        if source.kind in OFFICIAL:
            for article in sorted(articles, key=lambda one: one.dated):
                self._judge_again(store, article, source, now)
            return
        dropped = [kept for article in articles if (kept := store.warnings.find(article.id))]
        for kept in dropped:
            store.warnings.remove(kept.article_id)
        for sender in {kept.warning.sender for kept in dropped}:
            self._rechain(store, sender, now)

    def _judge_again(self, store: Store, article: Article, source: Source, now: datetime) -> None:
        again = StepResult(article=article, step=article.stage, outcome=Outcome.MOVED_ON)
        result = self._one_understood(store, again, source, now)
        if result.outcome is Outcome.QUARANTINE:
            log.by_program(store, DeskAction.REREAD_FAILED, f"article:{article.id}", result.details or {}, now)

    def keep(self, store: Store, warning: OfficialWarning, article: Article, now: datetime) -> StoredWarning:
        """Keep what one article warns of, chain it with its sender's others, and tell the desk's channels."""
        store.warnings.lock()
        self._remember(store, article.id, warning)
        fresh = StoredWarning(
            article_id=article.id, source_id=article.source_id, link=ChainedWarning(warning=warning), as_read=warning
        )
        chain = self._rechain(store, warning.sender, now, fresh)
        kept = chain[article.id]
        followed = [one.warning for one in chain.values() if one.warning.reference in kept.warning.references]
        given = GivenWarning(kept=kept, followed=followed, article_url=article.url)
        official_warnings.plan(store, given, area_of(store.settings.get(), self.gazetteer), now)
        return kept

    def _pages_read(self, store: Store, batch: Sequence[ClaimedArticle], now: datetime) -> None:
        """Keep the warnings of pages that are CAP messages, as the messages say them."""
        for work in batch:
            if work.page is None or not work.page.is_cap:
                continue
            store.warnings.lock()
            source = store.sources.get(work.article.source_id)
            try:
                warning = self.bulletins.read_cap(work.page.content)
            except Exception:  # noqa: BLE001, S112 - extraction reads the same bytes, and says what is wrong with them
                continue
            if source.kind in OFFICIAL:
                self.keep(store, replace(warning, url=warning.url or work.article.url), work.article, now)

    def _understood(self, store: Store, results: list[StepResult], now: datetime) -> list[StepResult]:
        """Read the bulletins among articles that were just understood. An internal error quarantines one article."""
        if all(result.step is not Stage.UNDERSTOOD for result in results):
            return results
        sources = {source.id: source for source in store.sources.list()}
        return [
            self._one_understood(store, result, sources[result.article.source_id], now)
            if result.step is Stage.UNDERSTOOD
            else result
            for result in results
        ]

    def _one_understood(self, store: Store, result: StepResult, source: Source, now: datetime) -> StepResult:
        if result.outcome is not Outcome.MOVED_ON or source.kind not in OFFICIAL:
            return result
        try:
            before = store.warnings.find(result.article.id)
            if before and before.from_cap:
                return replace(result, article=_signalled(result.article, before.warning))
            warning = self._read(result.article, source)
            if before or warning:  # somebody may change the source, or keep another of its messages, at this moment
                store.warnings.lock()
                before, source = store.warnings.find(result.article.id), store.sources.get(source.id)
        except Exception as error:  # noqa: BLE001 - our bug: this article alone is set aside
            return replace(
                result,
                article=replace(result.article, stage=Stage.EXTRACTED),
                outcome=Outcome.QUARANTINE,
                reason=StopReason.BUG,
                details={"error": repr(error)[:500]},
                assignment=None,
            )
        if source.kind not in OFFICIAL:
            return result
        if warning is None:
            if before:
                store.warnings.remove(result.article.id)
                self._rechain(store, before.warning.sender, now)
            return result
        if before and before.warning.sent == warning.sent:  # a corrected page is the same message
            warning = replace(warning, identifier=before.warning.identifier)
        self.keep(store, warning, result.article, now)
        return result

    def _read(self, article: Article, source: Source) -> OfficialWarning | None:
        bulletin = Bulletin(
            title=article.title,
            text=article.text,
            published_at=article.dated,
            source=source.name,
            source_province=source.province,
            url=article.url,
        )
        warning = self.bulletins.read(bulletin)
        if warning and not warning.codes and source.province:  # a provincial office that names no place means its own
            return replace(warning, codes=(source.province,))
        return warning

    def _remember(self, store: Store, article_id: str, fresh: OfficialWarning) -> None:
        """What this address held until now and ended others: they stay ended, though it holds another message now."""
        before = store.warnings.find(article_id)
        is_another = before and (before.as_read.identifier, before.as_read.sent) != (fresh.identifier, fresh.sent)
        if before and is_another and ends_others(before.as_read):
            store.warnings.replace([before])

    def _rechain(
        self, store: Store, sender: str, now: datetime, fresh: StoredWarning | None = None
    ) -> dict[str, StoredWarning]:
        """Link the sender's messages anew: they may have come in any order."""
        before = {kept.article_id: kept for kept in store.warnings.of_sender(sender, now - CHAINED_FOR)}
        known = before | ({fresh.article_id: fresh} if fresh else {})
        gone = store.warnings.replaced(sender, now - CHAINED_FOR)
        told = sorted([*gone, *known.values()], key=lambda kept: sending_order(kept.as_read))
        links = linked((kept.as_read for kept in told), self.gazetteer.lineage, (kept.article_id for kept in told))
        chained = [(kept, replace(kept, link=link)) for kept, link in zip(told, links, strict=True)]
        after = {one.article_id: one for kept, one in chained if known.get(one.article_id) is kept}
        store.warnings.save([kept for kept in after.values() if kept != before.get(kept.article_id)])
        store.warnings.replace(
            [one for kept, one in chained if known.get(one.article_id) is not kept and one.warning != kept.warning]
        )
        return after


def _signalled(article: Article, warning: OfficialWarning) -> Article:
    """A CAP message is a warning whatever its words are; an exercise, a test or a draft is none."""
    if warning.status is not Status.ACTUAL:
        others = tuple(signal for signal in article.signals if signal.kind is not SignalKind.WARNING)
        return replace(article, signals=others)
    if any(signal.kind is SignalKind.WARNING for signal in article.signals):
        return article
    reason = say(SignalReason.CAP_MESSAGE, hazard=warning.hazard.value)
    signal = Signal(kind=SignalKind.WARNING, reasons=(reason,))
    return replace(article, signals=(*article.signals, signal))
