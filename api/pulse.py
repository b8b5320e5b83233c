"""Tells open queue pages which stories are first.

One reading of the database every few seconds serves every open page; between readings nothing is held.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from time import monotonic

from starlette.concurrency import run_in_threadpool

from desk import queue
from domain.store import Database

PULSE_SECONDS = 3.0
STREAM_SECONDS = 600.0  # after that the page connects again, and its session is checked again
log = logging.getLogger("diemtin.web")


@dataclass
class Pulse:
    database: Callable[[], Database]
    told: str = ""
    read_at: float = float("-inf")
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def latest(self) -> str:
        async with self.reading:
            if monotonic() - self.read_at >= PULSE_SECONDS:
                try:
                    self.told = await run_in_threadpool(self._read)
                except Exception as error:  # noqa: BLE001 - lines stay open: whoever is told nothing misses nothing
                    log.warning("open queues cannot be told anything: %s", error)
                self.read_at = monotonic()
            return self.told

    def _read(self) -> str:
        with self.database().read() as store:
            return json.dumps({"top": queue.top(store)})

    async def beats(self) -> AsyncIterator[dict[str, str]]:
        """One event whenever something has changed."""
        said = ""
        until = monotonic() + STREAM_SECONDS
        while monotonic() < until:
            now = await self.latest()
            if now and now != said:
                said = now
                yield {"event": "nhip", "data": now}
            await asyncio.sleep(PULSE_SECONDS)
