"""What a reader cannot do, where the machine lets it be confined; elsewhere these tests say so and are skipped."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.readers import confinement
from app.readers.pool import ReaderPool
from tests.app.readers import steps
from tests.app.readers.test_reader_pool import PROJECT, readers, said


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReaderPool]:
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", "postgresql+psycopg://desk:secret@host/desk")
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    with ReaderPool(steps.prepare, processes=1, deadline_seconds=300) as pool:
        yield pool


def needs(pool: ReaderPool, part: str) -> None:
    said(pool, "say start")
    if part not in (pool.confined_by or ()):
        pytest.skip(f"this machine has no means for: {part}")


def test_a_reader_holds_no_secret_in_its_environment(pool: ReaderPool) -> None:
    environment = said(pool, "environment")

    assert "PYTHONPATH=" in environment
    assert "secret" not in environment
    assert "DIEMTIN" not in environment


def test_the_pool_says_once_what_confines_its_readers(pool: ReaderPool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    said(pool, "die 1")
    said(pool, "say again")

    assert caplog.text.count("readers are confined") == 1


def test_a_reader_gains_no_privileges(pool: ReaderPool) -> None:
    needs(pool, "no new privileges")
    assert "NoNewPrivs:\t1" in Path(f"/proc/{readers()[0].pid}/status").read_text()


def test_a_reader_reaches_no_server(pool: ReaderPool) -> None:
    needs(pool, "no network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert said(pool, f"connect {server.getsockname()[1]}").startswith("refused")


def test_a_reader_starts_no_process_and_signals_none(pool: ReaderPool) -> None:
    needs(pool, "no network")  # the same filter
    if sys.platform == "linux" and os.uname().machine in ("x86_64", "aarch64"):
        assert said(pool, "fork") == "refused: PermissionError"
        assert said(pool, "kill-desk") == "refused: PermissionError"


def test_our_packages_are_of_the_program_wherever_the_desk_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editable installation finds them by a hook: started elsewhere, their folder stands on no path."""
    monkeypatch.setattr(sys, "path", [one for one in sys.path if Path(one or ".").resolve() != PROJECT])
    assert {PROJECT / "crawlers", PROJECT / "nlp"} <= set(confinement._program_trees())


def test_a_reader_opens_no_file_of_the_desk(pool: ReaderPool, tmp_path: Path) -> None:
    needs(pool, "no files but the program")
    secret = tmp_path / "diemtin.db"
    secret.write_text("secret")

    for outside in (secret, PROJECT / "README.md", Path("/etc/passwd"), Path(f"/proc/{os.getpid()}/environ")):
        assert said(pool, f"open {outside}") == "refused: PermissionError"
    assert said(pool, f"write {tmp_path / 'new'}") == "refused: PermissionError"
    assert "import argparse" in said(pool, f"open {PROJECT / 'app/cli.py'}")
