"""The proof after the soak: what the rows say follows from the log by the table of states, and nothing is twice."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from app.bootstrap import Services
from chaos.soak.replay import Replay
from chaos.soak.room import Room
from desk.review_rules import STEPS
from domain.article import Article
from domain.editorial import OPEN_STATES, DigestAction, ItemState, ReviewAction, ReviewItem
from domain.log import LogEntry
from domain.people import PersonAction, Role
from domain.ranking import rank
from domain.store import Store
from domain.story import Story

EVERYTHING = 1_000_000  # rows
DERIVED = (  # what does not change with what the desk has learnt since
    "head_id", "title", "lead", "source_id", "section", "opened_at", "newest_at", "members", "origins", "state",
    "places",
)  # fmt: skip


@dataclass
class Found:
    said: str
    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    room: Room
    services: Services
    store: Store
    connection: Connection
    log: list[LogEntry]  # the oldest first
    items: list[ReviewItem]
    stories: dict[str, Story]
    articles: dict[str, Article]


Check = Callable[[Evidence], Iterator[str | int]]


def prove(room: Room, services: Services) -> list[Found]:
    with services.database.write() as store:  # nothing is written: a check may rank anew and is rolled back
        evidence = _evidence(room, services, store)
        found = [_found(said, check, evidence) for said, check in CHECKS.items()]
        store.connection.rollback()
    return found


def _found(said: str, check: Check, evidence: Evidence) -> Found:
    told = list(check(evidence))
    looked_at = sum(one for one in told if isinstance(one, int))
    return Found(said=said, looked_at=looked_at, wrong=[one for one in told if isinstance(one, str)])


def _evidence(room: Room, services: Services, store: Store) -> Evidence:
    connection: Connection = store.connection  # type: ignore[attr-defined]
    stories = connection.execute(text("SELECT id FROM stories")).scalars().all()
    articles = connection.execute(text("SELECT id FROM articles")).scalars().all()
    return Evidence(
        room=room,
        services=services,
        store=store,
        connection=connection,
        log=store.log.list(EVERYTHING)[::-1],
        items=store.items.list(tuple(ItemState), EVERYTHING)[::-1],
        stories={one: store.stories.get(one) for one in stories},
        articles={one: store.articles.get(one) for one in articles},
    )


def _items(found: Evidence) -> Iterator[str | int]:
    """Each entry begins where the one before ended, and ends where the table says."""
    states: dict[str, ItemState] = {}
    times: Counter[str] = Counter()
    for entry in found.log:
        if not entry.subject.startswith("item:"):
            continue
        yield 1
        times[entry.subject] += 1
        if entry.action == ReviewAction.PICK:
            states[entry.subject] = ItemState.DRAFT
            continue
        before, to = states.get(entry.subject), STEPS[ReviewAction(entry.action)]
        if before is None or before not in to or entry.before.get("state", before) != before:
            yield f"{entry.subject}: {entry.action} from {before}, and the log says from {entry.before}"
            continue
        states[entry.subject] = to[before]
    for item in found.items:
        name = f"item:{item.id}"
        if states.pop(name, None) is not item.state:
            yield f"{name}: {item.state}"
        if item.revision != times[name]:
            yield f"{name}: revision {item.revision}, {times[name]} entries"
    yield from (f"{name}: picked, and no item" for name in states)


def _one_open(found: Evidence) -> Iterator[str | int]:
    opened = Counter(item.story_id for item in found.items if item.state in OPEN_STATES)
    yield len(opened)
    yield from (f"{story}: {number} open items" for story, number in opened.items() if number > 1)


def _two_people(found: Evidence) -> Iterator[str | int]:
    """Whoever wrote last has not approved what was shared."""
    wrote: dict[str, str] = {}
    helped: dict[str, str] = {}
    approved: dict[str, str] = {}
    for entry in found.log:
        if entry.action in (ReviewAction.PICK, ReviewAction.WRITE):
            helped[entry.subject] = wrote.get(entry.subject, "")
            wrote[entry.subject] = entry.who
            approved.pop(entry.subject, None)
        elif entry.action == ReviewAction.UNDO_HELP:
            wrote[entry.subject] = helped[entry.subject]
        elif entry.action == ReviewAction.APPROVED:
            approved[entry.subject] = entry.who
        elif entry.action == ReviewAction.SHARE:
            yield 1
            if approved.get(entry.subject, wrote[entry.subject]) == wrote[entry.subject]:
                trail = [f"{one.who} {one.action}" for one in found.log if one.subject == entry.subject]
                yield f"{entry.subject}: {', '.join(trail)}"
    for item in found.items:
        if item.state is ItemState.SHARED and item.reviewed_by in (None, item.last_writer):
            yield f"item:{item.id}: reviewed by {item.reviewed_by}, written by {item.last_writer}"


def _story_states(found: Evidence) -> Iterator[str | int]:
    """A skip stays one until somebody restores or picks the story; what is picked and shared follows from its items."""
    replay = Replay(found.log, found.items)
    yield from replay.wrong
    for story in found.stories.values():
        yield 1
        if (said := replay.state(story.id)) is not story.state:
            yield f"story {story.id}: {story.state}, and the log says {said}"


def _derived(found: Evidence) -> Iterator[str | int]:
    """What a story's row says of its articles is what ranking them now says."""
    found.services.ranker.refresh(found.store, list(found.stories))
    standing = Counter(one.story_id for one in found.articles.values() if one.story_id)
    for before in found.stories.values():
        yield 1
        after = found.store.stories.get(before.id)
        wrong = [name for name in DERIVED if getattr(before, name) != getattr(after, name)]
        if wrong and found.store.stories.ranking_members([before.id])[before.id]:
            yield f"story {before.id}: {', '.join(f'{one} {getattr(before, one)}' for one in wrong)}"
    missing = standing.keys() - found.stories.keys()
    yield from (f"{standing[one]} articles in the story {one}, which is gone" for one in missing)


