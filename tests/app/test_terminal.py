"""What a person sees who starts the desk: the address, the log's place and the one-time link, which stays in sight."""

import logging
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import logs
from app.run import how_far
from domain.stage import Stage
from messages.catalogue import Catalogue

WAIT_SECONDS = 120
LINES_OF_A_TERMINAL = 24


@pytest.mark.slow
def test_the_link_stays_in_sight_while_the_log_fills_a_file(tmp_path: Path):
    said, log = tmp_path / "said.txt", tmp_path / "mau" / "diemtin.log"
    command = [sys.executable, "-m", "app", "--home", str(tmp_path), "run", "--sample"]
    environment = os.environ | {"DIEMTIN_PORT": "0", "DIEMTIN_PROCESSES": "1"}
    with said.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, env=environment) as desk:
        try:
            until = time.monotonic() + WAIT_SECONDS
            while not re.search(r"batch lane=placing(.|\n)* progress .* queued=[1-9]", _read(log)):
                assert time.monotonic() < until, said.read_text() + _read(log)[-3000:]
                time.sleep(0.3)
        finally:
            desk.send_signal(signal.SIGTERM)
            desk.wait(60)

    lines = said.read_text().splitlines()
    [link] = [number for number, line in enumerate(lines) if "/vao/" in line]
    assert len(lines) - link < LINES_OF_A_TERMINAL
    assert not [line for line in lines if re.search(r"Z (info|debug) | → |Traceback", line)]
    assert sum(str(log) in line for line in lines) == 1
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert {"visit", "batch", "progress"} <= {line.split(" ")[3] for line in _read(log).splitlines()}


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8") if log.exists() else ""


@pytest.fixture
def shared(tmp_path: Path):
    """Two processes' ends of one log, and a logger for each."""
    file = tmp_path / "diemtin.log"
    ends = [logs.SharedFile(file) for _ in range(2)]
    yield file, ends
    for one in ends:
        one.close()


def _line(text: str) -> logging.LogRecord:
    return logging.LogRecord("diemtin", logging.INFO, "", 0, text, (), None)


def test_a_large_log_begins_a_new_file_for_every_process_and_five_older_ones_are_kept(
    shared: tuple[Path, list[logs.SharedFile]], monkeypatch: pytest.MonkeyPatch
):
    file, ends = shared
    monkeypatch.setattr(logs, "MAX_FILE_BYTES", 1)
    for number in range(8):
        for end in ends:
            end.emit(_line(f"line {number}"))
        logs.rotate(file)

    assert not file.exists()
    kept = sorted(file.parent.iterdir())
    assert [one.name for one in kept] == [f"diemtin.log.{number}" for number in range(1, 6)]
    assert [one.read_text().split("\n")[:2] for one in kept] == [[f"line {7 - n}"] * 2 for n in range(5)]


def test_a_small_log_and_one_that_is_not_there_stay_as_they_are(tmp_path: Path):
    logs.rotate(tmp_path / "diemtin.log")
    (tmp_path / "diemtin.log").write_text("a line")
    logs.rotate(tmp_path / "diemtin.log")

    assert [one.name for one in tmp_path.iterdir()] == ["diemtin.log"]


def test_a_log_that_cannot_be_written_says_nothing_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    end = logs.SharedFile(tmp_path / "gone" / "diemtin.log")

    end.emit(_line("a line"))

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("counts", "waiting", "vietnamese", "english"),
    [
        (
            {Stage.FETCHED: 60, Stage.EXTRACTED: 3},
            18,
            "Đang đọc 63 bài, 18 bài nữa.",
            "Reading 63 articles, 18 more to come.",
        ),
        ({Stage.QUEUED: 1200}, 0, "Đã đọc hết: 1.200 bài trong hàng chờ.", "All read: 1,200 articles in the queue."),
        ({}, 5, "Đang đọc 0 bài, 5 bài nữa.", "Reading 0 articles, 5 more to come."),
    ],
)
def test_the_terminal_says_how_far_the_reading_is(
    counts: dict[Stage, int], waiting: int, vietnamese: str, english: str
):
    told = how_far(dict.fromkeys(Stage, 0) | counts, waiting)

    assert (Catalogue("vi")(told), Catalogue("en")(told)) == (vietnamese, english)
