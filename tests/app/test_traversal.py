"""Advisory: names in what is imported and restored that lead out of the desk's folder."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.conftest import Run

TEXT = "Sáng 23/11, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi tại các trạm y tế xã."
WAYS = [
    "../out", "../../out", "/tmp/out", "a/../../out", "..\\out", "./../out", "~/out", "%2e%2e/out", "..%2fout",
    "home/../../out", "C:\\out", "//host/out", "..", ".",
]  # fmt: skip


def everything(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*")}


def test_path_traversal_through_import(run: Run, home: Path, ndjson: Callable[..., Path], tmp_path: Path) -> None:
    named = ("id", "title", "source", "publisher_section")
    given = ndjson(*(dict.fromkeys(named, way) | {"text": TEXT, "url": f"https://a.vn/{way}"} for way in WAYS))

    assert run("import", given)[0] == 0

    outside = {one for one in everything(tmp_path) if not one.startswith(f"{home.name}/")}
    assert outside == {str(given.relative_to(tmp_path)), home.name}
    assert not any("out" in Path(one).name for one in everything(home))


@pytest.mark.parametrize("way", WAYS)
def test_path_traversal_through_the_names_in_a_backup(run: Run, home: Path, tmp_path: Path, way: str) -> None:
    assert run("user", "add", "lan")[0] == 0
    copy, other = tmp_path / "copy", tmp_path / "other"
    assert run("backup", copy)[0] == 0
    manifest = json.loads((copy / "backup.json").read_text("utf-8"))
    (tmp_path / "out").write_bytes(b"")
    manifest["files"][way] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of nothing
    (copy / "backup.json").write_text(json.dumps(manifest), "utf-8")
    before = everything(tmp_path)

    assert run("restore", copy, "--home", other)[0] == 2

    assert {one for one in everything(tmp_path) - before if not one.startswith("other")} == set()
    assert not (other / "diemtin.db").exists()
