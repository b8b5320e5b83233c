"""`diemtin import`: articles from NDJSON, read, placed and found by search."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from app.bootstrap import Services
from app.commands.reading import article_of
from app.commands.records import checked, failure, lines
from app.lanes import all_lanes
from domain.article import Article, article_id
from domain.errors import BadInput, DeskError, NotExtractable, Unreachable
from domain.page import Extraction
from domain.problems import Problem, Unreadable
from domain.refusals import refuse
from domain.sources import Source
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.work import StepResult
from vietnamese.text import fold

BATCH_ARTICLES = 400
MAX_ID_CHARS = 200


def import_file(services: Services, where: str, *, out: IO[str]) -> int:
    """Read every line into the database, then take it through the steps. The last line counts."""
    services.migrate()
    kept = bad = 0
    with all_lanes(services) as lanes:
        records = lines(where)
        while batch := list(islice(records, BATCH_ARTICLES)):
            read = [(record, _tried(services, record)) for record in batch]  # no transaction waits for a page
            with services.database.write() as store:
                for error in _kept(services, store, read, _name(where)):
                    print(json.dumps(error, ensure_ascii=False), file=out)
                    bad += 1
            kept += len(batch)
            lanes.finish()
        with suppress(Unreachable):  # the worker adds them later
            while lanes.indexing.advance():
                pass
    print(json.dumps({"imported": kept - bad, "errors": bad}), file=out)
    return 0


def _tried(services: Services, record: Any) -> Extraction | DeskError:
    try:
        return _read(services, checked(record))
    except DeskError as error:
        return error


def _kept(
    services: Services, store: Store, batch: list[tuple[Any, Extraction | DeskError]], file: str
) -> Iterator[dict[str, Any]]:
    """Keep what can be kept; yield the errors of the rest."""
    sources = {source.id for source in store.sources.list()}
    kept: dict[str, Article] = {}
    for record, found in batch:
        identity = record.get("id", "") if isinstance(record, dict) else ""
        try:
            given = checked(record)
            article = _article(services, store, given | {"source": given.get("source") or file}, found, sources)
        except DeskError as error:
            yield failure(identity, error.code, services.say(error.message))
            continue
        kept[article.id] = article
    store.articles.add(list(kept.values()))
    moved = [StepResult(article=one, step=Stage.EXTRACTED, outcome=Outcome.MOVED_ON) for one in kept.values()]
    store.articles.record(moved, services.clock())


def _article(
    services: Services, store: Store, record: dict[str, Any], found: Extraction | DeskError, sources: set[str]
) -> Article:
    url = record.get("url") or ""
    if url:
        refuse(url)
        _web_address(url)
    identity = record.get("id") or article_id(url or record.get("text") or record["html"])
    if len(identity) > MAX_ID_CHARS:
        raise BadInput(Unreadable.ID_TOO_LONG, characters=MAX_ID_CHARS)
    if "\0" in identity:  # PostgreSQL cannot keep it
        raise BadInput(Unreadable.ID_CHARACTERS)
    if isinstance(found, DeskError):
        raise found
    if not found.text.strip():
        raise BadInput(Unreadable.WITHOUT_TEXT)
    return Article(
        id=identity,
        source_id=_source(store, record["source"], sources),
        # The address is the publisher's; two texts of one page stay apart by their id.
        url=f"{url}#{quote(identity, safe='')}" if url else f"urn:diemtin:{quote(identity, safe='')}",
        stage=Stage.EXTRACTED,
        fetched_at=services.clock(),
        title=found.title,
        lead=found.lead,
        text=found.text,
        published_at=found.published_at,
        publisher_section=found.section,
    )


def _name(where: str) -> str:
    """The file's own name, without its endings: what has a dot would be taken for an address."""
    return Path(where).name.lstrip("-.").partition(".")[0] or "stdin"


def _read(services: Services, record: dict[str, Any]) -> Extraction:
    try:
        return article_of(services, record)
    except DeskError:
        raise
    except Exception as error:
        raise NotExtractable(Unreadable.PAGE_FAILED, cause=repr(error)[:200]) from error


def _web_address(url: str) -> None:
    """The article's screen links to it."""
    if not url.lower().startswith(("http://", "https://")):
        raise BadInput(Problem.NOT_A_WEB_ADDRESS, url=url[:80])


def _source(store: Store, name: str, known: set[str]) -> str:
    """The id of the source called so; one that is new is added, and never visited."""
    name = name.replace("\0", " ")
    if re.search(r"\w\.\w", name):  # an address or a host
        refuse(name if "://" in name else f"https://{name}")
    slug = f"nhap-{re.sub(r'[^a-z0-9]+', '-', fold(name)).strip('-')[:70]}"
    if slug not in known:
        known.add(slug)
        store.sources.save(Source(id=slug, name=name[:200], home_url="", organisation=name[:200], active=False))
    return slug
