"""Locks that one process of a desk holds, so that no second process does the same work."""

from enum import StrEnum


class Lock(StrEnum):
    RUN = "run"
    WORKER = "worker"
    CRAWLER = "crawler"
    INDEX = "index"
