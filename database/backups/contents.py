"""What a copy holds, and what it must not hold."""

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


def compare(wanted: dict[str, int], found: dict[str, int], where: str) -> None:
    """Unusable when a table of the copy has more or fewer rows than what was copied."""
    differing = sorted(table for table in wanted if found.get(table) != wanted[table])
    if differing:
        raise Unusable(Trouble.BACKUP_DIFFERS, where=where, tables=differing)


def not_empty(counts: dict[str, int], where: str) -> None:
    if not counts.get(people.name) and not counts.get(articles.name):
        raise Unusable(Trouble.DESK_EMPTY, where=where)
