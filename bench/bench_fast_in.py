"""How long an article takes from "published" to "in the queue", and a warning to what a person chose, over real HTTP.

A hundred publishers on loopback, with the sample newsroom's servers and texts, bring articles at known minutes. The
product's crawler, reading and placing lanes and senders run as processes of their own on SQLite. Each warning is told
to a webhook, to a Telegram bot, by e-mail and by web push, all on loopback, by the product's own sending process. The
clock is the bench's, and the polling policy goes by it: PACE times as fast as life while articles come out, then
FAST_PACE times, until the slowest have been asked once more. All seconds below are of that clock. The crawler's own
look each second, a server's answer, reading and sending take their real time, which counts so many times here: so the
desk's figures are rather too long. Each feed begins as two days of its rhythm left it. What was never seen counts with
the time until the end.

Peers: the same publishers at servers of their own, every feed once in ten minutes, and seen is as good as queued.
In "a week of rhythms", where nothing is fetched, also the interval that makes as many visits as the policy. Its figures
were chosen on every second publisher; the others are reported on.
"""

import json
import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.bootstrap import Services
from bench import fast_in_rhythms
from bench.fast_in_desk import process, the_web
from bench.fast_in_listeners import Hub, Peer, posts
from bench.fast_in_newsroom import ANSWER_SECONDS, SLOW_ANSWER_SECONDS, Publisher, Wanted, minutes, serving
from bench.fast_in_parts import FAST_PACE, PACE, clock_in, services_in
from bench.fast_in_phones import KINDS, WEBHOOK, Phones, chosen_by_a_person, phones
from bench.fast_in_rhythms import Rhythm, by_policy, waits
from demo.clock import FastDay, Piece
from desk.outbox.outlet_tokens import OUTLET_TOKEN
from desk.outbox.posting import News, post
from domain.message import say
from domain.outbox import Told
from domain.sources import Feed, FeedKind, Source, SourceKind
from domain.stage import Stage
from domain.times import now
from domain.visits import VisitMessage

MINUTES, NEWS_MINUTES = 17, 7  # of the bench's clock: the run, and in how many of them articles come out
PEER_EVERY = timedelta(minutes=10)
HOT, WARNING, HUB, REGULAR, SELDOM, SLOW = "hot", "warning services", "with a hub", "regular", "seldom", "a slow host"
PER_HOUR = {HOT: 16.0, WARNING: 0.2, HUB: 2.0, REGULAR: 2.5, SELDOM: 0.6, SLOW: 16.0}
NUMBERS = {HOT: 16, HUB: 6, REGULAR: 40, SELDOM: 24, SLOW: 1}
SERVICES, SUPERSEDES = 26, 3  # warning services; minutes until the second warning, which is told instead of the first
OTHER_NEWS, OTHER_NEWS_AT = 12, timedelta(minutes=3)
WARM, PATIENT = "warm", "asks for twenty minutes"  # what is not counted among all
MAX_AGE_SECONDS = 1200


def run() -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        figures = Run(Path(folder)).play()
    _, reported = fast_in_rhythms.halves()
    policy = fast_in_rhythms.week(reported, by_policy)
    visits = float(str(policy["visits a publisher and day, mean"]))
    return figures | {
        "a week of rhythms, publishers left out": {
            "policy": policy,
            "peer: every 10 minutes": fast_in_rhythms.week(reported, fast_in_rhythms.every(600.0)),
            "peer: as many visits as the policy, evenly": fast_in_rhythms.week(
                reported, fast_in_rhythms.every(86_400 / visits)
            ),
        }
    }


def wanted(hub: str) -> list[Wanted]:
    rng = random.Random(11)
    made = [Wanted(name=WARM, group=WARM, minutes=(0,))]
    for group, number in NUMBERS.items():
        for at in range(number):
            when = minutes(rng, PER_HOUR[group], NEWS_MINUTES)
            if group == HUB:
                when = [3 + at % 2, 5 + at % 2]
            seconds = SLOW_ANSWER_SECONDS if group == SLOW else ANSWER_SECONDS
            named = hub if group == HUB else ""
            made.append(Wanted(name=f"{group} {at}", group=group, minutes=when, hub=named, seconds=seconds))
    made.append(Wanted(name=PATIENT, group=PATIENT, minutes=(2,), max_age=MAX_AGE_SECONDS))
    for at in range(SERVICES):
        first = rng.randrange(1, NEWS_MINUTES - SUPERSEDES)
        when = [first, first + SUPERSEDES]
        made.append(Wanted(name=f"{WARNING} {at}", group=WARNING, minutes=when, warns=True))
    return made


