"""What a story's articles say together: which one stands for it, its strongest signals, its flags."""

from collections.abc import Sequence
from datetime import timedelta

from domain.page import calls_false
from domain.story import Flag, StoryMember
from domain.understanding import Signal, SignalKind

OLD_AFTER = timedelta(days=7)


def head_of(members: Sequence[StoryMember], official: frozenset[str]) -> StoryMember:
    """The story's head: the earliest article that is not withdrawn, no copy and no advertising, where there is one.

    Official bulletins replace each other, so among those it is the latest.
    """
    bulletins = [member for member in members if member.source_id in official and not member.withdrawn_at]
    bulletins = [bulletin for bulletin in bulletins if strongest([bulletin], SignalKind.WARNING)]
    if bulletins:
        return max(bulletins, key=lambda article: (article.dated, article.id))
    return min(
        members,
        key=lambda article: (
            article.withdrawn_at is not None,
            bool(article.copy_of),
            strongest([article], SignalKind.ADVERTORIAL) is not None,
            article.dated,
            article.id,
        ),
    )


def flags_of(
    members: Sequence[StoryMember], head: StoryMember, origins: int, fact_checkers: frozenset[str]
) -> tuple[Flag, ...]:
    flags = []
    if is_old(head):
        flags.append(Flag.OLD)
    if strongest([head], SignalKind.ADVERTORIAL):
        flags.append(Flag.ADVERTORIAL)
    if origins == 1 and len(members) > 1:
        flags.append(Flag.ONE_ORIGIN)
    if any(member.version > 1 for member in members) or strongest(members, SignalKind.CORRECTION):
        flags.append(Flag.CHANGED)
    if any(member.withdrawn_at for member in members):
        flags.append(Flag.WITHDRAWN)
    if strongest(members, SignalKind.PRIVACY):
        flags.append(Flag.PRIVACY)
    if refuted(members, fact_checkers):
        flags.append(Flag.REFUTED)
    return tuple(flags)


def refuted(members: Sequence[StoryMember], fact_checkers: frozenset[str]) -> bool:
    """Whether a fact-checker calls the story false. Its verdict concerns every article of the story.

    It does so in an article of the story, or elsewhere of a claim that a person found in one of them.
    """
    return any(
        member.is_refuted
        or any(calls_false(review.rating) for review in member.claim_reviews)
        or (member.source_id in fact_checkers and not member.claim_reviews and calls_false(member.title))
        for member in members
        if not member.withdrawn_at
    )


def is_old(article: StoryMember) -> bool:
    return article.fetched_at - article.dated > OLD_AFTER


def strongest(members: Sequence[StoryMember], kind: SignalKind) -> Signal | None:
    signals = [signal for member in members for signal in member.signals if signal.kind is kind]
    return max(signals, key=lambda signal: signal.weight, default=None)
