"""WordPress' REST API wp/v2, for the posts of one user."""

from base64 import b64encode
from typing import Any

from domain.outlets import OutletKind
from tests.outlets.twins.server import Asked, Reply, Twin

PASSWORD = "abcd EFGH ijkl MNOP qrst UVWX"
BASIC = "Basic " + b64encode(f"bientap:{PASSWORD}".encode()).decode()


def _bad(status: int, code: str, message: str) -> Reply:
    return status, {"code": code, "message": message, "data": {"status": status}}


class WordPressTwin(Twin):
    kind = OutletKind.WORDPRESS
    secret = PASSWORD

    def clear(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.count = 0
        self.filtered: set[str] = set()  # published, and kept from strangers by a plugin

    @property
    def typed(self) -> dict[str, str]:
        return {"site": f"{self.url}/", "user": "bientap", "password": PASSWORD}

    def texts(self) -> list[str]:
        return [post["content"]["raw"] for post in self.posts.values()]

    def answer(self, asked: Asked) -> Reply:
        signed = asked.headers.get("authorization") == BASIC
        match self.fault:
            case "too-many":
                self.extra = {"Retry-After": str(self.retry_after)}
                return 429, b"<html>Too Many Requests</html>"
            case "refused":
                return _bad(403, "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.")
            case "server-error":
                return 500, b"<p>There has been a critical error on this website.</p>"
            case "expired":
                return _bad(401, "incorrect_password", "The provided password is an invalid application password.")
        path = asked.path.removeprefix("/wp-json/wp/v2/")
        if path == "users/me":
            return 200, {"id": 1, "name": "Ban biên tập", "capabilities": {"publish_posts": True}}
        if path == "posts":
            return self._create(dict(asked.data)) if asked.method == "POST" else self._listed(asked.query["slug"])
        return self._one(asked, path.removeprefix("posts/"), signed)

    def _create(self, data: dict[str, Any]) -> Reply:
        self.count += 1
        number = str(self.count)
        taken = any(post["slug"] == data["slug"] for post in self.posts.values())
        slug = data["slug"] + ("-2" if taken else "")
        post = {"id": self.count, "slug": slug, "status": "publish", "link": f"{self.url}/{slug}/"}
        self.posts[number] = post
        if self.fault == "held":
            self.filtered.add(number)
        return 201, self._changed(post, data)

    def _changed(self, post: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
        if "content" in data:
            post["content"] = {"raw": data["content"], "rendered": data["content"]}
        post["status"] = data.get("status", post["status"])
        return post

    def _listed(self, slug: str) -> Reply:
        return 200, [post for post in self.posts.values() if post["slug"] == slug]

    def _one(self, asked: Asked, number: str, signed: bool) -> Reply:
        post = self.posts.get(number)
        if post is None:
            return _bad(404, "rest_post_invalid_id", "Invalid post ID.")
        if not signed and (number in self.filtered or post["status"] != "publish"):
            return _bad(401, "rest_forbidden", "Sorry, you are not allowed to do that.")
        if asked.method == "DELETE":
            del self.posts[number]
        return 200, self._changed(post, dict(asked.data)) if asked.method == "POST" else post