def _asked_seldom(services: Services) -> list[str]:
    """Whom the screen of sources says so of."""
    with services.database.read() as store:
        return [
            source.name
            for source in store.sources.list()
            for feed in store.feeds.list(source.id)
            if any(one.code == VisitMessage.SELDOM for one in feed.last_messages)
        ]


@dataclass
class Run:
    home: Path
    queued: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.begins = (now() - timedelta(days=1)).replace(microsecond=0)
        self.ends = self.begins + timedelta(minutes=MINUTES)
        self.clock = clock_in(self.home)
        self.clock.keep(FastDay(zero=self.begins, pieces=(Piece(now(), self.begins, 0.0),)))

    def _played(self) -> FastDay:
        news = timedelta(minutes=NEWS_MINUTES)
        first = Piece(now(), self.begins, PACE)
        return FastDay(zero=self.begins, pieces=(first, Piece(now() + news / PACE, self.begins + news, FAST_PACE)))

    def play(self) -> dict[str, object]:
        with ExitStack() as stack:
            services = services_in(self.home)
            stack.callback(services.close)
            services.migrate()
            door = stack.enter_context(the_web(services))
            hub = Hub(self.clock, door)
            hub_at = stack.enter_context(posts(hub.take))
            ringing = stack.enter_context(phones(self.clock))
            of = wanted(f"http://{hub_at}/")
            ours = stack.enter_context(serving(of, self.clock, self.begins))
            theirs = stack.enter_context(serving(of, self.clock, self.begins))
            peer = Peer([one for one in theirs if one.group != WARM], self.clock, self.begins, PEER_EVERY)
            self._set_up(services, ours, hub_at, ringing)
            for part in ("crawl", "work"):
                stack.enter_context(process(part, self.home, ringing.telegram))
            self._wait_until_warm(services, ours)
            self.clock.keep(self._played())
            self._watch(services, ours, hub, peer)
            seldom = _asked_seldom(services)
        told_by_name = {"publishers who want to be asked seldom, told by name": seldom}
        return self._figures(ours, theirs, peer, hub) | self._notices(ours, ringing) | told_by_name

    def _set_up(self, services: Services, ours: Sequence[Publisher], hub: str, ringing: Phones) -> None:
        host, _, port = hub.partition(":")
        beside = [*(list(one.address) for one in ours), [host, int(port)]]
        (self.home / "newsroom.json").write_text(json.dumps({"beside": beside}))
        with services.database.write() as store:
            kept = services.channels.keep(ringing.addresses[WEBHOOK])
            store.settings.save(replace(store.settings.get(), name="Xã Thử", area=("15",), channels=(kept,)))
            for at, one in enumerate(ours):
                kind = SourceKind.WARNING_SERVICE if one.group == WARNING else SourceKind.PRESS
                source = Source(id=f"s{at}", name=one.name, home_url=one.feed_url, organisation=one.name, kind=kind)
                store.sources.save(source)
                store.feeds.add(source.id, one.feed_url, FeedKind.FEED, "", self.begins)
                if one.group not in (WARM, PATIENT):
                    [feed] = store.feeds.list(source.id)
                    store.feeds.save(self._settled(one, kind, at, replace(feed, etag='"before"')))
        chosen_by_a_person(services, ringing, self.begins)

    def _settled(self, one: Publisher, kind: SourceKind, at: int, feed: Feed) -> Feed:
        """The feed as two days of its rhythm leave it."""
        per_hour, rng = PER_HOUR[one.group], random.Random(at)
        rhythm = Rhythm(name=one.name, by_day=per_hour, by_night=per_hour, kind=kind)
        out = fast_in_rhythms.moments(rhythm, rng, 2)
        start = fast_in_rhythms.START
        after = fast_in_rhythms.watched(rhythm, out, by_policy(rhythm, rng), 2, replace(feed, due_at=start)).feed
        moved = self.begins - (start + timedelta(days=2))
        last = after.last_visit_at + moved if after.last_visit_at else None
        due = self.begins + timedelta(seconds=30) if one.group == HUB else after.due_at + moved
        return replace(
            after, due_at=due, last_visit_at=last, last_good_at=last, last_whole_at=self.begins, last_messages=()
        )

    def _wait_until_warm(self, services: Services, ours: Sequence[Publisher]) -> None:
        """The clock stands until an article has gone the whole path: models are loaded."""
        first = ours[0]
        until = time.monotonic() + 90
        while not self._look(services, list(first.keys)):
            if time.monotonic() > until:
                raise RuntimeError("the first article never came through")
            time.sleep(0.2)

    def _look(self, services: Services, urls: Sequence[str]) -> int:
        with services.database.read() as store:
            found = store.articles.find_by_url(urls)
        moment = self.clock()
        there = [url for url, one in found.items() if one.stage is Stage.QUEUED]
        for url in there:
            self.queued.setdefault(url, moment)
        return len(there)

    def _watch(self, services: Services, ours: Sequence[Publisher], hub: Hub, peer: Peer) -> None:
        due = sorted((minute, url, one) for one in ours for url, minute in one.keys.items() if one.group == HUB)
        others_due = True
        while (moment := self.clock()) < self.ends:
            started = time.monotonic()
            while due and self._at(due[0][0]) <= moment:
                hub.tell(due.pop(0)[2].feed_url)
            if others_due and moment >= self.begins + OTHER_NEWS_AT:
                others_due = False
                self._other_news(services, moment)
            peer.look()
            out = [url for one in ours for url, minute in one.keys.items() if self._at(minute) <= moment]
            self._look(services, [url for url in out if url not in self.queued])
            time.sleep(max(0.2 - (time.monotonic() - started), 0.02))

    def _other_news(self, services: Services, moment: datetime) -> None:
        """Other notices to the same webhook, which warnings must not wait for."""
        with services.database.write() as store:
            for at in range(OTHER_NEWS):
                subject = say(Told.OUTLET_TOKEN, name=f"tin khác {at}")
                news = News(kind=OUTLET_TOKEN, occurrence=str(at), about="", subject=subject, due_at=moment)
                post(store, news, moment)

    def _at(self, minute: int) -> datetime:
        return self.begins + timedelta(minutes=minute)

    # -- what came of it

    def _figures(
        self, ours: Sequence[Publisher], theirs: Sequence[Publisher], peer: Peer, hub: Hub
    ) -> dict[str, object]:
        named = [one for one in ours if one.group == HUB]
        groups = (HOT, WARNING, HUB, REGULAR, SELDOM, SLOW)
        waited = {name: self._waits([one for one in ours if one.group == name], self.queued) for name in groups}
        whole = [one for one in ours if one.group not in (WARM, PATIENT)]
        return {
            "the clock is so many times as fast as life": [PACE, FAST_PACE],
            "published → in the queue": {
                "hot: often, or official warnings": self._waits(
                    [one for one in whole if one.group in (HOT, WARNING)], self.queued
                ),
                "all": self._waits(whole, self.queued),
                **waited,
            },
            "peer: all feeds every 10 minutes, published → seen": {
                "hot: often, or official warnings": self._waits(
                    [one for one in theirs if one.group in (HOT, WARNING)], peer.seen
                ),
                "all": self._waits([one for one in theirs if one.group not in (WARM, PATIENT)], peer.seen),
                WARNING: self._waits([one for one in theirs if one.group == WARNING], peer.seen),
            },
            "hubs that were asked and confirmed": f"{sum(one.feed_url in hub.since for one in named)} of {len(named)}",
            "most visits at a time to a host": max(one.desk.most_at_once for one in ours),
            "visits of a feed an hour": {name: self._visits(ours, name) for name in groups},
            "visits of a feed an hour, peer": round(peer.calls / (len(theirs) - 1) / (MINUTES / 60), 1),
            "target": "hot median ≤ 60 s, all median ≤ 300 s, warnings p95 ≤ 90 s, one visit at a time",
        }

    def _waits(self, of: Sequence[Publisher], seen: dict[str, datetime]) -> dict[str, object]:
        found, missed = list[float](), 0
        for one in of:
            for url, minute in one.keys.items():
                found.append((seen.get(url, self.ends) - self._at(minute)).total_seconds())
                missed += url not in seen
        return waits(found) | {"never seen": missed}

    def _notices(self, ours: Sequence[Publisher], ringing: Phones) -> dict[str, object]:
        out = [
            (self._at(item.article.at), item.title)
            for one in ours
            if one.group == WARNING
            for item in one.desk.press.items(self.ends)
        ]
        told, all_of_them = dict[str, object](), list[float]()
        for kind in KINDS:
            heard = [ringing.when(kind, title) for _, title in out]
            late = [((at or self.ends) - due).total_seconds() for at, (due, _) in zip(heard, out, strict=True)]
            told[kind] = waits(late) | {"never told": heard.count(None)}
            all_of_them += late
        began = self.begins + OTHER_NEWS_AT
        others = [(at - began).total_seconds() for at, text in ringing.told[WEBHOOK] if "tin khác" in text]
        return {
            "warning published → told": {"all": waits(all_of_them), **told},
            "warnings told again": ringing.again([title for _, title in out]),
            "twelve other notices at once → the webhook": waits(others),
        }

    def _visits(self, ours: Sequence[Publisher], group: str) -> dict[str, float]:
        counts = [
            sum(at >= self.begins and path == one.desk.feed_path for at, path in one.desk.visits) / (MINUTES / 60)
            for one in ours
            if one.group == group
        ]
        return {"mean": round(sum(counts) / len(counts), 1), "most": round(max(counts), 1)}
