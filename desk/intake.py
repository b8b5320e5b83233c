"""The path of an article, one step at a time: start reading here.

    fetched → extracted → understood → indexed → queued

A step takes the row as it stands and returns it one stage further, or says why not. `run` turns whatever happens
into exactly one outcome; `advance` claims a batch, runs a step on it and commits both together, so a worker that
dies holds nothing and loses nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from desk import review, warnings
from desk.copies import marked
from desk.ranking import score as ranking
from domain.addresses import plain_address
from domain.article import Article
from domain.errors import Discard, NotExtractable, Unreachable
from domain.ports import Analyzer, Bulletins, Copies, Extractor, Gazetteer, Grouper, SearchIndex
from domain.search import Document
from domain.stage import Outcome, Stage
from domain.store import ClaimedArticle, Database, StepResult, Store
from vietnamese.text import fold

BATCH = 24
WINDOW = timedelta(hours=72)  # how far back an article may join a story
SHORTEST = 60  # characters of text; below that there is nothing to pass on

Step = Callable[[ClaimedArticle], Article]
RunAll = Callable[[Step, Stage, list[ClaimedArticle]], Iterable[StepResult]]


def extract(work: ClaimedArticle, *, extractor: Extractor) -> Article:
    """Read title, lead, text and times off the page's bytes."""
    if work.page is None:
        raise Discard("no-page")
    try:
        found = extractor.extract(work.page)
    except NotExtractable as error:
        raise Discard("not-an-article", why=error.message.as_json()) from error
    if len(found.text) < SHORTEST:
        raise Discard("too-short", characters=len(found.text))
    return replace(
        work.article.moved_to(Stage.EXTRACTED),
        url=_identity(work.article.url, found.url),
        title=found.title or work.article.title,
        lead=found.lead,
        text=found.text,
        published_at=found.published_at or work.article.published_at,
        modified_at=found.modified_at,
        byline=found.byline,
        publisher_section=found.section,
        image_url=found.image_url,
        claim_reviews=found.claim_reviews,
        notes=found.notes,
    )


def _identity(own: str, canonical: str) -> str:
    """The address its publisher calls its own; a front page is no article's, whatever the page says."""
    plain = plain_address(canonical)
    return plain if urlsplit(plain).path.strip("/") else own


def understand(work: ClaimedArticle, *, analyzer: Analyzer) -> Article:
    """Language, section, places, summary and signals. What is plainly in another language stops here."""
    article = work.article
    seen = analyzer.understand(
        title=article.title,
        text=article.text,
        published_at=article.published_at,
        source_province=work.source_province,
    )
    if seen.language not in ("vi", "und"):
        raise Discard("not-vietnamese", language=seen.language)
    return replace(
        article.moved_to(Stage.UNDERSTOOD),
        language=seen.language,
        section=seen.section,
        places=seen.places,
        summary=seen.summary,
        signals=seen.signals,
    )


def document(article: Article, gazetteer: Gazetteer) -> Document:
    """What search may know of an article: no byline."""
    codes = {code for place in article.places for code in (*gazetteer.lineage(place.code), place.province) if code}
    return Document(
        id=article.id,
        title=article.title,
        text=article.text,
        source=article.source_id,
        section=article.section.value if article.section else "",
        places=tuple(sorted(codes)),
        published_at=article.dated,
    )


def run(step: Step, to: Stage, work: ClaimedArticle) -> StepResult:
    """Run one step on one row and say exactly one outcome, whatever happens."""
    article = work.article
    try:
        moved = step(work)
    except Discard as discard:  # a decision, not a failure: never retried
        return _stopped(article, to, Outcome.DISCARDED, discard.reason, **discard.details)
    except Unreachable as error:  # a service was away: the worker tries again
        return _stopped(article, to, Outcome.RETRY, error.code, service=error.why.code if error.why else "")
    except Exception as error:  # noqa: BLE001 - our bug: set it aside for a person
        return _stopped(article, to, Outcome.QUARANTINE, "bug", error=repr(error)[:500])
    return StepResult(article=moved, step=to, outcome=Outcome.MOVED_ON)


def run_all(step: Step, to: Stage, batch: list[ClaimedArticle]) -> list[StepResult]:
    return [run(step, to, work) for work in batch]


def _stopped(article: Article, to: Stage, outcome: Outcome, reason: str, **details: object) -> StepResult:
    return StepResult(article=article, step=to, outcome=outcome, reason=reason, details=details)


def _is_same(one: Article, other: Article) -> bool:
    return fold(one.title) == fold(other.title) or (bool(one.text) and one.text == other.text)


