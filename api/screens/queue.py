"""Hàng chờ: ranked stories with their reasons, and the filters."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.article_view import article_view
from api.deps import FIRST_DAY, LAST_DAY, EditorActs, Now, ReadStore, SignedIn, TheWeb
from api.flag_cards import Heard, Place, ShownCard
from api.item_page import ItemIds, answered, several
from api.list_view import LIST_COOKIE, changed_story, is_slim
from api.menu import today
from api.pages import Link, catalogue_of, page
from api.picture_choice import PICTURES_COOKIE
from desk import backups, queue, review, review_list, sending, warnings
from desk.acting import Acting
from desk.area import Area, area_of
from desk.sources import adding
from desk.stories import followed, head
from desk.waiting import MAX_COUNTED
from domain.editorial import ItemState
from domain.errors import BadInput
from domain.problems import Problem
from domain.stories import QueueFilter
from domain.story import StoryState
from domain.understanding import Section

router = APIRouter(include_in_schema=False)
LINK = Link(path="/hang-cho", title="Hàng chờ", order=10)
STORIES_PER_PAGE = 15
STORY_ARTICLES_SHOWN = 12  # on a card; a story of sixty would fill the screen


@router.get("/")
def home() -> Response:
    return RedirectResponse("/hang-cho", 303)


@router.get("/hang-cho")
def list_stories(
    request: Request,
    session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    now: Now,
    muc: str = "",
    noi: str = "",
    vung: Literal["", "ta", "ben"] = "",
    nguon: str = "",
    ngay: str = "",
    duoi_vach: bool = False,
    vua_bo: Annotated[list[str], Query(max_length=STORIES_PER_PAGE)] = [],  # noqa: B006 - FastAPI copies it
    trang: Annotated[int, Query(ge=1, le=1000)] = 1,
    da_nghe: str = "",
    bai: str = "",
    xong: int | None = None,
    cung: ItemIds = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """`bai`: the article that is open beside the compact list."""
    area = area_of(store.settings.get(), services.gazetteer)
    wanted = QueueFilter(
        section=muc if muc in set(Section) else "",
        places=_places_of(services, noi, area if vung else None, beside=vung == "ben"),
        source=nguon,
        day=_day(ngay),
        state=StoryState.SKIPPED if duoi_vach else StoryState.OPEN,
        limit=STORIES_PER_PAGE,
        offset=(trang - 1) * STORIES_PER_PAGE,
    )
    found = queue.list_cards(store, wanted, now, session.person)
    slim = is_slim(request)
    opened_id = bai if slim and any(card.story.head_id == bai for card in found.cards) else ""
    context = {
        "listing": found,
        "is_slim": slim,
        "opened_id": opened_id,
        "may_have_pictures": services.pictures is not None,
        "opened": article_view(store, services, opened_id, session.person, now) if opened_id else None,
        "sources": found.sources,
        "troubled": adding.troubled(store, now) if trang == 1 else [],
        "backup_late": None if services.sample else backups.late(store, now),
        "wanted": {"muc": wanted.section, "noi": noi, "nguon": nguon, "ngay": ngay, "duoi_vach": duoi_vach}
        | {"vung": vung},
        "warned": warnings.current(store, now, area) if trang == 1 else warnings.WarningsInForce(),
        "today": today(request.state.board, session.person, catalogue_of(request)) if trang == 1 else None,
        "trang": trang,
        "just_skipped": vua_bo,
        "heard": bool(da_nghe),
        "answer": answered(store, session.person, xong),
        "together": sending.told(store, session.person, cung),
        "several": several(store, session.person, request.state.board.items) if trang == 1 else None,
        "back": "/hang-cho",
        "live": not (muc or noi or vung or nguon or ngay or duoi_vach) and trang == 1,
        "places": _places(services),
        "per_page": STORIES_PER_PAGE,
        "place_label": services.gazetteer.label(wanted.places[0]) if noi and wanted.places else "",
    }
    return page(request, "hang-cho.html", context)


@router.post("/hang-cho/cach-xem")
def choose_view(
    session: SignedIn,
    services: TheWeb,
    cach: Annotated[Literal["the", "gon"] | None, Form()] = None,
    anh: Annotated[Literal["co", "khong"] | None, Form()] = None,
    ve: Annotated[str, Form()] = "",
) -> Response:
    """`ve`: what the queue was asked for, to come back to."""
    response = RedirectResponse(f"/hang-cho?{ve}" if ve else "/hang-cho", 303)
    for cookie, chosen in ((LIST_COOKIE, cach), (PICTURES_COOKIE, anh)):
        if chosen:
            response.set_cookie(
                cookie, chosen, max_age=31_536_000, samesite="lax", httponly=True, secure=services.secure
            )
    return response


@router.get("/hang-cho/{story_id}/cac-bai")
def members(request: Request, story_id: str, session: SignedIn, store: ReadStore) -> Response:
    """The list of a card, loaded when it is opened: closed lists made up most of the page's size."""
    story_id = followed(store, story_id)
    found = store.stories.headers(story_id)[:STORY_ARTICLES_SHOWN]
    return page(request, "cac-bai.html", {"story": store.stories.get(story_id), "members": found})


