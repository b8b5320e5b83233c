"""A database that is away for a while: the worker waits for it, and says so once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from database.faults import is_away, is_crossing
from domain.errors import Busy

log = logging.getLogger("diemtin.database")


def passes(error: Exception) -> bool:
    """True for errors of a database that is away or busy, which pass by themselves."""
    return isinstance(error, Busy) or (isinstance(error, DBAPIError) and is_away(error))


def has_crossed(error: Exception) -> bool:
    """True where another process was writing the same rows at this moment, and has done so by now."""
    cause = error.__cause__ if isinstance(error, Busy) else error
    return isinstance(cause, DBAPIError) and is_crossing(cause)


@dataclass
class Outage:
    """Logs an outage once when it begins and once when it is over."""

    lasts: bool = False

    def begins(self, error: Exception) -> None:
        if not self.lasts:
            log.warning("the database is away; waiting for it: %s", getattr(error, "orig", error))
        self.lasts = True

    @contextmanager
    def waited_out(self) -> Iterator[None]:
        """What fails inside for that reason is given up for this turn; every other error goes on."""
        try:
            yield
        except (DBAPIError, Busy) as error:
            if not passes(error):
                raise
            self.begins(error)
        else:
            if self.lasts:
                log.info("the database is back")
            self.lasts = False
