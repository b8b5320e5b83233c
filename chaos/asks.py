"""What people asked of the desk, and what it acknowledged: the other side of its log."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

Key = tuple[str, str, str]  # who, the log's action, and what tells this decision apart in the log


@dataclass
class Asks:
    """`done`: acknowledged (2xx, 303). `open`: the answer never came. Everything else must have had no effect."""

    done: Counter[Key] = field(default_factory=Counter)
    open: Counter[Key] = field(default_factory=Counter)
    idle: Counter[Key] = field(default_factory=Counter)  # acknowledged, but it may have been so already
    answers: Counter[str] = field(default_factory=Counter)  # every answer by kind, reading too
    picked: list[int] = field(default_factory=list)  # ids of items that the server said it has made
    faults: list[str] = field(default_factory=list)  # what a server should never answer
    _lock: Lock = field(default_factory=Lock)

    def note(self, key: Key | None, answer: str, *, idle: bool = False) -> None:
        with self._lock:
            self.answers[answer] += 1
            if key is None:
                return
            if answer == "acknowledged":
                (self.idle if idle else self.done)[key] += 1
            elif answer == "no answer":
                self.open[key] += 1

    def made(self, item_id: int) -> None:
        with self._lock:
            self.picked.append(item_id)

    def fault(self, said: str) -> None:
        with self._lock:
            self.faults.append(said)

    def bounds(self, key: Key) -> tuple[int, int]:
        """How often the log may say it."""
        return self.done[key], self.done[key] + self.idle[key] + self.open[key]

    def known(self) -> set[Key]:
        return {*self.done, *self.open, *self.idle}

    def save(self, file: Path) -> None:
        rows = [[*key, *self.bounds(key)] for key in sorted(self.known())]
        file.write_text(json.dumps({"asks": rows, "answers": self.answers, "faults": self.faults}, ensure_ascii=False))