@router.post("/hang-cho/{story_id}/da-xem", status_code=204)
def look(story_id: str, acting: EditorActs) -> None:
    queue.look(acting, story_id)


@router.post("/hang-cho/bo-qua-nhieu")
def skip_many(
    acting: EditorActs,
    stories: Annotated[list[str], Form(max_length=STORIES_PER_PAGE)] = [],  # noqa: B006
) -> Response:
    queue.skip_many(acting, stories)
    return RedirectResponse(f"/hang-cho?{urlencode([('vua_bo', one) for one in stories])}", 303)


@router.post("/hang-cho/khoi-phuc-nhieu")
def restore_many(
    acting: EditorActs,
    stories: Annotated[list[str], Form(max_length=STORIES_PER_PAGE)] = [],  # noqa: B006
) -> Response:
    queue.restore_many(acting, stories)
    return RedirectResponse("/hang-cho", 303)


@router.post("/hang-cho/{story_id}/chon")
def pick(
    request: Request,
    story_id: str,
    acting: EditorActs,
    services: TheWeb,
    nghe: Heard = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """`nghe`: the flags that stood on the page before the person, by their evidence."""
    in_place = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    article_id = head(acting.store, story_id)
    if card := services.flags.before_picking(acting, article_id, nghe):
        shown = ShownCard(card=card, place=Place.QUEUE, by=acting.by)
        if not in_place:
            return RedirectResponse(shown.address, 303)
        story = acting.store.stories.get(card.article.story_id)
        return page(request, "xem-luu-y.html", {"flag_card": shown, "story": story})
    item = review.pick(acting, services.ranker, article_id)
    if not in_place:
        return RedirectResponse(f"/chia-se/{item.id}", 303)
    viewer = acting.store.people.get(acting.by)
    context = changed_story(request, acting, acting.store.stories.get(item.story_id), "")
    context |= {"entry": review_list.entry(acting.store, viewer, item.id), "back": "/hang-cho"}
    context["several"] = several(acting.store, viewer, acting.store.items.list([ItemState.DRAFT], MAX_COUNTED))
    return page(request, "ban-nhap.html", context)


@router.get("/hang-cho/{story_id}/the")
def card_again(request: Request, story_id: str, session: SignedIn, store: ReadStore, now: Now) -> Response:
    """The story's own card, where its flags stood."""
    acting = Acting(store=store, person=session.person, now=now)
    context = changed_story(request, acting, store.stories.get(followed(store, story_id)), "")
    return page(request, "doi-chuyen.html", context | {"article": None})


@router.post("/hang-cho/{story_id}/bo-qua")
def skip(request: Request, story_id: str, acting: EditorActs, bai: str = "") -> Response:
    """`bai`: the article whose own page the button stands on."""
    story = queue.skip(acting, story_id)
    if not request.headers.get("HX-Request"):
        return RedirectResponse(f"/bai/{bai}" if bai else "/hang-cho", 303)
    return page(request, "doi-chuyen.html", changed_story(request, acting, story, bai))


@router.post("/hang-cho/{story_id}/khoi-phuc")
def restore(request: Request, story_id: str, acting: EditorActs, bai: str = "") -> Response:
    story = queue.restore(acting, story_id)
    if not request.headers.get("HX-Request"):
        return RedirectResponse(f"/bai/{bai}" if bai else "/hang-cho", 303)
    return page(request, "doi-chuyen.html", changed_story(request, acting, story, bai))


def _places_of(services: TheWeb, typed: str, area: Area | None, *, beside: bool) -> tuple[str, ...]:
    """Codes for what was typed, old names too; something unknown finds nothing rather than everything."""
    if typed.strip():
        return services.gazetteer.lookup(typed.strip()) or ("?",)
    if area is None:
        return ()
    return tuple(sorted(area.own | area.beside if beside else area.own)) or ("?",)


def _places(services: TheWeb) -> list[str]:
    """Offered while typing: the provinces. Communes are found when typed in full."""
    labels = {code: services.gazetteer.label(code) for code in (f"{number:02}" for number in range(1, 97))}
    return sorted(label for code, label in labels.items() if label != code)


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise BadInput(Problem.DATE) from error
    return min(max(day, FIRST_DAY), LAST_DAY)
