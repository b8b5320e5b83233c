"""`diemtin`: the command line. Each command is one function; errors are one sentence and exit code 2."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from threading import Event

from pydantic import ValidationError

from app import logs
from app.bootstrap import Services
from app.commands.typed import Parser, say_argparse_in
from app.commands.wording import Help, Line
from app.ending import end_for_certain
from app.faults import FAULTS, of_outside, of_settings
from app.heart import beating, moving
from app.pace import clock_of
from app.parent import end_with_parent, is_child
from app.private import UMASK
from app.settings import Settings
from desk.requirements import Profile
from domain.errors import Conflict, DeskError
from domain.locks import Lock
from domain.message import Message, say
from domain.people import Role
from domain.problems import Setup
from domain.running import Part
from messages.catalogue import Catalogue

Command = Callable[[Services, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    end_with_parent()
    os.umask(UMASK)
    try:
        settings = Settings()
    except ValidationError as error:
        return _refused(of_settings(error), Catalogue())
    wanted = parser(Catalogue(settings.language)).parse_args(arguments)
    if wanted.home:
        settings = settings.model_copy(update={"home": Path(wanted.home)})
    logs.configure(settings.log)
    if is_child():
        logs.into_file(settings.log_file, settings.log)
    services = Services(settings, clock_of(settings.home))
    try:
        command: Command = wanted.command
        return command(services, wanted)
    except DeskError as error:
        return _refused(error.message, services.say)
    except BrokenPipeError:  # `diemtin search … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except FAULTS as error:
        if (fault := of_outside(error, settings)) is None:
            raise
        return _refused(fault, services.say)
    except KeyboardInterrupt:
        return 130
    finally:
        services.close()


def _refused(message: Message, catalogue: Catalogue) -> int:
    print(catalogue(message), file=sys.stderr)
    return 2


def parser(catalogue: Catalogue) -> argparse.ArgumentParser:
    say_argparse_in(catalogue)
    told = partial(_told, catalogue)
    top = Parser(prog="diemtin", description=told(Help.DESCRIPTION))
    top.add_argument("--home", metavar=told(Help.FOLDER), help=told(Help.HOME))
    commands = top.add_subparsers(required=True, metavar=told(Help.COMMAND))

    def add(name: str, run: Command, help_: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_, description=help_)
        made.add_argument("--home", metavar=told(Help.FOLDER), default=argparse.SUPPRESS, help=told(Help.HOME))
        made.set_defaults(command=run)
        return made

    run = add("run", _run, told(Help.RUN))
    run.add_argument("--sample", action="store_true", help=told(Help.SAMPLE))
    serve = add("serve", _serve, told(Help.SERVE))
    serve.add_argument("--sample", action="store_true", help=told(Help.SERVE_SAMPLE))
    serve.add_argument("--port", type=int, metavar=told(Help.PORT_NUMBER), help=told(Help.PORT))
    work = add("work", _work, told(Help.WORK))
    work.add_argument("--lane", choices=("read", "place", "index"), help=told(Help.LANE))
    crawl = add("crawl", _crawl, told(Help.CRAWL))
    crawl.add_argument("--sample", action="store_true", help=told(Help.ALLOW_SAMPLE))
    demo = add("demo", _demo, told(Help.DEMO))
    demo.add_argument("--clock", choices=("real", "fast"), default="real", help=told(Help.CLOCK))
    add("newsroom", _newsroom, told(Help.NEWSROOM))
    check = add("check", _check, told(Help.CHECK))
    check.add_argument("profile", choices=[profile.value for profile in Profile])
    add("migrate", _migrate, told(Help.MIGRATE))
    add("rebuild", _rebuild, told(Help.REBUILD))
    coverage = add("coverage", _coverage, told(Help.COVERAGE))
    coverage.add_argument("what", choices=("rebuild",))
    backup = add("backup", _backup, told(Help.BACKUP))
    backup.add_argument("to", metavar=told(Help.FOLDER))
    backup.add_argument("--keep", type=_at_least_one(told(Help.AT_LEAST_ONE)), metavar="N", help=told(Help.KEEP))
    restore = add("restore", _restore, told(Help.RESTORE))
    restore.add_argument("backup", metavar=told(Help.COPY))
    _text_commands(add, told)
    _source_commands(add, told)
    _model_commands(add, told)
    user = add("user", _user, told(Help.USER))
    user.add_argument("what", choices=("add", "reset"))
    user.add_argument("login", metavar=told(Help.LOGIN))
    user.add_argument("--name", default="", metavar=told(Help.NAME), help=told(Help.FULL_NAME))
    user.add_argument("--role", choices=[role.value for role in Role], default=Role.EDITOR.value, help=told(Help.ROLE))
    return top


def _at_least_one(refusal: str) -> Callable[[str], int]:
    def number(typed: str) -> int:
        if not typed.isdecimal() or int(typed) < 1:
            raise argparse.ArgumentTypeError(refusal)
        return int(typed)

    return number


def _told(catalogue: Catalogue, code: Help) -> str:
    return catalogue(say(code))


Add = Callable[[str, Command, str], argparse.ArgumentParser]
Told = Callable[[Help], str]


def _text_commands(add: Add, told: Told) -> None:
    read = add("read", _read, told(Help.READ))
    read.add_argument("where", nargs="?", default="-", metavar=f"{told(Help.FILE)}|URL|-")
    read.add_argument("--ndjson", action="store_true", help=told(Help.READ_NDJSON))
    import_ = add("import", _import, told(Help.IMPORT))
    import_.add_argument("where", metavar=told(Help.FILE))
    search = add("search", _search, told(Help.SEARCH))
    search.add_argument("query", nargs="?", default="", metavar=told(Help.QUERY))
    search.add_argument("--limit", type=int, default=10, metavar="N", help=told(Help.LIMIT))
    search.add_argument("--ndjson", metavar=told(Help.FILE), help=told(Help.SEARCH_NDJSON))
    group = add("group", _group, told(Help.GROUP))
    group.add_argument("where", nargs="?", default="-", metavar=f"{told(Help.FILE)}|-")
    group.add_argument("--ndjson", action="store_true", help=told(Help.GROUP_NDJSON))


def _model_commands(add: Add, told: Told) -> None:
    models = add("models", _models, told(Help.MODELS))
    models.add_argument("what", choices=("pull",))
    models.add_argument("value", metavar=told(Help.PINNED))


def _source_commands(add: Add, told: Told) -> None:
    sources = add("sources", _sources, told(Help.SOURCES))
    sources.add_argument("what", choices=("list", "add", "check", "import", "export"))
    sources.add_argument("value", nargs="?", default="", metavar=f"URL|{told(Help.CODE)}|{told(Help.FILE)}")
    sources.add_argument("--name", default="", metavar=told(Help.NAME), help=told(Help.SOURCE_NAME))
    sources.add_argument("--sample", action="store_true", help=told(Help.ALLOW_SAMPLE))
    sources.add_argument("--organisation", default="", metavar=told(Help.NAME), help=told(Help.ORGANISATION))


def _stop_on_signals() -> Callable[[], bool]:
    end_for_certain()
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    signal.signal(signal.SIGINT, lambda *_: stopped.set())
    return stopped.is_set


def _run(services: Services, wanted: argparse.Namespace) -> int:
    from app.run import run

    return run(services, sample=wanted.sample)


def _demo(services: Services, wanted: argparse.Namespace) -> int:
    from app.run import run

    return run(services, sample=True, fast=wanted.clock == "fast")


def _newsroom(services: Services, _wanted: argparse.Namespace) -> int:
    from app.sample import serve_newsroom

    services.migrate()
    serve_newsroom(services)
    return 0


def _serve(services: Services, wanted: argparse.Namespace) -> int:
    from app.web import serve

    services.migrate()
    end_for_certain()
    serve(services, sample=wanted.sample, port=wanted.port)
    return 0


def _work(services: Services, wanted: argparse.Namespace) -> int:
    from app import worker
    from app.scrape import kept

    lanes: dict[str | None, tuple[Part, Callable[..., None]]] = {
        None: (Part.WORKER, worker.work),
        "read": (Part.READER, worker.read),
        "place": (Part.STANDBY, worker.place),
        "index": (Part.INDEXER, worker.index),
    }
    part, lane = lanes[wanted.lane]
    if wanted.lane and not services.settings.database_url:
        raise Conflict(Setup.LANE_ON_SQLITE, lane=wanted.lane)
    services.migrate()
    stop = _stop_on_signals()
    with kept(part, services.observer.figures, services.settings), beating(part, services.database) as heart:
        lane(services, heart, stop=moving(heart, stop))
    return 0


def _crawl(services: Services, wanted: argparse.Namespace) -> int:
    from app.collect import collect
    from app.once import once
    from app.scrape import kept
    from desk.running import Fault

    services.migrate()
    stop = _stop_on_signals()  # before it says that it lives: who is told to stop from then on ends in order
    # On PostgreSQL crawlers lease hosts, and any number of them is polite. On SQLite one process is the crawler.
    alone = nullcontext() if services.settings.database_url else once(services, Lock.CRAWLER)
    with (
        alone,
        kept(Part.CRAWLER, services.observer.figures, services.settings),
        beating(Part.CRAWLER, services.database) as heart,
    ):
        tell = partial(heart.says, Fault.LINE_AWAY)
        collect(services, sample=wanted.sample, stop=moving(heart, stop), tell=tell)
    return 0


def _check(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.check import check

    return check(services, Profile(wanted.profile))


def _migrate(services: Services, _wanted: argparse.Namespace) -> int:
    services.migrate()
    print(services.say(say(Line.MIGRATED)))
    return 0


def _rebuild(services: Services, _wanted: argparse.Namespace) -> int:
    from app.commands.upkeep import rebuild_index

    return rebuild_index(services)


def _coverage(services: Services, _wanted: argparse.Namespace) -> int:
    from app.commands.upkeep import rebuild_counters

    return rebuild_counters(services)


def _backup(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.copies import backup

    return backup(services, wanted.to, keep=wanted.keep)


def _restore(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.copies import restore

    return restore(services, wanted.backup)


def _read(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.reading import read

    return read(services, wanted.where, ndjson=wanted.ndjson, out=sys.stdout)


def _import(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.importing import import_file

    return import_file(services, wanted.where, out=sys.stdout)


def _search(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.searching import search

    return search(services, wanted.query, limit=wanted.limit, ndjson=wanted.ndjson, out=sys.stdout)


def _group(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.grouping import group

    return group(services, wanted.where, out=sys.stdout)


def _sources(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.sources import Publisher, sources

    services.migrate()
    publisher = Publisher(name=wanted.name, organisation=wanted.organisation)
    return sources(services, wanted.what, wanted.value, publisher, sample=wanted.sample)


def _models(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.models import pull

    return pull(services, wanted.value, out=sys.stdout)


def _user(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.upkeep import add_user, reset_user

    services.migrate()
    if wanted.what == "reset":
        return reset_user(services, login=wanted.login)
    return add_user(services, login=wanted.login, name=wanted.name, role=wanted.role)
