"""What can be set, typed or met is documented, and the documents hold together."""

import argparse
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

import pytest

from api.screens import LINKS
from app.cli import parser
from app.settings import Settings
from domain.people import MAY, Act, Role
from domain.stage import Outcome, Stage
from domain.story import Term
from messages.catalogue import Catalogue

REPO = Path(__file__).parents[2]
DOCUMENTS = sorted([*REPO.glob("*.md"), *(REPO / "docs").rglob("*.md"), *(REPO / "api" / "guide").glob("*.md")])
PACKAGES = ("domain", "crawlers", "nlp", "index", "alerts", "outlets", "database", "desk", "api", "app", "demo")
DECISIONS = sorted((REPO / "docs" / "decisions").glob("[0-9]*.md"))


def read(path: str) -> str:
    return (REPO / path).read_text(encoding="utf-8")


def commands(top: argparse.ArgumentParser | None = None) -> dict[str, argparse.ArgumentParser]:
    actions = (top or parser(Catalogue()))._actions
    found = next(action for action in actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def section(text: str, heading: str) -> str:
    """The text under each heading that begins with these words, up to the next heading."""
    found = re.findall(rf"(?ms)^#+ `{re.escape(heading)}\b.*?(?=^#|\Z)", text)
    assert found, f"no heading for «{heading}»"
    return "\n".join(found)


def rows(path: str) -> dict[str, str]:
    """The table rows of a document, by the code or word in their first column."""
    return {row[1]: row[0] for row in re.finditer(r"(?m)^\| `?([\w-]+)`?.*$", read(path))}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default(name: str):
    row = rows("docs/settings.md")[f"DIEMTIN_{name.upper()}"]
    default = Settings.model_fields[name].default
    assert f"| {'empty' if default in (None, '') else f'`{default}`'} |" in row


def test_no_setting_is_documented_that_does_not_exist():
    documented = {name for path in DOCUMENTS for name in re.findall(r"DIEMTIN_[A-Z_]+", path.read_text("utf-8"))}
    assert documented == {f"DIEMTIN_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("name", commands())
def test_every_command_is_documented_with_its_options_and_choices(name: str):
    text = section(read("docs/commands.md"), f"diemtin {name}")
    for action in commands()[name]._actions:
        if {"-h", "--home"} & set(action.option_strings):  # the same for all
            continue
        for option in action.option_strings:
            assert f"`{option}" in text, f"{name} {option}"
        for choice in action.choices or ():
            assert choice in text, f"{name} {choice}"


def test_no_command_is_documented_that_does_not_exist():
    documented = {name for path in DOCUMENTS for name in re.findall(r"`diemtin ([a-z]+)", path.read_text("utf-8"))}
    assert documented <= set(commands())


@pytest.mark.parametrize("word", [*Stage, *Outcome])
def test_every_stage_and_outcome_is_documented(word: str):
    assert f"| `{word}` |" in read("docs/stages.md")


def test_the_readme_says_what_each_role_may_do():
    table = rows("README.md")
    for role in Role:
        ticks = [cell.strip() == "✓" for cell in table[role.value].strip("|").split("|")[1:]]
        assert ticks == [act in MAY[role] for act in (Act.READ, Act.PICK, Act.REVIEW, Act.MANAGE)], role


def test_the_guide_for_editors_names_every_role_screen_part_and_key():
    guide = read("api/guide/vi.md")
    screens = [link.title for link in LINKS]
    keys = re.findall(r'(?m)^    "?([a-z/?])"?: \(\) =>', read("api/static/desk.js"))
    parts = [Catalogue().named(term, "term") for term in Term]
    assert [len(screens) >= 8, len(keys) >= 7, len(parts) >= 10] == [True] * 3  # found at all
    for screen in screens:
        assert f"### {screen}\n" in guide
    for key in keys:
        assert f"| `{key}` |" in guide
    for word in [*parts, *(Catalogue().named(role, "role") for role in Role)]:
        assert word in guide


def test_every_make_target_is_documented_and_has_its_line_of_help():
    makefile = read("Makefile")
    phony = set(re.findall(r"(?m)^\.PHONY: (.*)$", makefile)[0].split())
    assert phony == set(re.findall(r"(?m)^([a-z]+):.*##", makefile)) | {"help"}
    assert phony == set(re.findall(r"(?m)^\| `make ([a-z]+)` \|", read("docs/commands.md")))


def links(document: Path) -> Iterator[str]:
    text = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            yield target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPO)))
def test_every_link_inside_the_repository_leads_somewhere(document: Path):
    for target in links(document):
        path, _, heading = target.partition("#")
        goal = (document.parent / unquote(path)) if path else document
        assert goal.exists(), target
        if heading:
            assert unquote(heading) in anchors(goal), target


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"(?m)^#+ (.*)$", document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("record", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_and_what_follows(record: Path):
    text = record.read_text(encoding="utf-8")
    assert re.findall(r"(?m)^## (.*)$", text) == ["Context", "Decision", "Consequences"]
    assert re.match(rf"# {record.stem[:4]} \S", text)
    assert f"]({record.name})" in read("docs/decisions/README.md")


def test_decisions_are_numbered_without_gaps():
    assert [int(record.stem[:4]) for record in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_every_decision_and_document_that_the_code_names_is_there():
    code = [path for top in PACKAGES for path in (REPO / top).rglob("*.py")]
    named = {name for path in code for name in re.findall(r"docs/[\w/-]*\w", path.read_text("utf-8"))}
    assert "docs/places" in named  # found at all
    there = {str(path.relative_to(REPO)) for path in DOCUMENTS}
    assert not [name for name in named if not any(path.startswith(name) for path in there)]


def test_every_document_is_reached_from_the_readme():
    seen, ahead = set(), [REPO / "README.md"]
    while ahead:
        document = ahead.pop().resolve()
        if document not in seen and document.suffix == ".md":
            seen.add(document)
            ahead += [
                document.parent / unquote(target.partition("#")[0]) for target in links(document) if target[0] != "#"
            ]
    assert {path.resolve() for path in DOCUMENTS} <= seen


def test_the_changelog_has_this_version():
    stated = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert f"## [{stated}]" in read("CHANGELOG.md")
    assert version("diemtin") == stated
