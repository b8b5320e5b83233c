"""HEAD, which every server answers as GET without the content (RFC 9110, 9.1): monitors and link previews ask so."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Head:
    """Routes a HEAD as the GET that it stands for. The server, which still knows what was asked, sends no content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if asked else scope, receive, send)
