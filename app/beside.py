"""Work that goes on in a thread while a block runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def beside(name: str, work: Callable[[Event], object], *, end_seconds: float | None = None) -> Iterator[None]:
    """`work` is told by the event that the block has ended, and is waited for so long; None: however long it takes."""
    ended = Event()
    thread = Thread(target=work, args=(ended,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(end_seconds)
