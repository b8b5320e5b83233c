"""Related coverage: what else was published on the matter, outside the article's own story."""

import re
from collections.abc import Sequence
from datetime import timedelta

from domain.article import Article
from domain.errors import NotFound, Unreachable
from domain.ports import SearchIndex
from domain.search import Query
from domain.store import Store

RELATED_WINDOW = timedelta(days=60)  # on either side of the article
MAX_HITS_READ, MAX_SHOWN = 20, 5
MIN_SCORE_SHARE = 0.3  # of the score that the article itself has for its title: less only shares a few common words
PASSAGE_CHARS = 1500  # characters of an article that a reranker reads
_NO_WORD = re.compile(r"[^\w\s]+")  # what a search would read as an operator


def related(store: Store, index: SearchIndex, article: Article) -> list[Article]:
    """The nearest first, one a story. [] while the index is away or does not hold the article yet."""
    typed = _NO_WORD.sub(" ", article.title) + " "  # its last word is no beginning of a longer one
    wanted = Query(
        text=typed, limit=MAX_HITS_READ, since=article.dated - RELATED_WINDOW, until=article.dated + RELATED_WINDOW
    )
    try:
        hits = index.find(wanted).hits
    except Unreachable:
        return []
    least = MIN_SCORE_SHARE * max((hit.score for hit in hits if hit.id == article.id), default=float("inf"))
    near = _known(store, [hit.id for hit in hits if hit.score >= least])
    stories = {article.story_id or article.id: article}
    for other in near:
        stories.setdefault(other.story_id or other.id, other)
    return [other for other in stories.values() if other.id != article.id and not other.withdrawn_at][:MAX_SHOWN]


def passage(store: Store, article_id: str) -> str:
    """What of an article is read beside a question; "" when it is not there."""
    found = _known(store, [article_id])
    return f"{found[0].title}\n{found[0].text[:PASSAGE_CHARS]}" if found else ""


def _known(store: Store, ids: Sequence[str]) -> list[Article]:
    found = []
    for article_id in ids:
        try:
            found.append(store.articles.get(article_id))
        except NotFound:  # an index of a restored backup, before its rebuild
            continue
    return found
