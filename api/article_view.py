"""What an article's page and the pane beside the list are rendered from."""

from datetime import datetime
from typing import Any

from api.checks_view import checks_view
from api.flag_cards import Place, ShownCard
from api.services import Web
from desk import queue, review_list, sections, stories
from desk.summary import story_summary
from desk.warning_states import of_article
from domain.article import Article
from domain.page import calls_false
from domain.people import Act, Person
from domain.store import Store
from domain.understanding import SignalKind


def article_view(store: Store, services: Web, article_id: str, person: Person, now: datetime) -> dict[str, Any]:
    shown = queue.open_article(store, article_id, services.gazetteer)
    taken = next((review_list.entry(store, person, item.id) for item in shown.items if item.is_open), None)
    own = taken.item if taken and taken.article.id == article_id else None
    card = services.flags.card(store, article_id, now, own)
    return {
        "reviews": [
            one for one in shown.claim_reviews if one in shown.article.claim_reviews or not calls_false(one.rating)
        ],  # the card says the others
        "said_on_the_card": (SignalKind.ADVERTORIAL, SignalKind.CORRECTION, SignalKind.PRIVACY),
        "flag_card": ShownCard(card=card, place=Place.ARTICLE, by=person.id),
        "shown": shown,
        "others": stories.offered(store, but=shown.article.story_id) if person.may(Act.PICK) else [],
        "summary": story_summary(store, shown.article.story_id, services.summariser),
        "warned": of_article(store, article_id, now),
        "last_choice": sections.last_choice(store, shown.article),
        "taken": taken,
        "in_pane": False,
        "is_fresh": False,
        "is_aside": False,
    } | checks_view(store, services, shown.article, person)


def deeds(store: Store, article: Article, person: Person) -> dict[str, Any]:
    """The bar with what may be done with the article, e.g. after something was done."""
    items = store.items.of_stories([article.story_id])[article.story_id]
    return {
        "article": article,
        "story": store.stories.get(article.story_id),
        "taken": next((review_list.entry(store, person, item.id) for item in items if item.is_open), None),
        "in_pane": False,
        "is_fresh": True,
    }
