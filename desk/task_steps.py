"""What people do with a task: one writes what is to be said, another approves it, and it is closed with proof."""

from dataclasses import dataclass, replace
from typing import Any

from desk import postings, task_rules
from desk.acting import Acting
from desk.task_rules import TaskRefusal
from domain.errors import BadInput, Conflict, NotAllowed, SamePerson
from domain.postings import PostedAs
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


def write(acting: Acting, seen: SeenTask, kind: FollowUpKind, text: str) -> Task:
    """Send what is to be said to a second person. Raise BadInput for nothing, and for more than fits a post."""
    task = _as_seen(acting, seen, TaskAction.WRITTEN)
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
    task, note = _as_seen(acting, seen, action), note.strip()
    if not approves and not note:
        raise BadInput(Problem.NO_RETURN_NOTE)
    decided = {"reviewed_by": acting.by, "reviewed_at": acting.now, "note": note}
    return _together(acting, task, action, {"note": note} if note else {}, **decided)


def done(acting: Acting, seen: SeenTask, posted_as: PostedAs, address: str = "") -> Task:
    """It was posted: in the ledger from then on, with where it can be read as proof.

    Whoever removed the earlier post has no address to show; the ledger strikes that post through.
    """
    task = _as_seen(acting, seen, TaskAction.DONE)
    if posted_as is not PostedAs.REMOVAL and not address.strip():
        raise BadInput(Problem.NO_PROOF)
    proof = postings.record_follow_up(acting, task, posted_as, address)
    closed = {"proof": proof.id, "closed_by": acting.by, "closed_at": acting.now}
    saved = _moved(acting, task, TaskAction.DONE, {"address": proof.address} if proof.address else {}, **closed)
    if posted_as is PostedAs.REMOVAL:
        postings.removed(acting, acting.store.postings.get(task.posting_id), _in_short(task.text))
    return saved


def _in_short(text: str) -> str:
    """Its beginning, as the reason in the ledger, where the whole of it stands as well."""
    return " ".join(text.split("\n\n")[:2])[:MAX_REASON]


def dismiss(acting: Acting, seen: SeenTask, sentence: str) -> Task:
    """Nothing is to be said. Raise BadInput without why."""
    task, sentence = _as_seen(acting, seen, TaskAction.DISMISSED), sentence.strip()
    if not sentence:
        raise BadInput(Problem.NO_TASK_SENTENCE)
    closed = {"note": sentence, "closed_by": acting.by, "closed_at": acting.now}
    return _moved(acting, task, TaskAction.DISMISSED, {"note": sentence}, **closed)


def step_back(acting: Acting, seen: SeenTask, action: TaskAction, reason: str = "") -> Task:
    """Undo the last step, as long as nothing depends on it. What was marked as posted needs a reason."""
    task = _as_seen(acting, seen, action)
    if action in (TaskAction.REOPENED, TaskAction.UNDO_DONE):
        _nothing_depends(acting, task)
        closed = {"closed_by": None, "closed_at": None, "proof": None}
        if action is TaskAction.UNDO_DONE:
            _take_proof_back(acting, task, reason)
            return _moved(acting, task, action, {"reason": reason.strip()}, **closed)
        return _moved(acting, task, action, {}, **closed, note="")
    changes = {"reviewed_by": None, "reviewed_at": None, "note": ""}
    return _together(acting, task, action, {}, **({} if action is TaskAction.TAKEN_BACK else changes))


def _as_seen(acting: Acting, seen: SeenTask, action: TaskAction) -> Task:
    """The task, which neither a colleague nor the program changes before this transaction ends."""
    store = acting.store
    task = store.tasks.get(seen.id)
    store.postings.lock([one.posting_id for one in (task, *alike(store, task))])
    task = store.tasks.get(seen.id)
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


def alike(store: Store, task: Task) -> list[Task]:
    """The same item went to several outlets: the tasks of the others, where they stand at the same words."""
    item_id = store.postings.get(task.posting_id).item_id
    causes = OF_THE_TEXT if task.cause in OF_THE_TEXT else (task.cause,)
    return [
        one
        for one in store.tasks.list(OPEN_TASKS, MAX_OPEN)
        if (one.article_id, one.state, one.text) == (task.article_id, task.state, task.text)
        and one.id != task.id
        and one.cause in causes
        and item_id is not None
        and store.postings.get(one.posting_id).item_id == item_id
    ]


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
