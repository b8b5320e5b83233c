"""Tóm tắt chuyện: a story in three sentences, each as published and with its publisher."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.article import Article
from domain.ports import Summariser
from domain.store import Store

SENTENCES = 3
READ = 12  # articles; a story that runs for days repeats itself


@dataclass(frozen=True, kw_only=True)
class Quoted:
    text: str
    article: Article
    source_name: str


def story_summary(store: Store, story_id: str, summariser: Summariser | None) -> tuple[Quoted, ...]:
    """Empty for a story of one article: the article itself is as near."""
    if summariser is None or not story_id:
        return ()
    every = store.stories.members([story_id])[story_id]
    members = [article for article in every if article.text and not article.copy_of and not article.withdrawn_at][:READ]
    if len(members) < 2:
        return ()
    names = {source.id: source.name for source in store.sources.all()}
    found = summariser.summarise([article.text for article in members], sentences=SENTENCES)
    said = [(sentence, _publisher(sentence, members)) for sentence in found]
    return tuple(
        Quoted(text=sentence, article=article, source_name=names.get(article.source_id, article.source_id))
        for sentence, article in said
        if article is not None
    )


def _publisher(sentence: str, members: Sequence[Article]) -> Article | None:
    """Who published it first. A sentence that nobody published word for word is not shown."""
    return next((article for article in members if sentence in article.text), None)
