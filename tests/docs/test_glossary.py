"""A word of the code, of a table or of the API stands in the glossary, with the word that editors read."""

import importlib
import inspect
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from api.routes import ROUTERS
from database.store import ALL_TABLES
from domain.message import Code

REPO = Path(__file__).parents[2]
GLOSSARY = (REPO / "docs" / "glossary.md").read_text(encoding="utf-8")
NOT_MET = "–"  # by editors


def rows() -> list[list[str]]:
    table = [line.strip("|").split(" | ") for line in GLOSSARY.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in table if row[0].strip() not in ("Tiếng Việt", "---")]


def in_code() -> set[str]:
    return {name for row in rows() for name in re.findall(r"`([^`]+)`", row[2])}


def enums() -> Iterator[str]:
    for path in (REPO / "domain").glob("*.py"):
        module = importlib.import_module(f"domain.{path.stem}")
        for name, value in inspect.getmembers(module, inspect.isclass):
            if issubclass(value, StrEnum) and value is not Code and value.__module__ == module.__name__:
                yield name


def nouns() -> set[str]:
    paths = [getattr(route, "path", "") for router in ROUTERS for route in router.routes]
    return {"/".join(path.split("/")[:3]) for path in paths if path.startswith("/v1/")}


@pytest.mark.parametrize("table", ALL_TABLES.tables)
def test_each_table_stands_in_the_glossary(table: str):
    assert table in in_code()


@pytest.mark.parametrize("enum", sorted(enums()))
def test_each_enum_of_the_domain_stands_in_the_glossary(enum: str):
    assert enum in in_code()


@pytest.mark.parametrize("noun", sorted(nouns()))
def test_each_noun_of_the_api_stands_in_the_glossary(noun: str):
    assert noun in in_code()


def test_nothing_stands_there_that_the_code_does_not_have():
    assert in_code() <= {*ALL_TABLES.tables, *enums(), *nouns()}
    assert len(in_code()) > 60  # found at all


def test_the_vietnamese_words_are_those_that_editors_read():
    read = [REPO / "api" / "guide" / "vi.md"]
    read += [*(REPO / "api" / "templates").glob("*.html"), *(REPO / "messages" / "vi").glob("*.po")]
    shown = "\n".join(path.read_text(encoding="utf-8") for path in read).lower()
    words = [word for row in rows() if row[0] != NOT_MET for word in row[0].split(", ")]
    assert [word for word in words if word.lower() not in shown] == []


def test_each_word_has_its_english_and_one_plain_sentence():
    for vietnamese, english, code, sentence in rows():
        assert all((vietnamese, english, code))
        assert re.fullmatch(r"[A-Z][^.]*(?:\([^)]*\))?\.", re.sub(r"\]\([^)]*\)|1\.2", "", sentence)), sentence
