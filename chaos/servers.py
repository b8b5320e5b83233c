"""The database that the desk is run on: a file in its home, or a private PostgreSQL on a unix socket."""

import os
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from uuid import uuid4

import psutil

STOP_SECONDS = 60


@dataclass
class Sqlite:
    """One file. It is away while somebody else holds it."""

    file: Path
    name: str = "sqlite"
    url: str = ""
    outages: tuple[str, ...] = ("locked",)

    def away(self, how: str, seconds: float, stop: Event) -> None:
        with closing(sqlite3.connect(self.file, timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            stop.wait(seconds)
            connection.execute("ROLLBACK")

    def copy(self, to: Path) -> None:
        """What was found, for whoever wants to know why a line is broken."""
        with closing(sqlite3.connect(self.file)) as connection, closing(sqlite3.connect(to)) as copied:
            connection.backup(copied)

    def ensure(self) -> None:
        """A file needs nobody."""

    def stop(self) -> None:
        """A file needs no end."""


@dataclass
class Postgresql:
    """A server of our own, as the tests start one."""

    data: Path
    socket: Path = field(default_factory=lambda: Path("/tmp") / f"diemtin-chaos-{uuid4().hex[:8]}")  # a short path
    name: str = "postgresql"
    outages: tuple[str, ...] = ("stopped", "frozen")
    meant: bool = False  # that it is away
    _starting: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise FileNotFoundError("PostgreSQL is not installed (apt-get install postgresql)")
        self._tools = found[-1].parent
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        for folder in (self.data, self.socket):
            folder.mkdir(mode=0o700)
            if self._as:
                shutil.chown(folder, "postgres")
        self._run("initdb", "-D", self.data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.ensure()

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://desk@/postgres?host={self.socket}"

    def ensure(self) -> None:
        """Start it unless it runs: a full disk ends a server, as an operator would find it."""
        with self._starting:
            if not self.meant and self._server() is None:
                options = f"-c listen_addresses='' -c unix_socket_directories='{self.socket}' -c max_wal_size=64MB"
                log = self.socket / "log"
                self._run("pg_ctl", "-D", self.data, "-w", "-t", 20, "-l", log, "-o", options, "start", check=False)

    def copy(self, to: Path) -> None:
        with to.open("wb") as out:
            command = [*self._as, self._tools / "pg_dump", "-h", self.socket, "-U", "desk", "postgres"]
            subprocess.run(list(map(str, command)), check=False, stdout=out, timeout=STOP_SECONDS, cwd=self.socket)

    def away(self, how: str, seconds: float, stop: Event) -> None:
        server = self._server()
        if server is None:
            return
        if how == "stopped":
            self.meant = True
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop", check=False)
            stop.wait(seconds)
            self.meant = False
            self.ensure()
            return
        family = [server, *server.children(recursive=True)]
        _signal(family, signal.SIGSTOP)
        stop.wait(seconds)
        _signal([*family, *server.children(recursive=True)], signal.SIGCONT)

    def stop(self) -> None:
        if self._server():
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.socket, ignore_errors=True)

    def _server(self) -> psutil.Process | None:
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            process = psutil.Process(pid)
            return process if "postgres" in process.name() else None
        except (OSError, ValueError, psutil.Error):
            return None

    def _run(self, tool: str, *arguments: object, check: bool = True) -> None:
        command = [*self._as, self._tools / tool, *arguments]
        subprocess.run(
            list(map(str, command)), check=check, stdout=subprocess.DEVNULL, timeout=STOP_SECONDS, cwd=self.socket
        )


def _signal(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.Error:
            continue


Server = Sqlite | Postgresql
