"""Điểm tin sáng: today's digest, put in order by hand, and its exports."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import digest_fields, typed
from api.deps import Day, EditorActs, Now, ReadStore, ReviewerActs, SignedIn, TheWeb
from api.own_address import own_address
from api.pages import Link, page
from api.services import Web
from desk import delivery_view, warnings
from desk.area import area_of
from desk.digest import composing, delivering, posting
from desk.digest.composing import DigestPage
from desk.digest.delivering import SeenDigest
from desk.digest.merging import text_of
from desk.digest.outputs.edition import Edition, Fitted
from desk.digest.outputs.loudspeaker import loudspeaker, minutes
from desk.digest.outputs.output import Frame, Output, Place
from desk.digest.outputs.registry import OUTPUTS, of_file
from domain.errors import NotFound
from domain.problems import Missing
from domain.store import Store
from domain.times import VIETNAM

router = APIRouter(include_in_schema=False)
OutletIds = Annotated[list[Annotated[int, Form(ge=1, le=2**62)]], Form(max_length=50)]
LINK = Link(path="/diem-tin-sang", title="Điểm tin sáng", order=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputView:
    """An output as the screen shows it."""

    output: Output
    made: Fitted
    beside: tuple[Output, ...]  # whose links stand under it


@router.get("/diem-tin-sang")
def today(now: Now) -> Response:
    return RedirectResponse(f"/diem-tin-sang/{now.astimezone(VIETNAM).date()}", 303)


@router.get("/diem-tin-sang/{day}")
def show(request: Request, day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    shown = composing.of_day(store, day, now, services.gazetteer)
    return page(request, "diem-tin-sang.html", around(request, store, now, shown))


def around(request: Request, store: Store, now: datetime, shown: DigestPage) -> dict[str, Any]:
    """What the screen is shown with."""
    services: Web = request.app.state.web
    desk = store.settings.get()
    edition = composing.edition(shown, desk.name)
    return {
        "shown": shown,
        "warned": warnings.current(store, now, area_of(desk, services.gazetteer)),
        "outputs": _views(edition, Frame(post_limit=desk.post_limit)),
        "Place": Place,
        "earlier": store.digests.list(7),
        "base": own_address(request, services),
        "base_text": typed.written(digest_fields.of(text_of(shown.digest))),
        "posted": posting.posted(store, shown.digest.day),
        "mark": posting.mark_of(posting.text_to_post(edition, desk.post_limit)),
        "at_outlets": delivery_view.of_digest(store, services.outlets, shown, edition, now),
        "both": None,
        "approved_meanwhile": False,
    }


@router.post("/diem-tin-sang/{day}/duyet")
def approve(day: Day, acting: ReviewerActs, revision: Annotated[int, Form()]) -> Response:
    composing.approve(acting, day, revision=revision)
    return RedirectResponse(f"/diem-tin-sang/{day}", 303)


@router.post("/diem-tin-sang/{day}/da-dang")
def post(day: Day, acting: EditorActs, services: TheWeb, mark: Annotated[str, Form(max_length=64)]) -> Response:
    """It stands on the page now, with the text that is copied here."""
    shown = composing.of_day(acting.store, day, acting.now, services.gazetteer)
    edition = composing.edition(shown, acting.store.settings.get().name)
    return RedirectResponse(f"/so-tin/{posting.post(acting, shown, edition, mark).id}", 303)


@router.get("/diem-tin-sang/{day}/dang-len")
def on_its_way(request: Request, day: Day, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    """The part of the page alone, which looks again while something is on its way."""
    shown = composing.of_day(store, day, now, services.gazetteer)
    return page(request, "diem-tin-dang.html", around(request, store, now, shown))


@router.post("/diem-tin-sang/{day}/dang-len")
def send(
    day: Day,
    acting: EditorActs,
    services: TheWeb,
    mark: Annotated[str, Form(max_length=64)],
    noi: OutletIds = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """To the outlets that were ticked, as it is on the screen."""
    shown = composing.of_day(acting.store, day, acting.now, services.gazetteer)
    edition = composing.edition(shown, acting.store.settings.get().name)
    seen = SeenDigest(shown=shown, edition=edition, mark=mark)
    delivering.plan(acting, services.outlets, seen, noi)
    return RedirectResponse(f"/diem-tin-sang/{day}#dang-len", 303)


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


@router.get("/diem-tin-sang/{day}/{file}")
def as_file(
    request: Request, day: Day, file: str, session: SignedIn, services: TheWeb, store: ReadStore, now: Now
) -> Response:
    """The digest of that day in one of its forms."""
    output = of_file(file)
    if output is None:
        raise NotFound(Missing.DIGEST_OUTPUT)
    desk, base = store.settings.get(), own_address(request, services)
    link = f"{base}/diem-tin-sang/{day}"
    frame = Frame(
        post_limit=desk.post_limit,
        title=f"{desk.name} – Điểm tin sáng {day:%d/%m/%Y}",
        link=link,
        own_url=f"{link}/{file}",
    )
    made = output.render([_edition(services, store, day, now)], frame)
    return Response(made.text, media_type=output.media_type)


def _views(edition: Edition, frame: Frame) -> list[OutputView]:
    shown = [output for output in OUTPUTS if output.place is not Place.NOWHERE]
    return [
        OutputView(
            output=output,
            made=output.render([edition], frame),
            beside=tuple(other for other in OUTPUTS if other.beside == output.name),
        )
        for output in shown
    ]


def _edition(services: Web, store: ReadStore, day: date, now: datetime) -> Edition:
    return composing.edition(composing.of_day(store, day, now, services.gazetteer), store.settings.get().name)
