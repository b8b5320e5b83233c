"""Where a series of the coverage is shown: its name, its chart, and the list of exactly its articles."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from api.coverage_links import listed, until
from domain.analyses import Subject
from domain.coverage import Grain, Kind
from domain.ports import Gazetteer
from messages.catalogue import Catalogue


def named(subject: Subject, words: Catalogue, gazetteer: Gazetteer, sources: Mapping[str, str]) -> str:
    """ "" of all articles together, and of a source or place that is not there any more."""
    if subject.kind is Kind.PLACE:
        label = gazetteer.label(subject.value)
        return "" if label == subject.value else label
    if subject.kind is Kind.SOURCE:
        return sources.get(subject.value, "")
    return words.named(subject.value, "section") if subject.kind is Kind.SECTION else ""


def chart_of(subject: Subject, days: int) -> str:
    return "/xu-huong?" + urlencode({"a": subject.key, "dai": days})


def articles_of(subject: Subject, first: date, last: date) -> str:
    return until(listed(subject.kind, subject.value, Grain.DAY, first), None if first == last else last)
