"""Where a series of the coverage is shown: its name, its chart, and the list of exactly its articles."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from api.coverage_links import listed
from domain.analyses import Subject
from domain.coverage import Grain, Kind
from domain.ports import Gazetteer
from messages.catalogue import Catalogue


def named(subject: Subject, words: Catalogue, gazetteer: Gazetteer, sources: Mapping[str, str]) -> str:
    """ "" of all articles together."""
    if subject.kind is Kind.PLACE:
        return gazetteer.label(subject.value)
    if subject.kind is Kind.SOURCE:
        return sources.get(subject.value, subject.value)
    return words.named(subject.value, "section") if subject.kind is Kind.SECTION else ""


def chart_of(subject: Subject, days: int) -> str:
    return "/xu-huong?" + urlencode({"a": subject.key, "dai": days})


def articles_of(subject: Subject, name: str, first: date, last: date) -> str:
    """Of one day the rows that are counted; of several a search for them."""
    if first == last:
        return listed(subject.kind, subject.value, Grain.DAY, first)
    more = {Kind.SECTION: {"muc": subject.value}, Kind.SOURCE: {"nguon": subject.value}}
    typed = f'nơi:"{name}"' if subject.kind is Kind.PLACE else ""
    return search_for(typed, first, last, more.get(subject.kind, {}))


def search_for(typed: str, first: date, last: date, more: Mapping[str, str] | None = None) -> str:
    """The search for these words in articles of these days."""
    within = f"từ:{first:%d/%m/%Y} đến:{last:%d/%m/%Y}"
    return "/tim-kiem?" + urlencode({"q": f"{typed} {within}".strip(), **(more or {})})
