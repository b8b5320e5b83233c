"""What saved searches found, told to who follows them: one line a story, each once, nothing in quiet hours.

A story is told to a person once, whichever of their searches finds it first or later; again when it becomes a warning.

As with people's own work nothing is held back: what nobody was told of yet when the quiet or a pause ends is found
then, and told in one message. How far a person was told stands with what they follow, and moves in the transaction
that writes the message: a worker that dies tells all of it or nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from desk.outbox.look import Look
from desk.saved_schedule import BY_HOUR, DAY, planned
from desk.saved_searches import day_began
from desk.saved_why import reasons
from domain.message import Message, say
from domain.outbox import Channel, OutboxMessage, Told
from domain.own_notices import OwnKind
from domain.saved_searches import MAX_HITS_A_DAY, Follow, FoundStory, Rhythm, SavedSearch
from domain.store import Store
from domain.times import VIETNAM

SAVED = "saved"
IS_NEWS = timedelta(hours=12)
MAX_LINES = 10  # of one message
MAX_STORIES = 250  # that are looked at for one message
PLACED_WITHIN = timedelta(minutes=10)  # a hit waits so long for its story; then it stands for itself
MANY_A_DAY, GAP = 30, timedelta(minutes=10)  # of more hits, those who are told at once are told so often at most
HERE = "/tim-da-luu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What one follower is to be told of one search."""

    search: SavedSearch
    before: Follow
    after: Follow
    stories: Sequence[FoundStory] = ()
    silence: Message | None = None


@dataclass(kw_only=True)
class Line:
    """One story, and the searches that found it."""

    story: FoundStory
    names: dict[int, str] = field(default_factory=dict)  # by the search's number


def plan(look: Look) -> bool:
    """True when somebody was told something."""
    with look.database.read() as store:  # nearly always there is nothing to do
        if not any(_is_awake(store, person_id, look.now) for person_id in _waiting(store, look.now)):
            return False
    with look.database.write() as store:
        return tell(store, look)


def tell(store: Store, look: Look) -> bool:
    """Read again, in the transaction that writes: another worker may have been first."""
    added = 0
    for person_id, search_ids in _waiting(store, look.now).items():
        if not _is_awake(store, person_id, look.now):
            continue
        store.people.lock(person_id)
        due = [one for search_id in search_ids for one in _due(store, search_id, person_id, look.now)]
        for one in due:
            store.follows.save(one.after)
        added += store.outbox.add(list(_messages(store, person_id, due, look)))
    return added > 0


def _waiting(store: Store, now: datetime) -> dict[int, list[int]]:
    by_person = groupby(store.follows.waiting(now), key=lambda follow: follow.person_id)
    return {person_id: [follow.search_id for follow in theirs] for person_id, theirs in by_person}


def _is_awake(store: Store, person_id: int, now: datetime) -> bool:
    return not store.own_notices.find(person_id).is_quiet(now)


def _due(store: Store, search_id: int, person_id: int, now: datetime) -> Iterator[Due]:
    follow = store.follows.find(search_id, person_id)
    if follow is None or (follow.paused_until and follow.paused_until > now):
        return
    search = store.saved_searches.get(search_id)
    is_time = _is_time(follow, search, now)
    told_to, found = _new(store, search, follow, now) if is_time else (follow.told_to, [])
    stories = _untold(store, person_id, found)
    moved = replace(follow, told_to=told_to, told_at=now if found else follow.told_at)
    silence = None if stories else _silence(store, search, moved, now, len(found))
    moved = planned(moved, now)
    if moved != follow:
        yield Due(search=search, before=follow, after=moved, stories=stories, silence=silence)


def _is_time(follow: Follow, search: SavedSearch, now: datetime) -> bool:
    if follow.next_at is not None:
        return follow.next_at <= now
    today = search.found_on(f"{now.astimezone(VIETNAM):%Y-%m-%d}")
    just_told = follow.told_at is not None and now - follow.told_at < GAP
    return follow.told_to < search.last_hit and not (today > MANY_A_DAY and just_told)


def _new(store: Store, search: SavedSearch, follow: Follow, now: datetime) -> tuple[int, list[FoundStory]]:
    """Up to which hit they are told, and the stories that are new to them: the first that was found stands first."""
    found = store.saved_hits.stories(search.id, MAX_STORIES, after=follow.told_to)
    unplaced = [s.hit.number for s in found if not s.story_id and now - s.hit.at < PLACED_WITHIN]
    last = min([search.last_hit, *(number - 1 for number in unplaced)])
    return max(last, follow.told_to), [story for story in reversed(found) if story.hit.number <= last]


def _untold(store: Store, person_id: int, found: Sequence[FoundStory]) -> list[FoundStory]:
    """Without what another of their searches told them, unless it has become a warning since."""
    told = store.told_stories.told(person_id, [story.placed for story in found])
    return [one for one in found if one.placed not in told or (one.warning and not told[one.placed])]