@dataclass(kw_only=True)
class Intake:
    """The four steps with what they need. `run_all` may spread a batch over processes.

    One worker at a time per desk: the grouper keeps its window in memory (docs/decisions/0006).
    """

    database: Database
    index: SearchIndex
    grouper: Grouper
    gazetteer: Gazetteer
    extract: Step
    understand: Step
    clock: Callable[[], datetime]
    run_all: RunAll = run_all
    bulletins: Bulletins | None = None  # None: warnings are not kept
    copies: Copies | None = None  # None: only what the grouper remembers
    _remembers: bool = False  # whether the grouper holds what the database holds
    _moves: int = 0  # the last move by hand that it knows of

    def advance(self, stage: Stage, limit: int = BATCH) -> int:
        """Take what stands at `stage` one step on. Returns how many rows were claimed."""
        now = self.clock()
        try:
            with self.database.write() as store:
                batch = store.articles.claim(stage, limit, now)
                if batch:
                    self._step(store, stage, batch, now)
        except BaseException:
            self._remembers = False  # the grouper may know what was rolled back
            raise
        return len(batch)

    def _step(self, store: Store, stage: Stage, batch: list[ClaimedArticle], now: datetime) -> None:
        results: Iterable[StepResult]
        match stage:
            case Stage.FETCHED:
                results = self._identified(store, batch, self.run_all(self.extract, Stage.EXTRACTED, batch))
            case Stage.EXTRACTED:
                results = self._grouped(store, now, self.run_all(self.understand, Stage.UNDERSTOOD, batch))
            case Stage.UNDERSTOOD:
                results = self._indexed(batch)
            case _:
                results = run_all(lambda work: work.article.moved_to(Stage.QUEUED), Stage.QUEUED, batch)
        found = list(results)
        if self.bulletins:
            found = warnings.of_batch(store, stage, batch, found, self.bulletins, self.gazetteer, now)
        store.articles.record(found, now)
        for result in found:
            if result.article.stage is Stage.QUEUED:
                review.catch_up(store, result.article, now)
        ranking.refresh(store, filter(None, (result.article.story_id for result in found)), self.gazetteer)

    def _identified(
        self, store: Store, batch: list[ClaimedArticle], results: Iterable[StepResult]
    ) -> Iterator[StepResult]:
        """An article stands at one canonical address once. A page that only claims another's is believed by nobody."""
        before = {work.article.id: work.article for work in batch}
        taken: dict[str, Article] = {}
        # Who stands at the address first, then who claims it: the claim is judged against a text that has been read.
        for result in sorted(results, key=lambda one: one.article.url != before[one.article.id].url):
            article = result.article
            if result.outcome is Outcome.MOVED_ON:
                other = taken.get(article.url) or store.articles.at(article.url)
                if other and other.id != article.id and _is_same(other, article):
                    store.crawl_queue.look(article.id, None)
                    own = before[article.id]
                    yield _stopped(own, result.step, Outcome.DISCARDED, "same-article", same_as=other.id, url=other.url)
                    continue
                if other and other.id != article.id:
                    result = replace(result, article=replace(article, url=before[article.id].url))
                taken[result.article.url] = result.article
            yield result

    def _grouped(self, store: Store, now: datetime, results: Iterable[StepResult]) -> list[StepResult]:
        """Find the stories of articles that were just understood, and what they repeat."""
        self._learn(store, now)
        understood = list(results)
        by_hand = store.regroupings.of([result.article.id for result in understood])
        placed = [self._placed(result, by_hand.get(result.article.id, "")) for result in understood]
        return marked(store, placed, self.copies, now) if self.copies else placed

    def _learn(self, store: Store, now: datetime) -> None:
        """What the database says of the window, and what editors have regrouped since."""
        if not self._remembers:
            self.grouper.restore(store.stories.placed(now - WINDOW))
            self._remembers, self._moves = True, store.regroupings.last()
        for move in store.regroupings.since(self._moves):
            self.grouper.move(move.article_id, move.story_id)
            self._moves = move.number

    def _placed(self, result: StepResult, by_hand: str) -> StepResult:
        """`by_hand`: the story into which an editor put this article, which stands."""
        if result.outcome is not Outcome.MOVED_ON:
            return result
        try:
            kin = self.grouper.place(result.article.candidate())
        except Exception as error:  # noqa: BLE001 - our bug: this article alone is set aside
            self._remembers = False
            before = replace(result.article, stage=Stage.EXTRACTED)
            return _stopped(before, result.step, Outcome.QUARANTINE, "bug", error=repr(error)[:500])
        if by_hand:
            self.grouper.move(result.article.id, by_hand)
            kin = replace(kin, story_id=by_hand, reason=result.article.assignment_reason)
        placed = replace(
            result.article, story_id=kin.story_id, assignment_reason=kin.reason, copy_of=kin.copy_of, origin=kin.origin
        )
        return replace(result, article=placed, assignment=kin)

    def _indexed(self, batch: list[ClaimedArticle]) -> list[StepResult]:
        """The engine takes the whole batch or none of it; adding again replaces, so a retry is harmless."""
        try:
            self.index.add([document(work.article, self.gazetteer) for work in batch])
        except Unreachable as error:
            away = error.code
            return [_stopped(work.article, Stage.INDEXED, Outcome.RETRY, away) for work in batch]
        except Exception as error:  # noqa: BLE001 - our bug: find the article it is about, and let the rest go on
            if len(batch) > 1:
                return [result for work in batch for result in self._indexed([work])]
            return [_stopped(batch[0].article, Stage.INDEXED, Outcome.QUARANTINE, "bug", error=repr(error)[:500])]
        return run_all(lambda work: work.article.moved_to(Stage.INDEXED), Stage.INDEXED, batch)
