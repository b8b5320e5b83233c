"""The image's steps, taken without an engine, make a desk that serves and works as nobody on a read-only root."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.dockerfile import FILE

REPO = FILE.parent
NEEDED = ("unshare", "chroot", "setpriv", "tini", "pg_dump")
NAMESPACES = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
# Whether a copy-on-write layer can be laid over the machine's root, as the driver does.
PROBE = """mount -t tmpfs probe "$0" && mkdir "$0/upper" "$0/work" "$0/root" &&
mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root"
"""
SECONDS = 400  # far more than it takes: a machine that is busy is no mistake of the image


def lacking(folder: Path) -> str:
    """Why the steps cannot be taken on this machine, if so."""
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        return f"the image's steps need {', '.join(missing)}"
    probe = [*NAMESPACES, "sh", "-c", PROBE, str(folder)]
    if os.geteuid() or subprocess.run(probe, capture_output=True, check=False).returncode:
        return "the image's steps need root, namespaces of their own and an overlay over the machine's root"
    return ""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    context, work = tmp_path_factory.mktemp("context"), tmp_path_factory.mktemp("image")
    if why := lacking(work):
        pytest.skip(why)
    for line in (REPO / ".dockerignore").read_text("utf-8").splitlines():
        if line.startswith("!"):
            taken(REPO / line[1:], context)
    done = subprocess.run(
        [*NAMESPACES, sys.executable, "-m", "tests.app.image_driver", str(context), str(work)],
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        umask=0o022,  # whatever a test before this one has left: what is built is read by another user
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    answer: dict[str, Any] = json.loads(done.stdout) | {"log": done.stderr}
    return answer


def taken(one: Path, context: Path) -> None:
    if one.is_dir():
        shutil.copytree(one, context / one.name, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(one, context)


@pytest.mark.slow
def test_the_installed_desk_reads_an_article_and_is_ready_and_ends_in_order(told: dict[str, Any]):
    status, ready = told["ready"]
    assert (told["imported"], status, ready.get("indexed")) == (0, 200, 1), told["log"][-4000:]
    assert told["health"] == 0
    assert set(told["ended"]) <= {0, 128 + 15}
    assert told["left"] == 0


@pytest.mark.slow
def test_it_does_so_as_nobody_without_rights_and_writes_to_its_home_alone(told: dict[str, Any]):
    assert len(told["status"]) == 2
    for status in told["status"]:
        assert re.findall(r"(?m)^[UG]id:\t(\d+)", status) == ["10001", "10001"]
        assert set(re.findall(r"(?m)^Cap\w+:\t(\w+)", status)) == {"0" * 16}
        assert re.findall(r"(?m)^NoNewPrivs:\t(\d)", status) == ["1"]
    assert told["written"] == []
    assert told["home"] == [10001, 0o700]
    assert told["folder"] == "var/lib/diemtin"
