"""Nhật ký: every decision as a sentence, newest first, by person, day and kind; the same as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api import csv_files
from api.deps import FIRST_DAY, LAST_DAY, Now, ReadStore, SignedIn, TheWeb
from api.log_lines import Line, lines
from api.pages import Link, catalogue_of, page
from desk.log import PROGRAM
from domain.log import LogFilter, LogKind
from domain.message import Message, say
from domain.store import Database
from domain.times import VIETNAM
from messages.catalogue import Catalogue

router = APIRouter(include_in_schema=False)
LINK = Link(path="/so-ghi", title="Nhật ký", order=80)
PER_PAGE = 50
MAX_IN_FILE, READ_AT_ONCE = 20_000, 500  # lines
MAX_ID_DIGITS = 18
Asked = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The filter as the address carries it, and what is wrong with it."""

    typed: Mapping[str, str]  # ai, ngay, loai
    found: LogFilter
    wrong: tuple[Message, ...] = ()

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self.typed.items() if value})


@router.get("/so-ghi")
def show_log(
    request: Request,
    session: SignedIn,
    store: ReadStore,
    ai: Asked = "",
    ngay: Asked = "",
    loai: Asked = "",
    truoc: Asked = "",
) -> Response:
    names = store.log.names()
    wanted = _wanted(names, {"ai": ai, "ngay": ngay, "loai": loai}, truoc)
    entries = [] if wanted.wrong else store.log.list(PER_PAGE + 1, wanted=wanted.found)
    shown = lines(store, entries[:PER_PAGE], request.state.source_names, catalogue_of(request))
    context = {
        "lines": shown,
        "wanted": wanted,
        "older": entries[PER_PAGE - 1].id if len(entries) > PER_PAGE else 0,
        "names": sorted(names, key=lambda name: (name != PROGRAM, name.casefold())),
        "program": PROGRAM,
        "kinds": LogKind,
        "most": MAX_IN_FILE,
    }
    return page(request, "so-ghi.html", context, 422 if wanted.wrong else 200)


@router.get("/so-ghi.csv")
def download(
    request: Request,
    session: SignedIn,
    services: TheWeb,
    now: Now,
    ai: Asked = "",
    ngay: Asked = "",
    loai: Asked = "",
) -> Response:
    with services.database.read() as store:
        wanted = _wanted(store.log.names(), {"ai": ai, "ngay": ngay, "loai": loai}, "")
    if wanted.wrong:
        return page(request, "loi.html", {"problem": wanted.wrong[0], "again": [], "kept": [], "back": "/so-ghi"}, 422)
    catalogue = catalogue_of(request)
    heading = [catalogue.text(one) for one in ("Lúc", "Ai", "Loại", "Việc", "Trước", "Sau")]
    rows = chain([heading], _rows(services.database, wanted.found, request.state.source_names, catalogue))
    return csv_files.download(f"nhat-ky-{now.astimezone(VIETNAM):%Y-%m-%d}", rows)


def _rows(
    database: Database, wanted: LogFilter, sources: Mapping[str, str], catalogue: Catalogue
) -> Iterator[list[str]]:
    """A transaction for each few hundred: whoever reads slowly holds none."""
    given = 0
    while given < MAX_IN_FILE:
        with database.read() as store:
            entries = store.log.list(READ_AT_ONCE, wanted=wanted)
            read = lines(store, entries, sources, catalogue)
        yield from (_row(line, catalogue) for line in read)
        given += len(read)
        if len(read) < READ_AT_ONCE:
            return
        wanted = replace(wanted, before=entries[-1].id)
    with database.read() as store:
        if store.log.list(1, wanted=wanted):
            yield ["", "", "", catalogue(say("log.cut", number=MAX_IN_FILE)), "", ""]


def _row(line: Line, catalogue: Catalogue) -> list[str]:
    entry = line.entry
    return [
        f"{entry.at.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}",
        _person(entry.who, catalogue),
        catalogue.named(entry.subject.partition(":")[0], "logged-subject"),
        line.sentence,
        "\n".join(line.before),
        "\n".join(line.after),
    ]


def _person(who: str, catalogue: Catalogue) -> str:
    return catalogue(say("log.program")) if who == PROGRAM else who


def _wanted(names: list[str], typed: Mapping[str, str], before: str) -> Wanted:
    """Values that cannot be are answered with a sentence each, and nothing is asked of the database."""
    typed = {name: value.strip() for name, value in typed.items()}
    kind, day = _kind(typed["loai"]), _day(typed["ngay"])
    wrong = (
        (say("log.none.who"), bool(typed["ai"]) and typed["ai"] not in names),
        (say("log.none.day"), bool(typed["ngay"]) and day is None),
        (say("log.none.kind"), bool(typed["loai"]) and kind is None),
        (say("log.none.before"), bool(before) and not _is_id(before)),
    )
    found = LogFilter(who=typed["ai"], kind=kind, day=day, before=int(before) if _is_id(before) else 0)
    return Wanted(typed=typed, found=found, wrong=tuple(sentence for sentence, is_wrong in wrong if is_wrong))


def _kind(typed: str) -> LogKind | None:
    return LogKind(typed) if typed in set(LogKind) else None


def _day(typed: str) -> date | None:
    """As browsers send it, or as people write it: 2026-11-26, 26/11/2026."""
    written = "-".join(reversed(typed.split("/"))) if typed.count("/") == 2 else typed
    try:
        day = date(*(int(one) for one in written.split("-")))
    except (ValueError, TypeError):
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= MAX_ID_DIGITS and int(typed) > 0
