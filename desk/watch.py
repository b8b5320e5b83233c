"""Keeping watch: a page that came again is read again, and what changed is kept and told."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from desk import warnings
from desk.intake import document, extract
from desk.log import note
from desk.ranking import score as ranking
from domain.article import Article, ArticleVersion
from domain.editorial import Action
from domain.errors import Discard, Unreachable
from domain.ports import Bulletins, Extractor, Gazetteer, SearchIndex
from domain.stage import Stage
from domain.store import ClaimedArticle, Database, Store
from domain.versions import Grade

Differ = Callable[[str, str], str]  # (old text, new text) -> grade


def reread(
    database: Database,
    *,
    extractor: Extractor,
    grade: Differ,
    index: SearchIndex,
    gazetteer: Gazetteer,
    bulletins: Bulletins,
    now: datetime,
    limit: int = 20,
) -> int:
    """Read pages that came again with other bytes; keep the earlier text where the words differ."""
    try:
        with database.write() as store:
            batch: Sequence[ClaimedArticle] = store.articles.changed(limit)
            for work in batch:
                _reread(store, work, extractor, grade, index, gazetteer, bulletins, now)
            ranking.refresh(store, filter(None, (work.article.story_id for work in batch)), gazetteer)
    except Unreachable:  # search is away: rolled back, and tried again at the next round
        return 0
    return len(batch)


def _reread(
    store: Store,
    work: ClaimedArticle,
    extractor: Extractor,
    grade: Differ,
    index: SearchIndex,
    gazetteer: Gazetteer,
    bulletins: Bulletins,
    now: datetime,
) -> None:
    before = work.article
    if work.page is not None and work.page.is_cap:  # its words may stay the same while it is cancelled
        warnings.read_again(store, before, work.page, bulletins, gazetteer, now)
    try:
        fresh = extract(
            ClaimedArticle(article=replace(before, stage=Stage.FETCHED), page=work.page), extractor=extractor
        )
    except Discard:  # emptied: what the publisher took back is not shown as news
        told = before.withdrawn_at is not None and _last_grade(store, before) == Grade.WITHDRAWN
        gone = None if told else _version(before, now, Grade.WITHDRAWN)
        store.versions.replace(replace(before, withdrawn_at=before.withdrawn_at or now), gone)
        return
    except Exception as error:  # noqa: BLE001 - our bug: the text we have stays, and a person is told
        store.versions.replace(before, None)
        note(store, None, Action.REREAD_FAILED, f"article:{before.id}", {}, {"error": repr(error)[:500]}, now)
        return
    if (fresh.title, fresh.text) == (before.title, before.text) and not before.withdrawn_at:
        store.versions.replace(before, None)
        return
    after = replace(fresh, url=before.url, stage=_again_from(before.stage), withdrawn_at=None)
    store.versions.replace(after, _version(before, now, grade(before.text, fresh.text)))
    if work.page is not None and not work.page.is_cap:
        warnings.read_again(store, after, work.page, bulletins, gazetteer, now)
    if before.stage.reached(Stage.INDEXED):
        index.add([document(after, gazetteer)])


def _last_grade(store: Store, article: Article) -> str:
    earlier = store.versions.of(article.id)
    return earlier[-1].grade if earlier else ""


def _again_from(stage: Stage) -> Stage:
    """Up to the queue it takes its steps again; what people decided stands, and they are told."""
    return stage if stage.reached(Stage.REVIEWED) else Stage.EXTRACTED


def _version(article: Article, now: datetime, grade: str) -> ArticleVersion:
    return ArticleVersion(
        article_id=article.id, version=article.version, seen_at=now, title=article.title, text=article.text, grade=grade
    )
