"""python scripts/make_migration.py "why": write the migration from the last one to database/tables.py."""

import sys
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config

from database.engine import open_engine
from database.migrate import MIGRATIONS, migrate

if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/desk.db")
        migrate(engine)
        with engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.revision(config, message=sys.argv[1], autogenerate=True, rev_id=sys.argv[2])
