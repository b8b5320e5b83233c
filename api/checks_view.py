"""What the panel Kiểm chứng is rendered from, on an article's page and on a card."""

from typing import Any

from api.services import Web
from desk.fact_checks import checks_of
from domain.article import Article
from domain.people import Act, Person
from domain.store import Store


def checks_view(store: Store, services: Web, article: Article, person: Person) -> dict[str, Any]:
    """The context of `kiem-chung.html`, beside `article` and `session`."""
    return {"checks": checks_of(store, services.claims, article), "may_check": person.may(Act.REVIEW)}
