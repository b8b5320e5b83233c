"""The path of an article, one step at a time: start reading here.

    fetched → extracted → understood → queued

The row is the work. A worker claims rows that stand at a stage with a lease (leases.py), does the step outside any
transaction, and records exactly one outcome of each row in one short transaction, if its lease still stands. A worker
that dies holds nothing: its lease runs out, and its rows stand where they stood.

These lanes do the work, each a batch at a time:

- reading.py, fetched → extracted → understood: any number of processes run the steps of steps.py and share nothing
- placing.py, understood → queued: one process puts articles into stories and ranks each touched story once
- indexing.py follows all that with search, which is a copy, and saved_matching.py asks what is new against the saved
  searches; nothing waits for them

watch.py reads pages that came again. What follows a step (official warnings) is a list of after-steps, which
app/bootstrap.py hands in. docs/stages.md says the same for those who run a desk.
"""

from dataclasses import dataclass

from desk.indexing import Indexing
from desk.leases import BATCH_SIZE
from desk.placing import Placing
from desk.reading import Reading
from desk.saved_matching import SavedMatching
from desk.watch import Watch


@dataclass(frozen=True, kw_only=True)
class Intake:
    """All lanes of one desk."""

    reading: Reading
    watch: Watch
    placing: Placing
    indexing: Indexing
    matching: SavedMatching

    def advance(self, limit: int = BATCH_SIZE) -> int:
        """One batch in each lane, one after the other. Returns how many rows were claimed."""
        return (
            self.placing.advance(limit)
            + self.watch.advance(limit)
            + self.reading.advance(limit)
            + self.indexing.advance(limit)
            + self.matching.advance(limit)
        )
