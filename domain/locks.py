"""The parts of a desk that run once."""

from enum import StrEnum


class Lock(StrEnum):
    RUN = "run"
    WORKER = "worker"
    CRAWLER = "crawler"
