"""`diemtin work --lane place` that stops itself once, or that waits for no silent leader. For test_lanes.py.

`--pause`: SIGSTOP between the last statement and the commit of the first articles. `--soon`: a leader that has said
nothing for a moment is ended.
"""

import os
import signal
import sys
from typing import Any

from app import cli, leader
from database.articles import SqlArticles
from domain.stage import Stage

record = SqlArticles.record


def pausing(self: SqlArticles, results: Any, now: Any) -> None:
    record(self, results, now)
    if results[0].step is Stage.QUEUED:
        setattr(SqlArticles, "record", record)  # noqa: B010 - mypy knows that a method is none to assign
        os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    if "--pause" in sys.argv:
        setattr(SqlArticles, "record", pausing)  # noqa: B010
    if "--soon" in sys.argv:
        vars(leader)["SILENT_SECONDS"] = 1.0
    sys.exit(cli.main([argument for argument in sys.argv[1:] if argument not in ("--pause", "--soon")]))
