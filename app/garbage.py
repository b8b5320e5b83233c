"""Cycles are looked for seldom: values of the domain have none, and looking takes a reader a sixth of its time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 20_000  # objects made between two looks at the young ones; by itself Python looks after 700


@contextmanager
def seldom_collected(*, loaded: bool = False) -> Iterator[None]:
    """While it lasts. `loaded`: what the process holds now, it keeps, and it is looked through no more."""
    before = gc.get_threshold()
    if loaded:
        gc.collect()
        gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
