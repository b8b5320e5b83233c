"""Sổ tin đã đăng: what this page has said, and what has become of it. Each posting as it stood then, beside now."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from desk import postings, review, task_steps, withdrawing
from desk.acting import Acting, SeenItem
from desk.ranking.ranker import Ranker
from desk.sources.revisits import WATCHED_FOR
from domain.deliveries import Delivery
from domain.editorial import ItemState, ReviewAction
from domain.errors import Conflict
from domain.outlets import OutletAccount, Verb
from domain.postings import ArticleNow, PostedArticle, Posting
from domain.problems import Problem
from domain.reports import month_of
from domain.store import Store
from domain.times import day_of
from domain.understanding import Section

Counted = TypeVar("Counted")
PER_PAGE = 50
MAX_IN_MONTH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleThenAndNow:
    then: PostedArticle
    now: ArticleNow | None  # None: the article itself is gone

    @property
    def has_changed(self) -> bool:
        return self.now is not None and self.now.version != self.then.version


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    posting: Posting
    outlet: str  # "": by hand
    posted_by: str
    picked_by: str  # "" of a digest
    reviewed_by: str
    taken_back_by: str
    articles: tuple[ArticleThenAndNow, ...]
    follow_ups: tuple[Posting, ...]  # that stand, oldest first
    watched_until: datetime | None  # None: it does not stand, or stands under the posting that it follows
    account: OutletAccount | None = None  # None: by hand, or its place was removed since
    delivery: Delivery | None = None  # by which the desk sent it

    def verbs(self, now: datetime) -> list[Verb]:
        """What the desk can do with it at its outlet."""
        return withdrawing.verbs(self.posting, self.delivery, self.account, now)

    def is_watched(self, now: datetime) -> bool:
        return self.watched_until is not None and now <= self.watched_until


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    rows: tuple[LedgerRow, ...]
    older: int  # the id before which the next page begins; 0: there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's postings by day of Vietnam, oldest first, and how many there were of each kind."""

    first: date
    days: Mapping[date, tuple[LedgerRow, ...]]
    sections: Mapping[Section | None, int]  # of the articles of what stands
    sources: Mapping[str, int]
    outlets: Mapping[str, int]
    posts: int  # that stand, follow-ups left out
    follow_ups: int
    taken_back: int
    is_cut: bool


def page(store: Store, before: int = 0) -> LedgerPage:
    found = store.postings.list(PER_PAGE + 1, before)
    older = found[PER_PAGE - 1].id if len(found) > PER_PAGE else 0
    return LedgerPage(rows=rows(store, found[:PER_PAGE]), older=older)


def rows(store: Store, found: Sequence[Posting]) -> tuple[LedgerRow, ...]:
    people, outlets = {person.id: person.name for person in store.people.list()}, store.outlets.names()
    now = store.postings.now_of([article.article_id for posting in found for article in posting.articles])
    followed = defaultdict(list)
    for one in store.postings.following([posting.id for posting in found]):
        if one.follows and one.stands:
            followed[one.follows].append(one)
    accounts = {one.id: one for one in store.outlets.list()}
    sent = store.deliveries.of_postings([posting.id for posting in found])
    return tuple(
        replace(
            _row(store, posting, people, now, tuple(followed[posting.id])),
            outlet=outlets.get(posting.outlet, ""),
            account=accounts.get(posting.outlet),
            delivery=sent.get(posting.id),
        )
        for posting in found
    )


def month(store: Store, first: date) -> Month:
    """`first`: any day of it."""
    whole = month_of(first)
    found = store.postings.list(MAX_IN_MONTH + 1, since=whole.since, until=whole.until)
    shown = rows(store, found[:MAX_IN_MONTH][::-1])
    days = defaultdict(list)
    for row in shown:
        days[day_of(row.posting.posted_at)].append(row)
    standing = [row for row in shown if row.posting.stands]
    told = [(row, article) for row in standing if not row.posting.follows for article in row.articles]
    posts = [row for row in standing if not row.posting.follows]
    return Month(
        first=whole.first,
        days={day: tuple(of_day) for day, of_day in days.items()},
        sections=_most(Counter(article.now.section if article.now else None for _, article in told)),
        sources=_most(Counter(article.then.source_name for _, article in told)),
        outlets=_most(Counter(row.outlet for row in standing)),
        posts=len(posts),
        follow_ups=len(standing) - len(posts),
        taken_back=len(shown) - len(standing),
        is_cut=len(found) > MAX_IN_MONTH,
    )


def take_back(acting: Acting, ranker: Ranker, posting_id: int, revision: int, reason: str) -> Posting:
    """A mistaken "Đã đăng", with its reason. What its item or task stood on goes back one step with it.

    What the desk itself has sent was no mistake: then a person has removed the post, and its item stays as it was.
    """
    store = acting.store
    posting = store.postings.get(posting_id)
    if posting.revision != revision:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    item = store.items.get(posting.item_id) if posting.item_id else None
    if posting.follows:
        task_steps.take_proof_back(acting, posting, reason)
    elif posting.id in store.deliveries.of_postings([posting.id]):  # somebody has removed it by hand
        postings.take_back(acting, posting, reason)
    elif item and item.state is ItemState.SHARED and _is_its_last(store, posting, item.id):
        seen = SeenItem(id=item.id, revision=item.revision)
        review.take(acting, ranker, seen, ReviewAction.UNDO_SHARE, reason)
    else:
        postings.take_back(acting, posting, reason)
    return store.postings.get(posting_id)


def _is_its_last(store: Store, posting: Posting, item_id: int) -> bool:
    return [one.id for one in store.postings.of_item(item_id) if one.stands] == [posting.id]


def _row(
    store: Store,
    posting: Posting,
    people: Mapping[int, str],
    now: Mapping[str, ArticleNow],
    follow_ups: tuple[Posting, ...],
) -> LedgerRow:
    item = store.items.get(posting.item_id) if posting.item_id else None
    last_at = max([posting.posted_at, *(one.posted_at for one in follow_ups)])
    return LedgerRow(
        posting=posting,
        outlet="",
        posted_by=people.get(posting.posted_by, ""),
        picked_by=people.get(item.picked_by, "") if item else "",
        reviewed_by=people.get(item.reviewed_by or 0, "") if item else "",
        taken_back_by=people.get(posting.taken_back_by or 0, ""),
        articles=tuple(ArticleThenAndNow(then=one, now=now.get(one.article_id)) for one in posting.articles),
        follow_ups=follow_ups,
        watched_until=last_at + WATCHED_FOR if posting.stands and not posting.follows else None,
    )


def _most(counted: Counter[Counted]) -> dict[Counted, int]:
    return dict(counted.most_common())
