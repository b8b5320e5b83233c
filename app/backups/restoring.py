"""A desk from a backup: checked first, put only where no desk is, and given a search index."""

from collections.abc import Mapping
from pathlib import Path

from app.backups import manifest as contents
from app.backups.manifest import Manifest
from app.bootstrap import Services
from app.rebuilding import rebuilt
from database.backups import postgresql, sqlite
from database.backups.contents import compare
from database.engine import SqlDatabase, open_engine, sqlite_url
from database.migrate import migrate
from database.schema import revision_of
from domain.errors import Unusable
from domain.trouble import Trouble

ASIDE_NAME = "diemtin.db.restored"  # has the desk's name only once it is whole


def restore(services: Services, backup: Path) -> tuple[Mapping[str, int], int]:
    """The rows of the new desk's main tables, and how many articles its index holds. Unusable leaves no desk."""
    made = contents.read(backup)
    ours = contents.engine_of(services.settings)
    if made.engine != ours:
        raise Unusable(Trouble.RESTORE_OTHER_ENGINE, where=str(backup), theirs=made.engine, ours=ours)
    _only_where_no_desk_is(services, backup, made)
    checked = (sqlite if ours == "sqlite" else postgresql).check(backup / made.database)
    compare(dict(made.counts), checked, str(backup))
    return (_sqlite if ours == "sqlite" else _postgresql)(services, backup, made)


def _only_where_no_desk_is(services: Services, backup: Path, made: Manifest) -> None:
    settings = services.settings
    path = settings.database_path
    there = [path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal")]
    if any(file.exists() for file in there):
        raise Unusable(Trouble.RESTORE_IN_USE, where=str(path))
    if made.engine != "sqlite" and revision_of(services.database.engine) is not None:
        raise Unusable(Trouble.RESTORE_IN_USE, where=contents.desk_of(settings))
    for name in made.files.keys() - {made.database}:
        kept = settings.home / name
        if kept.exists() and kept.read_bytes() != (backup / name).read_bytes():
            raise Unusable(Trouble.RESTORE_IN_USE, where=str(kept))


def _sqlite(services: Services, backup: Path, made: Manifest) -> tuple[Mapping[str, int], int]:
    settings = services.settings
    _secrets(services, backup, made)
    aside = settings.home / ASIDE_NAME
    _clear(aside)
    contents.copy_privately(backup / made.database, aside)
    counts = sqlite.check(aside)
    database = SqlDatabase(open_engine(sqlite_url(aside)))
    try:
        migrate(database.engine)
        indexed = rebuilt(services, database)
    finally:
        database.close()
    aside.replace(settings.database_path)
    return counts, indexed


def _postgresql(services: Services, backup: Path, made: Manifest) -> tuple[Mapping[str, int], int]:
    _secrets(services, backup, made)
    postgresql.fill(services.database.engine, backup / made.database)
    counts = postgresql.counts(services.database.engine)
    services.migrate()
    return counts, rebuilt(services, services.database)


def _secrets(services: Services, backup: Path, made: Manifest) -> None:
    services.settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in made.files.keys() - {made.database}:
        target = services.settings.home / name
        if not target.exists():
            contents.copy_privately(backup / name, target)


def _clear(aside: Path) -> None:
    """Remove what an earlier attempt left behind."""
    for end in ("", "-wal", "-shm"):
        aside.with_name(aside.name + end).unlink(missing_ok=True)
