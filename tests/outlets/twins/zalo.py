"""Zalo's OpenAPI for articles of one Official Account, and its renewal of tokens."""

from typing import Any

from domain.outlets import OutletKind
from tests.outlets.twins.server import Asked, Reply, Twin

REFRESH, SECRET = "ma-gia-han-dung-mot-lan", "khoa-cua-ung-dung"


def _bad(code: int, message: str) -> Reply:
    return 200, {"error": code, "message": message}


def _good(data: Any) -> Reply:
    return 200, {"error": 0, "message": "Success", "data": data}


class ZaloTwin(Twin):
    kind = OutletKind.ZALO
    platform = "zalo"
    typed = {
        "app": "548847842150265811",
        "app-secret": SECRET,
        "token": Twin.secret,
        "refresh-token": REFRESH,
        "author": "UBND xã Bát Xát",
        "cover": "https://xa.example/anh-bia.jpg",
    }

    def clear(self) -> None:
        self.articles: dict[str, dict[str, Any]] = {}
        self.tickets: dict[str, str] = {}
        self.busy = False
        self.token, self.refresh = self.secret, ""  # refresh "": renewal is refused

    def texts(self) -> list[str]:
        return ["\n".join(block["content"] for block in one["body"]) for one in self.articles.values()]

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/v4/oa/access_token":
            return self._renew(asked)
        match self.fault:
            case "too-many":
                return _bad(-32, "Your application reached limit call api")
            case "refused":
                return _bad(-201, "photo_url is invalid")
            case "server-error":
                return _bad(-100, "Unknown error")
        return self._done(asked)

    def _done(self, asked: Asked) -> Reply:
        if self.fault == "expired" or asked.headers.get("access_token") != self.token:
            return _bad(-216, "Access token is invalid")
        match asked.path.removeprefix("/v2.0/"):
            case "article/create":
                return self._create(dict(asked.data))
            case "article/verify":
                return self._verify(asked.data["token"])
            case "article/update":
                return self._change(asked.data["id"], dict(asked.data))
            case "article/remove":
                return self._change(asked.data["id"], None)
            case "article/getdetail":
                article = self.articles.get(asked.query["id"])
                return _good(article) if article else _bad(-201, "article does not exist")
            case "article/getslice":
                return self._slice(int(asked.query["offset"]), int(asked.query["limit"]))
        return _good({"oa_id": "1", "name": "Xã Bát Xát"})

    def _slice(self, offset: int, limit: int) -> Reply:
        if limit > 10:
            return _bad(-201, "maximum limit is 10")
        newest = sorted(self.articles.values(), key=lambda one: -one["create_date"])
        return _good({"medias": newest[offset : offset + limit], "total": len(newest)})

    def _create(self, article: dict[str, Any]) -> Reply:
        if not article["cover"]["photo_url"]:
            return _bad(-201, "cover value is invalid")
        if len(article["title"]) >= 150:
            return _bad(-201, "title allow 1 to 150 characters")
        number = f"bai-{len(self.tickets) + 1}"
        shown = "hide" if self.fault == "held" else "show"
        more = {"create_date": int(self.now.timestamp() * 1000), "link_view": f"https://rd.zapps.vn/detail/{number}"}
        self.articles[number] = {**article, "id": number, "status": shown, **more}
        self.tickets[f"phieu-{number}=="] = number
        return _good({"token": f"phieu-{number}=="})

    def _verify(self, ticket: str) -> Reply:
        if self.busy:
            return _bad(-202, "Media is being processed")
        return _good({"id": self.tickets[ticket]})

    def _change(self, number: str, article: dict[str, Any] | None) -> Reply:
        if number not in self.articles:
            return _bad(-201, "article does not exist")
        if article is None:
            del self.articles[number]
        else:
            self.articles[number] |= article
        return _good({"token": "phieu-sua=="})

    def _renew(self, asked: Asked) -> Reply:
        if not self.refresh or asked.data["refresh_token"] != self.refresh or asked.headers["secret_key"] != SECRET:
            return 200, {"error": -14014, "error_name": "Invalid refresh token."}
        self.token, self.refresh = "ma-moi-cua-ban-tin", "ma-gia-han-moi"
        self.fault = ""
        return 200, {"access_token": self.token, "refresh_token": self.refresh, "expires_in": "90000"}
