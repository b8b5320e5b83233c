"""Takes the steps of the Dockerfile without an engine, runs the desk as the image does, and prints what came of it.

Run as root in namespaces of its own (mount, network, process): a copy-on-write layer over this machine's Debian stands
for the base image and its packages, the packages of our own environment for what pip would fetch by the locks.
"""

import fcntl
import json
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pydantic

from tests.dockerfile import FILE, Instruction, stages

READY_SECONDS, END_SECONDS, LOOK_SECONDS = 120, 40, 0.5
DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LOCKED = "/opt/locked"
# What stands for the commands that reach the outside. Debian's packages are on the machine already, and pip with them.
APT_GET = "#!/bin/sh\nexit 0\n"
PYTHON = """#!/bin/sh
/usr/local/bin/python "$@" --without-pip && install -m 755 /opt/shims/pip /opt/diemtin/bin/pip
"""
# Packages by the locks cannot be fetched here: each must be there in the version that the lock pins, and with a hash.
PIP = f"""#!/opt/diemtin/bin/python
import re, sys, sysconfig
from importlib.metadata import distributions
from pathlib import Path
sys.path.insert(0, "{LOCKED}")
if "--require-hashes" not in sys.argv:
    from pip._internal.cli.main import main
    sys.exit(main())
Path(sysconfig.get_path("purelib"), "locked.pth").write_text("import sys; sys.path.insert(0, '{LOCKED}')")
lock = Path(sys.argv[sys.argv.index("-r") + 1]).read_text()
there = {{(re.sub("[-_.]+", "-", one.name.lower()), one.version) for one in distributions(path=["{LOCKED}"])}}
pins = set(re.findall(r"(?m)^([\\w.-]+)(?:\\[.*?\\])?==([^ ;]+) [^;]", lock))
unhashed = re.findall(r"(?m)^[\\w.-]+==.*[^\\\\]$", lock)
sys.exit(0 if pins and not unhashed and pins <= there else f"{{sorted(pins - there)}} {{unhashed}}")
"""
ARTICLE = {
    "title": "Quảng Trị tiêm vắc xin sởi cho trẻ ở mười bảy xã trong tuần này",
    "text": "Sở Y tế tỉnh Quảng Trị cho biết việc tiêm vắc xin sởi cho trẻ từ một đến năm tuổi diễn ra tuần này.\n\n"
    "Phụ huynh đưa trẻ đến trạm y tế xã từ 7 giờ 30 và mang theo sổ tiêm chủng. Việc tiêm không mất tiền.",
    "published": "2026-11-24T08:00:00+07:00",
    "source": "Sở Y tế Quảng Trị",
}


