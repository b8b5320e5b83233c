"""What asks for care in an article and is known without reading its text anew: dates, signals, versions, siblings.

Everything here is pure: desk/flag_card.py reads the store.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk.ranking.members import OLD_AFTER
from desk.relative_words import passed_words
from desk.warning_states import ShownWarning, WarningState
from domain.article import Article, ArticleVersion
from domain.claims import Claim, ClaimDecision
from domain.editorial import ReviewItem
from domain.flags import FlagQuote, FlagReason, Part, PostedAt, RaisedFlag
from domain.message import Message, say
from domain.page import calls_false
from domain.postings import Posting, PostingKind
from domain.sources import Source, SourceKind
from domain.story import Flag, Story
from domain.understanding import Signal, SignalKind, Span
from domain.versions import GRAVE, grade

MAX_QUOTES = 4
MAX_FACT_CHECKS = 4
MAX_SIBLINGS = 3  # that are named
_OVER = {
    WarningState.EXPIRED: FlagReason.WARNING_EXPIRED,
    WarningState.CANCELLED: FlagReason.WARNING_CANCELLED,
    WarningState.SUPERSEDED: FlagReason.WARNING_SUPERSEDED,
}


@dataclass(frozen=True, kw_only=True)
class Around:
    """An article on its way out, and what the store knows around it."""

    article: Article
    now: datetime
    sources: Mapping[str, Source]
    names: Mapping[int, str]  # of the desk's people
    outlets: Mapping[int, str] = field(default_factory=dict)  # their names, by hand none
    item: ReviewItem | None = None  # on which it goes out
    story: Story | None = None
    siblings: Sequence[Article] = ()  # the other articles of its story
    versions: Sequence[ArticleVersion] = ()  # its earlier texts
    changed_siblings: frozenset[str] = frozenset()  # whose publisher has changed what matters
    postings: Sequence[Posting] = ()  # of its story, newest first, but for those of the item itself
    confirmed: Sequence[tuple[Claim, ClaimDecision]] = ()  # published claims that a person found in one of them
    warned: ShownWarning | None = None
    successor: Article | None = None  # of the warning

    def source_name(self, article: Article) -> str:
        source = self.sources.get(article.source_id)
        return source.name if source else article.source_id


def raised(around: Around) -> Iterator[RaisedFlag]:
    """What holds an item back comes first, then what makes it false, then what makes it stale, then its form."""
    for find in (_warning_over, _embargo, _withdrawn, _refuted, _shared, _changed, _time_passed, _old):
        yield from find(around)
    for find in (_one_origin, _advertorial, _privacy):
        yield from find(around)


def fact_checked(article: Article, sources: Mapping[str, Source]) -> bool:
    """Whether the article itself is a fact-check: its verdict is on what others say."""
    source = sources.get(article.source_id)
    return bool(article.claim_reviews) or (source is not None and source.kind is SourceKind.FACT_CHECKER)


def _warning_over(around: Around) -> Iterator[RaisedFlag]:
    warned, next_one = around.warned, around.successor
    if warned and warned.state in _OVER:
        quotes = (_title(next_one),) if next_one else ()
        yield RaisedFlag(flag=Flag.WARNING_OVER, why=say(_OVER[warned.state], moment=warned.over_at), quotes=quotes)


def _embargo(around: Around) -> Iterator[RaisedFlag]:
    """The hours that a publisher asks others to wait. One that asks for none may date its pages ahead of our clock."""
    source = around.sources.get(around.article.source_id)
    hours = source.reuse_delay_hours if source else 0
    until = around.article.dated + timedelta(hours=hours)
    if hours and around.now < until:
        yield RaisedFlag(flag=Flag.EMBARGO, why=say(FlagReason.REUSE_DELAY, until=until))


def _withdrawn(around: Around) -> Iterator[RaisedFlag]:
    if around.article.withdrawn_at:
        yield RaisedFlag(flag=Flag.WITHDRAWN, why=say(FlagReason.WITHDRAWN, moment=around.article.withdrawn_at))
    for other in [one for one in around.siblings if one.withdrawn_at][:MAX_SIBLINGS]:
        why = say(FlagReason.SIBLING_WITHDRAWN, source=around.source_name(other), moment=other.withdrawn_at)
        yield RaisedFlag(flag=Flag.WITHDRAWN, why=why, quotes=(_title(other),))


def _refuted(around: Around) -> Iterator[RaisedFlag]:
    if fact_checked(around.article, around.sources) or calls_false(around.article.title):
        return  # it says itself that it is not so: «Cảnh báo cuộc gọi giả cán bộ xã»
    for claim, decision in around.confirmed:
        day = (claim.published_at or claim.seen_at).date()
        why = say(FlagReason.REFUTED, claim=claim.claim, rating=claim.verdict, reviewer=claim.publisher, day=day)
        quote = FlagQuote(article_id=decision.article_id, part=decision.part, span=decision.span)
        yield RaisedFlag(flag=Flag.REFUTED, why=why, quotes=(quote,))
    checks = [one for one in around.siblings if not one.withdrawn_at and fact_checked(one, around.sources)]
    found = {why: _title(check) for check in checks for why in _verdicts(around, check)}
    told = {claim.claim for claim, _ in around.confirmed}
    fresh = [(why, quote) for why, quote in found.items() if why.params.get("claim") not in told]
    for why, quote in fresh[:MAX_FACT_CHECKS]:
        yield RaisedFlag(flag=Flag.REFUTED, why=why, quotes=(quote,))


def _verdicts(around: Around, check: Article) -> Iterator[Message]:
    """As the fact-checker words them; where it states none, its headline has to say so."""
    day = check.dated.date()
    for review in check.claim_reviews:
        if calls_false(review.rating):
            reviewer = review.reviewer or around.source_name(check)
            yield say(FlagReason.REFUTED, claim=review.claim, rating=review.rating, reviewer=reviewer, day=day)
    if not check.claim_reviews and calls_false(check.title):
        yield say(FlagReason.REFUTED_HEADLINE, reviewer=around.source_name(check), day=day)


def _shared(around: Around) -> Iterator[RaisedFlag]:
    """The latest posting of the story: a later one asks again."""
    for posting in around.postings[:1]:
        person = around.names.get(posting.posted_by, "?")
        ids = {around.article.id, *(other.id for other in around.siblings)}
        if posting.kind is PostingKind.DIGEST:
            why = say(FlagReason.SHARED_IN_DIGEST, person=person, day=posting.day, where=_where(around, posting))
        else:
            moment, where = posting.posted_at, _where(around, posting)
            why = say(FlagReason.SHARED_BEFORE, person=person, moment=moment, where=where)
        told = [one for one in posting.articles if one.article_id in ids][:1]
        quotes = tuple(_quoted(one.article_id, Part.TITLE, one.title) for one in told)
        yield RaisedFlag(flag=Flag.SHARED_BEFORE, why=why, quotes=quotes)


def _where(around: Around, latest: Posting) -> Message:
    """Of the same text together, since one post goes to several places; then where else before."""
    same = [one for one in around.postings if (one.item_id, one.day) == (latest.item_id, latest.day)]
    here = list(dict.fromkeys(one.outlet for one in same))
    others = [one for one in dict.fromkeys(one.outlet for one in around.postings) if one not in here]
    if others:
        return say(PostedAt.ALSO, places=_named(around, here), others=_named(around, others))
    return say(PostedAt.HERE, places=_named(around, here))


def _named(around: Around, outlets: Sequence[int]) -> list[Message | str]:
    """A name that nobody knows any more is the page itself: it was ours, in any case."""
    by_hand = say(PostedAt.BY_HAND)
    return list(dict.fromkeys(around.outlets.get(one) or by_hand for one in sorted(outlets)))


def _changed(around: Around) -> Iterator[RaisedFlag]:
    article, item = around.article, around.item
    if item and article.version > item.article_version:
        yield _changed_since(around, item.article_version)
    elif not item and (before := next((one for one in around.versions[::-1] if one.grade in GRAVE), None)):
        why = say(FlagReason.CHANGED, version=before.version)
        yield RaisedFlag(flag=Flag.CHANGED, why=why, quotes=_words_after(article, before))
    for signal in _signals(article, SignalKind.CORRECTION):
        yield RaisedFlag(flag=Flag.CHANGED, why=say(FlagReason.CORRECTED), quotes=_evidence(article, signal))
    corrected = [
        other
        for other in around.siblings
        if not other.withdrawn_at and (other.id in around.changed_siblings or _signals(other, SignalKind.CORRECTION))
    ]
    for other in corrected[:MAX_SIBLINGS]:
        why = say(FlagReason.SIBLING_CORRECTED, source=around.source_name(other))
        yield RaisedFlag(flag=Flag.CHANGED, why=why, quotes=(_title(other),))


def _changed_since(around: Around, read: int) -> RaisedFlag:
    article = around.article
    before = next((one for one in around.versions if one.version == read), None)
    why = say(FlagReason.CHANGED_SINCE, read=read, version=article.version)
    return RaisedFlag(flag=Flag.CHANGED, why=why, quotes=_words_after(article, before) if before else ())


def _words_after(article: Article, before: ArticleVersion) -> tuple[FlagQuote, ...]:
    """The words of today's text that the earlier one did not have."""
    spans = [one.after for one in grade(before.text, article.text).evidence if one.after and one.after.quote.strip()]
    return tuple(FlagQuote(article_id=article.id, part=Part.TEXT, span=span) for span in spans[:MAX_QUOTES])


