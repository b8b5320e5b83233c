"""A copy of a PostgreSQL desk, by the server's own tools: pg_dump and pg_restore, in the custom format."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from database.backups.contents import COUNTED, LEFT_OUT, compare, not_empty
from database.schema import REVISIONS, address_of, known, revision_in
from domain.errors import Unusable
from domain.trouble import Trouble

INSTALLED_FOLDER = Path("/usr/lib/postgresql")  # where Debian and Ubuntu put each version
SECRETS = {"password": "PGPASSWORD"}  # what must not be seen among the machine's processes
COPY = re.compile(rb'COPY (?:\S+\.)?"?(\w+)"? \((.*)\) FROM stdin;\n')


@dataclass(frozen=True)
class Header:
    """What a copy says before the rows of a table."""

    table: str
    columns: tuple[str, ...]


def copy(engine: Engine, target: Path) -> dict[str, int]:
    """Write `target`, a new file, and check it. The rows of its main tables, of the moment that was copied."""
    where = address_of(engine)
    tool = _tool("pg_dump")
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        if revision_in(connection) is None:
            raise Unusable(Trouble.DESK_MISSING, where=where)
        counted = _counts(connection)
        not_empty(counted, where)
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *without]
        _run(engine, [tool, *options, f"--file={target}", f"--dbname={_address(engine)}"], where)
    compare(counted, check(target), str(target))
    return counted


def check(path: Path) -> dict[str, int]:
    """The rows of a copy's main tables, counted by reading it to its end."""
    tool, found = _tool("pg_restore"), dict.fromkeys(COUNTED, 0)
    listed = subprocess.run([tool, "--list", path], capture_output=True, text=True, check=False)
    if listed.returncode or f" {COUNTED[0]} " not in listed.stdout:
        raise Unusable(Trouble.DESK_DAMAGED, where=str(path))
    for header, _row in rows(path):
        if header.table in found:
            found[header.table] += 1
    return {table: number for table, number in found.items() if f" {table} " in listed.stdout}


def fill(engine: Engine, source: Path) -> None:
    """Put a copy into an empty database, wholly or not at all."""
    where = address_of(engine)
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run(engine, [_tool("pg_restore"), *options, f"--dbname={_address(engine)}", str(source)], where)


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return _counts(connection)


def _counts(connection: Connection) -> dict[str, int]:
    there = set(inspect(connection).get_table_names())
    return {
        table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - our own tables
        for table in COUNTED
        if table in there
    }


def rows(path: Path, *only: str) -> Iterator[tuple[Header, bytes]]:
    """Each row of a copy as COPY writes it, of all tables or of those named. Unusable for one that ends too soon."""
    command = [_tool("pg_restore"), "--data-only", *(f"--table={table}" for table in only), "--file=-", str(path)]
    with subprocess.Popen(command, stdout=-1, stderr=subprocess.DEVNULL) as reading:
        header = None
        for line in reading.stdout or ():
            if header is None:
                started = COPY.fullmatch(line)
                names = started[2].decode().replace('"', "").split(", ") if started else ()
                header = Header(started[1].decode(), tuple(names)) if started else None
            elif line == b"\\.\n":
                header = None
            else:
                yield header, line
    if reading.returncode:
        raise Unusable(Trouble.DESK_DAMAGED, where=str(path))


def revision(path: Path) -> str:
    """The schema of a copy. Unusable for one that this program does not know."""
    found = [line.decode().strip() for _, line in rows(path, REVISIONS)]
    return known(found, str(path))


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        versions = [path for path in INSTALLED_FOLDER.glob(f"*/bin/{name}") if path.parts[-3].isdigit()]
        found = str(max(versions, key=lambda path: int(path.parts[-3]))) if versions else None
    if found is None:
        raise Unusable(Trouble.BACKUP_TOOL, tool=name)
    return found


def _run(engine: Engine, command: Sequence[str], where: str) -> None:
    named = _connection(engine)
    secret = {SECRETS[key]: str(value) for key, value in named.items() if key in SECRETS}
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [str(done.returncode)])[0]
        raise Unusable(Trouble.BACKUP_REFUSED, where=where, why=why)


def _connection(engine: Engine) -> dict[str, Any]:
    """libpq's own names for the parts of the address; what the driver adds for itself is no text."""
    parts = engine.dialect.create_connect_args(engine.url)[1]
    return {key: value for key, value in parts.items() if isinstance(value, str | int)}


def _address(engine: Engine) -> str:
    """The address as libpq reads it, without what is secret: a command line is seen by everybody on the machine."""
    parts = {key: str(value) for key, value in _connection(engine).items() if key not in SECRETS}
    return " ".join(f"{key}='{_quoted(value)}'" for key, value in parts.items())


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")
