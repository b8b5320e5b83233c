"""Telegram: plain text to paste by hand, and the HTML that its bots take (parse_mode=HTML)."""

from html import escape

from desk.digest.outputs.edition import Edition, EditionLine, Fitted, fit, titled
from desk.digest.outputs.output import Output, Place
from desk.digest.outputs.post import piece
from domain.fitting import LIMITS, TELEGRAM_PLAIN
from domain.outbox import Format


def telegram(edition: Edition) -> Fitted:
    return fit(edition.opening, [piece(told) for told in edition.told], TELEGRAM_PLAIN)


def telegram_html(edition: Edition) -> Fitted:
    """The title is part of the text."""
    pieces = [_html(told) for told in edition.told]
    return fit(titled(edition), pieces, LIMITS[Format.TELEGRAM_HTML], lambda opening: f"<b>{_safe(opening)}</b>")


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