def _silence(store: Store, search: SavedSearch, follow: Follow, now: datetime, found: int) -> Message | None:
    """That nothing new came, on the day on which it was to be said: a day later it would mislead."""
    due_at = follow.next_at if follow.rhythm in BY_HOUR else follow.silence_at
    if not follow.silence or due_at is None or due_at > now or due_at < day_began(now):
        return None
    if found:
        return say(Told.SAVED_TOLD_BEFORE, search=search.name, number=found) if follow.rhythm in BY_HOUR else None
    if follow.rhythm in BY_HOUR:
        began = due_at - (7 * DAY if follow.rhythm is Rhythm.WEEKLY else DAY)
        return say(Told.SAVED_NONE_SINCE, search=search.name, since=_silent_since(store, search, began))
    if follow.told_at is not None and follow.told_at >= day_began(now):
        return None
    since = _silent_since(store, search, day_began(now))
    if since > day_began(now):
        return say(Told.SAVED_NONE_SINCE, search=search.name, since=since)
    return say(Told.SAVED_NONE_TODAY, search=search.name)


def _silent_since(store: Store, search: SavedSearch, began: datetime) -> datetime:
    """Later than the time began that is told of, where it was kept since, or found a story before it was followed."""
    newest = store.saved_hits.stories(search.id, 1)
    return max([began, search.changed_at, *(story.hit.at for story in newest)])


def _messages(store: Store, person_id: int, due: Sequence[Due], look: Look) -> Iterator[OutboxMessage]:
    """One message for each of their addresses, however much there is to tell."""
    lines, channels = _lines(store, person_id, due), _channels(store, person_id)
    silences = [one.silence for one in due if one.silence]
    if not channels or not (lines or silences):
        return
    told = {line.story.hit.article_id: line.story.warning for line in lines}
    store.told_stories.tell(person_id, told, look.now)
    subject, body = _words(store, lines, silences, due, look.now)
    keys = "\n".join(f"{d.search.id} {d.before.told_to} {d.after.told_to} {d.before.next_at} {d.silence}" for d in due)
    searches = {one.search.id for one in due if one.stories or one.silence}
    path = f"{HERE}/{next(iter(searches))}" if len(searches) == 1 else HERE
    for channel in channels:
        yield OutboxMessage(
            id=sha256(f"{SAVED}\n{person_id}\n{look.now:%Y-%m-%d}\n{keys}".encode()).hexdigest()[:32],
            channel=channel.key,
            kind=SAVED,
            about=str(person_id),
            subject=subject,
            body=tuple(body),
            url=f"{look.desk_url}{path}" if look.desk_url else "",
            created_at=look.now,
            due_at=look.now,
            until=look.now + IS_NEWS,
        )


def _lines(store: Store, person_id: int, due: Sequence[Due]) -> list[Line]:
    """A story is one line, with all searches that its person follows and that found it by now, also those due later."""
    found: dict[str, Line] = {}
    for one in due:
        for story in one.stories:
            line = found.setdefault(story.placed, Line(story=story))
            line.names[one.search.id] = one.search.name
    if not found:
        return []
    followed = {follow.search_id for follow in store.follows.of_person(person_id)}
    names = {search.id: search.name for search in store.saved_searches.list(person_id) if search.id in followed}
    for placed, search_ids in store.saved_hits.found_by(list(names), list(found)).items():
        if line_of := found.get(placed):
            line_of.names |= {search_id: names[search_id] for search_id in search_ids}
    return list(found.values())


def _words(
    store: Store, lines: Sequence[Line], silences: Sequence[Message], due: Sequence[Due], now: datetime
) -> tuple[Message, list[Message]]:
    body = [*_too_many(due, now), *silences]
    if not lines:
        return (silences[0], []) if len(silences) == 1 else (say(Told.SAVED_NONE, number=len(silences)), body)
    told = [_told(store, line) for line in lines[:MAX_LINES]]
    if len(lines) > MAX_LINES:
        told.append(say(Told.SAVED_MORE, number=len(lines) - MAX_LINES))
    return (told[0], body) if len(told) == 1 else (say(Told.SAVED_MANY, number=len(lines)), [*told, *body])


def _told(store: Store, line: Line) -> Message:
    why = reasons(store, line.story.hit)
    return say(Told.SAVED_STORY, searches=list(line.names.values()), title=line.story.title, reasons=why)


def _too_many(due: Sequence[Due], now: datetime) -> Iterator[Message]:
    today = f"{now.astimezone(VIETNAM):%Y-%m-%d}"
    for one in due:
        if one.stories and (number := one.search.found_on(today)) > MAX_HITS_A_DAY:
            yield say(Told.SAVED_TOO_MANY, search=one.search.name, number=number, most=MAX_HITS_A_DAY)


def _channels(store: Store, person_id: int) -> tuple[Channel, ...]:
    return store.own_notices.find(person_id).at(OwnKind.SAVED)
