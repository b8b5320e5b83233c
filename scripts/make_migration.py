"""python -m scripts.make_migration NAME: write the migration from the last one to the tables of database/."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from database.engine import open_engine, sqlite_url
from database.migrate import migrate
from database.schema import MIGRATIONS

NAME = re.compile(r"[a-z][a-z0-9_]{2,39}")  # Alembic cuts a file's name after 40 letters


def write(name: str, migrations: Path = MIGRATIONS) -> Path | None:
    """The file NNNN_name.py that brings the last migration's tables to ours, or None where they are the same."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    last = ScriptDirectory.from_config(config).get_current_head() or "0"
    with TemporaryDirectory() as folder:
        engine = open_engine(sqlite_url(Path(folder) / "desk.db"))
        migrate(engine)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(
                config,
                message=name.replace("_", " "),
                rev_id=f"{int(last) + 1:04}",
                autogenerate=True,
                process_revision_directives=_nothing_for_nothing,
            )
        engine.dispose()
    return next(migrations.glob(f"versions/{int(last) + 1:04}_*.py"), None)


def _nothing_for_nothing(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        directives.clear()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not NAME.fullmatch(sys.argv[1]):
        sys.exit("make migration NAME=what_it_brings (a-z, 0-9 and _, up to 40)")
    made = write(sys.argv[1])
    print(f"{made}: read it before you commit it" if made else "the tables are as the last migration leaves them")
