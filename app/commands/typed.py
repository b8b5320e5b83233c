"""argparse in the chosen language, its errors one sentence as ours are."""

import argparse
import sys
from typing import NoReturn

from messages.catalogue import Catalogue


class Parser(argparse.ArgumentParser):
    """What is typed wrongly ends with one sentence and exit code 2. The usage is there for who asks: `--help`."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(2)


def say_argparse_in(catalogue: Catalogue) -> None:
    """argparse asks these two names of its module whenever it says something; it has no other hook."""
    argparse._ = catalogue.text  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, number: catalogue.text(one if number == 1 else many)  # type: ignore[attr-defined]
