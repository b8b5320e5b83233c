"""Our own CAP messages: what holds in our area is handed on once, and what no longer does is updated or cancelled.

The desk adds no words to a warning. It sends an Alert where a publisher's message comes to hold here, an Update where
another takes its place or its page is corrected, and a Cancel where nothing does. What expires needs no message.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_hex

from desk import warning_states, warnings
from desk.area import Area, area_of
from desk.warning_states import WarningState
from domain.cap_messages import CapMessage, CapWords, Relay
from domain.message import Message, say
from domain.ports import Bulletins, Gazetteer
from domain.sources import Source
from domain.store import Database, Store
from domain.warning import Certainty, MsgType, OfficialWarning, Reference, Severity, Status, Urgency, WarningPart
from domain.warning_chain import StoredWarning, key_of
from vietnamese.sentences import whole_sentences

KEPT_FOR = timedelta(days=90)  # after it expired: its address answers so long
MAX_TEXT_CHARS = 10_000
NOTES: Mapping[WarningState, CapWords] = {
    WarningState.CANCELLED: CapWords.NOTE_CANCELLED,
    WarningState.SUPERSEDED: CapWords.NOTE_SUPERSEDED,
    WarningState.WITHDRAWN: CapWords.NOTE_WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What is to be sent now, and which messages of ours it ends."""

    messages: Sequence[CapMessage]
    ended: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class CapIssuer:
    """Sends what is due. Where nothing is, it only reads."""

    database: Database
    bulletins: Bulletins
    gazetteer: Gazetteer
    words: Callable[[Message], str]
    sender: str  # the host of our public address; "": nothing is sent
    is_invented: Callable[[Source], bool] = lambda _: False  # a publisher of the sample newsroom: only a test

    def look(self, now: datetime) -> int:
        """How many messages were sent."""
        if not self.sender:
            return 0
        with self.database.read() as store:
            if not store.settings.get().publish_warnings or not self._due(store, now).messages:
                return 0
        with self.database.write() as store:
            return self.send(store, now)

    def send(self, store: Store, now: datetime) -> int:
        store.cap_messages.lock()
        due = self._due(store, now)
        store.cap_messages.end(due.ended, now)
        store.cap_messages.add(due.messages)
        store.cap_messages.forget(now - KEPT_FOR)
        return len(due.messages)

    def _due(self, store: Store, now: datetime) -> Outgoing:
        live = [one for one in store.cap_messages.list(now) if one.msg_type is not MsgType.CANCEL]
        by_key, by_article = {one.key: one for one in live}, {one.article_id: one for one in live}
        sources = {source.id: source for source in store.sources.list()}
        messages: list[CapMessage] = []
        stands: set[str] = set()
        ended: set[str] = set()
        area = area_of(store.settings.get(), self.gazetteer)
        standing = warnings.standing_here(store, now, area)
        holding = {key_of_message(kept) for kept in standing}
        for kept in reversed(standing):
            key = key_of_message(kept)
            before = by_key.get(key) or by_article.get(kept.article_id)
            if before and before.key != key and before.key in holding:  # it stands at another address
                before = None
            draft = self._draft(kept, key, sources[kept.source_id], now)
            if before and (before.key, before.digest) == (key, draft.digest):
                stands.add(before.identifier)
                continue
            named = [
                one for key in map(_key, kept.warning.references) if key not in holding and (one := by_key.get(key))
            ]
            follows = {one.identifier: one for one in (*named, *([before] if before else []))}
            ended |= follows.keys()
            messages.append(self._alert(draft, kept, [one.reference for one in follows.values()]))
        for one in live:
            if one.identifier not in stands | ended:
                ended.add(one.identifier)
                messages.append(self._cancel(store, one, now))
        return Outgoing(messages=messages, ended=tuple(ended))

    def _draft(self, kept: StoredWarning, key: str, source: Source, now: datetime) -> CapMessage:
        """Our message about it, without what it says as a document."""
        sent = now.replace(microsecond=0)
        return CapMessage(
            identifier=f"{sent.astimezone(UTC):%Y%m%dT%H%M%SZ}-{token_hex(8)}",
            sender=self.sender,
            sent=sent,
            status=Status.TEST if self.is_invented(source) else Status.ACTUAL,
            msg_type=MsgType.ALERT,
            key=key,
            article_id=kept.article_id,
            source=source.name,
            digest=_digest(kept, source.name),
            headline=kept.warning.headline,
            area=kept.warning.area or self._names(kept.warning.codes),
            expires=kept.warning.ends_at,
            content="",
        )

    def _alert(self, draft: CapMessage, kept: StoredWarning, follows: Sequence[Reference]) -> CapMessage:
        """An Alert, or an Update of what it follows."""
        relay = Relay(source=draft.source, published_at=kept.warning.sent)
        draft = replace(draft, msg_type=MsgType.UPDATE if follows else MsgType.ALERT)
        return self._written(draft, replace(self._relayed(kept), references=tuple(follows)), relay)

    def _cancel(self, store: Store, ours: CapMessage, now: datetime) -> CapMessage:
        """In the words of the publisher's own Cancel, where there is one."""
        shown = warning_states.of_article(store, ours.article_id, now)
        shown = shown if shown and key_of_message(shown) == ours.key else None
        why = NOTES.get(shown.state, CapWords.NOTE_ENDED) if shown else CapWords.NOTE_ENDED
        ender = store.warnings.find(shown.successor) if shown and shown.successor else None
        told = ender.warning if ender and ender.warning.is_over else None
        sent = now.replace(microsecond=0)
        message = replace(
            ours,
            identifier=f"{sent.astimezone(UTC):%Y%m%dT%H%M%SZ}-{token_hex(8)}",
            sender=self.sender,
            sent=sent,
            msg_type=MsgType.CANCEL,
            headline=told.headline if told else ours.headline,
        )
        over = replace(
            _ended(self.bulletins.read_cap(ours.content.encode()), told), references=(ours.reference,), expires=None
        )
        note = self.words(say(why, source=ours.source))
        return self._written(
            message, over, Relay(source=ours.source, published_at=told.sent if told else sent, note=note)
        )

    def _written(self, message: CapMessage, warning: OfficialWarning, relay: Relay) -> CapMessage:
        said = replace(
            warning,
            identifier=message.identifier,
            sender=message.sender,
            sent=message.sent,
            status=message.status,
            msg_type=message.msg_type,
        )
        return replace(message, content=self.bulletins.write_cap(said, relay).decode())

    def _relayed(self, kept: StoredWarning) -> OfficialWarning:
        """The publisher's message as we hand it on, but for our own name, time and references."""
        warning = kept.warning
        parts = tuple(self._part(part, warning.ends_at) for part in warning.parts)
        return replace(
            warning,
            identifier="-",
            sender=self.sender,
            references=(),
            area=warning.area or self._names(warning.codes),
            expires=warning.ends_at,
            description=whole_sentences(warning.description, MAX_TEXT_CHARS),
            instruction=whole_sentences(warning.instruction, MAX_TEXT_CHARS),
            url=_web(warning.url),
            parts=parts,
        )

    def _part(self, part: WarningPart, ends_at: datetime) -> WarningPart:
        return replace(
            part,
            area=part.area or self._names(part.codes),
            description=whole_sentences(part.description, MAX_TEXT_CHARS),
            instruction=whole_sentences(part.instruction, MAX_TEXT_CHARS),
            url=_web(part.url),
            expires=part.expires or ends_at,
        )

    def _names(self, codes: Sequence[str]) -> str:
        return ", ".join(self.gazetteer.label(code) for code in codes)


