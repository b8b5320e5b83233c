"""A desk with two readers, until it is killed."""

import signal
import sys

from app.readers.pool import ReaderPool
from domain.stage import Stage
from tests.app.readers import steps
from tests.app.readers.test_reader_pool import page

pool = ReaderPool(steps.prepare, processes=2, deadline_seconds=3600)
pool.run(Stage.EXTRACTED, [page(0, sys.argv[1]), page(1, sys.argv[1])])
print("read", flush=True)
signal.pause()
