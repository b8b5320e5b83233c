"""A real OpenSearch of our own on 127.0.0.1, for tests and benchmarks: Maven's jars, and no container."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).parent / "opensearch"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "diemtin-opensearch"
MAVEN_SECONDS = 300.0  # for 48 MB of jars, the first time
START_SECONDS = 300.0
HEAP = ("-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_INSTALL = "apt-get install default-jdk-headless maven"
_QUIET = ("-Dlog4j2.disable.jmx=true", "-Dlog4j.shutdownHookEnabled=false")


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    name: str
    process: subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Release:
    version: str
    java: int  # the least that it runs on
    options: tuple[str, ...] = ()


TESTED = Release("2.19.6", 17)
NEWER = Release("3.8.0", 21, ("--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"))


def java_home(least: int) -> Path:
    """Of the oldest Java that will do. FileNotFoundError says in a sentence that there is none."""
    found = {}
    for home in (Path(os.environ.get("JAVA_HOME", "/nowhere")), *Path("/usr/lib/jvm").glob("*")):
        said = (home / "release").read_text("utf-8") if (home / "release").exists() else ""
        version = re.search(r'JAVA_VERSION="(\d+)', said)
        if version and int(version[1]) >= least and (home / "bin" / "javac").exists():
            found[int(version[1])] = home
    if not found or shutil.which("mvn") is None:
        raise FileNotFoundError(f"no OpenSearch without Java {least} and Maven ({_INSTALL})")
    return found[min(found)]


def class_path(release: Release, java: Path) -> str:
    """Jars and the compiled launcher, made once. FileNotFoundError says in a sentence why they cannot be had."""
    files = (HERE / "pom.xml", HERE / "src/main/java/TestNode.java")
    made = CACHE / hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    made = made.with_name(f"{release.version}-{made.name}")
    made.mkdir(parents=True, exist_ok=True)
    with (made / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        written = made / "class-path"
        jars = written.read_text().split(os.pathsep) if written.exists() else []
        if not jars or not all(Path(jar).exists() for jar in jars):
            _run_maven(release, java, made, written)
        return f"{made / 'classes'}{os.pathsep}{written.read_text()}"


def _run_maven(release: Release, java: Path, made: Path, written: Path) -> None:
    goals = ["compile", "dependency:build-classpath", f"-Dmade={made}", f"-Dmdep.outputFile={made / 'found'}"]
    goals += [f"-Dopensearch.version={release.version}", f"-Dmaven.compiler.release={release.java}"]
    try:
        done = subprocess.run(
            ["mvn", "-q", "-B", "-f", HERE / "pom.xml", *goals],
            capture_output=True,
            text=True,
            timeout=MAVEN_SECONDS,
            env=os.environ | {"JAVA_HOME": str(java)},
        )
    except subprocess.TimeoutExpired as error:
        raise FileNotFoundError("Maven did not bring OpenSearch's jars in time") from error
    if done.returncode:
        raise FileNotFoundError(f"Maven cannot bring OpenSearch's jars: {done.stdout[-500:]}")
    (made / "found").replace(written)


@contextmanager
def own_opensearch(nodes: int = 1, release: Release = TESTED) -> Iterator[list[Server]]:
    """A cluster that answers. It is stopped and removed at the end, and ends with this process however that ends."""
    java = java_home(release.java)
    command = [str(java / "bin" / "java"), *HEAP, *_QUIET, *release.options, "-cp", class_path(release, java)]
    base = Path(mkdtemp(prefix="diemtin-os-"))
    servers: list[Server] = []
    try:
        ports = _free_ports(2 * nodes)
        names = [f"n{at}" for at in range(nodes)]
        for at, name in enumerate(names):
            several = (
                [
                    f"discovery.seed_hosts={','.join(f'127.0.0.1:{port}' for port in ports[nodes:])}",
                    f"cluster.initial_cluster_manager_nodes={','.join(names)}",
                ]
                if nodes > 1
                else ["discovery.type=single-node"]
            )
            servers.append(_started(command, base / name, name, (ports[at], ports[nodes + at]), several))
        for server in servers:
            _wait(server, nodes, base)
        yield servers
    finally:
        for server in servers:
            server.process.kill()
        for server in servers:
            server.process.communicate()
        shutil.rmtree(base, ignore_errors=True)


def _started(command: list[str], home: Path, name: str, ports: tuple[int, int], several: list[str]) -> Server:
    home.mkdir()
    settings = [
        f"path.home={home}", f"node.name={name}", f"cluster.name={home.parent.name}", "network.host=127.0.0.1",
        f"http.port={ports[0]}", f"transport.port={ports[1]}", "transport.type=netty4", "http.type=netty4",
        "cluster.routing.allocation.disk.threshold_enabled=false", *several,
    ]  # fmt: skip
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "TestNode", *settings],
            stdin=subprocess.PIPE,  # the node ends when it is closed
            stdout=log,
            stderr=log,
            cwd=home,
        )
    return Server(f"http://127.0.0.1:{ports[0]}", name, process)


def _wait(server: Server, nodes: int, base: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.process.poll() is None:
        try:
            with urlopen(f"{server.url}/_cluster/health", timeout=5) as answer:
                if json.load(answer)["number_of_nodes"] == nodes:
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.1)
    raise RuntimeError(f"OpenSearch did not start: {(base / server.name / 'log').read_text()[-2000:]}")


def _free_ports(number: int) -> list[int]:
    taken = [socket.socket() for _ in range(number)]
    try:
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]
    finally:
        for one in taken:
            one.close()
