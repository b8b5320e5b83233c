"""Tells open pages which stories are first and what waits for their reader.

One reading of the database every few seconds serves every open page; between readings nothing is held.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool

from desk import queue, waiting
from desk.waiting import Board
from domain.store import Database
from domain.times import now

PULSE_SECONDS = 3.0
STREAM_SECONDS = 600.0  # after that the page connects again, and its session is checked again
log = logging.getLogger("diemtin.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One reading, for everybody."""

    top: Sequence[str]  # stories
    board: Board


@dataclass
class Pulse:
    database: Callable[[], Database]
    clock: Callable[[], datetime] = now
    told: Told | None = None
    read_at: float = float("-inf")
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def latest(self) -> Told | None:
        async with self.reading:
            if monotonic() - self.read_at >= PULSE_SECONDS:
                try:
                    self.told = await run_in_threadpool(self._read)
                except Exception as error:  # noqa: BLE001 - lines stay open: whoever is told nothing misses nothing
                    log.warning("open pages cannot be told anything: %s", error)
                self.read_at = monotonic()
            return self.told

    def _read(self) -> Told:
        with self.database().read() as store:
            return Told(top=queue.top(store), board=waiting.board(store, self.clock()))

    async def beats(self, own: Callable[[Board], Mapping[str, Any]]) -> AsyncIterator[dict[str, str]]:
        """One event whenever something has changed for everybody, or in what `own` makes for one person.

        Nothing that was read before the line opened: the page may be newer, and would lose for a moment what it shows.
        """
        said = ""
        begun = monotonic()
        while monotonic() < begun + STREAM_SECONDS:
            if (told := await self.latest()) and self.read_at >= begun:
                now_said = json.dumps({"top": told.top, **own(told.board)})
                if now_said != said:
                    said = now_said
                    yield {"event": "nhip", "data": said}
            await asyncio.sleep(PULSE_SECONDS)