class Image:
    """The root of the image as it grows, and what its Dockerfile says of running it."""

    def __init__(self, context: Path, work: Path) -> None:
        self.context, self.root = context, work / "root"
        self.said: dict[str, Instruction] = {}
        self.environment: dict[str, str] = {}
        self.folder = "/"
        mount("-t", "tmpfs", "tmpfs", work)
        for part in ("upper", "work", "root"):
            (work / part).mkdir()
        layers = f"lowerdir=/,upperdir={work}/upper,workdir={work}/work"
        mount("-t", "overlay", "overlay", "-o", layers, self.root)
        mount("-t", "proc", "proc", self.root / "proc")
        mount("--rbind", "/dev", self.root / "dev")
        mount("-t", "tmpfs", "-o", "size=64m,mode=1777", "shm", self.root / "dev/shm")  # what an engine gives
        mount("-t", "tmpfs", "-o", "mode=1777", "tmp", self.root / "tmp")
        if sys.base_prefix != "/usr":  # the base image has its Python there
            mount("--bind", sys.base_prefix, self.root / "usr/local")
        elif not (python := self.root / "usr/local/bin/python").exists():
            python.symlink_to(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
        (self.root / LOCKED[1:]).mkdir(parents=True)
        mount("--bind", Path(pydantic.__file__).parents[1], self.root / LOCKED[1:])
        (self.root / "opt/shims").mkdir()
        for name, text in (("apt-get", APT_GET), ("python", PYTHON), ("pip", PIP)):
            shim = self.root / "opt/shims" / name
            shim.write_text(text)
            shim.chmod(0o755)
        subprocess.run(
            ["chroot", self.root, "ldconfig"], check=True
        )  # for the Python of usr/local, as in the base image

    def build(self) -> None:
        for number, stage in enumerate(stages(FILE.read_text("utf-8"))):
            self.environment, self.folder, self.said = {"PATH": DEFAULT_PATH}, "/", {}
            for at in stage:
                self.said[at.name] = at
                getattr(self, f"_{at.name.lower()}", lambda _at: None)(at)
            if number == 0:
                shutil.rmtree(self._at("/build"))

    def run(self, *command: str, shims: str = "", **how: Any) -> subprocess.Popen[bytes]:
        environment = self.environment | ({"PATH": f"{shims}:{self.environment['PATH']}"} if shims else {})
        environment |= {"TINI_SUBREAPER": "1", "DIEMTIN_PROCESSES": "1"}  # tini is not the first process here
        inside = ["env", "-i", "-C", self.folder, *(f"{name}={value}" for name, value in environment.items())]
        return subprocess.Popen(["chroot", self.root, *inside, *command], **how)

    def as_nobody(self, *command: str, **how: Any) -> subprocess.Popen[bytes]:
        """As compose runs it: no rights, and none to be had."""
        user = self.said["USER"].value
        drop = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs"]
        return self.run(*drop, "--inh-caps=-all", "--bounding-set=-all", "--", *command, **how)

    def seal(self) -> Path:
        """A root that nobody writes to, and a home that is a fresh volume: it takes its owner from the image."""
        home = self._at(self.said["VOLUME"].value)
        owner, mode = home.stat().st_uid, home.stat().st_mode & 0o7777
        mount("-o", "remount,bind,ro", self.root)
        mount("-t", "tmpfs", "-o", f"uid={owner},gid={home.stat().st_gid},mode={mode:o}", "home", home)
        return home

    def _at(self, path: str) -> Path:
        return self.root / str(Path("/", self.folder, path)).lstrip("/")

    def _env(self, at: Instruction) -> None:
        pairs = {name: value.replace("$PATH", self.environment["PATH"]) for name, value in at.pairs.items()}
        self.environment |= pairs

    def _workdir(self, at: Instruction) -> None:
        self.folder = at.value
        self._at(".").mkdir(parents=True, exist_ok=True)

    def _copy(self, at: Instruction) -> None:
        *sources, to = at.words
        if "--from=" in at.value:  # one root serves both stages
            assert [to] == sources
            assert self._at(to).exists()
            return
        for source in sources:
            if (self.context / source).is_dir():
                shutil.copytree(self.context / source, self._at(to), dirs_exist_ok=True)
            else:
                shutil.copy(self.context / source, self._at(to))

    def _run(self, at: Instruction) -> None:
        if self.run("sh", "-ec", at.value, shims="/opt/shims", stdout=sys.stderr).wait():
            raise SystemExit(f"a step of the image failed: {at.value}")


def mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def loopback_up() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS: up, running


def answer(path: str) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:8000{path}", timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)
    except OSError as away:
        return 0, {"away": str(away)}


def waited_for(parts: list[subprocess.Popen[bytes]]) -> tuple[int, dict[str, Any]]:
    """The answer of /ready once the article has come through, or the last one before a part fell or time was up."""
    ready: tuple[int, dict[str, Any]] = (0, {})
    deadline = time.monotonic() + READY_SECONDS
    while not (ready[0] == 200 and ready[1]["indexed"]) and time.monotonic() < deadline:
        if any(part.poll() is not None for part in parts):
            break
        time.sleep(LOOK_SECONDS)
        ready = answer("/ready")
    return ready


def left(home: Path) -> int:
    """Signs of life that nobody took back: a part that ends in order does."""
    with closing(sqlite3.connect(home / "diemtin.db")) as database:
        return int(database.execute("SELECT count(*) FROM heartbeats").fetchone()[0])


def main(context: Path, work: Path) -> dict[str, Any]:
    loopback_up()
    image = Image(context, work)
    image.build()
    home = image.seal()
    entry = image.said["ENTRYPOINT"].vector
    (image.root / "tmp/article.ndjson").write_text(json.dumps(ARTICLE))
    imported = image.as_nobody(*entry, "import", "/tmp/article.ndjson", stdout=sys.stderr).wait()
    parts = [image.as_nobody(*entry, part, stdout=sys.stderr) for part in ("serve", "work")]
    told = {
        "imported": imported,
        "ready": waited_for(parts),
        "health": image.as_nobody(*image.said["HEALTHCHECK"].vector).wait(),
        "status": [Path(f"/proc/{part.pid}/status").read_text() for part in parts if part.poll() is None],
        "written": [
            place
            for place in ("", "/opt/diemtin", "/usr/bin", "/etc", "/var")
            if image.as_nobody("touch", f"{place}/x").wait() == 0
        ],
        "home": [home.stat().st_uid, home.stat().st_mode & 0o7777],
        "folder": str(home.relative_to(image.root)),
    }
    for part in parts:
        part.send_signal(signal.SIGTERM)
    return told | {"ended": [part.wait(END_SECONDS) for part in parts], "left": left(home)}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
