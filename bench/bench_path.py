"""Articles per second from page to index, on the sample newsroom times 25, and peak memory.

Ours: the worker's own steps (extract, understand with grouping, index, queue) over the database with two processes.
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

COPIES = 25
RUN = Path(path_runs.__file__)


def run(copies: int = COPIES) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.ndjson"
        number = path_runs.collect_pages(pages, copies)
        ours = _in_own_process("ours", pages, folder)
        peer = _in_own_process("peer", pages, folder)
    return {
        "pages": number,
        "Điểm Tin": ours,
        "trafilatura default + underthesea word_tokenize + SQLite FTS5": peer,
        "times as fast": round(ours["articles per second"] / peer["articles per second"], 2),
        "target": "≥ 60 articles a second on two cores",
    }


def _in_own_process(which: str, pages: Path, folder: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.path_runs", which, str(pages), folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
