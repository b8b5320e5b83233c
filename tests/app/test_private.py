"""What a desk writes is its owner's alone, with whatever umask it is started, and whoever made its folder."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alerts.vault import Vault
from app.bootstrap import Services
from app.settings import Settings
from tests.app.conftest import Run

TEXT = "Sáng 23/11, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi tại các trạm y tế xã."


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def open_to_others(home: Path) -> list[str]:
    """Files that are more than 0600, folders that are more than 0700, or of no use to their owner."""
    wanted = {True: 0o700, False: 0o600}
    every = [home, *home.rglob("*")]
    return [
        f"{one} {one.stat().st_mode:o}" for one in every if stat.S_IMODE(one.stat().st_mode) != wanted[one.is_dir()]
    ]


def test_all_that_a_desk_writes_is_private(
    umask: None, run: Run, home: Path, ndjson: Callable[..., Path], tmp_path: Path
) -> None:
    given = ndjson({"id": "a1", "title": "Tiêm chủng", "text": TEXT})
    given.chmod(0o600)
    assert run("import", given)[0] == 0
    assert run("user", "add", "lan")[0] == 0
    services = Services(Settings(home=home))
    Vault(services.settings.key_file).seal("x")  # makes the key
    services.close()
    assert run("backup", tmp_path / "copies", "--keep", 3)[0] == 0

    assert (home / "secret.key").exists()
    assert (home / "index").is_dir()
    assert open_to_others(home) == []
    assert open_to_others(tmp_path / "copies") == []


def test_the_files_beside_an_open_database_are_private(umask: None, run: Run, home: Path) -> None:
    assert run("user", "add", "lan")[0] == 0
    services = Services(Settings(home=home))
    with services.database.write() as store:
        store.people.list()
        assert {"diemtin.db-wal", "diemtin.db-shm"} <= {file.name for file in home.iterdir()}
        assert open_to_others(home) == []
    services.close()


def test_files_that_others_could_read_are_closed_when_the_desk_is_opened(run: Run, home: Path) -> None:
    home.mkdir(0o755)
    home.chmod(0o755)
    assert run("user", "add", "lan")[0] == 0
    (home / "secret.key").write_bytes(b"k")
    for name in ("diemtin.db", "secret.key"):
        (home / name).chmod(0o644)

    assert run("user", "add", "minh")[0] == 0

    assert open_to_others(home) == []


def test_a_folder_that_holds_other_things_keeps_its_mode(run: Run, home: Path) -> None:
    home.mkdir()
    home.chmod(0o755)
    (home / "other").write_text("x")

    assert run("user", "add", "lan")[0] == 0

    assert stat.S_IMODE(home.stat().st_mode) == 0o755
    assert stat.S_IMODE((home / "diemtin.db").stat().st_mode) == 0o600
