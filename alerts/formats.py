"""A message in the words and the format of one kind of channel."""

from collections.abc import Callable, Sequence
from html import escape

from domain.fitting import LIMITS, cut, fitting
from domain.message import Message
from domain.outbox import OF_ONE_THING, URGENT, Format, OutboxMessage
from domain.ports import Notice

Words = Callable[[Message], str]
PUSHED_LINES = 3  # a telephone shows about four, the title among them
TITLED_FORMATS = frozenset({Format.PLAIN, Format.EMAIL, Format.PUSH})  # the others say the subject in the text


def written(message: OutboxMessage, takes: Format, words: Words) -> Notice:
    """The finished text that came with the message, or else our own words said now."""
    subject = words(message.subject)
    text = message.texts.get(takes)
    if text is None:
        text = _within(takes, subject, [words(line) for line in message.body], message.url)
    return Notice(
        id=message.id,
        title=subject if takes in TITLED_FORMATS else "",
        text=text,
        url=message.url,
        tag=message.url if message.subject.code in OF_ONE_THING else "",
        urgent=message.subject.code in URGENT,
    )


def _within(takes: Format, subject: str, lines: Sequence[str], url: str) -> str:
    """The link and as many lines as fit within the limit; the subject is cut to what fits beside the link."""
    write, limit = WRITE[takes], LIMITS.get(takes)
    if limit is None:
        return write(subject, lines, url)
    subject = cut(subject, lambda said: write(said, [], url), limit)
    kept = fitting(lines, lambda some: write(subject, some, url), limit)
    return write(subject, [lines[at] for at in kept], url)


def _plain(_subject: str, lines: Sequence[str], url: str) -> str:
    return "\n".join(filter(None, (*lines, url)))


def _push(_subject: str, lines: Sequence[str], _url: str) -> str:
    return "\n".join(lines[:PUSHED_LINES])


def _zalo(subject: str, lines: Sequence[str], url: str) -> str:
    return _plain("", (subject, *lines), url)


def _telegram(subject: str, lines: Sequence[str], url: str) -> str:
    return "\n".join(filter(None, (f"<b>{_safe(subject)}</b>", *map(_safe, lines), _safe(url))))


def _email(_subject: str, lines: Sequence[str], url: str) -> str:
    link = f'<p><a href="{_safe(url)}">{_safe(url)}</a></p>' if url else ""
    return f"<p>{'<br>'.join(map(_safe, lines))}</p>{link}"


def _safe(text: str) -> str:
    """Telegram knows four named entities: &lt; &gt; &amp; &quot;."""
    return escape(text, quote=False).replace('"', "&quot;")


WRITE = {
    Format.PLAIN: _plain,
    Format.ZALO: _zalo,
    Format.TELEGRAM_HTML: _telegram,
    Format.EMAIL: _email,
    Format.PUSH: _push,
}
