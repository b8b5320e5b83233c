"""Keeping, sharing and following searches: a person's own, or shared with the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from secrets import token_urlsafe

from desk.acting import Acting
from desk.saved_schedule import planned
from domain.errors import BadInput, Conflict, NotAllowed, NotFound
from domain.people import Act, Person
from domain.problems import Missing, Problem
from domain.saved_searches import (
    MAX_NAME_CHARS,
    MAX_OF_DESK,
    MAX_OF_PERSON,
    MAX_QUERY_CHARS,
    Follow,
    FoundStory,
    Rhythm,
    SavedSearch,
    SavedSearchAction,
)
from domain.store import Store
from domain.times import VIETNAM, day_of, start_of

SHOWN_STORIES = 50  # on a search's page and in its feeds
MAX_PAUSE = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A saved search as its person sees it in the list."""

    search: SavedSearch
    follow: Follow | None
    today: int  # stories
    new: int  # articles that were found since its page was last opened, of what they follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A saved search as its page shows it."""

    search: SavedSearch
    follow: Follow | None
    stories: list[FoundStory]
    found_today: int  # articles, also those beyond what is kept
    owner: Person
    may_change: bool


def keep(acting: Acting, *, name: str, text: str, section: str = "", source: str = "") -> SavedSearch:
    """Keep a search. The same person's same search is kept once. Raise BadInput."""
    acting.may(Act.READ)
    store, text = acting.store, " ".join(text.split())
    if not text or len(text) > MAX_QUERY_CHARS:
        raise BadInput(Problem.SAVED_EMPTY)
    store.saved_searches.lock()
    for known in store.saved_searches.list(acting.by):
        if known.owner == acting.by and (known.text, known.section, known.source) == (text, section, source):
            return known
    if store.saved_searches.count(acting.by) >= MAX_OF_PERSON:
        raise BadInput(Problem.SAVED_FULL, number=MAX_OF_PERSON)
    if store.saved_searches.count() >= MAX_OF_DESK:
        raise BadInput(Problem.SAVED_DESK_FULL, number=MAX_OF_DESK)
    return store.saved_searches.add(
        SavedSearch(
            id=0,
            name=_name(name) or text[:MAX_NAME_CHARS],
            text=text,
            section=section[:40],
            source=source[:200],
            owner=acting.by,
            feed_token=token_urlsafe(24),
            changed_at=acting.now,
        )
    )


def listed(store: Store, person: Person, now: datetime) -> list[Listed]:
    """Theirs and those the desk shares."""
    searches = store.saved_searches.list(person.id)
    follows = {follow.search_id: follow for follow in store.follows.of_person(person.id)}
    today = store.saved_hits.numbers([search.id for search in searches], day_began(now))
    return [
        Listed(
            search=search,
            follow=(known := follows.get(search.id)),
            today=today.get(search.id, 0),
            new=search.last_hit - known.seen_to if known else 0,
        )
        for search in searches
    ]


def shown(store: Store, person: Person, search_id: int, now: datetime) -> Shown:
    """Raise NotFound, also for another person's own."""
    search = visible(store, person, search_id)
    return Shown(
        search=search,
        follow=store.follows.find(search.id, person.id),
        stories=store.saved_hits.stories(search.id, SHOWN_STORIES),
        found_today=search.found_on(f"{now.astimezone(VIETNAM):%Y-%m-%d}"),
        owner=store.people.get(search.owner),
        may_change=may_change(person, search),
    )


def visible(store: Store, person: Person, search_id: int) -> SavedSearch:
    search = store.saved_searches.get(search_id)
    if search.owner != person.id and not search.shared:
        raise NotFound(Missing.SAVED_SEARCH)
    return search


def may_change(person: Person, search: SavedSearch) -> bool:
    """Its owner; and of what the desk shares, whoever manages the desk."""
    return search.owner == person.id or (search.shared and person.may(Act.MANAGE))


def rename(acting: Acting, search_id: int, name: str) -> None:
    search = _own(acting, search_id)
    named = replace(search, name=_name(name) or search.name, changed_at=acting.now)
    acting.store.saved_searches.save(named)
    _tell(acting, search, SavedSearchAction.CHANGE_SEARCH, {"name": search.name}, {"name": named.name})


def change(
    acting: Acting, search_id: int, seen: int, *, name: str | None = None, shared: bool | None = None
) -> SavedSearch:
    """Both at once, as it stands after. Raise Conflict when it is not the revision any more that was seen."""
    if _own(acting, search_id).revision != seen:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    if name is not None:
        rename(acting, search_id, name)
    if shared is not None:
        share(acting, search_id, shared=shared)
    return acting.store.saved_searches.get(search_id)


