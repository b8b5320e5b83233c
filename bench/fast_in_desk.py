"""The desk's processes in bench_fast_in."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.main import create_app
from app.bootstrap import Services
from app.web import web
from bench.running import ROOT, free_port


@contextmanager
def process(part: str, home: Path, bots: str) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.fast_in_parts", part, str(home), bots]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def the_web(services: Services) -> Iterator[str]:
    """The desk's web, where hubs knock."""
    port = free_port()
    config = uvicorn.Config(create_app(web(services, sample=True)), host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
