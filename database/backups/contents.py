"""What a copy holds, and what it must not hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

from database.articles import articles
from database.editorial import digests, items, settings
from database.log import log
from database.people import people, sessions
from database.sign_ins import invites
from database.sources import sources
from database.stories import stories
from domain.errors import Unusable
from domain.trouble import Trouble

LEFT_OUT = tuple(table.name for table in (sessions, invites))  # who holds a copy must not be able to sign in with it
COUNTED = tuple(
    table.name for table in (sources, articles, stories, items, digests, people, log, settings)
)  # counts that are compared and shown

R = TypeVar("R", bound=tuple[Any, ...])
CHECKSUM_BYTES = 16
SHOWN_DIGITS = 12


@dataclass
class Tally:
    """A table's rows, counted and summed up in whatever order they come."""

    rows: int = 0
    checksum: int = 0

    def count(self, row: tuple[object, ...]) -> None:
        mark = blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=CHECKSUM_BYTES).digest()
        self.rows += 1
        self.checksum = (self.checksum + int.from_bytes(mark)) % (1 << 8 * CHECKSUM_BYTES)

    @property
    def short(self) -> str:
        """Enough of the checksum to compare two by eye."""
        return f"{self.checksum:0{2 * CHECKSUM_BYTES}x}"[:SHOWN_DIGITS]

    def counting(self, rows: Iterable[R]) -> Iterator[R]:
        for row in rows:
            self.count(row)
            yield row


@dataclass(frozen=True)
class Moved:
    """What went over from one engine to the other, table by table."""

    tables: Mapping[str, Tally]
    cleaned: int = 0  # values that lost a character which the other engine cannot hold


def same(wanted: Mapping[str, Tally], found: Mapping[str, Tally], where: str) -> None:
    """Unusable when a table that was filled does not hold just what was read."""
    differing = sorted(table for table in wanted if found[table] != wanted[table])
    if differing:
        raise Unusable(Trouble.RESTORE_DIFFERS, where=where, tables=differing)


def compare(wanted: dict[str, int], found: dict[str, int], where: str) -> None:
    """Unusable when a table of the copy has more or fewer rows than what was copied."""
    differing = sorted(table for table in wanted if found.get(table) != wanted[table])
    if differing:
        raise Unusable(Trouble.BACKUP_DIFFERS, where=where, tables=differing)


def not_empty(counts: dict[str, int], where: str) -> None:
    if not counts.get(people.name) and not counts.get(articles.name):
        raise Unusable(Trouble.DESK_EMPTY, where=where)
