"""What an index holds of an article, field by field: words come to every engine already cut."""

from collections.abc import Iterator
from zlib import crc32

from domain.search import Document
from domain.times import VIETNAM
from index.filters import days
from index.query.numbers import telephones
from index.searching import SAMPLE_PARTS
from index.tokens import Words

Field = tuple[str, str]  # name and value; a field may have several values


def fields(document: Document) -> Iterator[Field]:
    yield "id", document.id
    yield "part", f"{crc32(document.id.encode()) % SAMPLE_PARTS:x}"
    sections = (("section", document.section), ("section", document.second_section))
    yield from ((name, value) for name, value in (("source", document.source), *sections) if value)
    yield from (("place", code) for code in set(document.places))
    yield from (("day", day) for day in days(document.published_at, VIETNAM))


def words(document: Document) -> tuple[list[Field], int]:
    """The words, with blanks between them, and how many they are."""
    title, text = Words.of(document.title), Words.of(document.text)
    found = [(name, " ".join(value)) for name, value in matched(document, title, text)]
    found += [("names", " ".join(one.names)) for one in (title, text)]
    found.append(("forms", " ".join(title.spellings | text.spellings)))
    return found, len(title.loose) + len(text.loose)


def matched(document: Document, title: Words, text: Words) -> Iterator[tuple[str, list[str]]]:
    """The words by which an article is found: by field, one value after the other."""
    yield "title_exact", title.exact
    yield "title_loose", title.loose
    for one in (title, text):  # two values: no phrase runs from the title into the text
        yield "exact", one.exact
        yield "loose", one.loose
        yield "exact_pairs", one.exact_pairs
        yield "loose_pairs", one.loose_pairs
    for number in {t.loose for t in (*telephones(document.title), *telephones(document.text))}:
        yield "exact", [number]
        yield "loose", [number]
