"""Rendering a screen: Jinja2 with autoescape, the reader's language and its times."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import nh3
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape

from api import languages
from api.article_parts import parts
from api.delivery_pages import delivery_page
from api.menu import counts, whole
from api.picture_choice import shows_pictures
from api.services import Web
from domain.editorial import DeskKind, ItemState
from domain.message import Message, say
from domain.page import calls_false
from domain.people import Act, Role
from domain.search import COUNTED_EXACTLY
from domain.sources import SourceKind
from domain.stage import Outcome, Stage
from domain.story import StoryState
from domain.times import VIETNAM
from domain.understanding import OtherChoice, Section
from messages.catalogue import Catalogue

HERE = Path(__file__).parent


@cache
def environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = Catalogue(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        catalogue.text,
        lambda one, many, number: catalogue.text(one if number == 1 else many),
        newstyle=True,
    )
    made.filters |= {"to_dam": marked, "van_ban": article_text, "phan": parts, "cot": bars, "web": web_address}
    made.filters |= {"gon": at_most, "calls_false": calls_false, "noi_lam": delivery_page}
    made.filters |= {"cac_o": partial(json.dumps, ensure_ascii=False)}
    made.filters |= {"whole": whole, "say": _said, "named": catalogue.named, "so_le": catalogue.decimal}
    made.filters |= {"luc": catalogue.time, "cach_day": catalogue.ago}
    made.filters |= {"gio": partial(catalogue.time, how="clock"), "ngay": partial(catalogue.time, how="day")}
    made.globals |= {
        "say": say,
        "Stage": Stage,
        "Outcome": Outcome,
        "Section": Section,
        "OtherChoice": OtherChoice,
        "ItemState": ItemState,
        "StoryState": StoryState,
        "Act": Act,
        "Role": Role,
        "SourceKind": SourceKind,
        "DeskKind": DeskKind,
        "COUNTED_EXACTLY": COUNTED_EXACTLY,
    }
    return made


@dataclass(frozen=True, kw_only=True)
class Link:
    """A screen's place among the links that stand on every page."""

    path: str
    title: str  # in Vietnamese, as on the page itself; the catalogue has the English
    order: int
    also: tuple[str, ...] = ()  # addresses of screens that belong to it

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path, *self.also)


def page(request: Request, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HTMLResponse:
    return HTMLResponse(rendered(request, template, context), status)


def rendered(request: Request, template: str, context: dict[str, Any] | None = None) -> str:
    """The page's HTML, in the reader's language."""
    services: Web = request.app.state.web
    session = getattr(request.state, "session", None)
    now = services.clock()
    language = languages.of_screens(request)
    around = {"request": request, "session": session, "now": now, "sample": services.sample, "language": language}
    around["desk"] = getattr(request.state, "desk", None)
    around["faults"] = getattr(request.state, "faults", ())
    around["pictured"] = shows_pictures(request)
    around["links"] = request.app.state.links
    around["catalogue"] = catalogue = catalogue_of(request)
    board = getattr(request.state, "board", None)
    around["menu_counts"] = counts(board, session.person, catalogue) if board and session else {}
    return environment(language).get_template(template).render(around | (context or {}))


def whole_page(request: Request, template: str, context: dict[str, Any], path: str) -> HTMLResponse:
    """The answer to a form that could not be taken as it was sent: a page, whose address can be asked for again."""
    if not request.headers.get("HX-Request"):
        return page(request, template, context, 409)
    response = page(request, template, context)  # htmx shows no page of another status
    response.headers["HX-Push-Url"] = path
    return response


def catalogue_of(request: Request) -> Catalogue:
    """The reader's catalogue. The sources' names were read with the session: a request holds one connection."""
    services: Web = request.app.state.web
    sources: Mapping[str, str] = getattr(request.state, "source_names", {})
    names = {"place": services.gazetteer.label, "source": lambda source_id: sources.get(source_id, source_id)}
    return Catalogue(languages.of_screens(request), names)


@pass_context
def _said(context: Context, message: Message | None) -> str:
    return context["catalogue"](message) if message else ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One day of a small chart, in the units of the drawing, which is 24 high."""

    day: date
    number: int
    x: int
    y: float
    height: float


def bars(by_day: Mapping[date, int], now: datetime, days: int = 14) -> list[Bar]:
    """The last `days` days, today last; a day without articles is a day too."""
    today = now.astimezone(VIETNAM).date()
    shown = [today - timedelta(days=back) for back in reversed(range(days))]
    most = max([by_day.get(one, 0) for one in shown] + [1])
    heights = [max(1.0, round(24 * by_day.get(one, 0) / most, 1)) for one in shown]
    return [
        Bar(day=one, number=by_day.get(one, 0), x=6 * place, y=24 - height, height=height)
        for place, (one, height) in enumerate(zip(shown, heights, strict=True))
    ]


def web_address(url: str) -> str:
    """An address that a screen may lead to; "#" for any other, however it came into the database."""
    return url if url.lower().startswith(("http://", "https://")) else "#"


def article_text(text: str) -> Markup:
    """A publisher's words, escaped whole; nh3 behind that lets no tag through (docs/decisions/0010)."""
    return Markup(nh3.clean(escape(text), tags=set()))  # noqa: S704 - nh3 has made it safe


def at_most(text: str, most: int) -> str:
    """Of a longer text the beginning and "…", cut between words where it can be: a sheet of paper has an end."""
    if len(text) <= most:
        return text
    kept = text[: most - 1].rstrip()
    words = kept.rpartition(" ")[0] if not text[most - 1].isspace() else kept
    return f"{words if len(words) > most // 2 else kept}…"


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> Markup:
    """The text with the found words in <mark>; everything is escaped."""
    out, at = Markup(), 0
    for start, end in marks:
        if start >= at:
            out += Markup("{}<mark>{}</mark>").format(text[at:start], text[start:end])
            at = end
    return out + Markup("{}").format(text[at:])
