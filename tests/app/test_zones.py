"""Whatever zone a machine says it is in, the desk shows, sends and prints the same bytes."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import Services
from app.sample import register
from app.settings import Settings
from demo.newsroom import Newsroom

BEGAN = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # the next day in Vietnam, and still the day before in America
ZONES = ("America/St_Johns", "Pacific/Kiritimati")  # the two ends of the world: between them any zone would show
PROJECT = Path(__file__).parents[2]


@pytest.mark.slow
def test_screens_outputs_and_commands_are_the_same_bytes_in_every_zone(tmp_path: Path):
    with Newsroom(clock=lambda: BEGAN, trouble=False, zero=BEGAN) as newsroom:
        processes = [_a_morning(tmp_path / zone.replace("/", "-"), zone, newsroom) for zone in ZONES]
        said = [process.communicate(timeout=500) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(ZONES), [error[-2000:] for _, error in said]
    first, *others = (json.loads(out) for out, _ in said)

    assert len(first) > 100
    assert sum(answer.startswith("200 ") for answer in first.values()) > 80
    for zone, other in zip(ZONES[1:], others, strict=True):
        assert sorted(other) == sorted(first)
        assert [name for name in first if first[name] != other[name]] == [], zone


def _a_morning(home: Path, zone: str, newsroom: Newsroom) -> subprocess.Popen[str]:
    home.mkdir()
    services = Services(Settings(home=home), clock=lambda: BEGAN)
    services.migrate()
    with services.database.write() as store:
        register(store, newsroom, BEGAN)
    services.close()
    return subprocess.Popen(
        [sys.executable, "-m", "tests.app.zone_driver", home],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "TZ": zone, "PYTHONHASHSEED": "0", "DIEMTIN_PROCESSES": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