def share(acting: Acting, search_id: int, *, shared: bool) -> None:
    """Whoever else followed it does so no more when it is shared no more."""
    search = _own(acting, search_id)
    if search.shared == shared:
        return
    acting.store.saved_searches.save(replace(search, shared=shared, changed_at=acting.now))
    if not shared:
        acting.store.follows.remove(search.id)
    action = SavedSearchAction.SHARE_SEARCH if shared else SavedSearchAction.UNSHARE_SEARCH
    _tell(acting, replace(search, shared=True), action, {}, {"name": search.name})


def remove(acting: Acting, search_id: int) -> None:
    search = _own(acting, search_id)
    acting.store.saved_searches.remove(search.id)
    _tell(acting, search, SavedSearchAction.REMOVE_SEARCH, {}, {"name": search.name})


def renew_feed(acting: Acting, search_id: int) -> None:
    """Another secret address: readers of the old one get nothing any more."""
    search = _own(acting, search_id)
    fresh = replace(search, feed_token=token_urlsafe(24), changed_at=acting.now)
    acting.store.saved_searches.save(fresh)
    _tell(acting, search, SavedSearchAction.SEARCH_FEED, {}, {"name": search.name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """How a person wants to be told; a rhythm of None: not at all."""

    rhythm: Rhythm | None
    at: time = time(17)  # in Vietnam
    weekday: int = 0  # Monday
    silence: bool = False


def follow(acting: Acting, search_id: int, chosen: Chosen) -> None:
    """From now on; what was found before is no news."""
    acting.may(Act.READ)
    store, search = acting.store, _visible(acting, search_id)
    store.people.lock(acting.by)
    if chosen.rhythm is None:
        store.follows.remove(search.id, acting.by)
        return
    before = store.follows.find(search.id, acting.by)
    wanted = Follow(
        search_id=search.id,
        person_id=acting.by,
        rhythm=chosen.rhythm,
        at=chosen.at,
        weekday=chosen.weekday,
        silence=chosen.silence,
        paused_until=before.paused_until if before else None,
        told_to=before.told_to if before else search.last_hit,
        seen_to=before.seen_to if before else search.last_hit,
        told_at=before.told_at if before else None,
    )
    store.follows.save(planned(wanted, acting.now))


def seen(store: Store, person: Person, search_id: int) -> int:
    """They have opened its page. How many articles were new to them there; 0 for who does not follow it."""
    store.people.lock(person.id)
    known = store.follows.find(search_id, person.id)
    last = store.saved_searches.get(search_id).last_hit
    if known is None or known.seen_to >= last:
        return 0
    store.follows.save(replace(known, seen_to=last))
    return last - known.seen_to


def pause(acting: Acting, search_id: int, until: datetime | None) -> None:
    """Nothing is told until then; None ends it now. It ends by itself. Raise BadInput."""
    acting.may(Act.READ)
    store, search = acting.store, _visible(acting, search_id)
    store.people.lock(acting.by)
    known = store.follows.find(search.id, acting.by)
    if known is None:
        raise BadInput(Problem.SAVED_NOT_FOLLOWED)
    if until is not None and not acting.now < until <= acting.now + MAX_PAUSE:
        raise BadInput(Problem.DATE)
    store.follows.save(replace(known, paused_until=until))


def day_began(now: datetime) -> datetime:
    """Midnight in Vietnam."""
    return start_of(day_of(now))


def _visible(acting: Acting, search_id: int) -> SavedSearch:
    return visible(acting.store, acting.store.people.get(acting.by), search_id)


def _own(acting: Acting, search_id: int) -> SavedSearch:
    acting.may(Act.READ)
    search = _visible(acting, search_id)
    person = acting.store.people.get(acting.by)
    if not may_change(person, search):
        raise NotAllowed(Problem.SAVED_OWNER_ONLY, person=acting.store.people.get(search.owner).name)
    return search


def _name(typed: str) -> str:
    return " ".join(typed.split())[:MAX_NAME_CHARS]


def _tell(
    acting: Acting,
    search: SavedSearch,
    action: SavedSearchAction,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> None:
    """The log tells of what the desk shares; what somebody keeps for themselves is theirs."""
    if search.shared:
        acting.log(action, f"saved-search:{search.id}", before, after)
