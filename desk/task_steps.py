"""What people do with a task: one writes what is to be said, another approves it, and it is closed with proof."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desk import delivery_plans, postings, task_rules
from desk.acting import Acting
from desk.task_rules import TaskRefusal
from domain.errors import BadInput, Conflict, NotAllowed, SamePerson
from domain.postings import PostedAs, Posting
from domain.problems import Problem
from domain.store import Store
from domain.tasks import OF_THE_TEXT, OPEN_TASKS, FollowUpKind, Task, TaskAction, TaskState

MAX_REASON = 300  # characters
MAX_OPEN = 200  # tasks that are looked through


@dataclass(frozen=True, kw_only=True)
class SeenTask:
    """A task as the person saw it. Steps raise Conflict when it has changed since."""

    id: int
    revision: int


def draft(acting: Acting, seen: SeenTask, kind: FollowUpKind, text: str) -> Task:
    """Keep what is being written; the log tells once that somebody has begun."""
    task = as_seen(acting, seen, TaskAction.DRAFTED)
    for one in alike(acting.store, task):
        acting.store.tasks.save(replace(one, follow_up=kind, text=text, written_by=acting.by))
    saved = acting.store.tasks.save(replace(task, follow_up=kind, text=text, written_by=acting.by))
    if not acting.goes_on(TaskAction.DRAFTED, f"task:{task.id}"):
        acting.log(TaskAction.DRAFTED, f"task:{task.id}", {}, {})
    return saved


def write(acting: Acting, seen: SeenTask, kind: FollowUpKind, text: str) -> Task:
    """Send what is to be said to a second person. Raise BadInput for nothing, and for more than fits a post."""
    task = as_seen(acting, seen, TaskAction.WRITTEN)
    text = text.strip()
    if not text:
        raise BadInput(Problem.NO_FOLLOW_UP_TEXT)
    limit = acting.store.settings.get().post_limit
    if len(text) > limit:
        raise BadInput(Problem.POST_TOO_LONG, characters=len(text), limit=limit)
    changes = {"follow_up": kind, "text": text, "written_by": acting.by, "note": ""}
    return _together(acting, task, TaskAction.WRITTEN, {"text": text}, **changes, reviewed_by=None, reviewed_at=None)


def decide(acting: Acting, seen: SeenTask, *, approves: bool, note: str = "") -> Task:
    """Approve what was written, or return it with a sentence."""
    action = TaskAction.APPROVED if approves else TaskAction.RETURNED
    task, note = as_seen(acting, seen, action), note.strip()
    if not approves and not note:
        raise BadInput(Problem.NO_RETURN_NOTE)
    decided = {"reviewed_by": acting.by, "reviewed_at": acting.now, "note": note}
    return _together(acting, task, action, {"note": note} if note else {}, **decided)


def done(acting: Acting, seen: SeenTask, posted_as: PostedAs, address: str = "") -> Task:
    """It was posted: in the ledger from then on, with where it can be read as proof.

    Whoever removed the earlier post has no address to show; the ledger strikes that post through.
    """
    task = as_seen(acting, seen, TaskAction.DONE)
    delivery_plans.done_by_hand(acting.store, task)
    if posted_as is not PostedAs.REMOVAL and not address.strip():
        raise BadInput(Problem.NO_PROOF)
    proof = postings.record_follow_up(acting, task, posted_as, address)
    closed = {"proof": proof.id, "closed_by": acting.by, "closed_at": acting.now}
    saved = _moved(acting, task, TaskAction.DONE, {"address": proof.address} if proof.address else {}, **closed)
    if posted_as is PostedAs.REMOVAL:
        postings.removed(acting, acting.store.postings.get(task.posting_id), _in_short(task.text))
    return saved


def closed(acting: Acting, task: Task, proof: Posting) -> Task:
    """What was to be said stands at its outlet, and was read back there."""
    told = {"address": proof.address} if proof.address else {}
    changes = {"proof": proof.id, "closed_by": acting.by, "closed_at": acting.now}
    return _moved(acting, task, TaskAction.DONE, told, **changes)


def take_proof_back(acting: Acting, posting: Posting, reason: str) -> None:
    """A follow-up is gone from where it stood, so the task that it had closed is to be dealt with again."""
    tasks = acting.store.tasks.of_postings([posting.follows or 0])
    task = next((one for one in tasks if one.proof == posting.id and one.state is TaskState.DONE), None)
    if task is None:
        postings.take_back(acting, posting, reason)
        return
    _undone(acting, as_seen(acting, SeenTask(id=task.id, revision=task.revision), TaskAction.UNDO_DONE), reason)


def _in_short(text: str) -> str:
    """Its beginning, as the reason in the ledger, where the whole of it stands as well."""
    return " ".join(text.split("\n\n")[:2])[:MAX_REASON]


def dismiss(acting: Acting, seen: SeenTask, sentence: str) -> Task:
    """Nothing is to be said. Raise BadInput without why."""
    task, sentence = as_seen(acting, seen, TaskAction.DISMISSED), sentence.strip()
    if not sentence:
        raise BadInput(Problem.NO_TASK_SENTENCE)
    closed = {"note": sentence, "closed_by": acting.by, "closed_at": acting.now}
    return _moved(acting, task, TaskAction.DISMISSED, {"note": sentence}, **closed)


def step_back(acting: Acting, seen: SeenTask, action: TaskAction, reason: str = "") -> Task:
    """Undo the last step, as long as nothing depends on it. What was marked as posted needs a reason."""
    task = as_seen(acting, seen, action)
    if action is TaskAction.UNDO_DONE:
        delivery_plans.not_posted_after_all(acting.store, acting.store.postings.get(task.proof or 0))
        return _undone(acting, task, reason)
    if action is TaskAction.REOPENED:
        _nothing_depends(acting, task)
        return _moved(acting, task, action, {}, closed_by=None, closed_at=None, proof=None, note="")
    if action is TaskAction.UNDO_APPROVAL:
        delivery_plans.follow_ups_stay(acting.store, [task, *alike(acting.store, task)])
    changes = {"reviewed_by": None, "reviewed_at": None, "note": ""}
    return _together(acting, task, action, {}, **({} if action is TaskAction.TAKEN_BACK else changes))


def _undone(acting: Acting, task: Task, reason: str) -> Task:
    _nothing_depends(acting, task)
    _take_proof_back(acting, task, reason)
    told = {"reason": reason.strip()}
    return _moved(acting, task, TaskAction.UNDO_DONE, told, closed_by=None, closed_at=None, proof=None)


def lock(store: Store, tasks: Sequence[Task]) -> None:
    """All that one step may concern, at once: two people who each take several never wait in a ring."""
    store.postings.lock([one.posting_id for task in tasks for one in (task, *alike(store, task))])


def locked(store: Store, task_id: int) -> Task:
    """Neither a colleague nor the program changes it before this transaction ends."""
    lock(store, [store.tasks.get(task_id)])
    return store.tasks.get(task_id)


def as_seen(acting: Acting, seen: SeenTask, action: TaskAction) -> Task:
    """The task, which neither a colleague nor the program changes before this transaction ends."""
    store = acting.store
    task = locked(store, seen.id)
    if task.revision != seen.revision:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    if acting.person is None:
        raise NotAllowed(Problem.ROLE)
    refusal = task_rules.refusal(action, task, acting.person, solo=store.settings.get().solo)
    if refusal:
        raise _refused(acting, task, refusal)
    return task


def _refused(acting: Acting, task: Task, refusal: TaskRefusal) -> Exception:
    def name(person: int | None) -> str:
        return acting.store.people.get(person).name if person else "?"

    match refusal:
        case TaskRefusal.ROLE:
            return NotAllowed(Problem.ROLE)
        case TaskRefusal.OWN_TEXT:
            return SamePerson()
        case TaskRefusal.OWN_RETURN:
            return Conflict(Problem.OWN_RETURN)
        case TaskRefusal.NOT_ITS_WRITER:
            return Conflict(Problem.TASK_WRITER_ONLY, person=name(task.written_by))
        case TaskRefusal.NOT_ITS_REVIEWER:
            return Conflict(Problem.TASK_REVIEWER_ONLY, person=name(task.reviewed_by))
    return Conflict(Problem.TASK_PASSED, state=task.state)


def _nothing_depends(acting: Acting, task: Task) -> None:
    """Another task about the same text was opened since, or the posting was taken back."""
    store = acting.store
    proof = store.postings.get(task.proof) if task.proof else None
    of_removal = proof is not None and proof.posted_as is PostedAs.REMOVAL
    others = [one for one in store.tasks.of_postings([task.posting_id]) if one.id != task.id and one.is_open]
    alike = OF_THE_TEXT if task.cause in OF_THE_TEXT else (task.cause,)
    if any(one.article_id == task.article_id and one.cause in alike for one in others):
        raise Conflict(Problem.TASK_SUPERSEDED)
    if not of_removal and not store.postings.get(task.posting_id).stands:
        raise Conflict(Problem.TASK_SUPERSEDED)


def _take_proof_back(acting: Acting, task: Task, reason: str) -> None:
    proof = acting.store.postings.get(task.proof or 0)
    postings.take_back(acting, proof, reason)
    if proof.posted_as is PostedAs.REMOVAL:
        postings.put_back(acting, acting.store.postings.get(task.posting_id))


def together(store: Store, task: Task) -> list[Task]:
    """This task and the others of the same words, whatever has become of each since: oldest first."""
    posting = store.postings.get(task.posting_id)
    told = store.postings.of_item(posting.item_id) if posting.item_id is not None else []
    told += store.postings.of_day(posting.day) if posting.day is not None else []
    found = store.tasks.of_postings([one.id for one in told] or [posting.id])
    same = [one for one in found if (one.article_id, one.text) == (task.article_id, task.text) or one.id == task.id]
    return same if task.text else [task]


def alike(store: Store, task: Task) -> list[Task]:
    """The same item or digest went to several outlets: the others' tasks, where they stand at the same words."""
    told = _told_by(store, task)
    causes = OF_THE_TEXT if task.cause in OF_THE_TEXT else (task.cause,)
    return [
        one
        for one in store.tasks.list(OPEN_TASKS, MAX_OPEN)
        if (one.article_id, one.state, one.text) == (task.article_id, task.state, task.text)
        and one.id != task.id
        and one.cause in causes
        and told is not None
        and _told_by(store, one) == told
    ]


def _told_by(store: Store, task: Task) -> int | date | None:
    posting = store.postings.get(task.posting_id)
    return posting.day if posting.item_id is None else posting.item_id


def _together(acting: Acting, task: Task, action: TaskAction, told: dict[str, Any], **changes: Any) -> Task:
    """Written once and approved once, for all the outlets of an item. Each is posted and closed with its own proof."""
    others = alike(acting.store, task)
    for one in others:
        _moved(acting, one, action, told, **changes)
    return _moved(acting, task, action, told, **changes)


def _moved(acting: Acting, task: Task, action: TaskAction, told: dict[str, Any], **changes: Any) -> Task:
    to: TaskState = task_rules.STEPS[action][1]
    saved = acting.store.tasks.save(replace(task, state=to, **changes))
    acting.log(action, f"task:{task.id}", {}, told)
    return saved
