"""The Graph API, for one Page. Its feed holds a visitor's post, which nobody of ours may ask for."""

from typing import Any

from domain.outlets import OutletKind
from outlets.facebook import VERSION
from tests.outlets.twins.server import Asked, Reply, Twin

PAGE = "546349135390552"


def _bad(status: int, code: int, message: str, **more: Any) -> Reply:
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "EJplcsCHuLu", **more}
    return status, {"error": error}


class FacebookTwin(Twin):
    kind = OutletKind.FACEBOOK
    platform = "facebook"
    typed = {"page": PAGE, "token": Twin.secret}

    def clear(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.count = 0
        self.expires_at = 0
        self.limit_code = 32

    def texts(self) -> list[str]:
        return [post["message"] for post in self.posts.values()]

    def answer(self, asked: Asked) -> Reply:
        match self.fault:
            case "too-many":
                return _bad(403, self.limit_code, f"(#{self.limit_code}) Page request limit reached")
            case "refused":
                return _bad(403, 200, "(#200) The user hasn't authorized the application to perform this action")
            case "server-error":
                return _bad(500, 1, "An unknown error occurred")
            case "duplicate":
                return _bad(400, 506, "Duplicate status message", type="FacebookApiException")
        return self._done(asked)

    def _done(self, asked: Asked) -> Reply:
        if self.fault == "expired" or asked.headers.get("authorization") != f"Bearer {self.secret}":
            return _bad(400, 190, "Error validating access token: Session has expired", error_subcode=463)
        path = asked.path.removeprefix(f"/{VERSION}/")
        match asked.method, path:
            case "POST", "546349135390552/feed":
                return self._keep(asked.data["message"], "id")
            case "POST", "546349135390552/photos":
                return self._keep(asked.data["message"], "post_id", id="777")
            case "GET", "546349135390552/posts":
                since = int(asked.query["since"])
                return 200, {"data": [post for post in self.posts.values() if post["at"] >= since]}
            case "GET", "546349135390552":
                return 200, {"id": PAGE, "name": "Xã Bát Xát", "is_published": True}
            case "GET", "debug_token":
                scopes = ["pages_manage_posts", "pages_read_engagement"]
                return 200, {
                    "data": {"is_valid": True, "expires_at": self.expires_at, "scopes": scopes, "type": "PAGE"}
                }
        return self._one(asked, path)

    def _keep(self, message: str, name: str, **more: str) -> Reply:
        self.count += 1
        number = f"{PAGE}_{self.count}"
        self.posts[number] = {
            "id": number,
            "message": message.strip(),
            "at": int(self.now.timestamp()),
            "permalink_url": f"https://www.facebook.com/{PAGE}/posts/{self.count}",
            "is_published": self.fault != "held",
            "is_hidden": False,
            "privacy": {"value": "EVERYONE"},
        }
        return 200, {**more, name: number}

    def _one(self, asked: Asked, number: str) -> Reply:
        post = self.posts.get(number)
        if post is None:
            gone = f"Unsupported request. Object with ID '{number}' does not exist, or cannot be loaded"
            return _bad(400, 100, gone, type="GraphMethodException", error_subcode=33)
        if asked.method == "GET":
            return 200, post
        if asked.method == "DELETE":
            del self.posts[number]
        elif "is_hidden" in asked.data:
            post["is_hidden"] = asked.data["is_hidden"] == "true"
        else:
            post["message"] = asked.data["message"]
        return 200, {"success": True}
