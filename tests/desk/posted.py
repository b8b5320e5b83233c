"""A small desk that has posted something, whose source changes it: for the tests of what follows."""

from dataclasses import replace
from datetime import timedelta

from database.engine import SqlDatabase
from desk import postings, task_steps, tasks
from desk.task_steps import SeenTask
from desk.tasks import TaskFinder
from domain.article import ArticleVersion
from domain.people import Person, Role
from domain.postings import PostedAs, Posting
from domain.stage import Stage
from domain.store import Store
from domain.tasks import FollowUpKind, Task, TaskCause
from domain.versions import Grade
from tests.making import NOON, a_person, a_story, acting, an_article, with_sources

HOUR = timedelta(hours=1)
TEXT = "Lũ quét làm 5 người chết.\nĐường lên xã còn tắc."
ADDRESS = "https://fb.example/1"


class House:
    """A desk of three that has posted article "a", whose story holds "b" as well."""

    def __init__(self, database: SqlDatabase) -> None:
        self.database, self.now, self.finder = database, NOON, TaskFinder(database)
        with database.write() as store:
            with_sources(store)
            self.lan, self.minh, self.reader = (
                a_person(store, "lan"), a_person(store, "minh"), a_person(store, "phan", Role.ANALYST)
            )  # fmt: skip
            for key in "ab":
                store.articles.add(
                    [an_article(key, id=key, title=f"Lũ quét {key}", text=TEXT, stage=Stage.QUEUED, story_id="a")]
                )
            store.stories.save([a_story("a")])
            self.posting = self.post(store)

    def post(self, store: Store) -> Posting:
        lan = acting(store, self.lan, self.now)
        return postings.record_digest(lan, NOON.date(), "Lũ quét: 5 người chết.", [store.articles.get("a")])

    def changes(self, text: str, grade: Grade, key: str = "a", title: str = "") -> None:
        self.now += HOUR
        with self.database.write() as store:
            before = store.articles.get(key)
            earlier = ArticleVersion(
                article_id=key, version=before.version, seen_at=self.now, title=before.title, text=before.text,
                grade=grade,
            )  # fmt: skip
            store.versions.replace(replace(before, text=text, title=title or before.title), earlier)

    def withdraws(self) -> None:
        self.now += HOUR
        with self.database.write() as store:
            store.arrivals.withdraw("a", self.now)

    def found(self) -> list[tuple[TaskCause, int]]:
        """What the program finds now."""
        with self.database.write() as store:
            return [(task.cause, task.version) for task in tasks.find(store, self.now)]

    def tasks(self) -> list[Task]:
        with self.database.read() as store:
            return store.tasks.of_postings([self.posting.id])

    def does(self, what: str, by: Person, *args: object, **more: object) -> Task:
        task = self.tasks()[-1]
        with self.database.write() as store:
            seen = SeenTask(id=task.id, revision=task.revision)
            done: Task = getattr(task_steps, what)(acting(store, by, self.now), seen, *args, **more)
            return done

    def tells(self, posted_as: PostedAs = PostedAs.EDIT, address: str = ADDRESS) -> Task:
        self.does("write", self.lan, FollowUpKind.CORRECTION, "Nay là 3 người.")
        self.does("decide", self.minh, approves=True)
        return self.does("done", self.lan, posted_as, address)
