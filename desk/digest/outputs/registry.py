"""The outputs of the digest, in the order of the screen: the `OUTPUTS` of each file beside this one."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from desk.digest import outputs
from desk.digest.outputs.edition import Edition
from desk.digest.outputs.output import Frame, Output
from domain.outbox import Format


def _found() -> Iterator[Output]:
    for beside in iter_modules(outputs.__path__):
        if beside.name != "registry":
            yield from getattr(import_module(f"{outputs.__name__}.{beside.name}"), "OUTPUTS", ())


OUTPUTS = tuple(sorted(_found(), key=lambda output: output.order))


def texts_by_format(edition: Edition, post_limit: int) -> dict[Format, str]:
    """What goes to the channels: for each format the text of the output that is sent in it."""
    frame = Frame(post_limit=post_limit)
    return {takes: output.render([edition], frame).text for output in OUTPUTS for takes in output.takes}


def of_file(file: str) -> Output | None:
    return next((output for output in OUTPUTS if output.file and output.file == file), None)


def of_feed(ending: str) -> Output | None:
    return next((output for output in OUTPUTS if output.feed and output.feed == ending), None)
