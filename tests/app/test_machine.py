"""What a machine has, from files as Linux shows them; and what `diemtin check` says of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.commands import check
from app.machine import look
from desk.requirements import GIB, REQUIRED, Machine, Profile
from tests.app.conftest import Run
from tests.app.permissions import obeyed

TOTAL = "MemTotal:       16384000 kB\nMemFree:         1000 kB\n"
TOTAL_BYTES = 16_384_000 * 1024
MEMINFO, GROUP, MAPS = "proc/meminfo", "proc/self/cgroup", "proc/sys/vm/max_map_count"
V1, V2 = "sys/fs/cgroup/memory/memory.limit_in_bytes", "sys/fs/cgroup/memory.max"
OF_V1, OF_V2 = "3:cpu,cpuacct:/\n5:memory:/\n", "0::/\n"
NO_LIMIT = "9223372036854771712"  # what version 1 writes

MEMORY = {
    "no control group": ({MEMINFO: TOTAL}, TOTAL_BYTES),
    "version 2, max": ({MEMINFO: TOTAL, GROUP: OF_V2, V2: "max\n"}, TOTAL_BYTES),
    "version 2, a limit": ({MEMINFO: TOTAL, GROUP: OF_V2, V2: f"{4 * GIB}\n"}, 4 * GIB),
    "version 2, a limit beyond the machine": ({MEMINFO: TOTAL, GROUP: OF_V2, V2: f"{64 * GIB}\n"}, TOTAL_BYTES),
    "version 2, a limit above the own group": (
        {
            MEMINFO: TOTAL,
            GROUP: "0::/system.slice/diemtin.service\n",
            "sys/fs/cgroup/system.slice/diemtin.service/memory.max": "max\n",
            "sys/fs/cgroup/system.slice/memory.max": f"{3 * GIB}\n",
        },
        3 * GIB,
    ),
    "version 2, named as the host names it": ({MEMINFO: TOTAL, GROUP: "0::/../docker/abc\n", V2: str(GIB)}, GIB),
    "version 1, no limit": ({MEMINFO: TOTAL, GROUP: OF_V1, V1: NO_LIMIT}, TOTAL_BYTES),
    "version 1, a limit": ({MEMINFO: TOTAL, GROUP: OF_V1, V1: f"{2 * GIB}\n"}, 2 * GIB),
    "version 1, the host's path in a container": (
        {MEMINFO: TOTAL, GROUP: "5:memory:/docker/abc\n", V1: f"{2 * GIB}\n"},
        2 * GIB,
    ),
    "both versions at once": (
        {MEMINFO: TOTAL, GROUP: "5:memory:/\n0::/\n", V1: f"{5 * GIB}\n", V2: "max\n"},
        5 * GIB,
    ),
    "another controller's limit": ({MEMINFO: TOTAL, GROUP: "7:cpu:/\n", V1: f"{GIB}\n"}, TOTAL_BYTES),
    "a limit that is no number": ({MEMINFO: TOTAL, GROUP: OF_V2, V2: "٣\n"}, TOTAL_BYTES),
    "an empty limit": ({MEMINFO: TOTAL, GROUP: OF_V2, V2: ""}, TOTAL_BYTES),
    "a limit alone": ({GROUP: OF_V2, V2: f"{GIB}\n"}, GIB),
    "a total that is no number": ({MEMINFO: "MemTotal: viel kB\nMemTotal:\n"}, None),
    "nothing": ({}, None),
}


def machine(root: Path, files: dict[str, str]) -> Machine:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return look(root, root)


@pytest.mark.parametrize("case", MEMORY)
def test_memory_is_the_machine_s_or_the_least_limit_that_the_process_stands_under(case: str, tmp_path: Path):
    files, expected = MEMORY[case]
    assert machine(tmp_path, files).memory_bytes == expected


@pytest.mark.parametrize(("text", "number"), [("262144\n", 262_144), ("nhiều", None), ("", None), ("-1", None)])
def test_the_number_of_memory_maps_is_read_or_unknown(text: str, number: int | None, tmp_path: Path):
    assert machine(tmp_path, {MAPS: text}).max_map_count == number


def test_files_that_are_closed_to_us_leave_the_machine_unknown(tmp_path: Path):
    machine(tmp_path, {MEMINFO: TOTAL, MAPS: "262144"})
    for name in (MEMINFO, MAPS):
        (tmp_path / name).chmod(0)
    with obeyed():
        seen = look(tmp_path, tmp_path)
    assert (seen.memory_bytes, seen.max_map_count) == (None, None)


def test_the_disk_is_that_of_the_folder_also_before_the_folder_is_there(tmp_path: Path):
    there, coming = look(tmp_path, tmp_path), look(tmp_path / "a" / "b", tmp_path)
    assert there.disk_bytes == coming.disk_bytes
    assert 0 < (there.free_bytes or 0) <= (there.disk_bytes or 0)
    assert (there.disk_bytes or 0) > 0


def test_this_machine_is_read():
    seen = look(Path())
    assert None not in (seen.memory_bytes, seen.max_map_count, seen.disk_bytes, seen.free_bytes)


LARGE = Machine(memory_bytes=32 * GIB, max_map_count=262_144, disk_bytes=400 * GIB, free_bytes=200 * GIB)
MEDIUM = replace(LARGE, memory_bytes=REQUIRED[Profile.SMALL].memory_bytes)
TINY = replace(LARGE, memory_bytes=GIB)
DARK = replace(LARGE, max_map_count=None)


def told(profile: str, seen: Machine, run: Run, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str], list[str]]:
    monkeypatch.setattr(check, "look", lambda _folder: seen)
    code, out, err = run("check", profile)
    return code, out, err.splitlines()


def test_a_machine_that_is_large_enough_is_told_so_and_what_is_unknown_is_left_to_people(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
):
    assert told("cluster", LARGE, run, monkeypatch) == (0, ["Máy này đủ sức chạy «cluster»."], [])
    code, [_, unknown], _ = told("cluster", DARK, run, monkeypatch)
    assert (code, unknown.startswith("Không đọc được vm.max_map_count: cần từ 262144")) == (0, True)
    assert not (home / "diemtin.db").exists()


def test_a_machine_too_small_for_the_parts_is_led_to_the_one_service_that_it_can_carry(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
):
    code, out, [head, memory, instead] = told("cluster", MEDIUM, run, monkeypatch)
    assert (code, out) == (2, [])
    assert head.startswith("Máy này chưa đủ sức chạy «cluster»")
    assert memory.startswith("Bộ nhớ: có 3.584 MB, cần từ 15.360 MB.")
    assert "docker compose --profile small up -d" in instead
    assert told("small", MEDIUM, run, monkeypatch)[0] == 0
    assert not (home / "diemtin.db").exists()


def test_a_machine_too_small_for_either_is_never_sent_to_the_small_one(run: Run, monkeypatch: pytest.MonkeyPatch):
    code, _, said = told("cluster", TINY, run, monkeypatch)
    assert (code, len(said)) == (2, 4)
    assert said[2].startswith("«small»")
    assert said[3].startswith("Bộ nhớ: có 1.024 MB, cần từ 3.584 MB.")
    assert not [line for line in said if "--profile small" in line]
    assert told("small", TINY, run, monkeypatch)[0] == 2
