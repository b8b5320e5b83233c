"""The steps that read one article. They hold no state and touch no database: any process may run them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from desk.ranking.independent_sources import paragraph_marks
from domain.addresses import plain_address
from domain.article import Article
from domain.errors import Discard, NotExtractable, Unreachable
from domain.message import Message, say
from domain.ports import Analyzer, Extractor
from domain.problems import Unreadable
from domain.stage import Outcome, Stage, StopReason
from domain.understanding import Told
from domain.work import ClaimedArticle, StepResult

MIN_TEXT_CHARS = 60  # characters of text; a shorter one is no article

Step = Callable[[ClaimedArticle], Article]
Read = Callable[[Stage, ClaimedArticle], tuple[StepResult, ...]]
ReadAll = Callable[[Stage, list[ClaimedArticle]], list[StepResult]]  # each article's results in the order of its steps


def extract(work: ClaimedArticle, *, extractor: Extractor) -> Article:
    """Read title, lead, text and times off the page's bytes."""
    if work.page is None:
        raise Discard(StopReason.NO_PAGE)
    try:
        found = extractor.extract(work.page)
    except NotExtractable as error:
        raise Discard(StopReason.NOT_AN_ARTICLE, why=error.message.as_json()) from error
    if len(found.text) < MIN_TEXT_CHARS:
        raise Discard(StopReason.TOO_SHORT, characters=len(found.text))
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
        image_credit=found.image_credit,
        claim_reviews=found.claim_reviews,
        corrections=found.corrections,
        extraction_warnings=found.warnings,
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
        told=Told(province=work.source_province, section=article.publisher_section, url=article.url),
    )
    if seen.language not in ("vi", "und"):
        raise Discard(StopReason.NOT_VIETNAMESE, language=seen.language)
    return replace(
        article.moved_to(Stage.UNDERSTOOD),
        language=seen.language,
        section=seen.section,
        second_section=seen.second_section,
        places=seen.places,
        summary=seen.summary,
        signals=seen.signals,
        paragraphs=paragraph_marks(article.text),
    )


def reader(extractor: Extractor, analyzer: Analyzer) -> Read:
    """What a reading process does with a row: one step after the other, as far as `to`, or until one stops it."""
    steps: dict[Stage, Step] = {
        Stage.EXTRACTED: partial(extract, extractor=extractor),
        Stage.UNDERSTOOD: partial(understand, analyzer=analyzer),
    }

    def read(to: Stage, work: ClaimedArticle) -> tuple[StepResult, ...]:
        found: list[StepResult] = []
        for step in work.article.stage.steps_to(to):
            found.append(run(steps[step], step, work))
            work = replace(work, article=found[-1].article)
            if found[-1].outcome is not Outcome.MOVED_ON:
                break
        return tuple(found)

    return read


def in_this_process(read: Read) -> ReadAll:
    return lambda to, batch: [result for work in batch for result in read(to, work)]


def run(step: Step, to: Stage, work: ClaimedArticle) -> StepResult:
    """Run one step on one row and say exactly one outcome, whatever happens."""
    article = work.article
    try:
        moved = step(work)
    except Discard as discard:  # a decision, not a failure: never retried
        return stopped(article, to, Outcome.DISCARDED, discard.reason, **discard.details)
    except Unreachable as error:  # a service was away: the worker tries again
        return stopped(article, to, Outcome.RETRY, StopReason.UNREACHABLE, service=error.why.code if error.why else "")
    except Exception as error:  # noqa: BLE001 - our bug: set it aside for a person
        return bug(article, to, error)
    return StepResult(article=moved, step=to, outcome=Outcome.MOVED_ON)


def stopped(article: Article, to: Stage, outcome: Outcome, reason: StopReason, **details: object) -> StepResult:
    return StepResult(article=article, step=to, outcome=outcome, reason=reason, details=details)


def refusal(result: StepResult) -> Message | None:
    """The reason why the page holds no article."""
    details = result.details or {}
    if result.reason == StopReason.NOT_AN_ARTICLE:
        why = Message.from_json(details["why"]).params.get("why")
        return why if isinstance(why, Message) else None
    if result.reason == StopReason.TOO_SHORT:
        return say(Unreadable.PAGE_TOO_SHORT, characters=details["characters"])
    return None


def bug(article: Article, to: Stage, error: Exception) -> StepResult:
    """The article as it stood before the step, set aside for a person."""
    return stopped(article, to, Outcome.QUARANTINE, StopReason.BUG, error=repr(error)[:500])
