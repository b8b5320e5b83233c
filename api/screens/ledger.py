"""Sổ tin đã đăng: what the page has posted, word for word; as a file, and as a sheet for a month."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from api import csv_files
from api.deps import FIRST_DAY, LAST_DAY, EditorActs, Now, Number, ReadStore, SignedIn, TheWeb
from api.pages import catalogue_of, page
from desk import ledger, postings
from desk.ledger import LedgerPage, LedgerRow
from domain.errors import BadInput
from domain.postings import PostingKind
from domain.problems import Problem
from domain.store import Database
from domain.times import VIETNAM
from messages.catalogue import Catalogue

router = APIRouter(include_in_schema=False)
MAX_IN_FILE = 20_000  # lines
Before = Annotated[int, Query(ge=0, le=2**62)]
MonthOf = Annotated[str, Path(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
COLUMNS = (
    "when", "kind", "outlet", "posted-by", "picked-by", "reviewed-by", "text", "address", "title-then", "title-now",
    "source", "overridden", "unanswered", "taken-back", "why",
)  # fmt: skip


@router.get("/so-tin")
def show(request: Request, session: SignedIn, store: ReadStore, now: Now, truoc: Before = 0) -> Response:
    return page(request, "so-tin.html", _context(ledger.page(store, truoc), truoc, now.astimezone(VIETNAM).date()))


@router.get("/so-tin.csv")
def download(request: Request, session: SignedIn, services: TheWeb, now: Now) -> Response:
    catalogue = catalogue_of(request)
    name = f"so-tin-{now.astimezone(VIETNAM):%Y-%m-%d}"
    return csv_files.download(name, _rows(services.database, catalogue))


@router.get("/so-tin/thang/{month}")
def sheet(request: Request, month: MonthOf, session: SignedIn, store: ReadStore) -> Response:
    """A4: what was posted on each day, how much of what, and what was corrected."""
    first = date.fromisoformat(f"{month}-01")
    return page(request, "in-thang.html", {"month": ledger.month(store, first), "PostingKind": PostingKind})


@router.get("/so-tin/{posting_id}")
def show_one(request: Request, posting_id: Number, session: SignedIn, store: ReadStore, now: Now) -> Response:
    """One posting, for links from the log and from tasks."""
    shown = LedgerPage(rows=ledger.rows(store, [store.postings.get(posting_id)]), older=0)
    return page(request, "so-tin.html", _context(shown, 0, now.astimezone(VIETNAM).date()) | {"alone": True})


@router.post("/so-tin/{posting_id}/dia-chi")
def set_address(
    posting_id: Number,
    acting: EditorActs,
    revision: Annotated[int, Form()],
    address: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    postings.set_address(acting, posting_id, revision, address)
    return RedirectResponse(f"/so-tin/{posting_id}", 303)


@router.post("/so-tin/{posting_id}/go")
def take_back(
    posting_id: Number,
    acting: EditorActs,
    services: TheWeb,
    revision: Annotated[int, Form()],
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """A mistaken "Đã đăng"."""
    ledger.take_back(acting, services.ranker, posting_id, revision, reason)
    return RedirectResponse(f"/so-tin/{posting_id}", 303)


@router.get("/so-tin-thang")
def choose_month(thang: Annotated[str, Query(max_length=20)] = "") -> Response:
    """From the field on the screen; browsers without one of its own send what was typed."""
    wanted = "-".join(reversed(thang.strip().replace("/", "-").split("-"))) if thang[:2] != "20" else thang.strip()
    try:
        first = date.fromisoformat(f"{wanted}-01")
    except ValueError as error:
        raise BadInput(Problem.MONTH) from error
    if not FIRST_DAY <= first <= LAST_DAY:
        raise BadInput(Problem.MONTH)
    return RedirectResponse(f"/so-tin/thang/{first:%Y-%m}", 303)


def _context(shown: LedgerPage, before: int, today: date) -> dict[str, object]:
    return {"shown": shown, "before": before, "today": today, "alone": False, "PostingKind": PostingKind}


def _rows(database: Database, catalogue: Catalogue) -> Iterator[list[str]]:
    """A transaction for each page: whoever reads slowly holds none."""
    yield [catalogue.named(one, "ledger-column") for one in COLUMNS]
    before, given = 0, 0
    while given < MAX_IN_FILE:
        with database.read() as store:
            found = ledger.page(store, before)
        yield from (_row(row, catalogue) for row in found.rows)
        given, before = given + len(found.rows), found.older
        if not before:
            return


def _row(row: LedgerRow, catalogue: Catalogue) -> list[str]:
    posting = row.posting
    overridden = [f"{catalogue.named(one.flag, 'flag')}: {one.sentence}" for one in posting.answers if one.sentence]
    return [
        f"{posting.posted_at.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}",
        catalogue.named(posting.kind, "posting-kind"),
        row.outlet or catalogue.text("đăng tay"),
        row.posted_by,
        row.picked_by,
        row.reviewed_by,
        posting.text,
        posting.address,
        "\n".join(one.then.title for one in row.articles),
        "\n".join(one.now.title if one.now else "" for one in row.articles),
        "\n".join(dict.fromkeys(one.then.source_name for one in row.articles)),
        "\n".join(overridden),
        "\n".join(dict.fromkeys(catalogue.named(one.flag, "flag") for one in posting.unanswered)),
        f"{posting.taken_back_at.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}" if posting.taken_back_at else "",
        posting.reason,
    ]
