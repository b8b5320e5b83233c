"""A short soak on both databases, and what the proof says of a desk that does not agree with its log."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from app.settings import Settings
from chaos.soak.checks import prove
from chaos.soak.room import Room
from chaos.soak.run import Soaked, Wanted, soak

SEED, CLICKS = 7, 15  # of each of the eight


def _lines(soaked: Soaked) -> dict[str, list[str]]:
    return {one.said: one.wrong for one in soaked.found if one.wrong}


def test_editors_and_workers_at_once_on_postgresql_agree_with_the_log(tmp_path: Path, postgresql_url: str) -> None:
    soaked = soak(Wanted(home=tmp_path, database_url=postgresql_url, seed=SEED, clicks=CLICKS))

    assert (soaked.faults, _lines(soaked)) == ([], {})
    assert soaked.done.total() > CLICKS


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("soaked")
    soaked = soak(Wanted(home=made, seed=SEED, clicks=CLICKS))
    assert (soaked.faults, _lines(soaked)) == ([], {})
    assert soaked.done.total() > CLICKS
    return made


ITEM = "(SELECT min(id) FROM items)"
OUTBOX = "INSERT INTO outbox (id, channel, kind, about, subject, body, texts, url, created_at, tries, outcome) VALUES"
DIGEST = """'k', 'digest', '1', '{"code": "x", "params": {}}', '[]', '{}', '', '2026-11-23 00:00:00', 0, '{}'"""
ENTRY = "INSERT INTO log (at, who, action, subject, kind, before, after) VALUES ('2026-11-23 00:00:00', 'a',"
SPOILS = {
    "items are where": f"UPDATE items SET revision = revision + 1 WHERE id = {ITEM}",
    "at most one open item": (
        "DROP INDEX uq_items_open_story_id; UPDATE items SET state = 'draft',"
        f" story_id = (SELECT story_id FROM items WHERE id = {ITEM})"
    ),
    "what was shared": f"UPDATE items SET state = 'shared', reviewed_by = NULL WHERE id = {ITEM}",
    "stories are skipped": "UPDATE stories SET state = CASE state WHEN 'skipped' THEN 'open' ELSE 'skipped' END",
    "ranks follow": "UPDATE stories SET score = score + 1",
    "articles stand": (
        "INSERT INTO regroupings (article_id, story_id, at) SELECT min(id), '-', '2026-11-23 00:00:00' FROM articles"
    ),
    "no message": f"{OUTBOX} ('a', {DIGEST}), ('b', {DIGEST})",
    "digests have": (
        "INSERT INTO digests (day, opening, lines, revision, saved_at)"
        " VALUES ('2026-01-01', '', '[]', 5, '2026-11-23 00:00:00')"
    ),
    "accounts are": "UPDATE people SET role = 'editor'",
    "sources are": f"""{ENTRY} 'change-source', 'source:bao-a-example', 'source', '{{}}', '{{"name": "?"}}')""",
    "every lesson": "DELETE FROM settings WHERE key = 'preferences'",
    "stories say": "UPDATE stories SET members = members + 1",
}


@pytest.mark.parametrize("line", SPOILS)
def test_a_desk_that_does_not_agree_with_its_log_is_told(home: Path, tmp_path: Path, line: str) -> None:
    spoilt = tmp_path / "spoilt"
    copytree(home, spoilt)
    settings = Settings(home=spoilt)
    with closing(sqlite3.connect(settings.database_path)) as connection:
        connection.executescript(f"{SPOILS[line]};")
    room = Room(settings, folk=0)
    services = room.process()
    broken = [one.said for one in prove(room, services) if one.wrong]
    services.close()

    assert any(said.startswith(line) for said in broken), broken
