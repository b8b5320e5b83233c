"""A secret that stands in a file is read once, at the start, and a file without it is named in one sentence."""

import re
from pathlib import Path

import pytest

from app.cli import main
from app.settings import Settings
from tests.app.conftest import Run
from tests.app.permissions import obeyed

ADDRESS = "postgresql+psycopg://desk:a-secret@db.example/desk"
SECRETS = [name for name, field in Settings.model_fields.items() if not field.repr]
SETTINGS = [f"DIEMTIN_{name.upper()}_FILE" for name in SECRETS]
# An address that people type, one that publishers read, and one whose password is a setting of its own.
NOT_SECRET = {"public_url", "contact_url", "search_url"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "secret"
    made.write_text(f"{ADDRESS}\n", "utf-8")
    return made


def test_a_secret_is_what_its_file_holds_without_the_line_s_end(file: Path, monkeypatch: pytest.MonkeyPatch):
    for name in SETTINGS:
        monkeypatch.setenv(name, str(file))
    settings = Settings(database_url="postgresql+psycopg://another@db.example/desk")
    assert {getattr(settings, name) for name in SECRETS} == {ADDRESS}
    assert "a-secret" not in repr(settings)
    file.unlink()
    assert settings.model_copy(update={"home": file.parent}).database_url == ADDRESS


def test_each_setting_that_can_hold_a_secret_may_stand_in_a_file():
    told = {name for name in Settings.model_fields if re.search(r"url|password|key|token|secret", name)}
    assert {name for name in told - NOT_SECRET if not name.endswith("_file")} == set(SECRETS)
    assert {f"{name}_file" for name in SECRETS} <= set(Settings.model_fields)


def missing(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_text("\n")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def no_text(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x80")


def closed(file: Path) -> None:
    file.chmod(0)


def in_a_closed_folder(file: Path) -> None:
    file.parent.chmod(0)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("arrange", [missing, empty, a_folder, no_text, closed, in_a_closed_folder])
def test_a_file_without_a_secret_stops_a_command_with_one_sentence_that_names_it(
    arrange, name: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv(name, str(file))
    arrange(file)
    try:
        with obeyed():
            code = main(["migrate"])
    finally:
        file.parent.chmod(0o700)
    [line] = capsys.readouterr().err.strip().splitlines()
    assert code == 2
    assert line.startswith(f"Cài đặt {name} chỉ tệp «{file}»")


def test_a_database_that_is_away_is_told_without_its_password(
    file: Path, run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
):
    file.write_text(f"postgresql+psycopg://desk:a-secret@/desk?host={home}", "utf-8")
    monkeypatch.setenv("DIEMTIN_DATABASE_URL_FILE", str(file))
    code, _, said = run("migrate")
    assert code == 2
    assert "postgresql" in said
    assert "a-secret" not in said
