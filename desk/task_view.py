"""What somebody sees of a task: what changed at the source word for word, the post as it stands, and what to say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk import follow_up, task_rules, warning_ends
from desk.changes import Edit, edit
from desk.follow_up import Told
from desk.task_steps import alike
from domain.article import Article, ArticleVersion
from domain.errors import NotFound
from domain.page import ClaimReview
from domain.people import Person
from domain.postings import Posting
from domain.store import Store
from domain.tasks import FollowUpKind, Task, TaskAction, TaskCause, TaskState
from domain.versions import Grade
from domain.warning_chain import StoredWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    task: Task
    posting: Posting
    title: str  # of the article as it was posted
    source_name: str
    outlet: str  # "": by hand
    written_by: str
    may: frozenset[TaskAction]  # the steps that whoever looks may take

    @property
    def waits_for_approval(self) -> bool:
        """By whoever looks."""
        return TaskAction.APPROVED in self.may

    @property
    def waits_for_others(self) -> bool:
        return self.task.state is TaskState.IN_REVIEW and not self.waits_for_approval


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    row: TaskRow
    article: Article | None  # the posted one, now; None: it is gone from the database
    basis: Article | None  # where the news comes from: the same, a sibling, a fact-check, a later warning
    basis_source: str
    edit: Edit | None  # of the basis, from what readers were told to now
    review: ClaimReview | None
    proposals: dict[FollowUpKind, str]
    first_choice: FollowUpKind
    follow_ups: Sequence[Posting]
    alike: Sequence[TaskRow]  # of the same item at other outlets, where one text is for all of them
    posted_by: str
    reviewed_by: str
    closed_by: str


def rows(store: Store, tasks: Sequence[Task], viewer: Person) -> list[TaskRow]:
    people = {person.id: person.name for person in store.people.list()}
    solo, outlets = store.settings.get().solo, store.outlets.names()
    found = [_row(store, task, viewer, people, solo=solo) for task in tasks]
    return [replace(row, outlet=outlets.get(row.posting.outlet, "")) for row in found]


def page(store: Store, task_id: int, viewer: Person, now: datetime) -> TaskPage:
    task = store.tasks.get(task_id)
    [row] = rows(store, [task], viewer)
    follow_ups = [one for one in store.postings.following([task.posting_id]) if one.stands]
    article, basis, before, review = _basis(store, row, follow_ups, now)
    names = store.sources.names()
    people = {person.id: person.name for person in store.people.list()}
    source = names.get(basis.source_id, basis.source_id) if basis else ""
    ended = _how_it_ended(store, task, source, now)
    told = Told(title=row.title, text=before.text if before else "", ended=ended)
    return TaskPage(
        row=row,
        article=article,
        basis=basis,
        basis_source=source,
        edit=edit(before, basis) if before and basis else None,
        review=review,
        proposals={kind: follow_up.proposed(kind, told, basis, source, review) for kind in FollowUpKind}
        if basis
        else {},
        first_choice=task.follow_up or follow_up.first_choice(task.cause),
        follow_ups=follow_ups,
        alike=rows(store, alike(store, task), viewer) if task.is_open else (),
        posted_by=people.get(row.posting.posted_by, ""),
        reviewed_by=people.get(task.reviewed_by or 0, ""),
        closed_by=people.get(task.closed_by or 0, ""),
    )


def _row(store: Store, task: Task, viewer: Person, people: dict[int, str], *, solo: bool) -> TaskRow:
    posting = store.postings.get(task.posting_id)
    told = next(one for one in posting.articles if one.article_id == task.article_id)
    return TaskRow(
        task=task,
        posting=posting,
        title=told.title,
        source_name=told.source_name,
        outlet="",
        written_by=people.get(task.written_by or 0, ""),
        may=task_rules.allowed(task, viewer, solo=solo),
    )


Basis = tuple[Article | None, Article | None, ArticleVersion | None, ClaimReview | None]


def _basis(store: Store, row: TaskRow, follow_ups: Sequence[Posting], now: datetime) -> Basis:
    """The posted article, the one that the news comes from, how that stood before, and a fact-checker's finding."""
    task = row.task
    try:
        article = store.articles.get(task.article_id)
    except NotFound:
        return None, None, None, None
    match task.cause:
        case TaskCause.SIBLING_CORRECTED:
            sibling, before = _corrected_sibling(store, article, row.posting.posted_at)
            return article, sibling, before, None
        case TaskCause.REFUTED:
            check = next((one for one in _siblings(store, article) if one.claim_reviews), None)
            return article, check or article, None, check.claim_reviews[0] if check else None
        case TaskCause.WARNING_OVER:
            ended = _ended(store, task, now)
            return article, store.articles.get(ended.article_id) if ended else article, None, None
    told = [one for one in (row.posting, *follow_ups) if one.id != task.proof]
    version = max(one.version for posting in told for one in posting.articles if one.article_id == article.id)
    return article, article, _as_it_stood(store, article, version), None


def _ended(store: Store, task: Task, now: datetime) -> StoredWarning | None:
    """The message that the task is about, or what ended the warning as far as is known."""
    kept = store.warnings.find(task.article_id)
    if kept is None or not kept.warning.warns:
        return kept
    after = warning_ends.followers(store, kept, now)
    named = [one for one in after if task.mark == f"over {one.article_id}"]
    found = named or after
    return found[-1] if found else None


def _how_it_ended(store: Store, task: Task, source: str, now: datetime) -> str:
    """What became of a warning, in a sentence."""
    kept = store.warnings.find(task.article_id)
    if task.cause is not TaskCause.WARNING_OVER or kept is None or not (ended := _ended(store, task, now)):
        return ""
    return warning_ends.said(kept.warning, ended.warning, source)


def _as_it_stood(store: Store, article: Article, version: int) -> ArticleVersion | None:
    return next((one for one in store.versions.list(article.id) if one.version == version), None)


def _siblings(store: Store, article: Article) -> list[Article]:
    if not article.story_id:
        return []
    return [one for one in store.stories.members([article.story_id])[article.story_id] if one.id != article.id]


def _corrected_sibling(store: Store, article: Article, since: datetime) -> tuple[Article | None, ArticleVersion | None]:
    """The one that was corrected last, and how it stood before that."""
    corrected = [
        (version.seen_at, sibling, version)
        for sibling in _siblings(store, article)
        for version in store.versions.list(sibling.id)
        if version.grade == Grade.CORRECTION and version.seen_at > since
    ]
    if not corrected:
        return article, None
    _, sibling, before = max(corrected, key=lambda one: one[0])
    return sibling, before
