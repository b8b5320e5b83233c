"""Spreading a batch over processes: reading and understanding are CPU, and the batch is one transaction anyway."""

import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from app.bootstrap import Services
from app.settings import Settings
from desk.intake import RunAll, Step, run, run_all, understand
from desk.intake import extract as extract_step
from domain.stage import Stage
from domain.store import ClaimedArticle, StepResult

_steps: dict[Stage, Step] = {}


@contextmanager
def spread(settings: Settings) -> Iterator[RunAll]:
    """A `run_all` over `settings.processes` processes; with one process, in this one."""
    if settings.processes == 1:
        yield run_all
        return
    context = get_context("spawn")  # the engines hold threads, which a fork would lose
    with ProcessPoolExecutor(settings.processes, context, initializer=_prepare) as pool:

        def over_processes(_step: Step, to: Stage, batch: list[ClaimedArticle]) -> Iterator[StepResult]:
            return pool.map(partial(_run, to), batch, chunksize=max(1, len(batch) // (2 * settings.processes)))

        yield over_processes


def _prepare() -> None:
    """Each process makes its own extractor and analyzer, once. Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    services = Services(Settings())
    _steps[Stage.EXTRACTED] = partial(extract_step, extractor=services.extractor)
    _steps[Stage.UNDERSTOOD] = partial(understand, analyzer=services.analyzer)


def _run(to: Stage, work: ClaimedArticle) -> StepResult:
    return run(_steps[to], to, work)
