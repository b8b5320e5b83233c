"""Cần xử lý: what a source changes after this page has posted it becomes a task, once, however often it is looked at.

Of one article of one posting one task about its text is open at most. What happens while it is open moves it on, and
what had been written for it is looked at again; what happens after it was closed makes a new one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from desk import log, warning_ends
from desk.sources.revisits import WATCHED_FOR
from domain.article import Article
from domain.postings import WatchedArticle
from domain.store import Database, Store
from domain.story import Flag
from domain.tasks import OF_THE_TEXT, Task, TaskAction, TaskCause, TaskState
from domain.versions import GRAVE, Grade, grade
from domain.warning_chain import StoredWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened at the source; `mark` tells it from any other of the same posting and article."""

    cause: TaskCause
    mark: str


@dataclass
class TaskFinder:
    """Looks again and again. Where nothing has changed since the last look, that is one query."""

    database: Database
    _known: Sequence[tuple[WatchedArticle, bool, bool]] = field(default=(), init=False)

    def look(self, now: datetime) -> bool:
        """True when a task was opened or moved on."""
        with self.database.read() as store:
            watched = store.postings.watched(now - WATCHED_FOR)
        # What was sent ahead of our clock says nothing yet, and nothing but the hour will change.
        seen = [(one, _is_suspect(one, now), one.warned_at is not None and one.warned_at <= now) for one in watched]
        if seen == self._known:
            return False
        found: list[Task] = []
        if any(is_suspect for _, is_suspect, _ in seen):
            with self.database.write() as store:
                found = find(store, now)
        self._known = seen
        return bool(found)


def find(store: Store, now: datetime) -> list[Task]:
    """The tasks that were opened or moved on. Nobody takes a step with them, or takes a posting back, meanwhile."""
    suspects = _suspects(store, now)
    if not suspects:
        return []
    store.postings.lock([one.posting_id for one in suspects])
    suspects = _suspects(store, now)  # read again: it may have been taken back
    known = defaultdict(list)
    for task in store.tasks.of_postings([one.posting_id for one in suspects]):
        known[task.posting_id, task.article_id].append(task)
    made = [
        _kept(store, one, happening, known[one.posting_id, one.article_id], now)
        for one in suspects
        for happening in _happenings(store, one, known[one.posting_id, one.article_id], now)
    ]
    return [task for task in made if task]


def _suspects(store: Store, now: datetime) -> list[WatchedArticle]:
    return [one for one in store.postings.watched(now - WATCHED_FOR) if _is_suspect(one, now)]


def _is_suspect(one: WatchedArticle, now: datetime) -> bool:
    return (
        one.latest != one.version
        or one.withdrawn_at is not None
        or Flag.REFUTED in one.flags
        or (one.sibling_at is not None and one.sibling_at > one.posted_at)
        or (one.warning_over_at is not None and one.warning_over_at <= now)
    )


def _happenings(store: Store, one: WatchedArticle, known: Sequence[Task], now: datetime) -> Iterator[Happening]:
    marks = {task.mark for task in known}
    if text := _of_the_text(store, one, known) or _of_a_sibling(one, known):
        yield text
    if Flag.REFUTED in one.flags and "refuted" not in marks and not _was_refuted(store, one):
        yield Happening(cause=TaskCause.REFUTED, mark="refuted")
    ended = warning_ends.ended_since(store, one.article_id, one.posted_at, now)
    if ended and not (
        _is_told(known, ended) or (ended.article_id == one.article_id and (text or _is_read(known, one)))
    ):
        yield Happening(cause=TaskCause.WARNING_OVER, mark=f"over {ended.article_id}")


def _is_told(known: Sequence[Task], ended: StoredWarning) -> bool:
    """Whether a task is or was about this end of the warning. Marks of 0.1.0 do not say which."""
    about = [task for task in known if task.cause is TaskCause.WARNING_OVER]
    return any(
        task.mark == f"over {ended.article_id}" or (task.mark == "over" and ended.warning.sent <= task.opened_at)
        for task in about
    )


def _is_read(known: Sequence[Task], one: WatchedArticle) -> bool:
    """Whether a task is or was about the text as it stands."""
    return any(task.cause in OF_THE_TEXT and task.version == one.latest for task in known)


