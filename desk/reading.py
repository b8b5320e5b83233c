"""The reading lane, fetched → extracted → understood in one go: any number of readers, which share nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk.leases import BATCH_SIZE, AfterStep, Batch, claim, leased, record, still_ours
from desk.ranking.ranker import Ranker
from desk.sources import collecting
from desk.steps import ReadAll, refusal, stopped
from domain.article import Article
from domain.lanes import Lane, TellBatch
from domain.stage import Outcome, Stage, StopReason
from domain.store import Database, Store
from domain.work import StepResult
from vietnamese.text import fold

READ_FROM = (Stage.EXTRACTED, Stage.FETCHED)  # the later first, so that begun articles are finished
SAME_WORDS_WITHIN = timedelta(days=7)  # as far as a sitemap reaches back
Said = tuple[str, str, str]  # who, under which title, in which words
PAGE_IS_READ = (Outcome.MOVED_ON, Outcome.DISCARDED)  # the bytes of what failed by our own bug are kept for a person


@dataclass(kw_only=True)
class Reading:
    database: Database
    read_all: ReadAll
    ranker: Ranker
    after: Sequence[AfterStep]
    clock: Callable[[], datetime]
    tell: TellBatch

    def advance(self, limit: int = BATCH_SIZE) -> int:
        """Take one batch as far as it goes. Returns how many rows were claimed."""
        batch = self.claim(limit)
        if batch is None:
            return 0
        with leased(self.database, batch):
            self.record(batch, self.read(batch))
        return len(batch.work)

    def claim(self, limit: int = BATCH_SIZE) -> Batch | None:
        return claim(self.database, READ_FROM, limit, self.clock())

    def read(self, batch: Batch) -> list[StepResult]:
        return self.read_all(batch.to, batch.work)

    def record(self, batch: Batch, results: Sequence[StepResult]) -> None:
        now = self.clock()
        read_again = sorted({work.article.story_id for work in batch.work} - {""})
        with self.database.write() as store:
            if any(work.page for work in batch.work):
                store.articles.lock_identities()
            if read_again:
                store.stories.lock(read_again)  # before the articles, as people do
            found = still_ours(store, batch, results)
            if extracted := [one for one in found if one.step is Stage.EXTRACTED]:
                _note_visits(store, extracted, now)
                found = _after_identity(found, _identified(store, batch, extracted))
            found = record(store, batch, found, self.after, now)
            _drop_pages(store, batch, found)
            self.ranker.refresh(store, _stories_that_lose(store, found))
        self.tell(batch.done(Lane.READING, found))


def _note_visits(store: Store, results: Sequence[StepResult], now: datetime) -> None:
    """Count a new page that holds a captcha as a failed visit, so that it is soon fetched again."""
    collecting.pages_read(store, (one.article for one in results if one.outcome is Outcome.MOVED_ON))
    for one in results:
        why = refusal(one)
        if why and why.code in collecting.STANDS_IN:
            collecting.page_stood_in(store, one.article, why, now)


def _drop_pages(store: Store, batch: Batch, results: Sequence[StepResult]) -> None:
    read = {one.article.id for one in results if one.step is Stage.EXTRACTED and one.outcome in PAGE_IS_READ}
    pages = [(work.article.id, work.page) for work in batch.work if work.page and work.article.id in read]
    store.articles.remove_pages({article_id: page.fetched_at for article_id, page in pages})


def _stories_that_lose(store: Store, results: Sequence[StepResult]) -> set[str]:
    """Stories with an article that was read again and has stopped, wherever editors have put it meanwhile."""
    stopped_in_one = (one for one in results if one.article.story_id and one.outcome is not Outcome.MOVED_ON)
    return {store.articles.get(one.article.id).story_id for one in stopped_in_one}


def _after_identity(results: Sequence[StepResult], identified: Sequence[StepResult]) -> list[StepResult]:
    """Extraction as it was identified. Who got another address or none is understood later, as what it is then."""
    known = {one.article.id: one for one in identified}
    found: list[StepResult] = []
    for result in results:
        first = known.get(result.article.id, result)
        if result.step is Stage.EXTRACTED:
            found.append(first)
        elif first.outcome is Outcome.MOVED_ON and first.article.url == result.article.url:
            found.append(result)
    ours = {result.article.id for result in results}
    return found + [one for one in identified if one.article.id not in ours]


def _identified(store: Store, batch: Batch, results: Sequence[StepResult]) -> list[StepResult]:
    """Give each canonical address to one article. A page that claims the address of a different article is ignored.

    With these results come those of articles that another reader was too fast with.
    """
    before = {work.article.id: work.article for work in batch.work}
    read = [one.article for one in results if one.outcome is Outcome.MOVED_ON]
    claimed = [article.url for article in read if article.url != before[article.id].url]
    taken = store.articles.find_by_url(claimed) if claimed else {}
    found: list[StepResult] = []
    late: list[StepResult] = []
    said = _said_before(store, read)
    # The article fetched at the address comes before those that claim it: a claim is compared with a text already read.
    for result in sorted(results, key=lambda one: one.article.url != before[one.article.id].url):
        if result.outcome is Outcome.MOVED_ON:
            result = _at_its_address(store, before[result.article.id], result, taken)
        if result.outcome is Outcome.MOVED_ON:
            other = said.get(_said(result.article))
            if other and other.id not in before and _was_too_fast(store, other, result.article):
                late.append(_same_as(store, other, result, result.article))
                del said[_said(result.article)]
            result = _said_once(store, before[result.article.id], result, said)
        if result.outcome is Outcome.MOVED_ON:
            taken[result.article.url] = result.article
        found.append(result)
    return found + late


def _at_its_address(store: Store, own: Article, result: StepResult, taken: dict[str, Article]) -> StepResult:
    article = result.article
    other = taken.get(article.url)
    if other is None or other.id == article.id:
        return result
    if _is_same(other, article):
        return _same_as(store, own, result, other)
    return replace(result, article=replace(article, url=own.url))


def _said_before(store: Store, read: Sequence[Article]) -> dict[Said, Article]:
    """What the sources of these articles gave in the same words before, at whatever address."""
    if not read:
        return {}
    sources, titles = {article.source_id for article in read}, {article.title for article in read}
    since = min(article.fetched_at for article in read) - SAME_WORDS_WITHIN
    said: dict[Said, Article] = {}
    for known in store.articles.find_by_title(sorted(sources), sorted(titles), since):
        said.setdefault(_said(known), known)
    return said


def _said_once(store: Store, own: Article, result: StepResult, said: dict[Said, Article]) -> StepResult:
    """One source's words are one article at however many addresses; with another text it is another notice."""
    other = said.setdefault(_said(result.article), result.article)
    return result if other.id == own.id else _same_as(store, own, result, other)


def _was_too_fast(store: Store, other: Article, own: Article) -> bool:
    """Of two in the same words the one that came first stays, as with one reader: no story can have the later one yet.

    Unless it was placed while ours waited to be tried again.
    """
    if (other.fetched_at, other.id) < (own.fetched_at, own.id):
        return False
    store.articles.lock(other.id)
    stands = store.articles.get(other.id)
    return not stands.story_id and not stands.stage.reached(Stage.QUEUED)


def _said(article: Article) -> Said:
    return article.source_id, fold(article.title), " ".join(article.text.split())


def _same_as(store: Store, own: Article, result: StepResult, other: Article) -> StepResult:
    store.crawl_queue.schedule(own.id, None)
    return stopped(own, result.step, Outcome.DISCARDED, StopReason.SAME_ARTICLE, same_as=other.id, url=other.url)


def _is_same(one: Article, other: Article) -> bool:
    return fold(one.title) == fold(other.title) or (bool(one.text) and one.text == other.text)
