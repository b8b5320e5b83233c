"""`diemtin`: the command line. Each command is one function; errors are one sentence and exit code 2."""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from threading import Event

from pydantic import ValidationError

from app.bootstrap import Services
from app.faults import FAULTS, of_outside, of_settings
from app.settings import Settings
from domain.errors import DeskError
from domain.message import Message
from messages.catalogue import Catalogue

Command = Callable[[Services, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    wanted = parser().parse_args(arguments)
    home = {"home": wanted.home} if wanted.home else {}
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    for chatty in ("alembic", "scrapy", "httpx", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        settings = Settings(**home)
    except ValidationError as error:
        return _refused(of_settings(error), Catalogue())
    services = Services(settings)
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


def _refused(message: Message, say: Catalogue) -> int:
    print(say(message), file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="diemtin", description="Điểm Tin: bàn biên tập cho trang thông tin công cộng.")
    top.add_argument("--home", help="thư mục dữ liệu (mặc định: DIEMTIN_HOME hoặc ./var)")
    commands = top.add_subparsers(required=True, metavar="LỆNH")

    def add(name: str, run: Command, help_: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_, description=help_)
        made.add_argument("--home", default=argparse.SUPPRESS, help="thư mục dữ liệu")
        made.set_defaults(command=run)
        return made

    run = add("run", _run, "chạy cả bàn tin: web, thu thập, xử lý")
    run.add_argument("--sample", action="store_true", help="dùng tòa soạn mẫu")
    serve = add("serve", _serve, "chỉ chạy web")
    serve.add_argument("--sample", action="store_true", help="nói rõ trên màn hình rằng đây là tòa soạn mẫu")
    serve.add_argument("--port", type=int, default=None, help="cổng của web (mặc định: DIEMTIN_PORT hoặc 8000)")
    add("work", _work, "chỉ chạy tiến trình xử lý bài")
    crawl = add("crawl", _crawl, "chỉ chạy tiến trình thu thập")
    crawl.add_argument("--sample", action="store_true", help="cho phép đọc tòa soạn mẫu trên máy này")
    for name, does, words in (
        ("demo", _demo, "chạy bàn tin với tòa soạn mẫu"),
        ("newsroom", _newsroom, "chỉ chạy các báo mẫu"),
    ):
        made = add(name, does, words)
        made.add_argument("--clock", choices=("real", "fast"), default="real", help="fast: một ngày trong năm phút")
    add("migrate", _migrate, "đưa cơ sở dữ liệu lên phiên bản mới nhất")
    add("rebuild", _rebuild, "dựng lại chỉ mục tìm kiếm từ cơ sở dữ liệu rồi thay")
    backup = add("backup", _backup, "sao lưu bàn tin và kiểm tra bản sao, kể cả khi đang chạy")
    backup.add_argument("to", metavar="THƯ-MỤC")
    backup.add_argument("--keep", type=_at_least_one, metavar="N", help="giữ N bản mới nhất, mỗi bản một thư mục con")
    restore = add("restore", _restore, "dựng lại bàn tin từ một bản sao lưu, vào thư mục dữ liệu còn trống")
    restore.add_argument("backup", metavar="BẢN-SAO")
    _text_commands(add)
    _source_commands(add)
    _model_commands(add)
    user = add("user", _user, "thêm người dùng và in đường dẫn đăng nhập một lần")
    user.add_argument("what", choices=("add",))
    user.add_argument("login")
    user.add_argument("--name", default="")
    user.add_argument("--role", choices=("administrator", "editor", "reviewer", "analyst"), default="editor")
    return top


def _at_least_one(typed: str) -> int:
    if (number := int(typed)) < 1:
        raise argparse.ArgumentTypeError("ít nhất là 1")
    return number


Add = Callable[[str, Command, str], argparse.ArgumentParser]


def _text_commands(add: Add) -> None:
    read = add("read", _read, "đọc trang hoặc văn bản, in những gì hiểu được (NDJSON)")
    read.add_argument("where", nargs="?", default="-", metavar="TỆP|URL|-")
    read.add_argument("--ndjson", action="store_true", help="mỗi dòng vào là một đối tượng JSON")
    import_ = add("import", _import, "nhập bài từ NDJSON, qua các bước hiểu và lập chỉ mục")
    import_.add_argument("where", metavar="TỆP")
    search = add("search", _search, "tìm trong các bài đã có")
    search.add_argument("query", nargs="?", default="")
    search.add_argument("--limit", type=int, default=10)
    search.add_argument("--ndjson", metavar="TỆP", help="nhiều câu tìm, mỗi dòng {'query': …}")
    group = add("group", _group, "nhóm bài thành chuyện (NDJSON vào, NDJSON ra)")
    group.add_argument("where", nargs="?", default="-", metavar="TỆP|-")
    group.add_argument("--ndjson", action="store_true", help="dạng vào và ra (luôn là NDJSON)")


def _model_commands(add: Add) -> None:
    models = add("models", _models, "mô hình xếp lại kết quả tìm kiếm: pull tải về một phiên bản đã ghim")
    models.add_argument("what", choices=("pull",))
    models.add_argument("value", metavar="KHO@PHIÊN-BẢN")


def _source_commands(add: Add) -> None:
    sources = add("sources", _sources, "nguồn tin: list, add, check, import, export (OPML)")
    sources.add_argument("what", choices=("list", "add", "check", "import", "export"))
    sources.add_argument("value", nargs="?", default="", metavar="URL|MÃ|TỆP")
    sources.add_argument("--name", default="", help="tên nguồn (add)")
    sources.add_argument("--sample", action="store_true", help="cho phép đọc tòa soạn mẫu trên máy này")
    sources.add_argument("--organisation", default="", help="cơ quan chịu trách nhiệm (add)")


def _stop_on_signals() -> Callable[[], bool]:
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


def _newsroom(services: Services, wanted: argparse.Namespace) -> int:
    from app.sample import serve_newsroom

    services.migrate()
    serve_newsroom(services, fast=wanted.clock == "fast")
    return 0


def _serve(services: Services, wanted: argparse.Namespace) -> int:
    from app.web import serve

    services.migrate()
    serve(services, sample=wanted.sample, port=wanted.port)
    return 0


def _work(services: Services, _wanted: argparse.Namespace) -> int:
    from app.worker import work

    services.migrate()
    work(services, stop=_stop_on_signals())
    return 0


def _crawl(services: Services, wanted: argparse.Namespace) -> int:
    from app.collect import collect

    services.migrate()
    collect(services, sample=wanted.sample, stop=_stop_on_signals())
    return 0


def _migrate(services: Services, _wanted: argparse.Namespace) -> int:
    services.migrate()
    print("Cơ sở dữ liệu đã ở phiên bản mới nhất.")
    return 0


def _rebuild(services: Services, _wanted: argparse.Namespace) -> int:
    from app.commands.upkeep import rebuild_index

    return rebuild_index(services)


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
    from app.commands.sources import sources

    services.migrate()
    return sources(
        services, wanted.what, wanted.value, name=wanted.name, organisation=wanted.organisation, sample=wanted.sample
    )


def _models(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.models import pull

    return pull(services, wanted.value, out=sys.stdout)


def _user(services: Services, wanted: argparse.Namespace) -> int:
    from app.commands.upkeep import add_user

    services.migrate()
    return add_user(services, login=wanted.login, name=wanted.name, role=wanted.role)
