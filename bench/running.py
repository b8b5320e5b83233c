"""A desk's processes, as `diemtin serve` and `diemtin work` start them, on a filled home; and their memory."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def started(home: Path, *arguments: str) -> Iterator[psutil.Process]:
    """`diemtin ARGUMENTS` until the block ends."""
    command = [sys.executable, "-m", "app", "--home", str(home), *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


@contextmanager
def web(home: Path) -> Iterator[tuple[psutil.Process, int]]:
    """The web, with the port it answers at."""
    port = free_port()
    with started(home, "serve", "--port", str(port)) as process:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process, port


def megabytes(process: psutil.Process) -> dict[str, int]:
    """Of a process and its children. Shared pages count once in the proportional share (PSS), and in each in RSS."""
    family = [process, *process.children(recursive=True)]
    each = [one.memory_full_info() for one in family]
    return {
        "processes": len(family),
        "PSS": sum(one.pss for one in each) // 2**20,
        "RSS": sum(one.rss for one in each) // 2**20,
        "peak RSS": sum(_peak(one.pid) for one in family) // 1024,
    }


def _peak(pid: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0
