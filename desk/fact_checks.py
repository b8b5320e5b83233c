"""Kiểm chứng: published claims that an article may repeat, suggested by the program and confirmed by people only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from desk.acting import Acting
from desk.ranking.ranker import Ranker
from domain.article import Article
from domain.claims import (
    Claim,
    ClaimAction,
    ClaimDecision,
    ClaimKind,
    ClaimMatcher,
    Match,
    MatchState,
    Relation,
)
from domain.errors import Conflict
from domain.flags import Part
from domain.people import Act
from domain.problems import Problem
from domain.sources import SourceKind
from domain.store import Store

MAX_CANDIDATES = 40  # claims with most keys in common that are compared
MAX_SUGGESTED = 6
MAX_SIBLINGS = 3  # longer articles of its story that stand in for a short one
APART = timedelta(days=400)  # between an article and a check: what comes round every year is another matter
_SAID = (Relation.REPEATS, Relation.DENIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaim:
    """One published claim beside an article, with the sentence of it that it matches."""

    claim: Claim
    article_id: str
    article_title: str
    relation: Relation
    part: Part
    quote: str  # the sentence, as its publisher wrote it
    start: int  # of the quote, in the title or the text
    score: float = 0.0
    is_sure: bool = False
    decision: ClaimDecision | None = None
    decided_by: str = ""  # the name of who confirmed or rejected it
    still_stands: bool = True  # the article still holds the sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """All that published checks say of an article and its story."""

    confirmed: tuple[CheckedClaim, ...] = ()
    suggested: tuple[CheckedClaim, ...] = ()
    rejected: tuple[CheckedClaim, ...] = ()
    corrections: tuple[Claim, ...] = ()  # of this article and the others of its story, in their publishers' words
    differ: bool = False  # fact-checkers come to different ends on one sentence

    @property
    def is_empty(self) -> bool:
        return not (self.confirmed or self.suggested or self.rejected or self.corrections)


def checks_of(store: Store, matcher: ClaimMatcher, article: Article) -> Checks:
    """What is known, and what may be meant. Read when somebody opens the article: nothing of it is stored."""
    told = _told(store, article)
    decided = _decided(store, told)
    pairs = {(one.claim.id, one.article_id) for one in decided}
    found = [one for one in _suggested(store, matcher, article) if (one.claim.id, one.article_id) not in pairs]
    confirmed = [one for one in decided if one.decision and one.decision.state is MatchState.CONFIRMED]
    suggested = sorted(found, key=lambda one: (-one.score, one.claim.id))[:MAX_SUGGESTED]
    published = store.claims.of_articles(list(told))
    return Checks(
        confirmed=tuple(confirmed),
        suggested=tuple(suggested),
        rejected=tuple(one for one in decided if one not in confirmed),
        corrections=tuple(one for one in published if one.kind is ClaimKind.CORRECTION),
        differ=_differ([*confirmed, *suggested]),
    )


def _told(store: Store, article: Article) -> dict[str, str]:
    """This article and the others of its story, with their titles."""
    others = store.stories.headers(article.story_id) if article.story_id else []
    return {article.id: article.title} | {other.id: other.title for other in others}


def _decided(store: Store, told: dict[str, str]) -> list[CheckedClaim]:
    decisions = store.claim_decisions.of_articles(list(told))
    if not decisions:
        return []
    names = {person.id: person.name for person in store.people.list()}
    return [_decided_one(store, one, told, names.get(one.decided_by, "")) for one in decisions]


def _decided_one(store: Store, decision: ClaimDecision, told: dict[str, str], name: str) -> CheckedClaim:
    article = store.articles.get(decision.article_id)
    stands = decision.span.quote in (article.title if decision.part is Part.TITLE else article.text)
    return CheckedClaim(
        claim=store.claims.get(decision.claim_id),
        article_id=decision.article_id,
        article_title=told[decision.article_id],
        relation=Relation.REPEATS,
        part=decision.part,
        quote=decision.span.quote,
        start=decision.span.start,
        decision=decision,
        decided_by=name,
        still_stands=stands,
    )


def _suggested(store: Store, matcher: ClaimMatcher, article: Article) -> list[CheckedClaim]:
    if store.sources.get(article.source_id).kind is SourceKind.FACT_CHECKER:
        return []
    read = [article] if not matcher.is_short(article) else _longer(store, matcher, article)
    return [one for other in read for one in _of_article(store, matcher, other)]


def _longer(store: Store, matcher: ClaimMatcher, article: Article) -> list[Article]:
    """The longest others of its story: a short text is never matched by itself."""
    if not article.story_id:
        return []
    checkers = {source.id for source in store.sources.list() if source.kind is SourceKind.FACT_CHECKER}
    others = store.stories.members([article.story_id])[article.story_id]
    others = [one for one in others if one.id != article.id and one.source_id not in checkers and not one.withdrawn_at]
    longest = sorted(others, key=lambda one: len(one.text), reverse=True)[:MAX_SIBLINGS]
    return [one for one in longest if not matcher.is_short(one)]


def _of_article(store: Store, matcher: ClaimMatcher, article: Article) -> list[CheckedClaim]:
    near = store.claims.near(matcher.text_keys(article), MAX_CANDIDATES)
    claims = [claim for claim in near if claim.article_id != article.id and _is_of_its_time(claim, article)]
    if not claims:
        return []
    matches = matcher.compare([claim.claim for claim in claims], article)
    return [_checked(claim, match, article) for claim, match in zip(claims, matches, strict=True) if _is_said(match)]


def _is_said(match: Match) -> bool:
    return match.relation in _SAID


def _is_of_its_time(claim: Claim, article: Article) -> bool:
    return abs((claim.published_at or claim.seen_at) - article.dated) <= APART


def _checked(claim: Claim, match: Match, article: Article) -> CheckedClaim:
    return CheckedClaim(
        claim=claim,
        article_id=article.id,
        article_title=article.title,
        relation=match.relation,
        part=match.part,
        quote=match.span.quote,
        start=match.span.start,
        score=match.score,
        is_sure=match.is_sure,
    )


def _differ(checked: Sequence[CheckedClaim]) -> bool:
    """Whether two fact-checkers judge what one sentence says differently."""

    def sentence(one: CheckedClaim) -> tuple[str, str, int]:
        return one.article_id, one.part.value, one.start

    together = groupby(sorted(checked, key=sentence), key=sentence)
    return any(len(_judged(group)) > 1 for _, group in together)


def _judged(group: Iterable[CheckedClaim]) -> set[bool]:
    return {one.claim.refutes for one in group}


def confirm(acting: Acting, matcher: ClaimMatcher, ranker: Ranker, claim_id: str, article_id: str) -> ClaimDecision:
    """The article says what the claim says. What its check says of it stands on the story from now on."""
    return _decide(acting, matcher, ranker, (claim_id, article_id), MatchState.CONFIRMED)


def reject(acting: Acting, matcher: ClaimMatcher, ranker: Ranker, claim_id: str, article_id: str) -> ClaimDecision:
    """It is not the same. The pair is not suggested again."""
    return _decide(acting, matcher, ranker, (claim_id, article_id), MatchState.REJECTED)


def undo(acting: Acting, ranker: Ranker, claim_id: str, article_id: str) -> None:
    """Take back what was said of the pair, whoever said it. Nothing changes when it was taken back already."""
    acting.may(Act.REVIEW)
    claim, article = _locked(acting, claim_id, article_id)
    before = acting.store.claim_decisions.find(claim_id, article_id)
    if before and acting.store.claim_decisions.remove(claim_id, article_id):
        _logged(acting, ranker, ClaimAction.UNDO_CLAIM, claim, article)


def _decide(
    acting: Acting, matcher: ClaimMatcher, ranker: Ranker, pair: tuple[str, str], state: MatchState
) -> ClaimDecision:
    acting.may(Act.REVIEW)
    claim, article = _locked(acting, *pair)
    match = None if matcher.is_short(article) else matcher.compare([claim.claim], article)[0]
    if match is None or not _is_said(match):
        raise Conflict(Problem.CLAIM_NOT_MATCHED)
    wanted = ClaimDecision(
        claim_id=claim.id,
        article_id=article.id,
        state=state,
        part=match.part,
        span=match.span,
        decided_by=acting.by,
        decided_at=acting.now,
    )
    if acting.store.claim_decisions.add(wanted):
        action = ClaimAction.CONFIRM_CLAIM if state is MatchState.CONFIRMED else ClaimAction.REJECT_CLAIM
        _logged(acting, ranker, action, claim, article)
        return wanted
    return _standing(acting, wanted)


def _standing(acting: Acting, wanted: ClaimDecision) -> ClaimDecision:
    """What a colleague said a moment ago. Raise Conflict where it is the opposite."""
    before = acting.store.claim_decisions.find(wanted.claim_id, wanted.article_id)
    if before is not None and before.state is wanted.state:
        return before
    who = acting.store.people.get(before.decided_by).name if before else ""
    raise Conflict(Problem.CLAIM_DECIDED, person=who)


def _locked(acting: Acting, claim_id: str, article_id: str) -> tuple[Claim, Article]:
    """Both as they stand; the story cannot be ranked beside us until the transaction ends."""
    article = acting.store.articles.get(article_id)
    if article.story_id:
        acting.store.stories.lock([article.story_id])
        article = acting.store.articles.get(article_id)
    return acting.store.claims.get(claim_id), article


def _logged(acting: Acting, ranker: Ranker, action: ClaimAction, claim: Claim, article: Article) -> None:
    said = {"claim": claim.claim, "verdict": claim.verdict, "publisher": claim.publisher}
    acting.log(action, f"article:{article.id}", {}, said)
    if article.story_id:
        ranker.refresh(acting.store, [article.story_id])