def _of_the_text(store: Store, one: WatchedArticle, known: Sequence[Task]) -> Happening | None:
    """What matters among the changes after the version that people were told of, or have looked at since."""
    looked_at = max([one.version, *(task.version for task in known if task.cause in OF_THE_TEXT)])
    article = store.articles.get(one.article_id)
    steps = [step for version, step in graded(store, article) if version > looked_at and step in GRAVE]
    if one.withdrawn_at:
        mark = f"gone {one.withdrawn_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
        if mark not in {task.mark for task in known}:
            return Happening(cause=TaskCause.WITHDRAWN, mark=mark)
        steps = [step for step in steps if step is not Grade.WITHDRAWN]  # the page follows what the feed had said
    if not steps or _as_told(store, one, article):
        return None
    cause = TaskCause.CORRECTED if Grade.CORRECTION in steps else TaskCause.CHANGED
    return Happening(cause=TaskCause.WITHDRAWN if steps[-1] is Grade.WITHDRAWN else cause, mark=f"v{one.latest}")


def graded(store: Store, article: Article) -> Iterator[tuple[int, Grade]]:
    """Each version after the first with how it differs from the one before. A title counts as the text does."""
    versions = store.versions.list(article.id)
    titles = [version.title for version in versions[1:]] + [article.title]  # of the version after each
    for before, title in zip(versions, titles, strict=False):
        found = Grade(before.grade) if before.grade in set(Grade) else Grade.SAME
        of_title = grade(before.title, title).grade if found not in GRAVE and title != before.title else found
        yield before.version + 1, of_title if of_title in GRAVE else found


def _as_told(store: Store, one: WatchedArticle, article: Article) -> bool:
    """The publisher has put back what stood there."""
    told = next((version for version in store.versions.list(article.id) if version.version == one.version), None)
    return told is not None and not one.withdrawn_at and (told.title, told.text) == (article.title, article.text)


def _of_a_sibling(one: WatchedArticle, known: Sequence[Task]) -> Happening | None:
    """Another newspaper corrects the story. What our own source has changed says more, and what is open says enough."""
    about = [task for task in known if task.cause in OF_THE_TEXT]
    own = any(task.cause is not TaskCause.SIBLING_CORRECTED or task.is_open for task in about)
    since = max([one.posted_at, *(task.closed_at for task in about if task.closed_at)])
    if own or one.sibling_at is None or one.sibling_at <= since:
        return None
    mark = f"sibling {one.sibling_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"
    return Happening(cause=TaskCause.SIBLING_CORRECTED, mark=mark)


def _was_refuted(store: Store, one: WatchedArticle) -> bool:
    """It said so on the card already when it was posted."""
    posting = store.postings.get(one.posting_id)
    answered = [(flag.flag, flag.article_id) for flag in posting.answers]
    stood = [(flag.flag, flag.article_id) for flag in posting.unanswered]
    return (Flag.REFUTED, one.article_id) in answered + stood


def _kept(store: Store, one: WatchedArticle, happening: Happening, known: Sequence[Task], now: datetime) -> Task | None:
    alike = OF_THE_TEXT if happening.cause in OF_THE_TEXT else (happening.cause,)
    if stands := next((task for task in known if task.is_open and task.cause in alike), None):
        cause = max(stands.cause, happening.cause, key=alike.index)
        task = store.tasks.save(
            replace(
                stands,
                cause=cause,
                mark=happening.mark,
                version=one.latest,
                state=TaskState.OPEN,  # whatever was written was about an earlier version
                reviewed_by=None,
                reviewed_at=None,
            )
        )
        log.by_program(store, TaskAction.MOVED_ON, f"task:{task.id}", {"cause": cause}, now)
        return task
    added = store.tasks.add(
        Task(
            id=0,
            posting_id=one.posting_id,
            article_id=one.article_id,
            cause=happening.cause,
            mark=happening.mark,
            version=one.latest,
            opened_at=now,
        )
    )
    if added:
        after = {"cause": added.cause, "article": added.article_id}
        log.by_program(store, TaskAction.OPENED, f"task:{added.id}", after, now)
    return added
