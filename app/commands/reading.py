"""`diemtin read`: what Điểm Tin reads and understands of a page or a text, a JSON line each."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from app.bootstrap import Services
from app.commands.records import checked, failure, lines, moment
from app.readers.one import answered_with
from crawlers.fetch.visits import Fetched
from desk.sources.collecting import BLOCKS
from domain.errors import BadInput, DeskError, NotExtractable
from domain.message import Message
from domain.page import Extraction, FetchedPage
from domain.problems import Problem
from domain.refusals import refuse
from domain.understanding import Told
from vietnamese.text import clean


def read(services: Services, where: str, *, ndjson: bool, out: IO[str]) -> int:
    """Read pages or texts and print what was understood, a line each."""
    records = lines(where) if ndjson else [one(services, where)]
    bad = 0
    for record in records:
        answer = answered(services, record)
        bad += "error" in answer
        print(json.dumps(answer, ensure_ascii=False), file=out)
    return 1 if bad and not ndjson else 0


def answered(services: Services, record: Any) -> dict[str, Any]:
    """One record read, or its error in the documented shape."""
    identity = record.get("id", "") if isinstance(record, dict) else ""
    try:
        return {"id": identity} | understood(services, checked(record))
    except DeskError as error:
        return failure(identity, error.code, services.say(error.message))
    except Exception as error:  # noqa: BLE001 - one line's trouble must not take the others along
        return failure(identity, "bug", repr(error)[:300])


def understood(services: Services, record: dict[str, Any]) -> dict[str, Any]:
    found = article_of(services, record)
    published = found.published_at
    seen = services.analyzer.understand(
        title=found.title,
        text=found.text,
        published_at=published,
        told=Told(
            province=services.gazetteer.served_by(record.get("source") or ""),
            section=found.section,
            url=record.get("url") or "",
        ),
    )
    return {
        "title": found.title,
        "lead": found.lead,
        "text": found.text,
        "published": published.isoformat() if published else None,
        "publisher_section": found.section,
        "language": seen.language,
        "section": seen.section.value if seen.section else None,
        "sections": dict(seen.sections),
        "places": [
            {"code": place.code, "name": place.name, "start": place.start, "end": place.end} for place in seen.places
        ],
        "words": [list(sentence) for sentence in services.segmenter.words(found.text)] if seen.language == "vi" else [],
        "summary": list(seen.summary),
        "signals": [
            {
                "kind": signal.kind.value,
                "weight": round(signal.weight, 2),
                "spans": [[span.start, span.end] for span in signal.evidence],
            }
            for signal in seen.signals
        ],
    }


def article_of(services: Services, record: dict[str, Any]) -> Extraction:
    """What the record's page holds, or the record itself; the publisher's own section as the record has it."""
    section = clean(record.get("publisher_section") or "")
    if not record.get("html"):
        title, text = clean(record.get("title") or ""), clean(record["text"])
        return Extraction(
            title=title, lead="", text=text, url="", published_at=moment(record.get("published")), section=section
        )
    page = FetchedPage(
        url=record.get("url") or "https://example.invalid/",
        content=record["html"].encode("utf-8", "surrogatepass"),
        fetched_at=services.clock(),
        content_type="text/html; charset=utf-8",
    )
    found = _extracted(services, page)
    return replace(found, section=section or found.section)


def _extracted(services: Services, page: FetchedPage) -> Extraction:
    """In a process of its own. Raise NotExtractable, also for a page that its reader dies of."""
    return answered_with(Extraction, lambda: services.page_reader.ask(page), NotExtractable)


def one(services: Services, where: str) -> dict[str, Any]:
    """A page from a file, from standard input, or from an address."""
    if where.lower().startswith(("http://", "https://")):
        from crawlers.fetch.single import fetch_once

        refuse(where)
        fetched = fetch_once(where)
        if fetched.error:
            if why := _what_blocks(services, fetched):
                raise BadInput(Problem.BLOCKED, url=where, why=why)
            raise BadInput(Problem.NOT_FETCHED, note=fetched.message)
        return {"id": where, "url": fetched.final_url, "html": decoded(fetched.content)}
    content = sys.stdin.buffer.read() if where == "-" else Path(where).read_bytes()
    return {"id": where, "html": decoded(content)}


def _what_blocks(services: Services, fetched: Fetched) -> Message | None:
    """A captcha or the like that came with a status."""
    if not fetched.refusal:
        return None
    try:
        _extracted(services, FetchedPage(url=fetched.url, content=fetched.refusal, fetched_at=fetched.fetched_at))
    except NotExtractable as error:
        return error.why if error.why and error.why.code in BLOCKS else None
    return None


def decoded(content: bytes) -> str:
    from crawlers.decode import charset

    return charset.decode(content, None)
