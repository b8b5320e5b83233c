"""The command line speaks the language of DIEMTIN_LANGUAGE, Vietnamese where nothing is said."""

from pathlib import Path

import pytest

from app.cli import main, parser
from messages.catalogue import Catalogue
from tests.app.conftest import Run
from tests.docs.test_docs import commands
from tests.messages.letters import vietnamese_letters


def test_help_is_in_the_chosen_language_throughout() -> None:
    english = parser(Catalogue("en"))
    assert vietnamese_letters(english.format_help()) == ""
    for name, command in commands(english).items():
        assert vietnamese_letters(command.format_help()) == "", name
    for name, command in commands(parser(Catalogue("vi"))).items():
        assert vietnamese_letters(command.description or "") != "", name


def test_what_has_to_be_typed_is_named_by_the_catalogue() -> None:
    for name, command in commands(parser(Catalogue("vi"))).items():
        unnamed = [one.dest for one in command._actions if one.nargs != 0 and not one.choices and not one.metavar]
        assert unnamed == [], name


@pytest.mark.parametrize("option", ["--help", "read --help"])
def test_help_follows_the_setting(
    option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for language in ("vi", "en"):
        monkeypatch.setenv("DIEMTIN_LANGUAGE", language)
        with pytest.raises(SystemExit):
            main(option.split())
        said.append(capsys.readouterr().out)
    assert vietnamese_letters(said[0]) != ""
    assert vietnamese_letters(said[1]) == ""


def test_results_and_errors_are_in_the_chosen_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIEMTIN_LANGUAGE", "en")
    assert run("migrate")[1] == ["The database is at the newest version."]
    assert run("rebuild")[1] == ["The index was rebuilt: 0 articles."]
    assert "was added" in run("user", "add", "quan")[1][0]
    assert run("user", "add", "quan")[2].strip() == "The login “quan” is already taken."
    page = tmp_path / "empty.html"
    page.write_text("<html><p>x</p></html>")
    _, [answer], _ = run("read", page)
    assert answer["error"]["code"] == "not-extractable"
    assert answer["error"]["detail"].startswith("No article was found in this page: ")


def test_a_language_that_we_lack_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIEMTIN_LANGUAGE", "fr")
    assert main(["migrate"]) == 2
    assert "DIEMTIN_LANGUAGE" in capsys.readouterr().err


WRONGLY_TYPED = {
    "": "the following arguments are required: COMMAND",
    "frobnicate": "invalid choice: 'frobnicate'",
    "serve --port x": "invalid int value: 'x'",
    "user add": "the following arguments are required: LOGIN",
    "demo --clock slow": "invalid choice: 'slow'",
    "search --limit": "expected one argument",
    "migrate --frob": "unrecognized arguments: --frob",
    "backup there --keep 0": "must be at least 1",
}


@pytest.mark.parametrize(("typed", "english"), WRONGLY_TYPED.items())
def test_what_is_typed_wrongly_is_said_in_one_sentence_of_the_language(
    typed: str, english: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for language in ("vi", "en"):
        monkeypatch.setenv("DIEMTIN_LANGUAGE", language)
        with pytest.raises(SystemExit) as stopped:
            main(typed.split())
        assert stopped.value.code == 2
        said.append(capsys.readouterr().err.splitlines())
    [[vietnamese], [other]] = said
    assert english in other
    assert vietnamese_letters(vietnamese) != ""
    assert english not in vietnamese
    assert vietnamese_letters(other) == ""


def test_no_english_word_of_argparse_is_left_in_the_vietnamese_help(capsys: pytest.CaptureFixture[str]) -> None:
    top = parser(Catalogue("vi"))
    for text in (top.format_help(), *(command.format_help() for command in commands(top).values())):
        assert not [word for word in ("usage:", "options:", "positional", "show this") if word in text]
