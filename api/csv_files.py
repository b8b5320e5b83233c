"""A CSV file as Excel opens it: UTF-8 with a BOM, RFC 4180, and no cell that a spreadsheet would run as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from fastapi.responses import StreamingResponse

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULAS = tuple("=+-@\t\r\n＝＋－＠")  # the wide ones count as formulas where Excel speaks an Asian language
MEDIA_TYPE = "text/csv; charset=utf-8"


def download(name: str, rows: Iterable[Sequence[str]]) -> StreamingResponse:
    """As a file of this name, such as "so-tin-2026-11-26"."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(lines(rows), media_type=MEDIA_TYPE, headers=headers)


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A line at a time, so that no file has to fit into memory."""
    yield BOM
    for row in rows:
        out = StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([defused(cell) for cell in row])
        yield out.getvalue()


def defused(cell: str) -> str:
    """The cell as text: an apostrophe before what would begin a formula, as spreadsheets write it themselves."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
