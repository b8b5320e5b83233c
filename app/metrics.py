"""Figures of this process for Prometheus. Labels are words of our own; no address, person or source is one."""

from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, write_to_textfile

SECONDS = (0.005, 0.02, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)  # upper ends of the histograms' buckets


def _registry() -> CollectorRegistry:
    disable_created_metrics()  # type: ignore[no-untyped-call] # a line more for each figure, of use to nobody here
    return CollectorRegistry()


@dataclass
class Figures:
    """A registry for each process, not the library's global one: two desks in one process must not count together."""

    registry: CollectorRegistry = field(default_factory=_registry)

    def __post_init__(self) -> None:
        lane, request = ("lane", "step"), ("method", "route")
        self.rows = Counter(
            "diemtin_batch_rows", "Rows recorded, by outcome.", (*lane, "outcome"), registry=self.registry
        )
        self.claimed = Counter("diemtin_batch_claimed_rows", "Rows claimed.", lane, registry=self.registry)
        self.batches = Histogram(
            "diemtin_batch_seconds", "From claim to record.", lane, registry=self.registry, buckets=SECONDS
        )
        self.visits = Counter(
            "diemtin_visits", "Visits to publishers, by outcome.", ("kind", "outcome"), registry=self.registry
        )
        self.new = Counter("diemtin_visit_new", "What visits brought that is new.", ("kind",), registry=self.registry)
        self.answers = Histogram(
            "diemtin_visit_answer_seconds",
            "Until a publisher answered.",
            ("kind",),
            registry=self.registry,
            buckets=SECONDS,
        )
        self.requests = Counter(
            "diemtin_requests", "Requests to the web.", (*request, "status"), registry=self.registry
        )
        self.request_seconds = Histogram(
            "diemtin_request_seconds", "Until the web answered.", request, registry=self.registry, buckets=SECONDS
        )

    def keep(self, file: Path) -> None:
        """Beside it and then in its place, so that nobody reads half."""
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_to_textfile(str(file), self.registry)
