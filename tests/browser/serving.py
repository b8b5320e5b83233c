"""A desk of the API tests over real HTTP, for screens whose data a test makes by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep

import uvicorn
from fastapi import FastAPI

from tests.browser.desk import free_port

START_SECONDS, END_SECONDS = 30, 20


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Its address while the block runs."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    deadline = monotonic() + START_SECONDS
    while not server.started and monotonic() < deadline:
        sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(END_SECONDS)
