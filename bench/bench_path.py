"""Articles per second from page to index, on the sample newsroom times 25, and peak memory.

Ours: the worker's own lanes (read, place, index) over the database, with two readers beside the peer, and with one, two
and four on SQLite and PostgreSQL. Where readers and placing together use nearly all of two cores, they are what binds.
Peer: trafilatura with its defaults + underthesea word_tokenize + SQLite FTS5, one page after the other, cut off after
PEER_SECONDS. Both get the same pages as bytes, fetched over HTTP from the newsroom beforehand, and run in processes
of their own, so that the memory is theirs. Nothing is tuned on these pages.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import path_runs
from bench.servers import postgresql

COPIES = 25
READERS = ("1", "2", "4")
RUN = Path(path_runs.__file__)


def run(copies: int = COPIES) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.ndjson"
        number = path_runs.collect_pages(pages, copies)
        ours = _in_own_process("ours", pages, f"{folder}/2", "2")
        peer = _in_own_process("peer", pages, folder)
        sqlite = {readers: _in_own_process("ours", pages, f"{folder}/{readers}", readers) for readers in ("1", "4")}
        on_postgresql = {readers: _on_postgresql(pages, f"{folder}/pg{readers}", readers) for readers in READERS}
    sqlite = {readers: ours if readers == "2" else sqlite[readers] for readers in READERS}
    rates = [runs["2"]["articles per second"] for runs in (on_postgresql, sqlite)]
    return {
        "pages": number,
        "Điểm Tin": ours,
        "trafilatura default + underthesea word_tokenize + SQLite FTS5": peer,
        "times as fast": round(ours["articles per second"] / peer["articles per second"], 2),
        "target": "≥ 1.2 times as fast",
        "by readers, SQLite": sqlite,
        "by readers, PostgreSQL": on_postgresql,
        "PostgreSQL beside SQLite": round(rates[0] / rates[1], 2),
    }


def _on_postgresql(pages: Path, home: str, readers: str) -> dict[str, Any]:
    with postgresql() as address:
        return _in_own_process("ours", pages, home, readers, address)


def _in_own_process(which: str, pages: Path, folder: str, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.path_runs", which, str(pages), folder, *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
