"""Sends what stands in the outbox: claimed for a while, sent outside transactions, its outcome recorded in a short one.

A message goes to a channel once, and again only when the process died between sending it and writing that down. Where
two senders run beside each other, each has kinds of its own: a lease alone does not keep them apart, because it ends by
the desk's clock, which may jump while a channel is slow to answer.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from time import monotonic

from alerts.formats import Words, written
from alerts.sharing_out import share_out
from domain.errors import BadInput, ForbiddenAddress, NotFound, Unreachable
from domain.lanes import BatchDone, Lane, TellBatch
from domain.message import Message, say
from domain.outbox import LONGEST_HOLD, Channel, Delivery, Format, OutboxMessage
from domain.ports import Channels, Notice
from domain.store import Database, Store

MESSAGES_AT_ONCE = 5
MESSAGE_LEASE = timedelta(minutes=3)  # longer than so many channels may take together
FIRST_RETRY_WAIT, MAX_RETRY_WAIT = timedelta(minutes=1), timedelta(hours=1)
MAX_TRIES = 24  # about a day


@dataclass(frozen=True, kw_only=True)
class Sender:
    """`is_news` says whether a message that is about to go out still holds; what it tells of is not ours to know.

    `on_gone` takes away the channel of this key: nobody will ever be reached there again.
    """

    database: Database
    channels: Channels
    words: Words
    is_news: Callable[[Store, OutboxMessage], bool]
    on_gone: Callable[[Store, str], None]
    clock: Callable[[], datetime]
    tell: TellBatch
    urgent: bool | None = None  # only what must not wait for channels that are slow to take other news, or only that
    _writing: Lock = field(default_factory=Lock, init=False)
    _unwritten: dict[tuple[str, str], tuple[OutboxMessage, timedelta]] = field(default_factory=dict, init=False)

    def send_due(self) -> int:
        """Send what is due, one round. Returns how many messages were taken up."""
        with self.database.read() as store:  # most rounds have nothing to do, so do not take a writer's turn
            if not store.outbox.list(1, due=self.clock(), urgent=self.urgent):
                return 0
        started, outcomes = monotonic(), Counter[str]()
        with self.database.write() as store:
            claimed = store.outbox.claim(self.clock(), MESSAGES_AT_ONCE, MESSAGE_LEASE, urgent=self.urgent)
            channels = by_key(store)
            news = {message.id for message in claimed if self.is_news(store, message)}
        of_channel: dict[str, list[OutboxMessage]] = {}
        for message in claimed:
            of_channel.setdefault(message.channel, []).append(message)

        def send(messages: Sequence[OutboxMessage]) -> None:
            away: dict[str, timedelta] = {}
            for message in messages:
                outcome = self._outcome(message, channels.get(message.channel), message.id in news, away)
                outcomes[_code(outcome)] += 1

        share_out(partial(send, messages) for messages in of_channel.values())
        seconds = monotonic() - started
        self.tell(BatchDone(lane=Lane.SENDING, claimed=len(claimed), outcomes=outcomes, seconds=seconds))
        return len(claimed)

    def _outcome(
        self, message: OutboxMessage, channel: Channel | None, news: bool, away: dict[str, timedelta]
    ) -> OutboxMessage:
        """Send, and write down how that went. What a full disk refuses is written when the message is claimed again."""
        key = message.id, message.channel
        if key not in self._unwritten:
            settled = self._settled(message, channel, news, away)
            self._unwritten[key] = settled, away.get(message.channel, timedelta())
        outcome, wait = self._unwritten[key]
        with self._writing, self.database.write() as store:
            if outcome.outcome and outcome.outcome.code == Delivery.GONE:
                self.on_gone(store, message.channel)  # first: who writes messages locks people, then adds
            if wait:
                now = self.clock()
                store.outbox.hold(message.channel, now + wait, now)
            store.outbox.record(message, outcome)
        del self._unwritten[key]
        return outcome

    def _settled(
        self, message: OutboxMessage, channel: Channel | None, news: bool, away: dict[str, timedelta]
    ) -> OutboxMessage:
        """`away`: that its channel did not answer in this round, and how long it asked to be left alone."""
        now = self.clock()
        if channel is None:
            return _done(message, say(Delivery.REMOVED))
        if not news or (message.until and message.until <= now):
            return _done(message, say(Delivery.EXPIRED))
        if message.channel in away:  # it did not answer a moment ago: do not wait for it again in this round
            return replace(message, due_at=now + FIRST_RETRY_WAIT)
        outcome, asked = self._sent(message, channel)
        if outcome.code == Delivery.SENT:
            return replace(_done(message, outcome), sent_at=self.clock(), tries=message.tries + 1)
        if outcome.code not in (Delivery.AWAY, Delivery.FAILED):
            return _done(message, outcome)
        away[message.channel] = asked
        return _later(message, outcome, self.clock(), asked)

    def _sent(self, message: OutboxMessage, channel: Channel) -> tuple[Message, timedelta]:
        """How it went, and how long the service asks to be left alone."""
        try:
            return self._tried(message, channel), timedelta()
        except Unreachable as error:
            return say(Delivery.AWAY), min(timedelta(seconds=error.wait_seconds), LONGEST_HOLD)

    def _tried(self, message: OutboxMessage, channel: Channel) -> Message:
        try:
            notifier = self.channels.open(channel)
        except BadInput:
            return say(Delivery.LOCKED)
        try:
            notifier.send(self._notice(message, notifier.format))
        except BadInput:
            return say(Delivery.REFUSED)
        except NotFound:
            return say(Delivery.GONE)
        except ForbiddenAddress:
            return say(Delivery.INSIDE)
        except Unreachable:
            raise
        except Exception as error:  # noqa: BLE001 - a library's bug must not stop the rest; its text may hold the address
            return say(Delivery.FAILED, error=type(error).__name__)
        return say(Delivery.SENT)

    def _notice(self, message: OutboxMessage, takes: Format) -> Notice:
        notice = written(message, takes, self.words)
        return replace(notice, lasts=(message.until - self.clock()).total_seconds()) if message.until else notice


def by_key(store: Store) -> dict[str, Channel]:
    """The desk's own, and those of everybody who still works here."""
    found: dict[str, Channel] = {}
    own = [channel for wishes in store.own_notices.list() for channel in wishes.channels]
    for channel in (*store.settings.get().channels, *own):
        known = found.get(channel.key)
        # One message goes to an address, signed for each who has it: they do not know each other's keys.
        found[channel.key] = replace(known, signing=known.signing + channel.signing) if known else channel
    return found


def _code(settled: OutboxMessage) -> str:
    """How sending went, or that the channel was skipped this time."""
    return settled.outcome.code.removeprefix("delivery.") if settled.outcome else "later"


def _done(message: OutboxMessage, outcome: Message) -> OutboxMessage:
    return replace(message, due_at=None, outcome=outcome)


def _later(message: OutboxMessage, outcome: Message, now: datetime, asked: timedelta) -> OutboxMessage:
    tries = message.tries + 1
    if tries >= MAX_TRIES:
        return replace(_done(message, say(Delivery.GAVE_UP, tries=tries)), tries=tries)
    wait = min(FIRST_RETRY_WAIT * 2.0 ** min(tries - 1, 10), MAX_RETRY_WAIT)
    return replace(message, due_at=now + max(wait, asked), tries=tries, outcome=outcome)
