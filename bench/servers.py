"""A PostgreSQL server of our own, where it is installed: it writes through to the disk as one in use does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


@contextmanager
def postgresql() -> Iterator[str]:
    """Its address. FileNotFoundError where there is none."""
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not tools:
        raise FileNotFoundError("PostgreSQL is not installed")
    base = Path("/tmp") / f"diemtin-pg-{uuid4().hex[:8]}"  # short: a socket's path may have 107 bytes
    base.mkdir(mode=0o777)
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(base, "postgres")

    def run(tool: str, *arguments: object) -> None:
        command = [*as_postgres, tools[-1].parent / tool, *arguments]
        subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=60, cwd=base)

    run("initdb", "-D", base / "data", "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C")
    options = f"-c listen_addresses='' -c unix_socket_directories='{base}'"
    run("pg_ctl", "-D", base / "data", "-w", "-l", base / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://desk@/postgres?host={base}"
    finally:
        run("pg_ctl", "-D", base / "data", "-m", "immediate", "stop")
        shutil.rmtree(base, ignore_errors=True)
