"""Tóm tắt chuyện: a story in three sentences, each as published and with its publisher."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.article import Article
from domain.ports import Summariser
from domain.store import Store
from domain.understanding import SignalKind

SUMMARY_SENTENCES = 3
MAX_ARTICLES_READ = 12  # articles; a story that runs for days repeats itself


@dataclass(frozen=True, kw_only=True)
class Quoted:
    text: str
    article: Article
    source_name: str


def story_summary(store: Store, story_id: str, summariser: Summariser | None) -> tuple[Quoted, ...]:
    """The summary; empty for a story of one article, because the article itself says as much."""
    if summariser is None or not story_id:
        return ()
    every = store.stories.members([story_id])[story_id]
    members = [article for article in every if article.text and not article.copy_of and not article.withdrawn_at]
    members = _up_to_date(members)[:MAX_ARTICLES_READ]
    if len(members) < 2:
        return ()
    names = store.sources.names()
    titles = [article.title for article in members]
    found = summariser.summarise([article.text for article in members], sentences=SUMMARY_SENTENCES, titles=titles)
    said = [(sentence, _publisher(sentence, members)) for sentence in found]
    return tuple(
        Quoted(text=sentence, article=article, source_name=names.get(article.source_id, article.source_id))
        for sentence, article in said
        if article is not None
    )


def _up_to_date(members: Sequence[Article]) -> list[Article]:
    """The articles, of one publisher's bulletins only the last: the level of danger in earlier ones is out of date."""
    latest = {article.source_id: article.id for article in members if _warns(article)}
    return [article for article in members if not _warns(article) or latest[article.source_id] == article.id]


def _warns(article: Article) -> bool:
    return any(signal.kind is SignalKind.WARNING for signal in article.signals)


def _publisher(sentence: str, members: Sequence[Article]) -> Article | None:
    """Who published it first. A sentence that nobody published word for word is not shown."""
    return next((article for article in members if sentence in article.text), None)
