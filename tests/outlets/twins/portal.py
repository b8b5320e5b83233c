"""A portal with the REST interface of docs/outlets.md."""

from typing import Any

from domain.outlets import OutletKind
from tests.outlets.twins.server import Asked, Reply, Twin


def _bad(status: int, title: str) -> Reply:
    return status, {"type": "about:blank", "title": title, "status": status}


class PortalTwin(Twin):
    kind = OutletKind.PORTAL

    def clear(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, str] = {}

    @property
    def typed(self) -> dict[str, str]:
        return {"site": f"{self.url}/api/bai", "token": self.secret}

    def texts(self) -> list[str]:
        return [post["html"] for post in self.posts.values()]

    def answer(self, asked: Asked) -> Reply:
        signed = asked.headers.get("authorization") == f"Bearer {self.secret}"
        match self.fault:
            case "too-many":
                self.extra = {"Retry-After": str(self.retry_after)}
                return _bad(429, "Too Many Requests")
            case "refused":
                return _bad(422, "Tiêu đề quá dài")
            case "server-error":
                return _bad(500, "Internal Server Error")
            case "expired":
                return _bad(401, "Unauthorized")
        number = asked.path.removeprefix("/api/bai").strip("/")
        if number:
            return self._one(asked, number, signed)
        if asked.method == "POST":
            return self._create(asked.headers["idempotency-key"], dict(asked.data))
        known = self.keys.get(asked.query.get("key", ""))
        return 200, {"name": "Cổng thông tin xã", "posts": [self.posts[known]] if known in self.posts else []}

    def _create(self, key: str, data: dict[str, Any]) -> Reply:
        number = self.keys.setdefault(key, f"b{len(self.keys) + 1}")
        if number not in self.posts:
            data["visible"] = self.fault != "held"
            self.posts[number] = {**data, "id": number, "url": f"{self.url}/bai/{number}"}
        return 201, self.posts[number]

    def _one(self, asked: Asked, number: str, signed: bool) -> Reply:
        post = self.posts.get(number)
        if post is None or (not signed and not post["visible"]):
            return _bad(404, "Not Found")
        if asked.method == "DELETE":
            del self.posts[number]
        elif asked.method in ("PUT", "PATCH"):
            post |= asked.data
        return 200, post
