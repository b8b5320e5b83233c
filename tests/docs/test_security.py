"""The table in SECURITY.md: each promise names tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "SECURITY.md").read_text("utf-8").partition("| --- | --- |")[2]
ROWS = re.findall(r"(?m)^\| (.+?) \| (.+?) \|$", TABLE)


def test_every_line_of_the_table_is_a_promise_with_a_test():
    assert len(ROWS) == len([line for line in TABLE.splitlines() if line.startswith("|")]) >= 20
    assert len({promise for promise, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("promise", "shown_by"), ROWS, ids=[promise[:60] for promise, _ in ROWS])
def test_a_promise_names_tests_that_are_there(promise: str, shown_by: str):
    named = re.findall(r"`([^`]+)`", shown_by)
    assert named, promise
    for one in named:
        path = ROOT / one
        files = sorted(path.glob("test_*.py")) if path.is_dir() else [path]
        assert any("\ndef test_" in file.read_text("utf-8") for file in files), one
