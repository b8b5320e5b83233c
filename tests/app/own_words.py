"""Takes the marks off whatever publishers and people wrote, so that any Vietnamese letter on a screen is ours."""

import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from sqlalchemy import select, update

from database.engine import SqlDatabase
from database.store import ALL_TABLES

OWN_COLUMNS = {
    "articles": "title lead text byline publisher_section origin summary",
    "sources": "name organisation",
    "stories": "title lead",
    "versions": "title text",
    "warnings": "sender",
    "items": "caption note post",
    "digests": "opening",
    "people": "name",
}
OWN_KEYS = (  # of values that travel as JSON
    "title name quote quotes words days figures text event headline area sender description instruction claim rating"
    " reviewer digest_opening caption note"
)
CONTENT = {"pre", "textarea", "style", "script"}  # what goes out in the page's own name, and what nobody reads
READ = {"title", "aria-label", "placeholder", "value", "alt", "content"}


NAMES = ("Điểm Tin", "Lào Cai")  # names stay as they are


def vietnamese(text: str) -> bool:
    for name in NAMES:
        text = text.replace(name, "")
    return any(letter.isalpha() and ord(letter) > 127 for letter in text)


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D").replace("«", '"').replace("»", '"'))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _without_marks(value: Any, own: bool) -> Any:
    if isinstance(value, str):
        return plain(value) if own else value
    if isinstance(value, dict):
        return {key: _without_marks(one, key in OWN_KEYS.split()) for key, one in value.items()}
    return [_without_marks(one, own) for one in value] if isinstance(value, list) else value


def take_marks_off(database: SqlDatabase) -> None:
    """Every row of every table; codes with parameters, and sentences of ours that a row may hold, stay as they are."""
    with database.engine.begin() as connection:
        for table in ALL_TABLES.sorted_tables:
            keys, own = list(table.primary_key.columns), OWN_COLUMNS.get(table.name, "").split()
            for row in connection.execute(select(table)).mappings().all():
                after = {name: _without_marks(value, name in own) for name, value in row.items()}
                changed = {name: value for name, value in after.items() if value != row[name]}
                if changed:
                    this = [key == row[key.name] for key in keys]
                    connection.execute(update(table).where(*this).values(changed))


class Said(HTMLParser):
    """What a page says: its texts, and the attributes that people see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in CONTENT or (tag != "html" and values.get("lang") == "vi"):
            self._inside.append(tag)
        self.texts += [value for name, value in values.items() if name in READ or name.startswith("data-")]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._inside:
            self.texts.append(data.strip())


def said(html: str) -> Iterator[str]:
    reader = Said()
    reader.feed(html)
    reader.close()
    yield from reader.texts
