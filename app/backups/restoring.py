"""A desk from a backup of either engine: checked first, put only where no desk is, and given a search index."""

from collections.abc import Callable, Mapping
from pathlib import Path

from app.backups import manifest as contents
from app.backups.manifest import Manifest
from app.bootstrap import Services
from app.once import once
from app.rebuilding import rebuilt
from database.backups import postgresql, sqlite, to_postgresql, to_sqlite
from database.backups.contents import Moved, compare
from database.backups.room import make_room, refuse_a_desk
from database.engine import SqlDatabase, open_engine, sqlite_url
from database.migrate import migrate
from database.schema import revision_of
from desk.running import SILENT_AFTER
from domain.errors import Unusable
from domain.locks import Lock
from domain.times import now
from domain.trouble import Trouble

ASIDE_NAME = "diemtin.db.restored"  # has the desk's name only once it is whole

Tell = Callable[[str, Moved], None]  # the engine of the backup, and what came over from it


def restore(services: Services, backup: Path, tell: Tell) -> tuple[Mapping[str, int], int]:
    """The rows of the new desk's main tables, and how many articles its index holds. Unusable leaves no desk.

    `tell` hears at once what came over from another engine, since the index still takes its time.
    """
    made = contents.read(backup)
    _only_where_no_desk_is(services, backup, made)
    checked = (sqlite if made.engine == "sqlite" else postgresql).check(backup / made.database)
    compare(dict(made.counts), checked, str(backup))
    with once(services, Lock.RUN):
        into = _sqlite if contents.engine_of(services.settings) == "sqlite" else _postgresql
        return into(services, backup, made, tell)


def _only_where_no_desk_is(services: Services, backup: Path, made: Manifest) -> None:
    settings = services.settings
    if settings.database_url:
        refuse_a_desk(services.database.engine)
        _refuse_processes(services)
    path = settings.database_path
    there = [path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal")]
    if not settings.database_url and any(file.exists() for file in there):
        raise Unusable(Trouble.RESTORE_IN_USE, where=str(path))
    for name in made.files.keys() - {made.database}:
        kept = settings.home / name
        if kept.exists() and kept.read_bytes() != (backup / name).read_bytes():
            raise Unusable(Trouble.RESTORE_IN_USE, where=str(kept))


def _refuse_processes(services: Services) -> None:
    """A process that has begun with an empty desk knows nothing of what comes."""
    if revision_of(services.database.engine) is None:
        return
    with services.database.read() as store:
        for beat in store.heartbeats.list():
            if now() - beat.beat_at <= SILENT_AFTER:
                raise Unusable(Trouble.RESTORE_RUNS, part=beat.part, process=beat.process)


def _sqlite(services: Services, backup: Path, made: Manifest, tell: Tell) -> tuple[Mapping[str, int], int]:
    settings = services.settings
    _secrets(services, backup, made)
    aside = settings.home / ASIDE_NAME
    _clear(aside)
    if made.engine == "sqlite":
        contents.copy_privately(backup / made.database, aside)
    else:
        tell(made.engine, to_sqlite.fill(aside, backup / made.database))
    counts = sqlite.check(aside)
    database = SqlDatabase(open_engine(sqlite_url(aside)))
    try:
        migrate(database.engine)
        indexed = rebuilt(services, database)
    finally:
        database.close()
    aside.replace(settings.database_path)
    return counts, indexed


def _postgresql(services: Services, backup: Path, made: Manifest, tell: Tell) -> tuple[Mapping[str, int], int]:
    _secrets(services, backup, made)
    engine = services.database.engine
    if made.engine == "sqlite":
        tell(made.engine, to_postgresql.fill(engine, backup / made.database))
    else:
        postgresql.revision(backup / made.database)
        with engine.connect() as connection, connection.begin():
            make_room(connection)
        postgresql.fill(engine, backup / made.database)
        services.migrate()
    return postgresql.counts(engine), rebuilt(services, services.database)


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
