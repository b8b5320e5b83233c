"""The proof by SQL: what was acknowledged is there once, and nothing else is. Each check is a row of the table."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Text, text

from app.bootstrap import Services
from chaos.asks import Asks, Key
from chaos.hostile import Receiver, Trap
from database.tables import UTCDateTime
from demo.newsroom import Expected
from domain.stage import Stage

OPEN = "('draft', 'picked', 'approved', 'returned')"
HOSTILE = "doc-hai"
STEPS = {  # what each leaves the item as; a write leaves the state that its entry names
    "send": "picked",
    "approved": "approved",
    "returned": "returned",
    "rejected": "rejected",
    "share": "shared",
    "unpick": "unpicked",
    "repick": "draft",
    "take-back": "draft",
    "undo-approval": "picked",
    "undo-return": "picked",
    "undo-rejection": "picked",
    "undo-share": "approved",
}
PEOPLES = ("pick", "write", *STEPS, "skipped", "open", "digest", "digest-approved")
SHOWN = 5  # of what violates a check


@dataclass(frozen=True)
class Proof:
    said: str
    looked_at: int
    violations: tuple[str, ...] = ()
    note: str = ""

    @property
    def holds(self) -> bool:
        return not self.violations


@dataclass(frozen=True)
class Evidence:
    """What the run knows beside the database."""

    asks: Asks
    expected: list[Expected]  # what the newsroom served at the end
    served: set[tuple[str, str]]  # every (publisher, path) that it served at all
    receiver: Receiver
    trap: Trap
    after_settling: tuple[datetime, datetime]  # by the desk's clock: pages that came in it may still wait
    lost_notices: int  # how many may have been in the air when their sender died
    orphans: list[str]


def proofs(services: Services, evidence: Evidence) -> list[Proof]:
    found = [
        Proof("no process of the desk is left", 1, tuple(evidence.orphans)),
        Proof("nobody was led inside", 1, (f"{evidence.trap.visits} visits",) if evidence.trap.visits else ()),
        Proof("no answer but 2xx, 303, 4xx and 503", _all(evidence.asks.answers), tuple(evidence.asks.faults)),
        _index(services),
    ]
    with services.database.engine.connect() as connection:
        found += [_proof(connection, evidence, name, check) for name, check in CHECKS.items()]
    return found


def _all(counted: Counter[str]) -> int:
    return sum(counted.values())


Check = Callable[[Connection, Evidence], Iterator[str | int]]


def _proof(connection: Connection, evidence: Evidence, name: str, check: Check) -> Proof:
    """A check yields how many it looked at, and a line for each violation."""
    told = list(check(connection, evidence))
    looked = sum(one for one in told if isinstance(one, int))
    wrong = [one for one in told if isinstance(one, str)]
    return Proof(name, looked, tuple(one for one in wrong if not one.startswith("note:")), _note(wrong))


def _note(told: list[str]) -> str:
    return "; ".join(one.removeprefix("note:") for one in told if one.startswith("note:"))


def _rows(connection: Connection, statement: str) -> list[Any]:
    return list(connection.execute(text(statement)).mappings())


def _index(services: Services) -> Proof:
    with services.database.engine.connect() as connection:
        ids = [str(row["id"]) for row in _rows(connection, SEARCHED)]
        behind = _rows(connection, f"SELECT id FROM ({SEARCHED}) AS known WHERE indexed_version < version")
    number = services.index.count()
    wrong = [f"{len(ids)} articles, {number} in search"] if number != len(ids) else []
    return Proof("search has caught up with the rows", len(ids), (*wrong, *(f"behind: {row['id']}" for row in behind)))


SEARCHED = (
    "SELECT id, version, indexed_version FROM articles WHERE stopped = '' AND stage NOT IN ('fetched', 'extracted')"
)


def _whole(connection: Connection, _evidence: Evidence) -> Iterator[str | int]:
    if connection.dialect.name == "sqlite":
        for pragma in ("integrity_check", "foreign_key_check"):
            said = [str(tuple(row)) for row in connection.execute(text(f"PRAGMA {pragma}"))]
            yield from (one for one in said if one != "('ok',)")
        yield 2
    else:  # reads every row through its index and without
        for table in ("articles", "outcomes", "items", "log", "stories", "outbox"):
            yield 1
            sizes = []
            for on in ("on", "off"):
                connection.execute(text(f"SET enable_seqscan = {on}"))
                sizes.append(connection.execute(text(f"SELECT count(*) FROM (SELECT * FROM {table}) AS t")).scalar())
            if len(set(sizes)) != 1:
                yield f"{table}: {sizes}"


def _said_once(connection: Connection, evidence: Evidence) -> Iterator[str | int]:
    """Every acknowledged decision stands in the log exactly once; what had no answer at most once; nothing else."""
    logged: Counter[Key] = Counter(map(decision, _rows(connection, "SELECT who, action, subject, after FROM log")))
    peoples = {key for key in logged if key[1] in PEOPLES and key[0] != "diemtin"}
    for key in sorted(peoples | evidence.asks.known()):
        least, most = evidence.asks.bounds(key)
        yield least
        if not least <= logged[key] <= most:
            yield f"{key}: {logged[key]} times in the log, acknowledged {least}, at most {most}"


def decision(row: Any) -> Key:
    after = _json(row["after"])
    action = str(row["action"])
    own = {"pick": after.get("article")}
    own |= dict.fromkeys(("approved", "returned", "rejected"), after.get("note"))
    return str(row["who"]), action, str(own.get(action) or row["subject"])


def _json(value: Any) -> dict[str, Any]:
    found = json.loads(value) if isinstance(value, str) else value
    return found if isinstance(found, dict) else {}


def _items_there(connection: Connection, evidence: Evidence) -> Iterator[str | int]:
    known = {row["id"] for row in _rows(connection, "SELECT id FROM items")}
    yield len(evidence.asks.picked)
    yield from (f"item {one} was acknowledged and is gone" for one in evidence.asks.picked if one not in known)
    picks = _rows(connection, "SELECT subject FROM log WHERE action = 'pick'")
    if {f"item:{one}" for one in known} != {row["subject"] for row in picks} or len(picks) != len(known):
        yield f"{len(known)} items, {len(picks)} picks in the log"


def _revisions(connection: Connection, _evidence: Evidence) -> Iterator[str | int]:
    """An item has changed as often as the log says."""
    actions = str(("write", *STEPS))
    changes = Counter(row["subject"] for row in _rows(connection, f"SELECT subject FROM log WHERE action IN {actions}"))
    for row in _rows(connection, "SELECT id, revision FROM items"):
        yield 1
        if row["revision"] != 1 + changes[f"item:{row['id']}"]:
            yield f"item {row['id']}: revision {row['revision']}, {changes['item:' + str(row['id'])]} changes"


def _last_word(connection: Connection, _evidence: Evidence) -> Iterator[str | int]:
    """An item is in the state that the log said last, and a story skipped or open likewise, never twice in a row."""
    last: dict[str, str] = {}
    for row in _rows(connection, "SELECT subject, action, after FROM log ORDER BY id"):
        subject, action = row["subject"], row["action"]
        if action == "write":
            action = str(_json(row["after"]).get("state"))
        action = ({"pick": "draft"} | STEPS).get(action, action)
        if action in ("skipped", "open") and last.get(subject) == action:
            yield f"{subject}: {action} twice"
        if subject.startswith("item:") or action in ("skipped", "open"):
            last[subject] = action
    for row in _rows(connection, "SELECT id, state FROM items"):
        yield 1
        if row["state"] != last.get(f"item:{row['id']}"):
            yield f"item {row['id']}: {row['state']}, the log says {last.get('item:' + str(row['id']))}"
    for row in _rows(connection, "SELECT id, state FROM stories"):
        yield 1
        said = last.get(f"story:{row['id']}")
        if (row["state"] == "skipped") != (said == "skipped") and row["state"] not in ("picked", "shared"):
            yield f"story {row['id']}: {row['state']}, the log says {said}"


def _one_open(connection: Connection, _evidence: Evidence) -> Iterator[str | int]:
    for row in _rows(connection, f"SELECT story_id, count(*) AS n FROM items WHERE state IN {OPEN} GROUP BY story_id"):
        yield 1
        if row["n"] != 1:
            yield f"story {row['story_id']}: {row['n']} open items"


def _ledger(connection: Connection, _evidence: Evidence) -> Iterator[str | int]:
    shared = [f"item:{row['id']}" for row in _rows(connection, "SELECT id FROM items WHERE state = 'shared'")]
    said = Counter(row["subject"] for row in _rows(connection, "SELECT subject FROM log WHERE action = 'share'"))
    said -= Counter(row["subject"] for row in _rows(connection, "SELECT subject FROM log WHERE action = 'undo-share'"))
    yield len(shared)
    if Counter(shared) != said:
        yield f"{len(shared)} in the ledger, {said.total()} shares in the log"
    articles = _rows(
        connection,
        "SELECT a.id, a.stage FROM articles a JOIN items i ON i.article_id = a.id WHERE i.state = 'shared'",
    )
    yield from (f"article {row['id']}: {row['stage']}" for row in articles if row["stage"] != Stage.SHARED)


def _each_once(connection: Connection, evidence: Evidence) -> Iterator[str | int]:
    """Every article that the newsroom served is there once, by its canonical address, and nothing it never served."""
    rows = _rows(connection, f"SELECT source_id, url, stage, stopped FROM articles WHERE source_id <> '{HOSTILE}'")
    there = Counter((row["source_id"], address(row["url"])) for row in rows)
    for one in evidence.expected:
        yield 1
        number = there[one.publisher, address(one.url)]
        if number != 1:
            yield f"{one.publisher}/{one.key}: {number} times"
    yield from (f"nobody served {key}" for key in there if key not in evidence.served)
    yield from (f"{row['url']}: {row['stage']}" for row in rows if not row["stopped"] and row["stage"] in UNDER_WAY)


def address(url: str) -> str:
    """Without the port, which is another one each time that a newsroom is made."""
    split = urlsplit(url)
    return f"{split.path}?{split.query}"


UNDER_WAY = ("fetched", "extracted", "understood")


NEVER_ASKED = "visits = 0 AND failures = 0 AND due_at IS NOT NULL"


UNREAD_PAGES = """SELECT r.article_id AS id, r.fetched_at FROM raw_pages r JOIN articles a ON a.id = r.article_id
    WHERE a.stopped = '' AND a.stage <> 'fetched'"""


def _no_more_to_do(connection: Connection, evidence: Evidence) -> Iterator[str | int]:
    """No lease, no bytes to read, no address to visit is left over."""
    first, last = evidence.after_settling
    unread = text(UNREAD_PAGES).columns(id=Text, fetched_at=UTCDateTime)
    for page in connection.execute(unread):
        if not first <= page.fetched_at <= last:
            yield f"bytes left: {page.id}"
    for name, statement in (
        ("leased", "SELECT id FROM articles WHERE lease <> ''"),
        (
            "never asked for",  # one that nobody answers any more is asked for days
            f"SELECT url AS id FROM crawl_queue WHERE {NEVER_ASKED} AND source_id <> '{HOSTILE}'",
        ),
    ):
        yield 1
        yield from (f"{name}: {row['id']}" for row in _rows(connection, statement))


def _outcomes(connection: Connection, _evidence: Evidence) -> Iterator[str | int]:
    """An article that stands somewhere has moved on at each step before, and at none behind."""
    moved: dict[str, set[str]] = {}
    for row in _rows(connection, "SELECT article_id, step FROM outcomes WHERE outcome = 'moved-on'"):
        moved.setdefault(row["article_id"], set()).add(row["step"])
    for row in _rows(connection, "SELECT id, stage, stopped FROM articles"):
        yield 1
        stage = Stage(row["stage"])
        before = {one.value for one in Stage if one is not Stage.FETCHED and stage.reached(one)}
        if missing := before - moved.get(row["id"], set()):
            yield f"{row['id']}: {stage}, without {sorted(missing)}"
        if row["stopped"] == "" and stage.reached(Stage.QUEUED):
            behind = moved.get(row["id"], set()) - before
            yield from (f"{row['id']}: {stage}, and has moved on to {one}" for one in behind)


def _members(connection: Connection, _evidence: Evidence) -> Iterator[str | int]:
    counted = Counter(
        row["story_id"]
        for row in _rows(connection, "SELECT story_id FROM articles WHERE story_id <> '' AND stopped = ''")
    )
    for row in _rows(connection, "SELECT id, members FROM stories"):
        yield 1
        if row["members"] != counted[row["id"]]:
            yield f"story {row['id']}: says {row['members']}, has {counted[row['id']]}"


def _told(connection: Connection, evidence: Evidence) -> Iterator[str | int]:
    """At least once, with an id that the receiver sees; again only after a sender died between sending and noting."""
    taken = evidence.receiver.taken
    known = {row["id"] for row in _rows(connection, "SELECT id FROM outbox")}
    sent = _rows(connection, "SELECT id, channel, sent_at FROM outbox WHERE sent_at IS NOT NULL")
    yield len(sent)
    heard = Counter(notice for _, notice in taken)
    for row in Counter(row["id"] for row in sent).items():
        if heard[row[0]] < row[1]:
            yield f"{row[0]}: sent to {row[1]} channels, {heard[row[0]]} have heard it"
    yield from (f"nobody asked for {notice}" for _, notice in taken if notice not in known)
    again = sum(number - 1 for number in taken.values())
    yield f"note:{sum(taken.values())} taken, {again} of them again"
    if again > evidence.lost_notices:
        yield f"{again} told again, but only {evidence.lost_notices} could have been in the air at a death"
    stuck = _rows(connection, "SELECT id FROM outbox WHERE due_at IS NOT NULL AND tries = 0")
    yield from (f"never tried: {row['id']}" for row in stuck)


CHECKS: dict[str, Check] = {
    "the database is whole": _whole,
    "acknowledged decisions are in the log exactly once, and no others": _said_once,
    "every pick has made its item, and no other": _items_there,
    "items have changed as often as the log says": _revisions,
    "items and stories are as the log said last": _last_word,
    "at most one open item for a story": _one_open,
    "the ledger equals the shares": _ledger,
    "each article that was served is there exactly once": _each_once,
    "nothing is left over: leases, bytes, addresses": _no_more_to_do,
    "stages agree with outcomes": _outcomes,
    "stories have the members that they say": _members,
    "notices were told at least once": _told,
}
