"""A queue for what few may do at once. Waiting takes no thread and no connection; people who only read never wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from domain.errors import Busy

TURN_WAIT_SECONDS = 5.0  # after that the person gets an error, and what they typed is kept


@dataclass
class Turns:
    """A limited number at once; the rest wait in order. Each process and event loop has its own."""

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
