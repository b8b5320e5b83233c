"""Sending one after the other, and beside each other as soon as one takes long.

One thread sends everything by one process, which is quickest as long as all answer. Where nobody is done after a
while, another thread joins with a process of its own: what hangs holds up itself, and not all that comes after it.
"""

from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from threading import Thread

from alerts.apart import together

PATIENCE_SECONDS = 2.0  # then another thread joins
MAX_THREADS = 5

Work = Callable[[], object]


def share_out(work: Iterable[Work]) -> None:
    """Do it all; then raise what the first that failed has raised."""
    waiting: SimpleQueue[Work] = SimpleQueue()
    for one in work:
        waiting.put(one)
    hands: list[_Hand] = []
    while not waiting.empty() and len(hands) < MAX_THREADS and not any(hand.error for hand in hands):
        hands.append(_Hand(waiting))
        hands[-1].start()
        hands[-1].join(PATIENCE_SECONDS)
    for hand in hands:
        hand.join()
    for hand in hands:
        if hand.error:
            raise hand.error


class _Hand(Thread):
    def __init__(self, waiting: SimpleQueue[Work]) -> None:
        super().__init__(name="send-one", daemon=True)  # what hangs must not keep the desk from ending
        self.waiting = waiting
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with together():
                while work := self._next():
                    work()
        except BaseException as error:  # noqa: BLE001 - raised again by who waits for it
            self.error = error

    def _next(self) -> Work | None:
        try:
            return self.waiting.get_nowait()
        except Empty:
            return None
