"""Runs a query, adds notices to the hits, and searches again more widely when a quoted phrase finds nothing."""

from collections.abc import Callable
from dataclasses import replace

from domain.message import say
from domain.search import QueryNotice, Results
from index.query.parser import Parsed


def answered(parsed: Parsed, ask: Callable[[Parsed], Results]) -> Results:
    if parsed.only_signs:
        return Results(hits=(), total=0, notices=(say(QueryNotice.SIGNS_ONLY),))
    found = ask(parsed)
    if parsed.phrases and not found.total and not parsed.whole:
        wider = ask(parsed.unquoted())
        if wider.total:
            found = replace(wider, notices=(say(QueryNotice.QUOTES_FOUND_NOTHING),))
    return replace(found, notices=(*parsed.notices, *found.notices))
