"""A PostgreSQL server of our own on a unix socket, for tests, the chaos run and the stored databases."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

DEBIAN = Path("/usr/lib/postgresql")


def installed() -> Path | None:
    """The folder of the newest server's programs, or None."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def own_postgresql() -> Iterator[str]:
    """A running server's address with `{}` in the place of the database's name. Stopped and removed at the end."""
    programs = installed()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed (apt-get install postgresql)")
    base = Path("/tmp") / f"diemtin-pg-{uuid4().hex[:8]}"  # short: a socket's path may have 107 bytes
    base.mkdir(mode=0o777)
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(base, "postgres")
    data = base / "data"

    def run(tool: str, *arguments: object) -> None:
        command = [*as_postgres, programs / tool, *arguments]
        subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=60, cwd=base)

    try:
        run("initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        quick = f"-c listen_addresses='' -c unix_socket_directories='{base}' -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-l", base / "log", "-o", quick, "start")
        try:
            yield f"postgresql+psycopg://desk@/{{}}?host={base}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)
