"""A Telegram channel, through a bot that administers it (Bot API 9, https://core.telegram.org/bots/api).

It has no key for what is sent, cannot list what was sent, and answers nothing about a message: when nobody heard how
sending ended, a person must look.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from domain.outlets import Attempt, Fitted, Health, OutletOutcome, Result, Sent, Verb
from outlets.asking import CANNOT, DONE, NEEDS_A_PERSON, NOT_THERE, asked, rate_limited, refused
from outlets.line import Answer, Line, Request, Unclear

URL = "https://api.telegram.org"
RATE_LIMIT_SECONDS = 30  # when it does not say
_GONE = ("message to edit not found", "message to delete not found", "message_id_invalid")


@dataclass(frozen=True, kw_only=True, repr=False)
class TelegramChannel:
    """Implements domain.outlets.Outlet. `channel`: "@name", or the number of a channel without a name."""

    line: Line
    token: str
    channel: str
    clock: Callable[[], datetime]

    def publish(self, attempt: Attempt) -> Result:
        fitted, reply = attempt.fitted, _reply(attempt)
        if fitted.picture:
            return self._send("sendPhoto", {"photo": fitted.picture, "caption": fitted.text} | reply)
        return self._send("sendMessage", _message(fitted) | reply)

    def edit(self, sent: Sent, fitted: Fitted) -> Result:
        which = {"message_id": int(sent.id)}
        if sent.captioned:
            result = self._ask("editMessageCaption", {**which, "caption": fitted.text})
        else:
            result = self._ask("editMessageText", {**which, **_message(fitted)})
        return Result(outcome=OutletOutcome.DONE, sent=sent) if result.outcome is OutletOutcome.DONE else result

    def withdraw(self, sent: Sent, verb: Verb) -> Result:
        if verb is not Verb.DELETE:
            return CANNOT
        return self._ask("deleteMessage", {"message_id": int(sent.id)})

    def read_back(self, what: Sent | Attempt) -> Result:  # noqa: ARG002 - bots cannot read what they have sent
        return NEEDS_A_PERSON

    def check(self) -> Health:
        """Whether the bot may post in the channel."""
        me = self._ask("getMe", {})
        if me.outcome is not OutletOutcome.DONE:
            return Health(outcome=me.outcome, params=me.params)
        member = self._ask("getChatMember", {"user_id": int(me.seen)}, _as_member)
        if member.outcome is not OutletOutcome.DONE:
            return Health(outcome=member.outcome, params=member.params)
        chat = self._ask("getChat", {}, _as_chat)
        return Health(outcome=chat.outcome, name=chat.seen, params=chat.params)

    def _send(self, method: str, data: Mapping[str, object]) -> Result:
        return self._ask(method, data, partial(_as_sent, channel=self.channel), changes=True)

    def _ask(
        self,
        method: str,
        data: Mapping[str, object],
        read: Callable[[Answer], Result] | None = None,
        *,
        changes: bool = False,
    ) -> Result:
        request = Request(method="POST", path=f"/bot{self.token}/{method}", data={"chat_id": self.channel, **data})
        now = self.clock()
        return asked(self.line, request, lambda answer: _judged(answer, read or _as_done, now), now, changes=changes)


def _message(fitted: Fitted) -> dict[str, object]:
    preview = {"url": fitted.link} if fitted.link else {"is_disabled": True}
    return {"text": fitted.text, "link_preview_options": preview}


def _reply(attempt: Attempt) -> dict[str, object]:
    """To a message of our own. Where that is gone, Telegram refuses it: it would stand there without what it is on."""
    return {"reply_parameters": {"message_id": int(attempt.reply_to.id)}} if attempt.reply_to else {}


def _judged(answer: Answer, read: Callable[[Answer], Result], now: datetime) -> Result:
    if answer.get("ok") is True:
        return read(answer)
    words = answer.text("description")
    code = answer.get("error_code") or answer.status
    if code == 429:
        wait = answer.get("parameters", "retry_after")
        return rate_limited(now + timedelta(seconds=wait if isinstance(wait, int) else RATE_LIMIT_SECONDS))
    if code in (401, 404):  # 404: a token that is none; the method's name is ours
        return Result(outcome=OutletOutcome.TOKEN_EXPIRED)
    if code >= 500:
        raise Unclear
    if "message is not modified" in words.lower():
        return DONE
    if any(gone in words.lower() for gone in _GONE):
        return NOT_THERE
    return refused(words or f"HTTP {answer.status}")


def _as_done(answer: Answer) -> Result:
    return Result(outcome=OutletOutcome.DONE, seen=answer.text("result", "id"))


def _as_sent(answer: Answer, channel: str) -> Result:
    number = answer.text("result", "message_id")
    name = answer.text("result", "chat", "username") or channel.removeprefix("@")
    private = name.lstrip("-").isdigit()
    address = f"https://t.me/c/{name.removeprefix('-100')}/{number}" if private else f"https://t.me/{name}/{number}"
    captioned = bool(answer.get("result", "photo"))
    return Result(outcome=OutletOutcome.DONE, sent=Sent(id=number, address=address, captioned=captioned))


def _as_member(answer: Answer) -> Result:
    """An administrator that may post; the creator is never a bot."""
    if answer.text("result", "status") == "administrator" and answer.get("result", "can_post_messages") is True:
        return DONE
    return refused("need administrator rights in the channel chat")


def _as_chat(answer: Answer) -> Result:
    if answer.text("result", "type") != "channel":
        return refused("the chat is no channel")
    return Result(outcome=OutletOutcome.DONE, seen=answer.text("result", "title"))
