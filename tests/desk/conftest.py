from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from database.engine import SqlDatabase, memory_database
from desk.claim_keeping import ClaimKeeper
from desk.indexing import Indexing
from desk.intake import Intake
from desk.placing import Placing
from desk.ranking.ranker import Ranker
from desk.reading import Reading
from desk.saved_matching import SavedMatching
from desk.sources import collecting
from desk.steps import in_this_process, reader
from desk.warning_keeper import WarningKeeper
from desk.watch import Watch
from domain.errors import Unreachable
from domain.lanes import BatchDone
from domain.people import Role
from domain.sources import FeedEntry
from domain.versions import Grade
from index.percolator.engine import EmbeddedPercolator
from nlp.claims import PublishedClaims
from nlp.stories.copies import BandedCopies
from nlp.stories.incremental import StoryGrouper
from nlp.warnings.bulletins import VietnamBulletins
from tests.fakes import FakeAnalyzer, FakeExtractor, FakeGazetteer, FlakyIndex
from tests.making import NOON, PAPER, a_page, a_person, our_desk, with_sources


@dataclass
class Office:
    """A desk without a screen: the real database, index and grouper, small stand-ins for the rest."""

    database: SqlDatabase = field(default_factory=memory_database)
    index: FlakyIndex = field(default_factory=FlakyIndex)
    extractor: FakeExtractor = field(default_factory=FakeExtractor)
    analyzer: FakeAnalyzer = field(default_factory=FakeAnalyzer)
    grouper: StoryGrouper = field(default_factory=StoryGrouper)
    gazetteer: FakeGazetteer = field(default_factory=FakeGazetteer)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.ranker = Ranker(gazetteer=self.gazetteer)
        self.warnings = WarningKeeper(bulletins=VietnamBulletins(), gazetteer=self.gazetteer)
        with self.database.write() as store:
            store.settings.save(our_desk())
            with_sources(store)
            self.lan = a_person(store, "lan")
            self.minh = a_person(store, "minh")
            self.boss = a_person(store, "quan", Role.ADMINISTRATOR)
            self.reader = a_person(store, "phan", Role.ANALYST)
        self.told: list[BatchDone] = []
        self.intake = self.worker()

    def worker(self) -> Intake:
        """A worker that has just been started, and knows that its predecessor is dead."""
        with self.database.write() as store:
            store.articles.release_all()
        after = (self.warnings.after_step,)
        clock = lambda: self.now  # noqa: E731
        tell = self.told.append
        read_all = in_this_process(reader(self.extractor, self.analyzer))
        return Intake(
            reading=Reading(
                database=self.database, read_all=read_all, ranker=self.ranker, after=after, clock=clock, tell=tell
            ),
            watch=Watch(
                database=self.database,
                read_all=read_all,
                grade=lambda before, after: Grade.MATERIAL,
                ranker=self.ranker,
                warnings=self.warnings,
                claims=ClaimKeeper(matcher=PublishedClaims(), ranker=self.ranker),
                clock=clock,
                tell=tell,
            ),
            placing=Placing(
                database=self.database,
                grouper=self.grouper,
                copies=BandedCopies(),
                ranker=self.ranker,
                after=after,
                clock=clock,
                tell=tell,
            ),
            indexing=Indexing(
                database=self.database, index=self.index, gazetteer=self.gazetteer, clock=clock, tell=tell
            ),
            matching=SavedMatching(
                database=self.database,
                percolator=EmbeddedPercolator(),
                gazetteer=self.gazetteer,
                clock=clock,
                tell=tell,
            ),
        )

    def arrive(self, key: str, content: str, source: str = PAPER.id) -> str:
        """A page comes in, or comes again; returns its article's id."""
        url = f"https://{source.removesuffix('-example')}.example/{key}.html"
        with self.database.write() as store:
            collecting.discover(store, source, [FeedEntry(url=url)], self.now)
            [page] = [page for page in store.crawl_queue.due(self.now + timedelta(days=99), 999) if page.url == url]
            collecting.arrived(
                store, page, a_page(key, content.encode(), url=url, fetched_at=self.now), due_at=self.now
            )
            [page] = [page for page in store.crawl_queue.due(self.now + timedelta(days=99), 999) if page.url == url]
            return page.article_id

    def work(self) -> None:
        """Everything as far as it goes; pages that came again wait for `reread`, search may be away."""
        while self.intake.reading.advance() + self.intake.placing.advance():
            pass
        while self.intake.matching.advance():
            pass
        with suppress(Unreachable):
            while self.intake.indexing.advance():
                pass

    def reread(self) -> int:
        return self.intake.watch.advance()

    def publish(self, key: str, content: str, source: str = PAPER.id) -> str:
        article_id = self.arrive(key, content, source)
        self.work()
        return article_id


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.database.close()
