"""The watch lane: reads a page that was fetched again, stores what changed and reports it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk import log
from desk.claim_keeping import ClaimKeeper
from desk.leases import BATCH_SIZE, Batch, leased, new_lease, still_ours
from desk.ranking.independent_sources import paragraph_marks
from desk.ranking.ranker import Ranker
from desk.sources import collecting
from desk.steps import ReadAll, refusal
from desk.warning_keeper import WarningKeeper
from domain.article import Article, ArticleVersion
from domain.editorial import DeskAction
from domain.lanes import Lane, TellBatch
from domain.message import Message, say
from domain.problems import Unreadable
from domain.stage import Outcome, Stage
from domain.store import Database, Store
from domain.versions import Grade
from domain.work import ClaimedArticle, StepResult

_SHORT = 1_000  # letters: what a server says in an article's place is no longer
_VIETNAMESE = re.compile(r"[ăđơưạ-ỹ]", re.IGNORECASE)

Compare = Callable[[str, str], Grade]  # (old text, new text)


@dataclass(kw_only=True)
class Watch:
    """A lane like the others: claims pages that came again with other bytes, reads them, and records what changed."""

    database: Database
    read_all: ReadAll
    grade: Compare
    ranker: Ranker
    warnings: WarningKeeper
    claims: ClaimKeeper
    clock: Callable[[], datetime]
    tell: TellBatch

    def advance(self, limit: int = BATCH_SIZE) -> int:
        """Read one batch again. Returns how many rows were claimed."""
        batch = self.claim(limit)
        if batch is None:
            return 0
        with leased(self.database, batch):
            self.record(batch, self.read(batch))
        return len(batch.work)

    def claim(self, limit: int = BATCH_SIZE) -> Batch | None:
        lease = new_lease()
        with self.database.write() as store:
            work = store.articles.claim_changed(limit, lease=lease)
        return Batch(to=Stage.UNDERSTOOD, lease=lease, work=work) if work else None

    def read(self, batch: Batch) -> list[StepResult]:
        """One result for each article: what it says now, and what is understood of that where it can be."""
        again = [replace(work, article=replace(work.article, stage=Stage.FETCHED)) for work in batch.work]
        found: dict[str, StepResult] = {}
        for result in self.read_all(batch.to, again):
            if result.step is Stage.EXTRACTED or result.outcome is Outcome.MOVED_ON:
                found[result.article.id] = result
        return list(found.values())

    def record(self, batch: Batch, results: Sequence[StepResult]) -> None:
        now = self.clock()
        works = {work.article.id: work for work in batch.work}
        grades = {
            one.article.id: self.grade(works[one.article.id].article.text, one.article.text)
            for one in results
            if one.outcome is Outcome.MOVED_ON
        }
        stories = {work.article.story_id for work in batch.work}
        with self.database.write() as store:
            stories |= set(store.story_window.stories(list(works)).values())  # where editors have put them meanwhile
            store.stories.lock(sorted(stories))  # before the articles, as people do
            found = [one for one in still_ours(store, batch, results) if one.outcome is not Outcome.RETRY]
            for result in found:
                # People may have decided on it meanwhile: the row counts, not what was claimed.
                work = replace(works[result.article.id], article=store.articles.get(result.article.id))
                stories.add(work.article.story_id)
                self._record(store, work, result, grades.get(result.article.id, Grade.SAME), now)
            collecting.pages_read(store, (one.article for one in found if _is_read(works[one.article.id], one)))
            store.articles.remove_pages({one.article.id: _came(works[one.article.id], now) for one in found})
            self.ranker.refresh(store, filter(None, stories))
            store.articles.release([batch.lease.token])
        self.tell(batch.done(Lane.WATCH, found))

    def _record(self, store: Store, work: ClaimedArticle, result: StepResult, grade: Grade, now: datetime) -> None:
        before, fresh = work.article, result.article
        if work.page is not None and work.page.is_cap:  # its words may stay the same while it is cancelled
            self.warnings.read_again(store, before, work.page, now)
        if result.outcome is Outcome.QUARANTINE:  # the text we have stays, and a person is told
            log.by_program(store, DeskAction.REREAD_FAILED, f"article:{before.id}", result.details or {}, now)
        elif why := _failed(work, result):  # the publisher's server said something else: the text we have stays
            collecting.page_stood_in(store, before, why, now)
        elif result.outcome is Outcome.DISCARDED:  # emptied: what the publisher took back is not shown as news
            if before.withdrawn_at is None or _last_grade(store, before) != Grade.WITHDRAWN:
                gone = replace(before, withdrawn_at=before.withdrawn_at or now)
                store.versions.replace(gone, _version(before, now, Grade.WITHDRAWN))
        elif (fresh.title, fresh.text) != (before.title, before.text) or before.withdrawn_at:
            after = _after(before, fresh)
            store.versions.replace(after, _version(before, now, grade))
            if work.page is not None and not work.page.is_cap:
                self.warnings.read_again(store, after, work.page, now)
            self.claims.read_again(store, before, after, now)
        else:
            self.claims.read_again(store, before, fresh, now)


def _is_read(work: ClaimedArticle, result: StepResult) -> bool:
    return result.outcome is Outcome.MOVED_ON and not _failed(work, result)


def _failed(work: ClaimedArticle, result: StepResult) -> Message | None:
    """Why the fetched page is not this article; None for a page that was read or is gone."""
    if result.outcome is Outcome.DISCARDED:
        return refusal(result) if work.page is not None and work.page.content else None
    if result.outcome is Outcome.MOVED_ON and _is_another_page(work.article, result.article):
        return say(Unreadable.PAGE_IS_ANOTHER)
    return None


def _is_another_page(before: Article, fresh: Article) -> bool:
    """A short text without one Vietnamese letter in place of a Vietnamese one: no newsroom changes an article so."""
    if len(fresh.text) > _SHORT or _VIETNAMESE.search(fresh.title + fresh.text):
        return False
    return bool(_VIETNAMESE.search(before.text))


def _came(work: ClaimedArticle, now: datetime) -> datetime:
    return work.page.fetched_at if work.page else now


def _after(before: Article, fresh: Article) -> Article:
    """What was read off the page, on the row as it stands.

    Up to the queue the article takes its steps again. Past it people's decision stays, so what is understood of the
    new text comes with it: a digest quotes the summary, and the card its signals. Its section stays as it was. Where
    nothing can be understood, no sentence of the earlier text is quoted any more.
    """
    decided = before.stage.reached(Stage.REVIEWED)
    understood = fresh if decided and fresh.stage is Stage.UNDERSTOOD else replace(before, summary=())
    return replace(
        before,
        stage=before.stage if decided else Stage.EXTRACTED,
        language=understood.language,
        places=understood.places,
        summary=understood.summary,
        signals=understood.signals,
        title=fresh.title,
        lead=fresh.lead,
        text=fresh.text,
        paragraphs=paragraph_marks(fresh.text),
        published_at=fresh.published_at,
        modified_at=fresh.modified_at,
        byline=fresh.byline,
        publisher_section=fresh.publisher_section,
        image_url=fresh.image_url,
        image_credit=fresh.image_credit,
        claim_reviews=fresh.claim_reviews,
        corrections=fresh.corrections,
        extraction_warnings=fresh.extraction_warnings,
        withdrawn_at=None,
    )


def _last_grade(store: Store, article: Article) -> str:
    earlier = store.versions.list(article.id)
    return earlier[-1].grade if earlier else ""


def _version(article: Article, now: datetime, grade: str) -> ArticleVersion:
    return ArticleVersion(
        article_id=article.id, version=article.version, seen_at=now, title=article.title, text=article.text, grade=grade
    )