def _time_passed(around: Around) -> Iterator[RaisedFlag]:
    """Words of the caption that were true when they were written."""
    item = around.item
    if not item or not item.is_open:
        return
    for why in passed_words(item.caption, around.article, item.picked_at, around.now):
        quote = _quoted(around.article.id, Part.CAPTION, why.params["words"], item.caption)
        yield RaisedFlag(flag=Flag.TIME_PASSED, why=why, quotes=(quote,))


def _old(around: Around) -> Iterator[RaisedFlag]:
    if around.now - around.article.dated > OLD_AFTER:
        yield RaisedFlag(flag=Flag.OLD, why=say(FlagReason.OLD, day=around.article.dated))


def _one_origin(around: Around) -> Iterator[RaisedFlag]:
    if around.story is None or Flag.ONE_ORIGIN not in around.story.flags:
        return
    together = [around.article, *around.siblings]
    origin = next((one.origin for one in together if one.origin), "")
    number = len(together)
    named = say(FlagReason.ONE_ORIGIN_OF, number=number, origin=origin)
    yield RaisedFlag(flag=Flag.ONE_ORIGIN, why=named if origin else say(FlagReason.ONE_ORIGIN, number=number))


def _advertorial(around: Around) -> Iterator[RaisedFlag]:
    for signal in _signals(around.article, SignalKind.ADVERTORIAL):
        why = say(FlagReason.ADVERTORIAL, reasons=list(signal.reasons))
        yield RaisedFlag(flag=Flag.ADVERTORIAL, why=why, quotes=_evidence(around.article, signal))


def _privacy(around: Around) -> Iterator[RaisedFlag]:
    for signal in _signals(around.article, SignalKind.PRIVACY):
        quotes = _evidence(around.article, signal)
        yield RaisedFlag(flag=Flag.PRIVACY, why=say(FlagReason.PRIVACY), quotes=quotes)


def _signals(article: Article, kind: SignalKind) -> list[Signal]:
    return [signal for signal in article.signals if signal.kind is kind][:1]


def _evidence(article: Article, signal: Signal) -> tuple[FlagQuote, ...]:
    spans = signal.evidence[:MAX_QUOTES]
    return tuple(FlagQuote(article_id=article.id, part=Part.TEXT, span=span) for span in spans)


def _title(article: Article) -> FlagQuote:
    return _quoted(article.id, Part.TITLE, article.title)


def _quoted(article_id: str, part: Part, words: str, within: str = "") -> FlagQuote:
    start = max(0, within.find(words))
    return FlagQuote(article_id=article_id, part=part, span=Span(start, start + len(words), words))
