"""The log's entries as people read them: a sentence that links to what still exists, and the values that changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desk.log_sentences import sentence
from domain.log import LogEntry
from domain.message import Message, say
from domain.store import Store
from messages.catalogue import Catalogue

FAMILIES = {  # logged codes, with their families of messages
    "state": "logged-state",
    "role": "role",
    "section": "section",
    "second_section": "section",
    "kind": "source-kind",
    "posting_kind": "posting-kind",
    "cause": "task-cause",
    "flag": "flag",
}
OF_IDS = {  # values that are ids
    "article": "article",
    "articles": "article",
    "lines": "article",
    "story": "story",
    "written_by": "person",
}
PAGES = {"posting": "/so-tin/", "task": "/can-xu-ly/"}
MAX_IDS = 12  # of one value that are shown
OPENING, CLOSING = "«»"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    entry: LogEntry
    parts: Sequence[Part]  # the sentence
    before: Sequence[str]
    after: Sequence[str]

    @property
    def sentence(self) -> str:
        return "".join(part.text for part in self.parts)


def lines(store: Store, entries: Sequence[LogEntry], sources: Mapping[str, str], catalogue: Catalogue) -> list[Line]:
    things = _things(store, entries, sources, catalogue)
    return [_line(entry, things, catalogue) for entry in entries]


def _line(entry: LogEntry, things: dict[str, Part], catalogue: Catalogue) -> Line:
    things = things | _titles_then(entry, things)
    return Line(
        entry=entry,
        parts=_parts(sentence(entry, catalogue.has), things, catalogue),
        before=[_value(name, value, things, catalogue) for name, value in entry.before.items()],
        after=[_value(name, value, things, catalogue) for name, value in entry.after.items()],
    )


def _things(
    store: Store, entries: Sequence[LogEntry], sources: Mapping[str, str], catalogue: Catalogue
) -> dict[str, Part]:
    """How each thing is called, with where it is read. What was removed is called by its kind and its id."""
    asked = sorted({subject for entry in entries for subject in _subjects(entry)})
    things = {subject: Part(text=_by_id(subject, catalogue)) for subject in asked}
    for subject, about in store.log.about(asked).items():
        kind, _, which = subject.partition(":")
        href = f"/chia-se/{which}" if kind == "item" else f"/bai/{about.article_id}"
        things[subject] = Part(text=f"{OPENING}{about.title}{CLOSING}", href=href)
    for person in store.people.list():
        things[f"person:{person.id}"] = Part(text=person.name, href=f"/nguoi-dung#nguoi-{person.id}")
    for source_id, name in sources.items():
        things[f"source:{source_id}"] = Part(text=name, href=f"/nguon-tin/{source_id}")
    for subject in asked:
        kind, _, which = subject.partition(":")
        if kind in PAGES:
            things[subject] = Part(text=_by_id(subject, catalogue), href=f"{PAGES[kind]}{which}")
    for day in [subject for subject in asked if subject.startswith("digest:")]:
        which = day.partition(":")[2]
        if _day(which, catalogue) != which:
            things[day] = Part(text=_by_id(day, catalogue), href=f"/diem-tin-sang/{which}")
    return things


def _by_id(subject: str, catalogue: Catalogue) -> str:
    kind, _, which = subject.partition(":")
    named = catalogue.named(kind, "logged-subject")
    return f"{named} {_day(which, catalogue) if kind == 'digest' else which}".strip()


def _day(which: str, catalogue: Catalogue) -> str:
    try:
        return catalogue.time(date.fromisoformat(which), "day")
    except ValueError:
        return which


def _titles_then(entry: LogEntry, things: Mapping[str, Part]) -> dict[str, Part]:
    """Stories that are gone, by the titles that the entry itself has kept."""
    told = [(values.get("story"), values.get("title")) for values in (entry.before, entry.after)]
    kept = {f"story:{story}": str(title) for story, title in told if story and title}
    return {
        subject: replace(things.get(subject, Part(text="")), text=f"{OPENING}{title}{CLOSING}")
        for subject, title in kept.items()
        if subject not in things or not things[subject].href
    }


def _subjects(entry: LogEntry) -> Iterable[str]:
    yield entry.subject
    for values in (entry.before, entry.after):
        for name, value in values.items():
            for one in _ids(name, value):
                yield f"{OF_IDS[name]}:{one}"


def _ids(name: str, value: Any) -> list[str]:
    ids = value if isinstance(value, list) else [value]
    return [one for one in ids if isinstance(one, str)][:MAX_IDS] if name in OF_IDS else []


def _parts(said: Message, things: Mapping[str, Part], catalogue: Catalogue) -> list[Part]:
    """The sentence cut where a thing stands in it. Each thing is a letter of its own until then."""
    named: list[str] = []

    def mark(subject: str) -> str:
        named.append(subject)
        return chr(MARK + len(named) - 1)

    text = replace(catalogue, names={**catalogue.names, "thing": mark})(_without_marks(said))
    return list(_cut(text, [things.get(one) or Part(text=_by_id(one, catalogue)) for one in named]))


MARK, MARKS = 0xE000, 16  # letters for private use, which nobody has words for


def _without_marks(value: Any) -> Any:
    if isinstance(value, Message):
        return say(value.code, **{name: _without_marks(one) for name, one in value.params.items()})
    if isinstance(value, str):
        return value.translate({MARK + number: None for number in range(MARKS)})
    return [_without_marks(one) for one in value] if isinstance(value, list) else value


def _cut(text: str, things: Sequence[Part]) -> Iterator[Part]:
    said = ""
    for letter in text:
        at = ord(letter) - MARK
        if not 0 <= at < len(things):
            said += letter
            continue
        if said:
            yield Part(text=said)
        yield things[at]
        said = ""
    if said:
        yield Part(text=said)


def _value(name: str, value: Any, things: Mapping[str, Part], catalogue: Catalogue) -> str:
    """A changed field as "tên: giá trị"."""
    return f"{catalogue.named(name, 'logged')}: {_said(name, value, things, catalogue)}"


def _said(name: str, value: Any, things: Mapping[str, Part], catalogue: Catalogue) -> str:
    if name not in OF_IDS or not isinstance(value, str | list):
        return catalogue.named(value, FAMILIES.get(name, "logged-flag"))
    ids = [value] if isinstance(value, str) else value
    called = (things.get(f"{OF_IDS[name]}:{one}") for one in ids[:MAX_IDS])
    shown = [thing.text if thing else str(one) for thing, one in zip(called, ids, strict=False)]
    more = [catalogue(say("log.more-ids", number=len(ids) - MAX_IDS))] if len(ids) > MAX_IDS else []
    return "; ".join(shown + more)
