"""The screen to go on from, for whoever asks by GET for an address that takes only forms: by F5, Back or a bookmark."""

from fastapi import Request
from starlette.routing import Match

ELSEWHERE = {
    "/khau-vi/xoa": "/cai-dat",
    "/diem-tin/cai-dat": "/cai-dat",
    "/diem-tin/duong-dan": "/diem-tin-sang",
    "/nguon-tin/tim": "/nguon-tin/them",
    "/ra": "/",
    "/ngon-ngu": "/",
}  # forms whose address does not begin with their screen's


def takes_a_form(request: Request) -> bool:
    return _matches(request, request.url.path, "POST")


def nearest_page(request: Request) -> str:
    """The longest beginning of the address that is a screen of its own."""
    path = request.url.path
    if path in ELSEWHERE:
        return ELSEWHERE[path]
    while path := path.rpartition("/")[0]:
        if path.count("/") <= 2 and _matches(request, path, "GET"):
            return path
    return "/hang-cho"


def _matches(request: Request, path: str, method: str) -> bool:
    scope = {**request.scope, "path": path, "method": method}
    routes = (route for router in request.app.state.screens for route in router.routes)
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
