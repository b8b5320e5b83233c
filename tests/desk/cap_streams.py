"""A stream of CAP messages such as no service sends on purpose, and a plain model of which of them may be in force.

The model knows nothing of the desk: it reads the values from which a message was written, and asks of each the rules
of CAP 1.2 and of docs/warnings.md one after the other.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from xml.sax.saxutils import escape

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STEP = timedelta(days=14)  # from one pair of senders to the next: by then all that the one before sent has run out
MESSAGES_EACH = 20  # of a pair of senders
OFFSETS = (7, 0, -5, 9, 12)  # hours
EVENTS = (("lũ quét", "lũ quét"), ("mưa lớn", "mưa lớn"), ("bão số 5", "bão số 5"), ("bão số 6", "bão số 6"))
PLACES = (("15",), ("15", "02"), ("02",), ())


@dataclass(frozen=True, kw_only=True)
class Part:
    codes: tuple[str, ...]
    onset: datetime | None = None
    expires: datetime | None = None
    urgency: str = "Expected"
    is_clear: bool = False

    @property
    def is_past(self) -> bool:
        return self.is_clear or self.urgency == "Past"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One message as its service meant it; `page` is the address at which the desk finds it."""

    page: str
    identifier: str
    sender: str
    sent: datetime
    kind: str
    status: str
    event: str
    parts: tuple[Part, ...]
    refs: tuple[tuple[str, str, datetime | None], ...] = ()
    headline: str = ""
    text: str = ""

    @property
    def is_real(self) -> bool:
        return self.status == "Actual" and "diễn tập" not in self.headline

    @property
    def says_over(self) -> bool:
        """A Cancel, or a message whose every part says that it has passed."""
        if self.kind in ("Ack", "Error"):
            return False
        return self.kind == "Cancel" or (bool(self.parts) and all(part.is_past for part in self.parts))

    @property
    def warns(self) -> bool:
        return self.is_real and self.kind in ("Alert", "Update") and not self.says_over

    @property
    def ends_others(self) -> bool:
        return self.is_real and (self.kind == "Update" or self.says_over)

    @property
    def end(self) -> datetime:
        alarming = [part for part in self.parts if not part.is_past] or self.parts
        return max(self._end(part) for part in alarming)

    def _end(self, part: Part) -> datetime:
        if part.expires:
            return part.expires
        usual = self.sent + DAY
        return part.onset + DAY if part.onset and part.onset >= usual else usual

    def is_here_at(self, now: datetime) -> bool:
        """Whether a part that still holds names our province, or no place at all."""
        alarming = [part for part in self.parts if not part.is_past]
        return any(not part.codes or "15" in part.codes for part in alarming if now < self._end(part))


def names(ender: Sent, one: Sent) -> bool:
    """Whether `ender` says in its references that it ends `one`."""
    if ender.sender != one.sender or ender.page == one.page:
        return False
    stated = [sent for _, identifier, sent in ender.refs if identifier.casefold() == one.identifier.casefold()]
    if not stated:
        return False
    if ender.identifier.casefold() == one.identifier.casefold():
        return one.sent < ender.sent
    return one.sent <= ender.sent or one.sent in stated


def must_not_hold(one: Sent, heard: Sequence[Sent], now: datetime) -> bool:
    """Over for certain: not a warning, not begun, expired, or cancelled or superseded by name or as the last on it."""
    if not one.warns or not one.sent <= now < one.end:
        return True
    enders = [other for other in heard if other.ends_others and other.sent <= now]
    return any(names(ender, one) or _follows_without_a_name(ender, one, heard) for ender in enders)


def _follows_without_a_name(ender: Sent, one: Sent, heard: Sequence[Sent]) -> bool:
    """A message without references is about the sender's last one on the same event there, if it names an event."""
    if ender.refs or not ender.parts or ender.page == one.page or one.sent >= ender.sent:
        return False
    if _places(ender) != _places(one) or not _meets(ender, one):
        return False
    return not any(
        _meets(ender, other) and one.sent <= other.sent <= ender.sent and other.page not in (one.page, ender.page)
        for other in heard
    )


def _meets(ender: Sent, one: Sent) -> bool:
    here, there = _places(ender), _places(one)
    return ender.sender == one.sender and ender.event == one.event and bool(not here or not there or here & there)


def _places(one: Sent) -> set[str]:
    """Of a message of which one part names none nobody knows where it ends."""
    alarming = [part for part in one.parts if not part.is_past] or one.parts
    return set() if any(not part.codes for part in alarming) else {code for part in alarming for code in part.codes}


def must_hold(one: Sent, heard: Sequence[Sent], now: datetime) -> bool:
    """In force for certain: nothing of its sender's could be meant to end it, and it is the only one of its name."""
    if not one.warns or not one.sent <= now < one.end:
        return False
    others = [other for other in heard if other.sender == one.sender and other.page != one.page]
    return not any(other.ends_others or other.identifier == one.identifier for other in others)


def xml_of(one: Sent, rng: random.Random) -> bytes:
    """The message as one of many services would write it."""
    gap = rng.choice([" ", "\n", "  \n "])
    refs = gap.join(",".join(part for part in (s, i, stamp(at, rng) if at else "") if part) for s, i, at in one.refs)
    infos = "".join(_info(one, part, rng) for part in one.parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{one.identifier}</identifier><sender>{one.sender}</sender><sent>{stamp(one.sent, rng)}</sent>"
        f"<status>{_cased(one.status, rng)}</status><msgType>{_cased(one.kind, rng)}</msgType><scope>Public</scope>"
        f"{f'<references>{refs}</references>' if refs else ''}{infos}</alert>"
    ).encode()


