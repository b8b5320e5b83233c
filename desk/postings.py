"""Sổ tin đã đăng: what was posted is written down word for word, and a mistaken mark is taken back with a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desk.acting import Acting
from domain.article import Article
from domain.editorial import ReviewItem
from domain.errors import BadInput, Conflict
from domain.people import Act
from domain.postings import PostedArticle, Posting, PostingAction, PostingKind, UnansweredFlag
from domain.problems import Problem
from domain.store import Store
from domain.typed_addresses import typed_address


def record_item(
    acting: Acting, item: ReviewItem, article: Article, text: str, unanswered: Sequence[UnansweredFlag] = ()
) -> Posting:
    """Write down an item as it went out, with what people said to its flags."""
    return _added(
        acting,
        Posting(
            id=0,
            kind=PostingKind.ITEM,
            item_id=item.id,
            text=text,
            posted_by=acting.by,
            posted_at=acting.now,
            articles=posted(acting.store, [article]),
            answers=tuple(acting.store.flag_answers.of_articles([article.id])),
            unanswered=tuple(unanswered),
        ),
    )


def record_digest(acting: Acting, day: date, text: str, articles: Sequence[Article]) -> Posting:
    """Write down Điểm tin sáng as it was posted on the page."""
    return _added(
        acting,
        Posting(
            id=0,
            kind=PostingKind.DIGEST,
            day=day,
            text=text,
            posted_by=acting.by,
            posted_at=acting.now,
            articles=posted(acting.store, articles),
        ),
    )


def posted(store: Store, articles: Sequence[Article]) -> tuple[PostedArticle, ...]:
    """These articles as they stand now."""
    names = {source.id: source.name for source in store.sources.list()}
    return tuple(
        PostedArticle(
            article_id=article.id,
            version=article.version,
            title=article.title,
            source_name=names.get(article.source_id, article.source_id),
        )
        for article in {article.id: article for article in articles}.values()
    )


def take_back(acting: Acting, posting: Posting, reason: str) -> Posting:
    """Say that it was not posted after all, or is removed. It stays in the ledger, with the reason."""
    acting.may(Act.PICK)
    if not reason.strip():
        raise BadInput(Problem.NO_UNDO_REASON)
    if not posting.stands:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    taken = replace(posting, taken_back_by=acting.by, taken_back_at=acting.now, reason=reason.strip())
    saved = acting.store.postings.save(taken)
    acting.log(PostingAction.TAKE_BACK, f"posting:{posting.id}", {"text": posting.text}, {"reason": saved.reason})
    return saved


def set_address(acting: Acting, posting_id: int, revision: int, typed: str) -> Posting:
    """Keep where the posting can be read. Raise BadInput for what is no web address."""
    acting.may(Act.PICK)
    posting = acting.store.postings.get(posting_id)
    if posting.revision != revision:
        raise Conflict(Problem.CHANGED_ELSEWHERE)
    address = typed_address(typed) if typed.strip() else ""
    if address and not address.startswith(("https://", "http://")):
        raise BadInput(Problem.POST_ADDRESS)
    saved = acting.store.postings.save(replace(posting, address=address))
    acting.log(
        PostingAction.ADDRESSED, f"posting:{posting.id}", {"address": posting.address}, {"address": saved.address}
    )
    return saved


def _added(acting: Acting, posting: Posting) -> Posting:
    acting.may(Act.PICK)
    added = acting.store.postings.add(posting)
    acting.log(PostingAction.POSTED, f"posting:{added.id}", {}, {"kind": added.kind, "text": added.text})
    return added
