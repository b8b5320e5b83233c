"""How an approved post will look at each of our places: exactly what would be sent there."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.post import attribution
from domain.errors import BadInput
from domain.message import Message
from domain.outlets import Fitted, OutletAccount, Outlets, Post
from domain.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    account: OutletAccount
    fitted: Fitted | None  # None: it does not fit, and `why`
    why: Message | None = None


def previews(store: Store, outlets: Outlets, item_id: int) -> Sequence[Preview]:
    """One for each place that is connected. Raise NotFound."""
    post = post_of(store, item_id)
    return [_preview(outlets, post, account) for account in store.outlets.list()]


def post_of(store: Store, item_id: int) -> Post:
    """A publisher's picture is the publisher's: no post takes it along by itself."""
    item = store.items.get(item_id)
    article = store.articles.get(item.article_id)
    source = store.sources.get(article.source_id)
    return Post(text=item.caption, credit=attribution(article, source.name), link=article.url)


def _preview(outlets: Outlets, post: Post, account: OutletAccount) -> Preview:
    try:
        return Preview(account=account, fitted=outlets.fit(post, account.kind))
    except BadInput as error:
        return Preview(account=account, fitted=None, why=error.message)