def _ranks(found: Evidence) -> Iterator[str | int]:
    for row in found.connection.execute(text("SELECT id, rank FROM stories")):
        yield 1
        story = found.stories[row.id]
        if abs(row.rank - rank(story.score, story.newest_at)) > 1e-6 or story.score != round(
            sum(term.value for term in story.terms), 3
        ):
            yield f"story {row.id}: rank {row.rank}, score {story.score}, terms {[term.value for term in story.terms]}"


def _by_hand(found: Evidence) -> Iterator[str | int]:
    """An article stands where the last editor put it."""
    last = {move.article_id: move.story_id for move in found.store.regroupings.since(0)}
    for article_id, story in last.items():
        yield 1
        if found.articles[article_id].story_id != story:
            yield f"article {article_id}: in {found.articles[article_id].story_id}, put into {story}"


def _messages(found: Evidence) -> Iterator[str | int]:
    sent = found.room.channels.sent
    yield len(sent)
    yield from (f"{notice} to {channel}: {times} times" for (notice, channel), times in sent.items() if times > 1)
    digests = [one for one in found.store.outbox.list(EVERYTHING) if one.kind == "digest"]
    kept = Counter((one.channel, one.about) for one in digests)
    yield from (f"digest of {day} to {channel}: {times} times" for (channel, day), times in kept.items() if times > 1)


def _digests(found: Evidence) -> Iterator[str | int]:
    """As many revisions as the log has entries; approved by a second person; sent as often as the log says."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in found.log:
        if entry.subject.startswith("digest:"):
            counted[entry.subject][entry.action] += 1
    for digest in found.store.digests.list(EVERYTHING):
        yield 1
        told = counted[f"digest:{digest.day}"]
        if digest.revision != told.total():
            yield f"digest {digest.day}: revision {digest.revision}, {dict(told)}"
        if digest.approved_by and digest.approved_by == digest.saved_by:
            yield f"digest {digest.day}: approved by who saved it"
        if (digest.sent_at is not None) != (told[DigestAction.DIGEST_SENT] == 1):
            yield f"digest {digest.day}: sent at {digest.sent_at}, {dict(told)}"


def _accounts(found: Evidence) -> Iterator[str | int]:
    """As the log said last, each login once, and one of them may manage."""
    people = found.store.people.list()
    last = {one.subject: one.after for one in found.log if one.action == PersonAction.CHANGE_PERSON}
    added = Counter(one.subject for one in found.log if one.action == PersonAction.ADD_PERSON)
    for person in people:
        yield 1
        said = last.get(f"person:{person.id}")
        if said and (said["role"], said["active"]) != (person.role, person.active):
            yield f"{person.login}: {person.role}, {person.active}, and the log says {said}"
        if added[f"person:{person.id}"] > 1:
            yield f"{person.login}: added {added[f'person:{person.id}']} times"
    if not any(one.role is Role.ADMINISTRATOR and one.active for one in people):
        yield "nobody may manage"


def _sources(found: Evidence) -> Iterator[str | int]:
    said: defaultdict[str, dict[str, object]] = defaultdict(dict)
    for entry in found.log:
        if entry.subject.startswith("source:"):
            known = said[entry.subject]
            if wrong := {name: was for name, was in entry.before.items() if known.get(name, was) != was}:
                yield f"{entry.subject}: {entry.action} began from {wrong}, the log had said {known}"
            known |= entry.after
    for source in found.store.sources.list():
        yield 1
        known = said[f"source:{source.id}"]
        if wrong := {name: value for name, value in known.items() if getattr(source, name) != value}:
            yield f"source {source.id}: {source}, and the log says {wrong}"


def _preferences(found: Evidence) -> Iterator[str | int]:
    """No decision's lesson was lost to another's."""
    learns = ("pick", "skipped", "more-like-this", "less-like-this", "reset-taste")
    lessons = sum(entry.action in learns for entry in found.log)
    undone = sum(entry.action == "open" for entry in found.log)
    revision = found.store.settings.preferences().revision
    yield lessons
    if not lessons <= revision <= lessons + undone:
        yield f"{revision} lessons, {lessons} decisions and {undone} undone"


CHECKS: dict[str, Check] = {
    "items are where their entries in the log lead by the table of steps": _items,
    "at most one open item for a story": _one_open,
    "what was shared was approved by a second person": _two_people,
    "stories are skipped, picked and shared as the log says": _story_states,
    "ranks follow from scores, scores from terms": _ranks,
    "articles stand where editors put them": _by_hand,
    "no message went out twice": _messages,
    "digests have as many revisions as entries, a second person, one sending": _digests,
    "accounts are as the log says, and somebody may manage": _accounts,
    "sources are as the log says": _sources,
    "every lesson was learnt": _preferences,
    "stories say of their articles what ranking them anew says": _derived,  # the last: it ranks them
}
