"""Trợ giúp: the guide as a screen, in both languages."""

import re
from pathlib import Path

import pytest

from api.guide import HERE, guide
from tests.api.conftest import Desk

LANGUAGES = ("vi", "en")


def headings(language: str) -> list[str]:
    """The level of each heading, in order, outside code."""
    text = re.sub(r"(?ms)^```.*?^```", "", (HERE / f"{language}.md").read_text(encoding="utf-8"))
    return [match[0] for match in re.findall(r"(?m)^(#+) (.+)$", text)]


def rows_of_tables(language: str) -> int:
    return len(re.findall(r"(?m)^\| ", (HERE / f"{language}.md").read_text(encoding="utf-8")))


def test_both_languages_say_the_same_things_in_the_same_order() -> None:
    assert headings("vi") == headings("en")
    assert len(headings("vi")) > 15
    assert rows_of_tables("vi") == rows_of_tables("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_within_the_guide_leads_somewhere(language: str) -> None:
    whole = guide(language).contents + guide(language).body
    ids = re.findall(r'id="([^"]+)"', whole)
    asked = re.findall(r'href="#([^"]+)"', whole)
    assert len(ids) == len(set(ids))
    assert len(asked) > 15
    assert set(asked) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_is_read_on_screen_with_its_tables_and_the_five_words(desk: Desk, language: str) -> None:
    browser = desk.browser("lan")
    browser.cookies.set("ngon-ngu", language)
    shown = browser.get("/tro-giup").text
    assert shown.count("<table>") > 4
    for word in {"vi": ("bài", "chuyện", "tin", "hàng chờ"), "en": ("article", "story", "item", "queue")}[language]:
        assert f"<td>{word}</td>" in shown


def test_the_menu_leads_to_it(desk: Desk) -> None:
    assert 'href="/tro-giup"' in desk.browser("lan").get("/hang-cho").text


def test_the_guide_is_part_of_what_is_installed() -> None:
    assert {f"{language}.md" for language in LANGUAGES} == {path.name for path in Path(HERE).glob("*.md")}
