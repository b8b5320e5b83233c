"""People queue here for what few may do at once, without a thread or a connection: those who only read never wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from domain.errors import Busy

TURN_WAIT_SECONDS = 5.0  # then the person is told, with what they typed kept


@dataclass
class Turns:
    """So many at once; the rest wait in order. One for each process and event loop."""

    places: asyncio.Semaphore | None = None

    @asynccontextmanager
    async def turn(self, places: int) -> AsyncIterator[None]:
        """Raises Busy when no turn came within TURN_WAIT_SECONDS."""
        self.places = self.places or asyncio.Semaphore(places)
        try:
            async with asyncio.timeout(TURN_WAIT_SECONDS):
                await self.places.acquire()
        except TimeoutError as error:
            raise Busy from error
        try:
            yield
        finally:
            self.places.release()
