"""A minute of `make chaos`: the run of ten minutes is for people who change how processes and transactions work."""

from pathlib import Path

import pytest

from chaos.hostile import PAGES
from chaos.run import Wanted, run

SEED = 7


@pytest.mark.slow
def test_in_a_minute_of_kills_and_outages_nothing_is_lost_or_done_twice(tmp_path: Path) -> None:
    log = tmp_path / "desk.log"

    told = run(Wanted(seconds=25, seed=SEED, kills=5, folk=8, span=0.3, log=log))

    broken = {proof.said: proof.violations[:5] for proof in told.proofs if not proof.holds}
    assert broken == {}, f"{told.thrown}\n{log.read_text(errors='replace')[-4000:]}"
    assert told.holds
    kinds = {name.partition(" ")[0] for name in told.thrown}
    assert kinds >= {"kill", "database", "clock", "page", "channel"}
    assert sum(number for name, number in told.thrown.items() if name.startswith("page")) >= len(PAGES)
    assert told.answers["acknowledged"] > 0
