"""What becomes of an approved follow-up at an outlet, and of its task, as the people of the desk see it."""

from dataclasses import dataclass, replace

import pytest

from database.engine import SqlDatabase
from desk import delivery_steps, following_up, ledger, postings, task_steps, tasks, withdrawing
from desk.following_up import FollowUpWish
from desk.task_steps import SeenTask
from domain.article import ArticleVersion
from domain.deliveries import Delivery, DeliveryState
from domain.errors import Conflict
from domain.message import say
from domain.outlets import OutletAccount, OutletKind, OutletOutcome, Sent, Unseen, Verb
from domain.postings import PostedAs, Posting, PostingKind
from domain.problems import Problem
from domain.tasks import FollowUpKind, Task, TaskAction, TaskState
from domain.versions import Grade
from outlets.memory import Fault
from tests.desk.test_deliverer import RANKER, THEIR_PAGE, Office
from tests.making import NOON, acting

SAID = "ĐÍNH CHÍNH: Lũ quét\n\nNay là 3 người.\n\nTheo Báo X, 07:00 ngày 23/11/2026\n\nhttps://x.vn/a"


@dataclass
class Following(Office):
    """An office whose post is out, and whose source has changed since: a follow-up on it is approved."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.works()
        self.works(minutes=2)
        self.changes()
        self.approves()

    def changes(self) -> None:
        with self.database.write() as store:
            before = store.articles.get("a")
            earlier = ArticleVersion(
                article_id="a", version=before.version, seen_at=self.now, title=before.title, text=before.text,
                grade=Grade.MATERIAL,
            )  # fmt: skip
            text = f"{before.text} Nay là {before.version} người."
            store.versions.replace(replace(before, text=text), earlier)
            tasks.find(store, self.now)

    def approves(self) -> None:
        with self.database.write() as store:
            task_steps.write(self.lan(store), self.task_seen, FollowUpKind.CORRECTION, SAID)
        with self.database.write() as store:
            minh = next(one for one in store.people.list() if one.login == "minh")
            task_steps.decide(acting(store, minh, self.now), self.task_seen, approves=True)

    @property
    def task(self) -> Task:
        with self.database.read() as store:
            return store.tasks.of_postings([self.posting.id])[-1]

    @property
    def task_seen(self) -> SeenTask:
        return SeenTask(id=self.task.id, revision=self.task.revision)

    @property
    def posting(self) -> Posting:
        with self.database.read() as store:
            return store.postings.of_item(self.item)[0]

    @property
    def told(self) -> list[Posting]:
        with self.database.read() as store:
            return [one for one in store.postings.following([self.posting.id]) if one.stands]

    @property
    def sent(self) -> Delivery:
        with self.database.read() as store:
            return store.deliveries.of_tasks([self.task.id])[-1]

    def sends(self, way: PostedAs) -> list[Delivery]:
        with self.database.write() as store:
            return following_up.plan(self.lan(store), self.places, [FollowUpWish(seen=self.task_seen, way=way)])


@pytest.fixture
def office(sqlite_database: SqlDatabase) -> Following:
    return Following(sqlite_database)


@pytest.mark.parametrize("fault", [None, Fault.LOST, Fault.SWALLOWED])
@pytest.mark.parametrize(("way", "posts"), [(PostedAs.EDIT, 1), (PostedAs.POST, 2)])
def test_it_stands_there_once_and_its_task_is_done_when_it_was_read_back(
    office: Following, way: PostedAs, posts: int, fault: Fault | None
):
    office.sends(way)
    assert office.sends(way) == []  # pressed twice
    office.outlet.fault = fault
    office.works()
    assert office.task.state is TaskState.APPROVED
    office.outlet.fault = None
    office.works(minutes=3)
    office.works(minutes=20)
    office.works(minutes=20)
    assert [one.text.count("Nay là 3 người.") for one in office.outlet.posts.values()][-1] == 1
    assert (len(office.outlet.posts), office.task.state) == (posts, TaskState.DONE)
    [told] = office.told
    assert (told.id, told.posted_as, told.outlet) == (office.task.proof, way, office.account.id)
    assert (told.kind, told.address, told.articles[0].version) == (PostingKind.FOLLOW_UP, f"memory://{posts}", 2)
    assert told.text == SAID


def test_one_that_strangers_do_not_see_leaves_its_task_open_until_they_do(office: Following):
    office.sends(PostedAs.POST)
    office.outlet.fault = Fault.HELD
    office.works()
    office.works(minutes=2)
    assert (office.sent.state, office.task.state) == (DeliveryState.INVISIBLE, TaskState.APPROVED)
    assert office.sent.said == say(OutletOutcome.INVISIBLE, why=say(Unseen.HELD))
    assert office.sends(PostedAs.POST) == []  # it stands there, whoever sees it
    office.outlet.fault = None
    office.outlet.unseen.clear()
    with office.database.write() as store:
        delivery_steps.look_again(office.lan(store), office.sent.id, office.sent.revision)
    office.works()
    assert (office.sent.state, office.task.state) == (DeliveryState.SENT, TaskState.DONE)


def test_what_the_source_changes_before_it_goes_out_keeps_it_back(office: Following):
    office.sends(PostedAs.EDIT)
    office.changes()
    assert office.task.state is TaskState.OPEN
    office.works()
    assert (office.sent.state, office.told) == (DeliveryState.FAILED, [])
    office.approves()
    office.sends(PostedAs.EDIT)
    office.works()
    office.works(minutes=2)
    assert (office.task.state, office.told[0].articles[0].version) == (TaskState.DONE, 3)


def test_what_the_source_changes_after_it_went_out_is_told_of_by_another(office: Following):
    office.sends(PostedAs.POST)
    office.works()
    office.changes()
    office.works(minutes=2)
    assert (office.task.state, office.told[0].articles[0].version) == (TaskState.OPEN, 2)
    office.approves()
    [again] = office.sends(PostedAs.POST)
    office.works()
    office.works(minutes=2)
    assert (office.task.proof, office.told[-1].articles[0].version) == (office.told[-1].id, 3)
    assert (again.id, len(office.outlet.posts)) == (office.sent.id, 3)


def test_its_approval_stands_while_it_does_and_one_that_we_delete_is_to_be_said_again(office: Following):
    office.sends(PostedAs.POST)
    office.works()
    for step in (TaskAction.UNDO_APPROVAL, TaskAction.DONE):
        with pytest.raises(Conflict) as refused, office.database.write() as store:
            if step is TaskAction.DONE:
                task_steps.done(office.lan(store), office.task_seen, PostedAs.POST, THEIR_PAGE)
            else:
                minh = next(one for one in store.people.list() if one.login == "minh")
                task_steps.step_back(acting(store, minh), office.task_seen, step)
        assert refused.value.why in (say(Problem.STANDS_AT_OUTLET), say(Problem.BEING_SENT))
    office.works(minutes=2)
    with pytest.raises(Conflict), office.database.write() as store:
        task_steps.step_back(office.lan(store), office.task_seen, TaskAction.UNDO_DONE, "Nhầm")
    with office.database.read() as store:
        [told] = office.told
        wanted = withdrawing.asked(office.lan(store), told.id, told.revision, Verb.DELETE, "Viết sai")
    result = withdrawing.withdrawn(office.places, wanted)
    with office.database.write() as store:
        withdrawing.note(office.lan(store), wanted, result)
    assert (office.task.state, len(office.outlet.posts), office.told) == (TaskState.APPROVED, 1, [])
    office.sends(PostedAs.EDIT)
    office.works()
    office.works(minutes=2)
    with office.database.write() as store:
        assert store.tasks.get(office.task.id).state is TaskState.DONE
        [row] = ledger.rows(store, office.told)
        assert row.verbs(office.now) == []  # with an edit the post itself would go
        ledger.take_back(office.lan(store), RANKER, row.posting.id, row.posting.revision, "Nhầm")
    assert office.task.state is TaskState.APPROVED


def test_one_that_the_platform_refuses_may_go_another_way_or_by_hand(office: Following):
    office.sends(PostedAs.EDIT)
    office.outlet.fault = Fault.REFUSED
    office.works()
    assert (office.sent.state, office.task.state) == (DeliveryState.FAILED, TaskState.APPROVED)
    office.sends(PostedAs.POST)
    office.works()
    assert (office.sent.state, office.sent.posted_as) == (DeliveryState.FAILED, PostedAs.POST)
    with office.database.write() as store:
        task_steps.done(office.lan(store), office.task_seen, PostedAs.REPLY, THEIR_PAGE)
        found = store.deliveries.of_tasks([office.task.id])
    assert [one.state for one in found] == [DeliveryState.CANCELLED] * 2  # nobody needs to try again
    assert (office.task.state, office.told[0].address) == (TaskState.DONE, THEIR_PAGE)


def test_the_desk_edits_what_it_can_name_alone_and_digests_never(office: Following):
    def ways(kind: OutletKind, follow_up: FollowUpKind, of: PostingKind = PostingKind.ITEM) -> list[PostedAs]:
        account = OutletAccount(id=1, kind=kind, name="x")
        posting = Posting(id=1, kind=of, text="", posted_by=1, posted_at=NOON, articles=())
        return list(following_up.ways(account, posting, Sent(id="1"), follow_up))

    edit, reply, post = PostedAs.EDIT, PostedAs.REPLY, PostedAs.POST
    correction = FollowUpKind.CORRECTION
    assert ways(OutletKind.TELEGRAM, correction) == [reply, edit, post]
    assert ways(OutletKind.TELEGRAM, FollowUpKind.REMOVED) == [edit, reply, post]
    assert ways(OutletKind.TELEGRAM, correction, PostingKind.DIGEST) == [reply, post]
    for kind in (OutletKind.FACEBOOK, OutletKind.ZALO, OutletKind.WORDPRESS, OutletKind.PORTAL):
        assert ways(kind, correction) == [edit, post]
    with office.database.write() as store:
        postings.set_address(office.lan(store), office.posting.id, office.posting.revision, THEIR_PAGE)
        where = following_up.place(store, office.posting, correction)
        assert where
        assert where.target == Sent(id="1", address="memory://1")
        where = following_up.place(store, store.postings.get(office.posting.id), correction)
        assert where
        assert where.target == Sent(id="1", address=THEIR_PAGE)
        by_hand = Posting(id=0, kind=PostingKind.ITEM, text="", posted_by=1, posted_at=NOON, articles=())
        assert following_up.place(store, by_hand, correction) is None
