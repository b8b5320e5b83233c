"""Turns codes with parameters into sentences of one language.

`vi/` and `en/` hold one file for each family of codes, with one entry for each code; `en/screens.po` translates the
templates' Vietnamese. A field of a sentence may name how its value is said: `{at:moment}`, `{at:recent}`,
`{at:clock}`, `{day:day}`, `{number:number}`, `{points:points}`, `{things:list}`, `{reasons:clauses}`, `{words:quoted}`,
`{place:place}`, `{source:source}`, or a family whose code the value completes: `{section:section}` says
`section.the-thao`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.pofile import read_po

from domain.message import Message
from domain.times import VIETNAM

HERE = Path(__file__).parent
LANGUAGES = ("vi", "en")
UNKNOWN = "code.unknown"


@cache
def entries(language: str) -> Mapping[str, str]:
    """Every entry of a language's files: codes, and the templates' texts."""
    found: dict[str, str] = {}
    for file in sorted((HERE / language).glob("*.po")):
        with file.open("rb") as stream:
            found |= {str(one.id): str(one.string) for one in read_po(stream) if one.id and one.string}
    return found


@dataclass(frozen=True)
class Catalogue:
    """Says messages in one language. `names` gives people's names for codes of places and sources."""

    language: str = "vi"
    names: Mapping[str, Callable[[str], str]] = field(default_factory=dict)  # "place" and "source"

    def __call__(self, message: Message) -> str:
        """One sentence; a code that nobody wrote down is shown as it is, never an error."""
        known = entries(self.language)
        text = known.get(message.code)
        if text is None:
            return known[UNKNOWN].format(code=message.code)
        return _Sentence(self).vformat(text, (), message.params)

    def named(self, value: str, family: str) -> str:
        """A code's short name, e.g. of the family `flag`; one that nobody wrote down is shown as it is."""
        return entries(self.language).get(f"{family}.{value}", str(value))

    def text(self, vietnamese: str) -> str:
        """A template's own text in this language."""
        return entries(self.language).get(vietnamese, vietnamese)


class _Sentence(Formatter):
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def get_value(self, key: int | str, _args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "")

    def format_field(self, value: Any, how: str) -> str:
        if isinstance(value, Message):
            return self.catalogue(value)
        match how:
            case "moment" | "recent" | "clock" | "day":
                return _time(value, entries(self.catalogue.language)[f"format.{how}"])
            case "number":
                grouped = f"{value:,}"
                return grouped if self.catalogue.language == "en" else grouped.replace(",", ".")
            case "list":
                return ", ".join(self.format_field(one, "") for one in value)
            case "clauses":
                return "; ".join(self.format_field(one, "") for one in value)
            case "points":
                signed = f"{value:+.1f}".replace("-", "−")
                return signed if self.catalogue.language == "en" else signed.replace(".", ",")
            case "quoted":
                opening, closing = "“”" if self.catalogue.language == "en" else "«»"
                return ", ".join(f"{opening}{one}{closing}" for one in value)
            case "" | "message":
                return str(value)
            case _ if how in self.catalogue.names:
                return self.catalogue.names[how](str(value))
        return self.catalogue.named(str(value), how)


def _time(value: Any, pattern: str) -> str:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
    return f"{value:{pattern}}" if isinstance(value, date) else str(value or "")
