"""`diemtin search`: one query, or many from NDJSON, answered with ids and scores."""

import json
import sys
from errno import ENOENT
from typing import IO, Any

from app.bootstrap import Services
from app.commands.records import BadLine, failure, lines
from app.rebuilding import Mending
from desk.running import Fault
from domain.errors import Unreachable, Unusable
from domain.message import say
from domain.problems import Unreadable
from domain.search import Query
from domain.trouble import Trouble


def search(services: Services, text: str, *, limit: int, ndjson: str | None, out: IO[str]) -> int:
    """Print {"query", "hits": [{"id", "score"}]}; for NDJSON lines {"id"?, "query"}, the id comes along."""
    if services.settings.database_url or services.settings.database_path.exists():
        _mend(services)
    if ndjson is None:
        print(json.dumps(_answer(services, text, limit), ensure_ascii=False), file=out)
        return 0
    for record in lines(ndjson):
        print(json.dumps(_answered(services, record, limit), ensure_ascii=False), file=out)
    return 0


def _mend(services: Services) -> None:
    """An index that is damaged or lost is built anew first: no worker may be there to do it."""
    mending = Mending(services)
    if _is_damaged(services):
        services.migrate()
        with services.database.read() as store:
            if any(store.progress.counts().values()):
                print(services.say(say(Fault.SEARCH_REBUILT, since=services.clock())), file=sys.stderr)
        try:
            mending.mend()
        except Unreachable as error:
            raise _kept(services, error) from error


def _is_damaged(services: Services) -> bool:
    try:
        return bool(services.engine.fault())
    except Unreachable as error:
        raise _kept(services, error) from error


def _answered(services: Services, record: Any, limit: int) -> dict[str, Any]:
    if isinstance(record, str):
        return _answer(services, record, limit)
    if isinstance(record, BadLine) or not isinstance(record, dict) or not isinstance(record.get("query"), str):
        problem = record.problem if isinstance(record, BadLine) else say(Unreadable.LINE_WITHOUT_QUERY)
        return failure(record.get("id", "") if isinstance(record, dict) else "", "bad-input", services.say(problem))
    known = {"id": record["id"]} if "id" in record else {}
    return known | _answer(services, record["query"], limit)


def _answer(services: Services, text: str, limit: int) -> dict[str, Any]:
    """Nothing tries again for a command: what keeps the index from answering is said as it is."""
    try:
        hits = services.index.find(Query(text=text, limit=limit)).hits
    except Unreachable as error:
        raise _kept(services, error) from error
    return {"query": text, "hits": [{"id": hit.id, "score": round(hit.score, 4)} for hit in hits]}


def _kept(services: Services, error: Unreachable) -> Exception:
    if isinstance(error.__cause__, OSError) and error.__cause__.errno != ENOENT:
        return error.__cause__
    return Unusable(Trouble.NO_INDEX, where=services.settings.search_place)
