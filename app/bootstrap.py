"""The one composition root: the only place that knows every concrete class. Read it second, after desk/intake.py."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from alerts.apprise_channels import AppriseChannels
from alerts.sender import Sender
from alerts.vault import Vault
from app.engines import Engine, engine
from app.observing import Observer
from app.private import private_home
from app.public_holidays import VietnamHolidays
from app.readers import pages
from app.readers.one import OneReader
from app.readers.reading import make_analyzer, make_extractor
from app.settings import Settings
from crawlers.fetch.guard import Guard
from database.engine import SqlDatabase, open_engine, sqlite_url
from database.migrate import migrate
from desk.claim_keeping import ClaimKeeper
from desk.coverage.analysing import Analysing
from desk.coverage.counters import Counting
from desk.deliverer import Deliverer
from desk.flag_card import FlagReader
from desk.indexing import Indexing
from desk.intake import Intake
from desk.leases import AfterStep
from desk.outbox.kinds import is_news
from desk.own_notices import take_away_gone
from desk.placing import Placing
from desk.ranking.ranker import Ranker
from desk.reading import Reading
from desk.regrouping import Regrouping
from desk.related import passage
from desk.saved_matching import SavedMatching
from desk.steps import Read, ReadAll, in_this_process, reader
from desk.warning_keeper import WarningKeeper
from desk.watch import Watch
from domain.analyses import Statistics
from domain.claims import ClaimMatcher
from domain.outlets import Outlets
from domain.places import Places
from domain.ports import (
    Analyzer,
    Bulletins,
    Channels,
    Extractor,
    Gazetteer,
    Grouper,
    Reranker,
    SearchIndex,
    Summariser,
)
from domain.times import now
from domain.versions import grade
from index.onnx_reranker import OnnxReranker
from index.rerank import RerankedIndex
from messages.catalogue import Catalogue
from nlp.claims import PublishedClaims
from nlp.flags import TextFlagReader, disagreements
from nlp.flags.precision import measured
from nlp.places.choosing import VietnamPlaces
from nlp.places.units import VietnamGazetteer
from nlp.stories.copies import BandedCopies
from nlp.stories.incremental import StoryGrouper
from nlp.summaries import ExtractiveSummariser
from nlp.warnings.bulletins import VietnamBulletins
from nlp.words.segmenter import Segmenter
from outlets.places import OurPlaces

ANY_PORT = frozenset(range(1, 65_536))  # a receiver of notices stands where its owner wants


@dataclass
class Services:
    """Everything a process may need; each part is built when it is first asked for."""

    settings: Settings
    clock: Callable[[], datetime] = now

    @cached_property
    def say(self) -> Catalogue:
        """What is printed, in the language of the settings."""
        return Catalogue(self.settings.language)

    @cached_property
    def observer(self) -> Observer:
        return Observer()

    @cached_property
    def database(self) -> SqlDatabase:
        private_home(self.settings.home)
        address = self.settings.database_url or sqlite_url(self.settings.database_path)
        return SqlDatabase(open_engine(address))

    @cached_property
    def index(self) -> SearchIndex:
        found = self.engine.index
        return RerankedIndex(found, self.reranker, self._passages) if self.reranker else found

    @cached_property
    def engine(self) -> Engine:
        return engine(self.settings, {"resolve": self.gazetteer.lookup, "known": self._publishers})

    def _publishers(self) -> list[tuple[str, str]]:
        with self.database.read() as store:
            return [(source.id, source.name) for source in store.sources.list()]

    @cached_property
    def reranker(self) -> Reranker | None:
        return OnnxReranker(self.settings.model) if self.settings.model else None

    def _passages(self, ids: Sequence[str]) -> list[str]:
        with self.database.read() as store:
            return [passage(store, article_id) for article_id in ids]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return VietnamGazetteer()

    @cached_property
    def places(self) -> Places:
        return VietnamPlaces()

    @cached_property
    def ranker(self) -> Ranker:
        return Ranker(gazetteer=self.gazetteer)

    @cached_property
    def flags(self) -> FlagReader:
        return FlagReader(
            text=TextFlagReader(self.clock),
            together=lambda article, siblings: disagreements.found([article, *siblings]),
            tenths={flag: counted.tenths for flag, counted in measured().items()},
        )

    @cached_property
    def extractor(self) -> Extractor:
        return make_extractor()

    @cached_property
    def page_reader(self) -> OneReader:
        """For pages that a command was given: a hostile one costs its own time only."""
        deadline, memory = self.settings.reader_deadline_seconds, self.settings.reader_memory_mb << 20
        return OneReader(pages.prepare, deadline_seconds=deadline, memory_bytes=memory)

    @cached_property
    def analyzer(self) -> Analyzer:
        return make_analyzer()

    @cached_property
    def segmenter(self) -> Segmenter:
        """For `diemtin read`: the desk itself needs no words."""
        return Segmenter()

    @cached_property
    def bulletins(self) -> Bulletins:
        return VietnamBulletins()

    @cached_property
    def warnings(self) -> WarningKeeper:
        return WarningKeeper(bulletins=self.bulletins, gazetteer=self.gazetteer)

    @cached_property
    def claim_matcher(self) -> ClaimMatcher:
        return PublishedClaims()

    @cached_property
    def claims(self) -> ClaimKeeper:
        return ClaimKeeper(matcher=self.claim_matcher, ranker=self.ranker)

    send_command: ClassVar[Sequence[str]] = (sys.executable, "-m", "app.send_one")

    @cached_property
    def vault(self) -> Vault:
        return Vault(self.settings.key_file)

    @cached_property
    def channels(self) -> Channels:
        return AppriseChannels(
            vault=self.vault,
            command=self.send_command,
            check_outside=None if self.settings.allow_inside_channels else Guard(ports=ANY_PORT).check,
            contact=self.settings.public_url or self.settings.contact_url,
        )

    @cached_property
    def outlets(self) -> Outlets:
        guard = None if self.settings.allow_inside_channels else Guard(ports=ANY_PORT)
        return OurPlaces(
            vault=self.vault,
            clock=self.clock,
            check_url=guard.check if guard else None,
            check_address=guard.check_resolved if guard else None,
            stand_in=self.settings.outlets_stand_in,
        )

    def sender(self, *, urgent: bool) -> Sender:
        return Sender(
            database=self.database,
            channels=self.channels,
            words=Catalogue(self.settings.language, {"place": self.gazetteer.label}),
            is_news=lambda store, message: is_news(store, message, self.clock()),
            on_gone=lambda store, key: take_away_gone(store, key, self.clock()),
            clock=self.clock,
            tell=self.observer.batch,
            urgent=urgent,
        )

    def deliverer(self) -> Deliverer:
        return Deliverer(
            database=self.database,
            outlets=self.outlets,
            ranker=self.ranker,
            clock=self.clock,
            tell=self.observer.batch,
            flags=self.flags,
        )

    @cached_property
    def summariser(self) -> Summariser:
        return ExtractiveSummariser()

    @cached_property
    def grouper(self) -> Grouper:
        return StoryGrouper()

    @cached_property
    def regrouping(self) -> Regrouping:
        """For the process that places: its grouper is told what was moved."""
        return Regrouping(
            database=self.database,
            grouper=self.grouper,
            ranker=self.ranker,
            clock=self.clock,
            tell=self.observer.batch,
        )

    @cached_property
    def after_steps(self) -> Sequence[AfterStep]:
        return (self.warnings.after_step, self.claims.after_step)

    def reader(self) -> Read:
        return reader(self.extractor, self.analyzer)

    def reading(self, read_all: ReadAll | None = None) -> Reading:
        """`read_all` hands batches to readers elsewhere, else they are read in this process."""
        return Reading(
            database=self.database,
            read_all=read_all or in_this_process(self.reader()),
            ranker=self.ranker,
            after=self.after_steps,
            clock=self.clock,
            tell=self.observer.batch,
        )

    def watch(self, read_all: ReadAll | None = None) -> Watch:
        return Watch(
            database=self.database,
            read_all=read_all or in_this_process(self.reader()),
            grade=lambda before, after: grade(before, after).grade,
            ranker=self.ranker,
            warnings=self.warnings,
            claims=self.claims,
            clock=self.clock,
            tell=self.observer.batch,
        )

    def placing(self) -> Placing:
        return Placing(
            database=self.database,
            grouper=self.grouper,
            copies=BandedCopies(),
            ranker=self.ranker,
            after=self.after_steps,
            clock=self.clock,
            tell=self.observer.batch,
        )

    def indexing(self) -> Indexing:
        return Indexing(
            database=self.database,
            index=self.index,
            engine=self.engine.name,
            gazetteer=self.gazetteer,
            clock=self.clock,
            tell=self.observer.batch,
        )

    def saved_matching(self) -> SavedMatching:
        return SavedMatching(
            database=self.database,
            percolator=self.engine.percolator,
            gazetteer=self.gazetteer,
            clock=self.clock,
            tell=self.observer.batch,
        )

    def counting(self) -> Counting:
        return Counting(database=self.database, gazetteer=self.gazetteer, clock=self.clock, tell=self.observer.batch)

    def analysing(self) -> Analysing:
        return Analysing(
            database=self.database,
            gazetteer=self.gazetteer,
            public_holidays=VietnamHolidays(),
            statistics=_statistics,
            clock=self.clock,
            tell=self.observer.batch,
        )

    def intake(self) -> Intake:
        """All lanes, in this process."""
        return Intake(
            reading=self.reading(),
            watch=self.watch(),
            placing=self.placing(),
            indexing=self.indexing(),
            matching=self.saved_matching(),
        )

    def on(self, database: SqlDatabase) -> "Services":
        """The same desk on this database. What is costly to load goes along, and nothing that remembers rows."""
        other = Services(self.settings, self.clock)
        other.database, other.observer, other.gazetteer = database, self.observer, self.gazetteer
        return other

    def migrate(self) -> None:
        migrate(self.database.engine)

    def close(self) -> None:
        if "page_reader" in self.__dict__:
            self.page_reader.close()
        if "database" in self.__dict__:
            self.database.close()


def _statistics() -> Statistics:
    """Loaded by whoever computes, once a day: scipy.special has no place in the web process."""
    from nlp.standing_out.statistics import CoverageStatistics

    return CoverageStatistics()
