"""Điểm tin sáng: today's digest, put in order by hand, and its exports."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from api.deps import Day, Editor, Now, ReadStore, Reviewer, SignedIn, TheWeb, WriteStore
from api.pages import page
from api.services import Web
from desk import warnings
from desk.area import area_of
from desk.digest import composing
from desk.digest.outputs.edition import Edition
from desk.digest.outputs.json_feed import json_feed
from desk.digest.outputs.loudspeaker import loudspeaker, minutes
from desk.digest.outputs.post import post
from desk.digest.outputs.rss import rss
from desk.digest.outputs.telegram import telegram, telegram_html
from desk.digest.outputs.zalo import zalo
from domain.editorial import DigestLine
from domain.errors import BadInput, NotFound
from domain.problems import Missing, Problem
from domain.times import VIETNAM

router = APIRouter(include_in_schema=False)


@router.get("/diem-tin-sang")
def today(now: Now) -> Response:
    return RedirectResponse(f"/diem-tin-sang/{now.astimezone(VIETNAM).date()}", 303)


@router.get("/diem-tin-sang/{day}")
def show(request: Request, day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    shown = composing.of_day(store, day, now, services.gazetteer)
    desk = store.settings.get()
    edition = composing.edition(shown, desk.name)
    script = loudspeaker(edition)
    context = {
        "shown": shown,
        "warned": warnings.current(store, now, area_of(desk, services.gazetteer)),
        "edition": edition,
        "post": post(edition, desk.post_limit),
        "telegram": telegram(edition),
        "zalo": zalo(edition),
        "script": script,
        "minutes": minutes(script),
        "earlier": store.digests.latest(7),
        "base": services.public_url or str(request.base_url).rstrip("/"),
    }
    return page(request, "diem-tin-sang.html", context)


@router.post("/diem-tin-sang/{day}")
def save(
    day: Day,
    session: Editor,
    store: WriteStore,
    now: Now,
    opening: Annotated[str, Form(max_length=2000)],
    revision: Annotated[int, Form()],
    articles: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    texts: Annotated[list[str], Form()] = [],  # noqa: B006
    act: Annotated[str, Form()] = "",
) -> Response:
    """Save the lines as they stand; `act` moves, drops or adds one: "len:2", "xuong:0", "bo:3", "them:<article>"."""
    if len(articles) != len(texts):
        raise BadInput(Problem.DIGEST_LINES)
    lines = [DigestLine(article_id=a, text=t.strip()) for a, t in zip(articles, texts, strict=True)]
    lines = _acted(store, lines, act)
    composing.save(store, day, opening=opening, lines=lines, revision=revision, by=session.person, now=now)
    return RedirectResponse(f"/diem-tin-sang/{day}", 303)


@router.post("/diem-tin-sang/{day}/duyet")
def approve(day: Day, session: Reviewer, store: WriteStore, now: Now, revision: Annotated[int, Form()]) -> Response:
    composing.approve(store, day, revision=revision, by=session.person, now=now)
    return RedirectResponse(f"/diem-tin-sang/{day}", 303)


@router.get("/diem-tin-sang/{day}/in")
def printed(
    request: Request, day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now, co: str = ""
) -> Response:
    """A4; `co=lon` for those who need large print."""
    return page(request, "in-a4.html", {"edition": _edition(services, store, day, now), "large": co == "lon"})


@router.get("/diem-tin-sang/{day}/loa")
def read_out(request: Request, day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    script = loudspeaker(_edition(services, store, day, now))
    return page(request, "in-loa.html", {"day": day, "script": script, "minutes": minutes(script)})


@router.get("/diem-tin-sang/{day}/rss.xml")
def feed(request: Request, day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    title, link = _named(request, day, services, store)
    body = rss([_edition(services, store, day, now)], title=title, link=link)
    return Response(body, media_type="application/rss+xml; charset=utf-8")


@router.get("/diem-tin-sang/{day}/feed.json")
def as_json(request: Request, day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    title, link = _named(request, day, services, store)
    body = json_feed([_edition(services, store, day, now)], title=title, link=link, feed_url=f"{link}/feed.json")
    return Response(body, media_type="application/feed+json; charset=utf-8")


@router.get("/diem-tin-sang/{day}/{name}.txt")
def as_text(day: Day, name: str, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    if name not in TEXTS:
        raise NotFound(Missing.DIGEST_OUTPUT)
    return PlainTextResponse(TEXTS[name](_edition(services, store, day, now), store.settings.get().post_limit))


TEXTS: dict[str, Callable[[Edition, int], str]] = {
    "bai-dang": lambda edition, limit: post(edition, limit).text,
    "telegram": lambda edition, _: telegram(edition).text,
    "telegram-html": lambda edition, _: telegram_html(edition).text,
    "zalo": lambda edition, _: zalo(edition).text,
    "loa": lambda edition, _: loudspeaker(edition),
}


def _edition(services: Web, store: ReadStore, day: date, now: datetime) -> Edition:
    return composing.edition(composing.of_day(store, day, now, services.gazetteer), store.settings.get().name)


def _named(request: Request, day: date, services: Web, store: ReadStore) -> tuple[str, str]:
    base = services.public_url or str(request.base_url).rstrip("/")
    return f"{store.settings.get().name} – Điểm tin sáng {day:%d/%m/%Y}", f"{base}/diem-tin-sang/{day}"


def _acted(store: ReadStore, lines: list[DigestLine], act: str) -> list[DigestLine]:
    verb, _, which = act.partition(":")
    if verb == "them":
        return [*lines, DigestLine(article_id=which, text=composing.sentence(store.articles.get(which)))]
    if not which.isdigit() or int(which) >= len(lines):
        return lines
    at = int(which)
    line = lines[at]
    rest = lines[:at] + lines[at + 1 :]
    if verb == "bo":
        return rest
    to = max(0, at - 1) if verb == "len" else at + 1
    return [*rest[:to], line, *rest[to:]]
