"""People who search all the while something else goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def searched(
    search: Callable[[], set[str]], is_right: Callable[[set[str]], bool], *, people: int = 1
) -> Iterator[list[str]]:
    """The block begins once somebody has found something. The list holds what went wrong."""
    wrong: list[str] = []
    begun, over = Event(), Event()

    def ask() -> None:
        while not over.is_set():
            try:
                if not is_right(found := search()):
                    wrong.append(f"only {sorted(found)}")
            except Exception as error:  # noqa: BLE001 - whatever fails is told
                wrong.append(getattr(error, "cause", repr(error)))
            begun.set()

    threads = [Thread(target=ask) for _ in range(people)]
    for thread in threads:
        thread.start()
    begun.wait()
    try:
        yield wrong
    finally:
        over.set()
        for thread in threads:
            thread.join()
