"""/metrics: one page of figures for the whole desk, on a listener of its own that only this machine reaches.

What stands in the database is read when somebody asks. The worker and the crawler leave their own figures in files,
which the web puts beside its own: it is the web that listens.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from app.beside import beside
from app.metrics import Figures
from app.settings import Settings
from desk.backups import last_good_backup
from domain.running import Part
from domain.store import Database, Store
from domain.stories import QueueFilter
from domain.times import now

LOOPBACK = "127.0.0.1"
KEEP_SECONDS = 5.0
OUTBOX_COUNTED = 1000
log = logging.getLogger("diemtin.metrics")


@contextmanager
def kept(part: Part, figures: Figures, settings: Settings) -> Iterator[None]:
    """While the block runs, and once more at its end, the web finds what this part has counted."""
    if not settings.metrics_port:
        yield
        return
    file = _file(settings, part)

    def keep(ended: Event) -> None:
        while not ended.wait(KEEP_SECONDS):
            _keep(figures, file)

    try:
        with beside("metrics", keep, end_seconds=KEEP_SECONDS):
            yield
    finally:
        _keep(figures, file)


@contextmanager
def listening(figures: Figures, database: Database, settings: Settings) -> Iterator[None]:
    """While the block runs. A port that is taken costs the figures, never the desk."""
    if not settings.metrics_port:
        yield
        return
    registry = CollectorRegistry()
    for collector in (figures.registry, _Parts(settings), _Desk(database)):
        registry.register(collector)
    try:
        server, thread = start_http_server(settings.metrics_port, LOOPBACK, registry)
    except OSError as error:
        log.error("no /metrics at port %d: %s", settings.metrics_port, error.strerror)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _file(settings: Settings, part: Part) -> Path:
    return settings.home / "metrics" / f"{part}.prom"


def _keep(figures: Figures, file: Path) -> None:
    try:
        figures.keep(file)
    except OSError as error:  # a full disk, which the desk itself tells of
        log.warning("the figures could not be kept: %s", error.strerror)


@dataclass(frozen=True, eq=False)
class _Parts(Collector):
    """What the other processes have kept. Lanes name the same figures, and each counts its own labels."""

    settings: Settings

    def collect(self) -> Iterable[Metric]:
        families: dict[str, Metric] = {}
        for part in Part:
            file = _file(self.settings, part)
            for family in text_string_to_metric_families(file.read_text() if file.exists() else ""):
                together = families.setdefault(family.name, family)
                known = {(one.name, *sorted(one.labels.items())) for one in together.samples}
                together.samples += [
                    one for one in family.samples if (one.name, *sorted(one.labels.items())) not in known
                ]
        yield from (family for family in families.values() if family.samples)


@dataclass(frozen=True, eq=False)
class _Desk(Collector):
    """What the database knows, by the real clock. A database that is away is a figure too."""

    database: Database
    clock: Callable[[], datetime] = now

    def collect(self) -> Iterable[Metric]:
        try:
            with self.database.read() as store:
                found = list(_of_the_database(store, self.clock()))
        except Exception as error:
            if self.database.trouble(error) is None:
                raise
            found = []
        yield _one("diemtin_database_up", "Whether the database could be read.", float(bool(found)))
        yield from found


def _of_the_database(store: Store, moment: datetime) -> Iterator[Metric]:
    counts = {stage.value: float(count) for stage, count in store.progress.counts().items()}
    yield _by("diemtin_articles", "Articles that stand at each stage, up to 100,000.", "stage", counts)
    yield _one("diemtin_pages_waiting", "Addresses that were never visited yet.", store.crawl_queue.count_waiting())
    yield _one(
        "diemtin_queue_stories", "Stories in the queue, up to 1001.", store.stories.list(QueueFilter(limit=1))[1]
    )
    due = len(store.outbox.list(OUTBOX_COUNTED, due=moment))
    yield _one("diemtin_outbox_due", f"Messages that are due to be sent, up to {OUTBOX_COUNTED}.", due)
    yield _one("diemtin_sources_failing", "Sources none of whose feeds was read.", len(store.source_history.failing()))
    beats = {beat.part.value: (moment - beat.beat_at).total_seconds() for beat in store.heartbeats.list()}
    yield _by("diemtin_heartbeat_age_seconds", "Since a part was last heard of.", "part", beats)
    if backup := last_good_backup(store):
        age = (moment - backup.at).total_seconds()
        yield _one("diemtin_backup_age_seconds", "Since the last copy that was checked.", age)


def _one(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)


def _by(name: str, said: str, label: str, values: dict[str, float]) -> Metric:
    family = GaugeMetricFamily(name, said, labels=(label,))
    for of, value in values.items():
        family.add_metric((of,), value)
    return family
