"""The recipes for additions name files that are there, as many as they say."""

import re
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
TEXT = (REPO / "docs" / "adding.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"(?ms)^## (.*?) \((\d+) files\)\n(.*?)(?=^## |\Z)", TEXT)
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|toml|lock))`")


def steps(recipe: str) -> list[str]:
    return re.findall(r"(?m)^\d+\. .*$", recipe)


def test_every_recipe_says_how_many_files_it_takes():
    assert len(RECIPES) == TEXT.count("\n## ") >= 8


@pytest.mark.parametrize("path", sorted(set(PATH.findall(TEXT))))
def test_every_file_that_a_recipe_names_is_there(path: str):
    there, _, _ = path.partition("NAME")  # of a new file: its folder
    assert (REPO / there).exists(), path


@pytest.mark.parametrize(("name", "said", "recipe"), RECIPES, ids=[name for name, _, _ in RECIPES])
def test_a_recipe_takes_as_many_files_as_it_says(name: str, said: str, recipe: str):
    firsts = [PATH.search(step) for step in steps(recipe)]
    own = {first[1] for first in firsts if first}
    assert len(own) == len(steps(recipe)) > 0  # each step has a file of its own
    assert int(said) == len(own)
