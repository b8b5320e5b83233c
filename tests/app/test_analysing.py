"""What stands out is computed beside whoever places, by a thread of the worker alone."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import app
from app.analysing import analyse_until
from app.bootstrap import Services
from app.settings import Settings
from desk.coverage.counters import Counting
from domain.analyses import AnalysisKind


def test_whoever_only_serves_pages_loads_none_of_the_statistics() -> None:
    """Nothing imports them when it is imported itself, but they each other."""
    code = Path(app.__file__).parents[1]
    for room in ("api", "app", "desk", "domain", "nlp", "index"):
        for file in (code / room).rglob("*.py"):
            if "standing_out" not in file.parts:
                imports = [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.ImportFrom)]
                assert not [one for one in imports if str(one.module).startswith("nlp.standing_out")], file


def test_the_lane_computes_when_the_counters_have_caught_up_and_ends_when_told(tmp_path: Path) -> None:
    services = Services(Settings(home=tmp_path / "home"), clock=lambda: datetime(2026, 11, 23, 5, tzinfo=UTC))
    services.migrate()
    Counting(
        database=services.database, gazetteer=services.gazetteer, clock=services.clock, tell=lambda _: None
    ).finish()
    analysing, stop = services.analysing(), Event()
    thread = Thread(target=analyse_until, args=(analysing, stop, 0.0))
    thread.start()
    while not (known := found(services)):
        pass
    stop.set()
    thread.join(60)
    assert not thread.is_alive()
    assert known.findings is not None
    assert (known.findings.too_few, known.findings.needed_days) == (1, 42)
    services.close()


def found(services: Services):
    with services.database.read() as store:
        return store.analyses.find(AnalysisKind.FINDINGS)
