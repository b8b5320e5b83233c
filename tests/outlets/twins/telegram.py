"""Telegram's Bot API, for one bot and one channel."""

from typing import Any

from domain.outlets import OutletKind
from tests.outlets.twins.server import Asked, Reply, Twin

TOKEN = "123456789:AAExample_token-of-twenty-and-more"


def _bad(code: int, description: str, **more: Any) -> Reply:
    return code, {"ok": False, "error_code": code, "description": description, **more}


class TelegramTwin(Twin):
    kind = OutletKind.TELEGRAM
    platform = "telegram"
    secret = TOKEN
    typed = {"token": TOKEN, "channel": "https://t.me/xabatxat"}

    def clear(self) -> None:
        self.messages: dict[int, dict[str, Any]] = {}
        self.count = 0

    def texts(self) -> list[str]:
        return [message.get("text") or message["caption"] for message in self.messages.values()]

    def answer(self, asked: Asked) -> Reply:
        bot, _, method = asked.path.removeprefix("/bot").partition("/")
        match self.fault:
            case "too-many":
                description = f"Too Many Requests: retry after {self.retry_after}"
                return _bad(429, description, parameters={"retry_after": self.retry_after})
            case "expired":
                return _bad(401, "Unauthorized")
            case "refused":
                return _bad(403, "Forbidden: bot is not a member of the channel chat")
            case "server-error":
                return 502, b"<html>502 Bad Gateway</html>"
        if bot != TOKEN:
            return _bad(404, "Not Found")
        answered: Reply = getattr(self, f"_{method}")(asked.data)
        return answered

    def _sendMessage(self, data: Any) -> Reply:
        if len(data["text"].encode("utf-16-le")) // 2 > 4096:
            return _bad(400, "Bad Request: message is too long")
        return self._keep({"text": data["text"]}, data)

    def _sendPhoto(self, data: Any) -> Reply:
        if len(data["caption"].encode("utf-16-le")) // 2 > 1024:
            return _bad(400, "Bad Request: message caption is too long")
        return self._keep({"caption": data["caption"], "photo": [{"file_id": "x"}]}, data)

    def _editMessageText(self, data: Any) -> Reply:
        return self._edit(data, "text")

    def _editMessageCaption(self, data: Any) -> Reply:
        return self._edit(data, "caption")

    def _deleteMessage(self, data: Any) -> Reply:
        if self.messages.pop(data["message_id"], None) is None:
            return _bad(400, "Bad Request: message to delete not found")
        return 200, {"ok": True, "result": True}

    def _getMe(self, _: Any) -> Reply:
        return 200, {
            "ok": True,
            "result": {"id": 42, "is_bot": True, "first_name": "Bàn tin", "username": "bantin_bot"},
        }

    def _getChatMember(self, _: Any) -> Reply:
        return 200, {"ok": True, "result": {"status": "administrator", "can_post_messages": True}}

    def _getChat(self, _: Any) -> Reply:
        return 200, {"ok": True, "result": {"id": -1001, "type": "channel", "title": "Xã Bát Xát"}}

    def _keep(self, message: dict[str, Any], data: Any) -> Reply:
        if reply := data.get("reply_parameters"):
            if reply["message_id"] not in self.messages:
                return _bad(400, "Bad Request: message to be replied not found")
            message["reply_to"] = reply["message_id"]
        self.count += 1
        self.messages[self.count] = message
        chat = {"id": -1001, "type": "channel", "username": "xabatxat"}
        return 200, {"ok": True, "result": {"message_id": self.count, "chat": chat, "date": 1, **message}}

    def _edit(self, data: Any, what: str) -> Reply:
        message = self.messages.get(data["message_id"])
        if message is None:
            return _bad(400, "Bad Request: message to edit not found")
        if what not in message:
            return _bad(400, f"Bad Request: there is no {what} in the message to edit")
        if message[what] == data[what]:
            return _bad(
                400, "Bad Request: message is not modified: specified new message content and reply markup are the same"
            )
        message[what] = data[what]
        return 200, {"ok": True, "result": message}
