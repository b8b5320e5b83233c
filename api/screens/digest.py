"""Điểm tin sáng: today's digest, put in order by hand, and its exports."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from api.deps import Day, Editor, Now, ReadStore, SignedIn, TheWeb, WriteStore
from api.pages import page
from desk import digest
from domain.editorial import DigestLine
from domain.errors import BadInput
from domain.times import VIETNAM

router = APIRouter(include_in_schema=False)


@router.get("/diem-tin-sang")
def today(now: Now) -> Response:
    return RedirectResponse(f"/diem-tin-sang/{now.astimezone(VIETNAM).date()}", 303)


@router.get("/diem-tin-sang/{day}")
def show(request: Request, day: Day, session: SignedIn, store: ReadStore, now: Now) -> Response:
    shown = digest.of_day(store, day, now)
    context = {"shown": shown, "post": digest.post_text(shown), "earlier": store.digests.latest(7)}
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
        raise BadInput(detail="số dòng không khớp, hãy tải lại trang.")
    lines = [DigestLine(article_id=a, text=t.strip()) for a, t in zip(articles, texts, strict=True)]
    lines = _acted(store, lines, act)
    digest.save(store, day, opening=opening, lines=lines, revision=revision, by=session.person, now=now)
    return RedirectResponse(f"/diem-tin-sang/{day}", 303)


@router.get("/diem-tin-sang/{day}/bai-dang.txt")
def post(day: Day, session: SignedIn, store: ReadStore, now: Now) -> Response:
    return PlainTextResponse(digest.post_text(digest.of_day(store, day, now)))


@router.get("/diem-tin-sang/{day}/in")
def printed(request: Request, day: Day, session: SignedIn, store: ReadStore, now: Now) -> Response:
    return page(request, "in-a4.html", {"shown": digest.of_day(store, day, now)})


@router.get("/diem-tin-sang/{day}/rss.xml")
def feed(request: Request, day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    name = store.settings.get().name
    link = f"{services.public_url or str(request.base_url).rstrip('/')}/diem-tin-sang/{day}"
    body = digest.rss(digest.of_day(store, day, now), f"{name} – Điểm tin sáng {day:%d/%m/%Y}", link)
    return Response(body, media_type="application/rss+xml; charset=utf-8")


def _acted(store: ReadStore, lines: list[DigestLine], act: str) -> list[DigestLine]:
    verb, _, which = act.partition(":")
    if verb == "them":
        return [*lines, DigestLine(article_id=which, text=digest.sentence(store.articles.get(which)))]
    if not which.isdigit() or int(which) >= len(lines):
        return lines
    at = int(which)
    line = lines[at]
    rest = lines[:at] + lines[at + 1 :]
    if verb == "bo":
        return rest
    to = max(0, at - 1) if verb == "len" else at + 1
    return [*rest[:to], line, *rest[to:]]
