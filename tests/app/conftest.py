import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

Run = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One process, and the root logger as it was: `main` configures it."""
    monkeypatch.setenv("DIEMTIN_PROCESSES", "1")
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `diemtin …` on a home of its own: its code, its lines (as JSON where they are), and what it complained of."""

    def once(*arguments: object) -> tuple[int, list[Any], str]:
        capsys.readouterr()
        code = main([str(arguments[0]), "--home", str(home), *map(str, arguments[1:])])
        said = capsys.readouterr()
        return code, [_json(line) for line in said.out.splitlines() if line], said.err

    return once


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return line


@pytest.fixture
def ndjson(tmp_path: Path) -> Callable[..., Path]:
    """Records, or lines as they are, in a file."""

    def written(*records: Any, name: str = "in.ndjson") -> Path:
        path = tmp_path / name
        lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
        return path

    return written