def key_of_message(kept: StoredWarning) -> str:
    """The same for one message of a publisher, whatever address it came at."""
    return _key(kept.warning.reference)


def listed(store: Store, now: datetime, area: Area) -> list[CapMessage]:
    """What our feed holds: messages about what holds at this moment, and Cancels until what they end would have."""
    holding = {key_of_message(kept) for kept in warnings.standing_here(store, now, area)}
    return [one for one in store.cap_messages.list(now) if one.msg_type is MsgType.CANCEL or one.key in holding]


def _digest(kept: StoredWarning, source: str) -> str:
    """Of all that we hand on, without what says how it was read and what it follows."""
    return sha256(repr((source, replace(kept.warning, references=(), evidence=()))).encode()).hexdigest()


def _ended(ours: OfficialWarning, told: OfficialWarning | None) -> OfficialWarning:
    """What our message said, as over. `told`: the publisher's own Cancel or all-clear."""
    return replace(
        ours,
        urgency=Urgency.PAST,
        severity=told.severity if told else Severity.UNKNOWN,
        certainty=told.certainty if told else Certainty.UNKNOWN,
        level=None,
        next_bulletin=None,
        onset=None,
        headline=told.headline if told else "",
        description=whole_sentences(told.description, MAX_TEXT_CHARS) if told else "",
        instruction="",
        url=_web(told.url) if told else ours.url,
        all_clear=bool(told and told.all_clear),
        parts=(),
    )


def _key(reference: Reference) -> str:
    sender, identifier, sent = key_of(reference)
    told = f"{sender}\n{identifier}\n{sent.astimezone(UTC).isoformat() if sent else ''}"
    return sha256(told.encode()).hexdigest()


def _web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
