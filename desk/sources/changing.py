"""What a source is called, who answers for it, its kind, its province, its delay for reuse: changed later.

What follows is simple, and the screen says it: the newest articles of the last days are judged again, so that their
warnings count or no longer do; their stories are ranked again; its feeds are due at once. What is older stays as it is.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from desk.acting import Acting
from desk.ranking.ranker import Ranker
from desk.warning_keeper import WarningKeeper
from domain.article import Article
from domain.errors import BadInput, Conflict
from domain.message import Code, Message, say
from domain.people import Act
from domain.problems import Problem
from domain.sources import OFFICIAL, Source, SourceAction, SourceDetails
from domain.stage import Stage
from domain.store import Store

JUDGED_AGAIN = timedelta(days=7)  # how long ago an article came: warnings hold for days, and the queue is shorter
MAX_JUDGED_ARTICLES = 300


class Changed(Code):
    """What a colleague has changed in a source, as the second one is told."""

    NAME = "source-change.name", "value"
    ORGANISATION = "source-change.organisation", "value"
    KIND = "source-change.kind", "value"
    PROVINCE = "source-change.province", "value"
    COUNTRY = "source-change.country"
    REUSE_DELAY = "source-change.reuse-delay", "value"


@dataclass(frozen=True, kw_only=True)
class Follower:
    """Who acts on what a source is."""

    warnings: WarningKeeper
    ranker: Ranker


def change(
    acting: Acting, follower: Follower, source_id: str, wanted: SourceDetails, seen: SourceDetails | None = None
) -> Source:
    """With `seen`, Conflict where a colleague has changed it since; the conflict says who, and what."""
    acting.may(Act.MANAGE)
    store = acting.store
    before = SourceDetails.of(store.sources.get(source_id))
    seen = seen or before
    _check(wanted, follower)
    if wanted == before:
        return store.sources.get(source_id)  # a second tab did it already
    if not store.sources.set_details(source_id, seen, wanted):
        raise _conflict(store, source_id, seen)
    source = store.sources.get(source_id)
    changed = [name for name, value in asdict(wanted).items() if asdict(seen)[name] != value]
    was, becomes = ({name: asdict(one)[name] for name in changed} for one in (seen, wanted))
    acting.log(SourceAction.CHANGE_SOURCE, f"source:{source_id}", was, becomes)
    if seen.kind is not source.kind or (source.kind in OFFICIAL and {"name", "province"} & set(changed)):
        _follow(acting, follower, source)
    return source


def _check(wanted: SourceDetails, follower: Follower) -> None:
    if not wanted.organisation.strip():
        raise BadInput(Problem.NO_ORGANISATION)
    check_province(wanted.province, follower)


def check_province(code: str, follower: Follower) -> None:
    """Raise BadInput for what is not a province of today."""
    if code and follower.warnings.gazetteer.lineage(code) != (code,):
        raise BadInput(Problem.PROVINCE_UNKNOWN)


def _follow(acting: Acting, follower: Follower, source: Source) -> None:
    store, now = acting.store, acting.now
    recent = store.articles.of_source(source.id, now - JUDGED_AGAIN, MAX_JUDGED_ARTICLES)
    read = [article for article in recent if article.stage.reached(Stage.UNDERSTOOD)]
    follower.warnings.source_changed(store, source, read, now)
    follower.ranker.refresh(store, _stories(read))
    for feed in store.feeds.list(source.id):  # a warning service is read more often
        store.feeds.make_due(feed.id, now)


def _stories(articles: list[Article]) -> set[str]:
    return {article.story_id for article in articles if article.story_id}


def _conflict(store: Store, source_id: str, seen: SourceDetails) -> Conflict:
    now = SourceDetails.of(store.sources.get(source_id))
    entries = store.log.list(20, f"source:{source_id}")
    who = next((entry.who for entry in entries if entry.action == SourceAction.CHANGE_SOURCE), "")
    return Conflict(Problem.SOURCE_CHANGED, person=who, changes=list(_changes(seen, now)))


def _changes(seen: SourceDetails, now: SourceDetails) -> list[Message]:
    codes = {
        "name": Changed.NAME,
        "organisation": Changed.ORGANISATION,
        "kind": Changed.KIND,
        "reuse_delay_hours": Changed.REUSE_DELAY,
    }
    changes = [
        say(code, value=asdict(now)[name]) for name, code in codes.items() if getattr(seen, name) != getattr(now, name)
    ]
    if seen.province != now.province:
        changes.append(say(Changed.PROVINCE, value=now.province) if now.province else say(Changed.COUNTRY))
    return changes
