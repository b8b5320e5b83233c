"""What this desk did: what it shared, what it corrected, and which official warnings it passed on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from desk.area import Area, Nearness
from desk.reports.values import (
    Corrections,
    Passed,
    ReportedPosting,
    ReportedTask,
    ReportedWarning,
    Shared,
    TaskEnd,
)
from domain.postings import PostedArticle, Posting
from domain.reports import Period
from domain.store import Store
from domain.tasks import Task, TaskState
from domain.versions import GRAVE
from domain.warning_chain import StoredWarning

MAX_POSTINGS, MAX_TASKS, MAX_WARNINGS = 10_000, 2_000, 5_000
_ENDS = {TaskState.DONE: TaskEnd.CORRECTED, TaskState.DISMISSED: TaskEnd.DISMISSED}
_GRAVE = {grade.value for grade in GRAVE}


def shared(store: Store, period: Period) -> Shared:
    found = store.postings.list(MAX_POSTINGS + 1, since=period.since, until=period.until)
    kept, names = found[:MAX_POSTINGS], store.outlets.names()
    often = Counter(one.outlet for one in kept)
    return Shared(
        postings=[_posting(one) for one in sorted(kept, key=lambda one: (one.posted_at, one.id))],
        outlets={one: names.get(one, "") for one in sorted(often, key=lambda one: (-often[one], one))},
        is_cut=len(found) > MAX_POSTINGS,
    )


def _posting(one: Posting) -> ReportedPosting:
    return ReportedPosting(
        id=one.id,
        at=one.posted_at,
        kind=one.kind,
        outlet=one.outlet,
        titles=tuple(article.title for article in one.articles),
        article_ids=tuple(article.article_id for article in one.articles),
        stands=one.stands,
    )


def corrections(store: Store, period: Period) -> Corrections:
    """Changes that were found then, and what has come of them by now."""
    all_found = store.tasks.opened(period.since, period.until, MAX_TASKS + 1)
    found = all_found[:MAX_TASKS]
    ids = sorted({task.posting_id for task in found})
    follow_ups = {one.id: one.posted_at for one in store.postings.following(ids)}
    told = {(one.id, article.article_id): article for one in store.postings.of_ids(ids) for article in one.articles}
    tasks = [_task(store, one, told.get((one.posting_id, one.article_id)), follow_ups) for one in found]
    return Corrections(tasks=tasks, is_cut=len(all_found) > MAX_TASKS)


def _task(store: Store, task: Task, posted: PostedArticle | None, follow_ups: Mapping[int, datetime]) -> ReportedTask:
    end = _ENDS.get(task.state, TaskEnd.OPEN)
    told_at = follow_ups.get(task.proof or 0, task.closed_at)
    return ReportedTask(
        id=task.id,
        cause=task.cause,
        title=posted.title if posted else "",
        changed_at=_changed_at(store, task, posted.version if posted else task.version),
        end=end,
        corrected_at=told_at if end is TaskEnd.CORRECTED else None,
    )


def _changed_at(store: Store, task: Task, posted: int) -> datetime:
    """When we saw the first grave change after what we posted; of what changes no text, when the task was opened."""
    later = [one for one in store.versions.list(task.article_id) if posted <= one.version < task.version]
    seen = [one.seen_at for one in later if one.grade in _GRAVE]
    return min([*seen, task.opened_at])


def passed(store: Store, period: Period, area: Area) -> Passed:
    """Warnings for our area, once each however many addresses they came at; exercises and all-clears are none."""
    found = store.warnings.sent(period.since, period.until, MAX_WARNINGS + 1)
    sent = [one for one in found[:MAX_WARNINGS] if one.warning.warns]
    ours: dict[tuple[str, str], list[StoredWarning]] = {}
    for one in sent:
        if area.nearness(one.warning.codes) is Nearness.OWN:
            ours.setdefault((one.warning.sender, one.warning.identifier), []).append(one)
    told = _first_told(store, [one.article_id for alike in ours.values() for one in alike], period)
    names = store.sources.names()
    warned = [_warning(alike, told, names) for alike in ours.values()]
    return Passed(warnings=warned, is_cut=len(found) > MAX_WARNINGS)


def _first_told(store: Store, article_ids: Sequence[str], period: Period) -> dict[str, Posting]:
    stories = store.story_window.stories(article_ids)
    found = store.postings.of_stories(sorted(set(stories.values())), period.since)
    return _earliest(one for postings in found.values() for one in postings)


def _earliest(postings: Iterable[Posting]) -> dict[str, Posting]:
    first: dict[str, Posting] = {}
    for posting in sorted(postings, key=lambda one: (one.posted_at, one.id)):
        for article in posting.articles:
            first.setdefault(article.article_id, posting)
    return first


def _warning(alike: Sequence[StoredWarning], told: Mapping[str, Posting], names: Mapping[str, str]) -> ReportedWarning:
    first, postings = alike[0], [told[one.article_id] for one in alike if one.article_id in told]
    posting = min(postings, key=lambda one: one.posted_at, default=None)
    return ReportedWarning(
        article_id=first.article_id,
        headline=first.warning.headline,
        source_name=names.get(first.source_id, first.source_id),
        sent=first.warning.sent,
        posting=posting.id if posting else None,
        posted_at=posting.posted_at if posting else None,
    )
