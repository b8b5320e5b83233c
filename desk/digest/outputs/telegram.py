"""Telegram: plain text to paste by hand, and the HTML that its bots take (parse_mode=HTML)."""

from html import escape

from desk.digest.outputs.edition import Edition, EditionLine, Fitted, fit, utf16
from desk.digest.outputs.output import Output, Place
from desk.digest.outputs.post import piece
from domain.outbox import Format

MAX_MESSAGE_CHARS = 4096  # https://core.telegram.org/bots/api#sendmessage


def telegram(edition: Edition) -> Fitted:
    return fit(edition.opening, [piece(told) for told in edition.told], MAX_MESSAGE_CHARS, utf16)


def telegram_html(edition: Edition) -> Fitted:
    """Within the limit before its entities are read, which is more than Telegram asks."""
    return fit(f"<b>{_safe(edition.opening)}</b>", [_html(told) for told in edition.told], MAX_MESSAGE_CHARS, utf16)


def _html(told: EditionLine) -> str:
    link = f'<a href="{_safe(told.url)}">{_safe(told.credit)}</a>'
    return f"<b>{told.number}. {_safe(told.title)}</b>\n{_safe(told.text)}\n{link}"


def _safe(text: str) -> str:
    """Telegram knows four named entities: &lt; &gt; &amp; &quot;."""
    return escape(text, quote=False).replace('"', "&quot;")


OUTPUTS = (
    Output(
        name="telegram",
        order=20,
        proper_name="Telegram",
        render=lambda editions, _: telegram(editions[0]),
        place=Place.FOLDED,
        file="telegram.txt",
    ),
    Output(
        name="telegram-html",
        order=30,
        render=lambda editions, _: telegram_html(editions[0]),
        place=Place.NOWHERE,
        file="telegram-html.txt",
        beside="telegram",
        takes=(Format.TELEGRAM_HTML,),
    ),
)
