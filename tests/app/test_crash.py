import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from app.bootstrap import Services
from app.settings import Settings
from database.articles import articles, outcomes
from domain.stage import Outcome, Stage

DRIVER = Path(__file__).parent / "crash_driver.py"
BY_THE_PROGRAM = (Stage.EXTRACTED, Stage.UNDERSTOOD, Stage.QUEUED)


@pytest.mark.slow
def test_killed_ten_times_at_each_stage_every_article_ends_where_it_should_exactly_once(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, DRIVER, tmp_path],
        capture_output=True,
        text=True,
        timeout=600,
        cwd=DRIVER.parents[2],
        env={"PYTHONPATH": str(DRIVER.parents[2]), "PATH": "/usr/bin:/bin", "DIEMTIN_PROCESSES": "1"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["deaths"] == {stage.value: 10 for stage in Stage if not stage.reached(Stage.REVIEWED)}

    services = Services(Settings(home=tmp_path))
    with services.database.engine.connect() as connection:
        rows = connection.execute(select(articles.c.id, articles.c.url, articles.c.stage, articles.c.stopped)).all()
        told = connection.execute(select(outcomes.c.article_id, outcomes.c.step, outcomes.c.outcome)).all()
    moved_on = [row for row in rows if not row.stopped]
    assert len({row.url for row in rows}) == len(rows)
    assert {row.stage for row in moved_on} == {Stage.QUEUED}
    assert set(said["expected"]) <= {row.url for row in moved_on}

    each = Counter((row.article_id, row.step) for row in told)
    assert set(each.values()) == {1}
    for row in moved_on:
        assert {one.step for one in told if one.article_id == row.id} == set(BY_THE_PROGRAM)
        assert {one.outcome for one in told if one.article_id == row.id} == {Outcome.MOVED_ON}
    assert services.index.count() == len(moved_on)
    with services.database.read() as store:
        held = [member.id for stories in _members(store) for member in stories]
    assert sorted(held) == sorted(row.id for row in moved_on)
    services.close()


def _members(store):
    from domain.stories import QueueFilter

    found, _ = store.stories.list(QueueFilter(limit=1000))
    assert all(story.members == len(store.stories.members([story.id])[story.id]) for story in found)
    return store.stories.members([story.id for story in found]).values()
