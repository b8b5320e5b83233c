"""Finds copies of texts that the grouper no longer remembers: an old text that is published again is a copy."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.message import say
from domain.ports import AssignmentReason, Copies, GroupingInput, StoryAssignment
from domain.stage import Outcome
from domain.store import Store
from domain.stories import BandRow
from domain.work import StepResult

BAND_RETENTION = timedelta(days=30)  # docs/decisions/0016
MAX_RIVALS = 4  # articles that share most bands with a new one
KEY_SLICES = 256  # of the keys; one is cleared at a time
_MIN_KEY, _KEYS_PER_SLICE = -(2**63), 2**64 // KEY_SLICES


Keys = Mapping[str, Sequence[int]]  # of each article


def keys_of(results: Iterable[StepResult], copies: Copies) -> Keys:
    """What `marked` looks for, computed before the transaction in which it looks."""
    return {one.article.id: copies.keys(one.article.candidate()) for one in results if _has_moved(one)}


def marked(store: Store, results: Sequence[StepResult], keys: Keys, copies: Copies, now: datetime) -> list[StepResult]:
    """The same results; those that repeat an article the grouper did not know say which. Their bands are kept."""
    moved = {one.article.id: one.article.candidate() for one in results if _has_moved(one)}
    open_ = [one.article.id for one in results if _has_moved(one) and not one.article.copy_of]
    rivals = _rivals(store, {article_id: keys[article_id] for article_id in open_}) if open_ else {}
    texts = store.bands.texts({one for some in rivals.values() for one in some} - moved.keys()) if rivals else {}
    day = _day(now)
    store.bands.add([BandRow(key=key, article_id=one, day=day) for one in moved for key in keys[one]])
    return [_marked(one, moved, rivals.get(one.article.id, ()), texts, copies) for one in results]


def _has_moved(result: StepResult) -> bool:
    return result.outcome is Outcome.MOVED_ON


def _rivals(store: Store, keys: Keys) -> dict[str, list[str]]:
    """For each article, the other articles that share most of its keys."""
    holders: dict[int, list[str]] = {}
    for key, article_id in store.bands.near([key for some in keys.values() for key in some]):
        holders.setdefault(key, []).append(article_id)
    votes = {one: Counter(held for key in some for held in holders.get(key, ())) for one, some in keys.items()}
    for one, counted in votes.items():
        counted.pop(one, None)  # its own, from an earlier version
    return {one: [held for held, _ in counted.most_common(MAX_RIVALS)] for one, counted in votes.items() if counted}


def _marked(
    result: StepResult,
    moved: dict[str, GroupingInput],
    rivals: Sequence[str],
    texts: dict[str, GroupingInput],
    copies: Copies,
) -> StepResult:
    article = result.article
    own = moved.get(article.id)
    found = [texts[one] for one in rivals if own and one in texts and texts[one].published_at <= own.published_at]
    earlier = sorted(found, key=lambda other: other.published_at)
    if own is None or article.copy_of or not earlier:
        return result
    shares = copies.overlaps(own, earlier)
    share = max(shares)
    if not share:
        return result
    other = earlier[shares.index(share)]
    percent, day = round(share * 100), other.published_at.isoformat()
    reason = say(AssignmentReason.COPY_OF_OLD, percent=percent, title=other.title, day=day)
    before = result.assignment or StoryAssignment(story_id=article.story_id)
    assignment = replace(before, reason=reason, copy_of=other.id, overlap=round(share, 2))
    return replace(result, article=replace(article, assignment_reason=reason, copy_of=other.id), assignment=assignment)


def forget(store: Store, now: datetime, turn: int) -> int:
    """Remove what is older than BAND_RETENTION from one slice of the table; KEY_SLICES turns go through all of it."""
    first = _MIN_KEY + turn % KEY_SLICES * _KEYS_PER_SLICE
    return store.bands.remove(_day(now - BAND_RETENTION), first, first + _KEYS_PER_SLICE - 1)


def _day(moment: datetime) -> int:
    return int(moment.timestamp() // 86_400)
