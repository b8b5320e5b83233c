"""Turns codes with parameters into sentences of one language.

`vi/` and `en/` hold one file for each family of codes, with one entry for each code; `en/screens.po` translates the
templates' Vietnamese, unless the file of their noun does. A field of a sentence may name how its value is said:
`{at:moment}`, `{at:recent}`, `{at:clock}`, `{day:day}`, `{number:number}`, `{points:points}`, `{things:list}`,
`{reasons:clauses}`, `{words:quoted}`, `{fields:fields}`, `{why:sentence}` (with a capital), `{place:place}`,
`{source:source}`, or a family whose code the value completes: `{section:section}` says `section.the-thao`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from math import inf
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from babel import Locale
from babel.dates import format_timedelta
from babel.messages.pofile import read_po

from domain.message import Message
from domain.times import VIETNAM

HERE = Path(__file__).parent
LANGUAGES = ("vi", "en")
UNKNOWN = "code.unknown"
UNITS: dict[Literal["day", "hour", "minute"], timedelta] = {
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
}


@cache
def entries(language: str) -> Mapping[str, str]:
    """Every entry of a language's files: codes, and the templates' texts."""
    found: dict[str, str] = {}
    for file in sorted((HERE / language).glob("*.po")):
        found |= written(language, file.stem)
    return found


def written(language: str, family: str) -> Mapping[str, str]:
    """The entries of one file."""
    with (HERE / language / f"{family}.po").open("rb") as stream:
        return {str(one.id): str(one.string) for one in read_po(stream) if one.id and one.string}


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

    def has(self, code: str) -> bool:
        return code in entries(self.language)

    def named(self, value: str, family: str) -> str:
        """A code's short name, e.g. of the family `flag`; one that nobody wrote down is shown as it is."""
        return entries(self.language).get(f"{family}.{value}", str(value))

    def text(self, vietnamese: str) -> str:
        """A template's own text in this language."""
        return entries(self.language).get(vietnamese, vietnamese)

    def time(self, value: Any, how: str = "moment") -> str:
        """A time or a day as `format.HOW` writes it; "" where there is none. What is no time is shown as it is."""
        if isinstance(value, str):
            value = _stored(value)
        if isinstance(value, datetime):
            value = value.astimezone(VIETNAM)
        return f"{value:{entries(self.language)[f'format.{how}']}}" if isinstance(value, date) else str(value or "")

    def ago(self, value: datetime | None, now: datetime) -> str:
        """ "5 phút trước", "5 phút nữa": how people say it, in the largest unit that is full."""
        if value is None:
            return ""
        known, past = entries(self.language), value <= now
        for unit, length in UNITS.items():
            if number := abs(now - value) // length:
                span = format_timedelta(number * length, granularity=unit, threshold=inf, locale=_locale(self.language))
                return known["format.ago" if past else "format.ahead"].format(span=span)
        return known["format.just-now" if past else "format.in-a-moment"]

    def decimal(self, value: float, pattern: str = ".1f") -> str:
        said = f"{value:{pattern}}".replace("-", "−")
        return said if self.language == "en" else said.replace(".", ",")


def _stored(value: str) -> datetime | date | str:
    """Rows of the log hold what another version wrote."""
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return value


@cache
def _locale(language: str) -> Locale:
    """Parsed once: babel looks for its file each time it is given a name."""
    return Locale.parse(language)


class _Sentence(Formatter):
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def get_value(self, key: int | str, _args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "")

    def format_field(self, value: Any, how: str) -> str:
        if isinstance(value, Message):
            said = self.catalogue(value)
            return said[:1].upper() + said[1:] if how == "sentence" and "://" not in said.split(" ")[0] else said
        match how:
            case "moment" | "recent" | "clock" | "day":
                return self.catalogue.time(value, how)
            case "number":
                grouped = f"{value:,}"
                return grouped if self.catalogue.language == "en" else grouped.replace(",", ".")
            case "list" | "fields":
                return ", ".join(self.format_field(one, "field" if how == "fields" else "") for one in value)
            case "clauses":
                return "; ".join(self.format_field(one, "") for one in value)
            case "points":
                return self.catalogue.decimal(value, "+.1f")
            case "quoted":
                opening, closing = "“”" if self.catalogue.language == "en" else "«»"
                return ", ".join(f"{opening}{one}{closing}" for one in value)
            case "" | "message" | "sentence":
                return str(value)
            case _ if how in self.catalogue.names:
                return self.catalogue.names[how](str(value))
        return self.catalogue.named(str(value), how)
