"""Xem trước: an approved post as it will look at each of our places."""

import nh3
from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from api.deps import Number, ReadStore, SignedIn, TheWeb
from api.pages import page
from desk.previews import previews
from domain.outlets import OutletKind

router = APIRouter(include_in_schema=False)
IN_HTML = (OutletKind.WORDPRESS, OutletKind.PORTAL)
SHOWN_TAGS = {"p", "br", "em", "a"}


@router.get("/chia-se/{item_id}/xem-truoc")
def show(request: Request, item_id: Number, session: SignedIn, services: TheWeb, store: ReadStore) -> Response:
    context = {
        "previews": previews(store, services.outlets, item_id),
        "item_id": item_id,
        "IN_HTML": IN_HTML,
        "as_page": lambda html: Markup(nh3.clean(html, tags=SHOWN_TAGS)),  # noqa: S704 - cleaned, and made by us
    }
    return page(request, "xem-truoc.html", context)
