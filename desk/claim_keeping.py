"""Keeps fact-checks and corrections as pages and feeds publish them; what cannot be checked is not kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from desk.leases import Batch
from desk.ranking.ranker import Ranker
from desk.sources.collecting import is_publisher
from domain.addresses import plain_address
from domain.article import Article
from domain.claims import Claim, ClaimKind, ClaimMatcher
from domain.page import ClaimReview
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.verdicts import Direction, direction_of
from domain.work import StepResult
from vietnamese.text import fold

FIRST_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class ClaimKeeper:
    """Keeps them in the transaction that brings them. Most articles publish none and cost nothing.

    A story in which a person confirmed a claim is ranked again: its check may say something else now.
    """

    matcher: ClaimMatcher
    ranker: Ranker

    def after_step(self, store: Store, _batch: Batch, results: list[StepResult], now: datetime) -> list[StepResult]:
        """An after-step of the read lane: what the pages publish that have just been read."""
        for result in results:
            one = result.article
            tells = bool(one.claim_reviews or one.corrections) or one.version > FIRST_VERSION
            if tells and result.step is Stage.UNDERSTOOD and result.outcome is Outcome.MOVED_ON:
                self.page_read(store, one, now)
        return results

    def read_again(self, store: Store, before: Article, fresh: Article, now: datetime) -> None:
        """A page that came again may have another verdict or correction, though its text is the same."""
        told = fresh.claim_reviews, fresh.corrections
        if told != (before.claim_reviews, before.corrections):
            self.page_read(store, replace(before, claim_reviews=told[0], corrections=told[1]), now)

    def page_read(self, store: Store, article: Article, now: datetime) -> None:
        """What a page says now counts: a check that it has taken back is not kept."""
        kept = {claim: self._keys(claim) for claim in _of_page(store, article, now)}
        kept = {claim: keys for claim, keys in kept.items() if keys or claim.kind is ClaimKind.CORRECTION}
        known = {one.id for one in kept}
        gone = [one.id for one in store.claims.of_articles([article.id]) if one.id not in known]
        stories = store.claim_decisions.stories([*known, *gone])
        store.claims.remove(gone)
        store.claims.save(kept)
        self.ranker.refresh(store, stories)

    def announced(self, store: Store, source_id: str, reviews: Sequence[ClaimReview], now: datetime) -> None:
        """What a data feed of fact-checks holds. A feed tells the latest only: what it names no more is kept."""
        if reviews:
            source = store.sources.get(source_id)
            found = (_fact_check(review, source.id, source.name, now) for review in reviews if _has_publisher(review))
            kept = {claim: keys for claim in found if (keys := self._keys(claim))}
            store.claims.save(kept)
            self.ranker.refresh(store, store.claim_decisions.stories([claim.id for claim in kept]))

    def _keys(self, claim: Claim) -> tuple[int, ...]:
        return self.matcher.keys(claim.claim) if claim.kind is ClaimKind.FACT_CHECK else ()


def _has_publisher(review: ClaimReview) -> bool:
    return bool(review.url) and is_publisher(review.url)


def _of_page(store: Store, article: Article, now: datetime) -> Iterator[Claim]:
    source = store.sources.get(article.source_id)
    for review in article.claim_reviews:
        yield _fact_check(review, source.id, source.name, now, article)
    for correction in article.corrections:
        yield Claim(
            id=_id(source.id, ClaimKind.CORRECTION, article.url, correction.words),
            kind=ClaimKind.CORRECTION,
            claim=article.title,
            verdict=correction.words,
            direction=Direction.CORRECTS,
            publisher=source.name,
            url=article.url,
            source_id=source.id,
            article_id=article.id,
            published_at=correction.published_at,
            seen_at=now,
        )


def _fact_check(
    review: ClaimReview, source_id: str, source_name: str, now: datetime, article: Article | None = None
) -> Claim:
    url = review.url if article is None or _has_publisher(review) else article.url
    return Claim(
        id=_id(source_id, ClaimKind.FACT_CHECK, url, review.claim),
        kind=ClaimKind.FACT_CHECK,
        claim=review.claim,
        verdict=review.rating,
        direction=direction_of(review.rating),
        publisher=review.reviewer or source_name,
        url=url,
        source_id=source_id,
        article_id=article.id if article else "",
        published_at=review.published_at or (article.dated if article else None),
        seen_at=now,
    )


def _id(source_id: str, *said: str) -> str:
    """The same for the same claim at the same address, by page or by feed, however its verdict changes."""
    kind, url, words = said
    return sha256("\n".join((source_id, kind, plain_address(url), fold(words))).encode()).hexdigest()[:20]
