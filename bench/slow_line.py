"""A weak line between a browser and a server: every byte waits, also those of the handshake, and shares the width."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BYTES_A_SECOND = 1_600_000 / 8
THERE_AND_BACK = 0.150  # seconds
CHUNK = 4096


class Line:
    def __init__(self, port: int) -> None:
        self.port, self.free_at = port, 0.0

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(THERE_AND_BACK)  # SYN and its answer
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.gather(self._up(reader, far_writer), self._down(far_reader, writer), return_exceptions=True)

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            await asyncio.sleep(THERE_AND_BACK / 2)
            writer.write(data)
        writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop, pieces = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()

        async def deliver() -> None:
            while True:
                at, data = await pieces.get()
                await asyncio.sleep(max(0.0, at - loop.time()))
                writer.write(data)
                if not data:
                    writer.close()
                    return

        delivering = asyncio.ensure_future(deliver())
        while data := await reader.read(CHUNK):
            self.free_at = max(self.free_at, loop.time()) + len(data) / BYTES_A_SECOND  # one line for all connections
            pieces.put_nowait((self.free_at + THERE_AND_BACK / 2, data))
        pieces.put_nowait((self.free_at + THERE_AND_BACK / 2, b""))
        await delivering


@contextmanager
def slow(port: int) -> Iterator[str]:
    """The address at which the server of `port` is reached by the weak line."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(Line(port).accept, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