def _info(one: Sent, part: Part, rng: random.Random) -> str:
    clear = "<responseType>AllClear</responseType>" if part.is_clear else ""
    onset = f"<onset>{stamp(part.onset, rng)}</onset>" if part.onset else ""
    expires = f"<expires>{stamp(part.expires, rng)}</expires>" if part.expires else ""
    codes = "".join(
        f"<geocode><valueName>VN-administrative-unit</valueName><value>{code}</value></geocode>" for code in part.codes
    )
    severity = rng.choice(["Extreme", "Severe", "Moderate", "Minor", "Unknown", "", "nặng"])
    return (
        f"<info><language>vi-VN</language><category>Met</category><event>{one.event}</event>{clear}"
        f"<urgency>{part.urgency}</urgency><severity>{severity}</severity><certainty>Likely</certainty>{onset}{expires}"
        f"<headline>{escape(one.headline)}</headline><description>{escape(one.text)}</description>"
        f"<area><areaDesc>-</areaDesc>{codes}</area></info>"
    )


def _cased(word: str, rng: random.Random) -> str:
    return word.upper() if rng.random() < 0.05 else word


def stamp(moment: datetime, rng: random.Random) -> str:
    if rng.random() < 0.1:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if rng.random() < 0.05:  # without a zone it is Vietnam's
        return moment.astimezone(timezone(7 * HOUR)).replace(tzinfo=None).isoformat()
    return moment.astimezone(timezone(rng.choice(OFFSETS) * HOUR)).isoformat(timespec="seconds")


@dataclass
class Stream:
    """One pair of senders after the other. Each message comes with the moment at which the desk hears it."""

    rng: random.Random
    begins: datetime
    number: int = 0

    def next_pair(self) -> list[tuple[datetime, Sent]]:
        """What two senders say in a few days, in the order in which it comes in."""
        self.number += 1
        start = self.begins + self.number * STEP
        senders = [f"dai-{self.number}-{name}@example.vn" for name in "ab"]
        made: list[Sent] = []
        for index in range(MESSAGES_EACH):
            made.append(self._one(made, senders, start, f"{self.number}-{index}"))
        arrivals = sorted(self.rng.choice([0.0, 0.0, self.rng.random() * 96]) + index * 3 for index in range(len(made)))
        order = made[:]
        if self.rng.random() < 0.5:
            self.rng.shuffle(order)
        return [(start + hours * HOUR, one) for hours, one in zip(arrivals, order, strict=True)]

    def _one(self, made: Sequence[Sent], senders: Sequence[str], start: datetime, key: str) -> Sent:
        rng = self.rng
        before = rng.choice(made) if made and rng.random() < 0.7 else None
        sent = start + timedelta(seconds=rng.randrange(-24, 96) * 3600 + rng.choice([0, 0, 0, rng.randrange(3600)]))
        if rng.random() < 0.03:
            sent += rng.choice([-1, 1]) * timedelta(days=rng.choice([3, 40]))
        one = Sent(
            page=before.page if before and rng.random() < 0.06 else key,
            identifier=self._identifier(before, key),
            sender=before.sender if before and rng.random() < 0.85 else rng.choice(senders),
            sent=before.sent if before and rng.random() < 0.05 else sent,
            kind=rng.choices(["Alert", "Update", "Cancel", "Ack", "Error"], [10, 8, 5, 1, 1])[0],
            status=rng.choices(["Actual", "Exercise", "Test", "Draft", "System"], [30, 1, 1, 1, 1])[0],
            event=before.event if before and rng.random() < 0.8 else rng.choice(EVENTS)[0],
            parts=tuple(self._part(sent) for _ in range(rng.choices([1, 2, 3, 0], [20, 4, 1, 1])[0])),
            refs=self._refs(before, made),
            headline=f"{rng.choice(['Cảnh báo', 'Tin', 'Diễn tập'] if rng.random() < 0.1 else ['Cảnh báo'])} {key}",
            text=rng.choices(["Mưa to ở vùng cao.", "", "<&> \U0001f98a " * 40, "Mưa. " * 20_000], [66, 66, 66, 1])[0],
        )  # fmt: skip
        headline = one.headline.lower() if "Diễn tập" in one.headline else one.headline
        return replace(one, headline=headline)

    def _identifier(self, before: Sent | None, key: str) -> str:
        if before and self.rng.random() < 0.08:  # used again, with other content
            return before.identifier
        return f"ID-{key}"

    def _refs(self, before: Sent | None, made: Sequence[Sent]) -> tuple[tuple[str, str, datetime | None], ...]:
        rng, found = self.rng, []
        if before and rng.random() < 0.75:
            found.append(before)
        if made and rng.random() < 0.15:
            found.append(rng.choice(made))
        refs: list[tuple[str, str, datetime | None]] = [
            (
                one.sender,
                one.identifier.lower() if rng.random() < 0.05 else one.identifier,
                None if rng.random() < 0.05 else one.sent,
            )
            for one in found
        ]
        if rng.random() < 0.1:  # what nobody ever sent, or sends only later
            refs.append((refs[0][0] if refs else "ai-do@example.vn", f"ID-{self.number}-{rng.randrange(40)}", None))
        return tuple(refs)

    def _part(self, sent: datetime) -> Part:
        rng = self.rng
        hours = rng.choice([-6, -1, 0, 1, 6, 24, 72, 72, 120])
        return Part(
            codes=rng.choices(PLACES, [8, 2, 2, 1])[0],
            onset=sent + rng.randrange(-6, 60) * HOUR if rng.random() < 0.2 else None,
            expires=sent + hours * HOUR if rng.random() < 0.8 else None,
            urgency="Past" if rng.random() < 0.04 else rng.choice(["Immediate", "Expected", "Unknown"]),
            is_clear=rng.random() < 0.05,
        )
