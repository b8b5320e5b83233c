"""How a browser shows the queue: as cards or as a compact list, with an article open beside it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import Request

from api.article_view import deeds
from desk import queue
from desk.acting import Acting
from domain.story import Story

LIST_COOKIE = "cach-xem"
SLIM = "gon"


def is_slim(request: Request) -> bool:
    return request.cookies.get(LIST_COOKIE) == SLIM


def changed_story(request: Request, acting: Acting, story: Story, article_id: str) -> dict[str, Any]:
    """The context of "doi-chuyen.html". `article_id`: the article whose bar was pressed, "" for the story's own row."""
    asked = urlsplit(request.headers.get("HX-Current-URL", ""))
    in_list = asked.path == "/hang-cho"
    opened_id = parse_qs(asked.query).get("bai", [""])[0] if in_list and is_slim(request) else ""
    shows_article = bool(article_id) or opened_id == story.head_id
    context: dict[str, Any] = {"article": None, "is_below": False, "opened_id": opened_id}
    if shows_article:
        article = acting.store.articles.get(article_id or story.head_id)
        context |= deeds(acting.store, article, acting.store.people.get(acting.by))
    return context | {
        "story": story,
        "card": queue.card(acting.store, story, acting.now, acting.person) if in_list or not article_id else None,
        "asked_by_article": bool(article_id),
        "in_pane": in_list,
        "is_slim": is_slim(request),
    }
