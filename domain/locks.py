"""What one process of a desk holds, so that no second one does the same work."""

from enum import StrEnum


class Lock(StrEnum):
    RUN = "run"
    WORKER = "worker"
    CRAWLER = "crawler"
