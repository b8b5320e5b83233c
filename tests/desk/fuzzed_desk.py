"""A desk that hears a stream of CAP messages such as no service sends on purpose, and is judged after each.

What is current by the screen's own query, in our own feed, and to somebody who follows that feed alone, is asked after
each message, and compared with a plain model of the messages that came in.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from time import monotonic
from typing import cast

from lxml import etree

from database.engine import SqlDatabase
from desk import warnings
from desk.area import area_of
from desk.cap_issuing import CapIssuer, listed
from desk.warning_keeper import WarningKeeper
from domain.article import Article
from domain.cap_messages import CapMessage
from domain.errors import BadInput
from domain.sources import SourceKind
from domain.stage import Stage
from domain.store import Database, Store
from domain.warning import MsgType
from messages.catalogue import Catalogue
from nlp.warnings.bulletins import VietnamBulletins
from tests.desk.cap_streams import MESSAGES_EACH, Sent, Stream, must_hold, must_not_hold, xml_of
from tests.desk.memory_warnings import MemoryDesk
from tests.fakes import FakeGazetteer
from tests.making import NOON, PAPER, an_article, our_desk

GAZETTEER, BULLETINS, WORDS = FakeGazetteer(), VietnamBulletins(), Catalogue("vi")
SERVICE = replace(PAPER, id="dai-example", name="Đài Lào Cai", kind=SourceKind.WARNING_SERVICE)
DESK = our_desk(publish_warnings=True)
AREA = area_of(DESK, GAZETTEER)
KEEPER = WarningKeeper(bulletins=BULLETINS, gazetteer=GAZETTEER)
AT_ONCE, SILENT_LOOKS = 0.3, 2  # how often two feeds deliver at once; looks at a desk that hears nothing more
SCHEMA = etree.XMLSchema(file=Path(__file__).parents[1] / "nlp" / "warnings" / "vendor" / "CAP-v1.2.xsd")


@dataclass
class Follower:
    """Somebody who reads our feed alone, by the rules of CAP 1.2."""

    heard: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # msgType and end, by identifier
    ended: set[str] = field(default_factory=set)

    def read(self, messages: list[CapMessage]) -> None:
        for one in messages:
            if one.identifier in self.heard:
                continue
            root = etree.fromstring(one.content.encode())
            SCHEMA.assertValid(root)
            names = {"c": "urn:oasis:names:tc:emergency:cap:1.2"}
            said = lambda path: root.xpath(f"string({path})", namespaces=names)  # noqa: B023, E731
            assert said("c:sender") == "tin.example.vn"
            kind, end = (
                said("c:msgType"),
                max(map(str, root.xpath("c:info/c:expires/text()", namespaces=names)), default=""),
            )
            self.heard[one.identifier] = kind, datetime.fromisoformat(end) if end else one.expires
            refs = [reference.split(",") for reference in said("c:references").split()]
            assert bool(refs) == (kind != "Alert")
            self.ended |= {identifier for _, identifier, _ in refs}

    def current(self, now: datetime) -> set[str]:
        return {
            one for one, (kind, end) in self.heard.items() if kind != "Cancel" and one not in self.ended and now < end
        }


@dataclass
class FuzzedDesk:
    rng: random.Random
    database: SqlDatabase | None = None  # None: each pair of senders has a desk in memory to itself
    told: list[Sent] = field(default_factory=list)  # of the present pair of senders
    pages: dict[str, Sent] = field(default_factory=dict)
    follower: Follower = field(default_factory=Follower)
    proved: int = 0  # warnings that had to be in force, and were
    over: int = 0  # that had to be over, and were
    at_once: int = 0  # pairs of messages that two workers kept at the same time

    def __post_init__(self) -> None:
        if self.database:
            with self.database.write() as store:
                store.settings.save(DESK)
                store.sources.save(SERVICE)

    def next_pair(self) -> None:
        self.told, self.pages, self.follower = [], {}, Follower()
        self.desk = cast(Database, self.database or MemoryDesk(DESK, SERVICE))
        self.issuer = CapIssuer(
            database=self.desk, bulletins=BULLETINS, gazetteer=GAZETTEER, words=WORDS, sender="tin.example.vn"
        )

    def hears_pair(self, messages: list[tuple[datetime, Sent]]) -> None:
        """All that a pair of senders says: several in one transaction, or two from two feeds at once; then silence."""
        self.next_pair()
        while messages:
            several = min(len(messages), self.rng.randrange(1, 8))
            at_once = self.database and len(messages) > 1 and self.rng.random() < AT_ONCE
            if at_once and messages[0][1].page != messages[1][1].page:
                self._hears_at_once([one for _, one in messages[:2]], messages[1][0])
                several = 2
            else:
                self._hears_in_turn(messages[:several])
            now, messages = messages[several - 1][0], messages[several:]
        with self.desk.read() as store:
            for hours in sorted(self.rng.sample(range(240), SILENT_LOOKS)):
                self.judge(store, now + timedelta(hours=hours), issued=False)

    def _hears_in_turn(self, messages: list[tuple[datetime, Sent]]) -> None:
        with self.desk.write() as store:
            for now, one in messages:
                if not self._hears(store, one, xml_of(one, self.rng), now):
                    continue
                self.judge(store, now)
                if self.rng.random() < 0.3:  # time alone ends warnings, too: just before the next message would come
                    self.judge(store, now + timedelta(minutes=self.rng.randrange(180)), issued=False)

    def _hears_at_once(self, both: list[Sent], now: datetime) -> None:
        """Two workers, each in a transaction of its own."""
        written = [xml_of(one, self.rng) for one in both]

        def hears(one: Sent, xml: bytes) -> None:
            with self.desk.write() as store:
                self._hears(store, one, xml, now)

        with ThreadPoolExecutor(2) as workers:
            list(workers.map(hears, both, written))
        self.at_once += 1
        with self.desk.write() as store:
            self.judge(store, now)

    def _hears(self, store: Store, one: Sent, xml: bytes, now: datetime) -> bool:
        """False where the message cannot be read."""
        try:
            read = BULLETINS.read_cap(xml)
        except BadInput:
            assert not one.parts
            assert one.kind in ("Alert", "Update")
            return False
        if one.page not in self.pages:
            store.articles.add([article_of(one, now)])
        KEEPER.keep(store, read, article_of(one, now), now)
        self.told = [other for other in self.told if not _is_corrected(other, one)] + [one]
        self.pages[one.page] = one
        self.issuer.send(store, now)
        return True

    def judge(self, store: Store, now: datetime, *, issued: bool = True) -> None:
        shown = warnings.current(store, now, AREA)
        ours = {one.article_id for one in shown.ours}
        current = ours | {one.article_id for one in shown.beside}
        messages = listed(store, now, AREA)
        fed = {one.article_id for one in messages if one.msg_type is not MsgType.CANCEL}
        for page, one in self.pages.items():
            if must_not_hold(one, self.told, now):
                self.over += 1
                assert page not in current, (now, one, self.told)
                assert page not in fed, (now, one, self.told)
            elif must_hold(one, self.told, now):
                self.proved += 1
                assert (page in ours) is one.is_here_at(now), (now, one)
                assert not issued or (page in fed) is one.is_here_at(now), (now, one)
        if issued:
            assert fed == ours
            self.follower.read(messages)
            assert self.follower.current(now) == {
                one.identifier for one in messages if one.msg_type is not MsgType.CANCEL
            }


def _is_corrected(before: Sent, now: Sent) -> bool:
    """The same message at the same address in other words: what it said before it does not say any more."""
    return (before.page, before.identifier, before.sent) == (now.page, now.identifier, now.sent)


def article_of(one: Sent, now: datetime) -> Article:
    url = f"https://dai.example/{one.page}.xml"
    return an_article(one.page, id=one.page, url=url, source_id=SERVICE.id, stage=Stage.QUEUED, fetched_at=now)


def run_stream(desk: FuzzedDesk, messages: int, until: float = inf) -> int:
    """How many it heard: so many, or those before that moment of the monotonic clock. Raise AssertionError."""
    stream = Stream(random.Random(2026), NOON)
    for heard in range(0, messages, MESSAGES_EACH):
        if monotonic() > until:
            return heard
        desk.hears_pair(stream.next_pair())
    return messages
