"""A post written once, as each kind of outlet takes it.

What does not fit is left out from the text's end: whole sentences, or words when not even the first sentence fits.
Never cut are words, links, the credit and the link to the publisher; tags go first.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from domain.errors import BadInput
from domain.fitting import Limit, rows_as_lines, utf16
from domain.outlets import Fitted, OutletKind, Post
from domain.problems import Problem
from vietnamese.sentences import sentences

TELEGRAM_TEXT = Limit(4096, utf16)  # https://core.telegram.org/bots/api#sendmessage
TELEGRAM_CAPTION = Limit(1024, utf16)  # https://core.telegram.org/bots/api#sendphoto
FACEBOOK_TEXT = Limit(63_206, utf16)  # of a status; how Facebook counts is not documented, so the longer way
# Documented are 150 and 300, and texts of exactly that length were seen refused; see docs/outlets.md.
ZALO_TITLE, ZALO_SUMMARY = Limit(140), Limit(250)
WEB_TITLE = Limit(200)
MORE = "…"
WORD_CHARS = 40  # looked back from a cut
_BLANK = re.compile(r"[^\S\n]|[\x00-\x08\x0b-\x1f\x7f]")
_NOTHING = re.compile("[\u00ad\u200b\u2060\ufeff]")
_GAP = re.compile(r"\n\s*\n+")
_UNFINISHED = re.compile(r"(?:\d[\d.,:/%]*|[(«“\"'–-]|\bkm|\bngày|\btháng|\bnăm|\bkhông|\bchưa|\bcấp|\bsố)$", re.I)


@dataclass(frozen=True, slots=True)
class _Tail:
    """What stands below the text."""

    fixed: tuple[str, ...]  # credit and link
    tags: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(filter(None, (*self.fixed, " ".join(self.tags))))


def fit(post: Post, kind: OutletKind, *, copied: Limit | None = None) -> Fitted:
    """Raise BadInput when credit and link alone are longer than the outlet takes. `copied`: of what people paste."""
    post = replace(
        post, text=_tidy(rows_as_lines(post.text)), title=_one_line(post.title), credit=_one_line(post.credit)
    )
    match kind:
        case OutletKind.TELEGRAM:
            return _telegram(post)
        case OutletKind.FACEBOOK:
            return _plain(post, FACEBOOK_TEXT)
        case OutletKind.ZALO:
            return _zalo(post)
        case OutletKind.WORDPRESS | OutletKind.PORTAL:
            return _web(post)
        case _:
            return _plain(post, copied or FACEBOOK_TEXT)


def _plain(post: Post, limit: Limit) -> Fitted:
    """Title and text, credit, link, tags: one text."""
    text, tags = _with_title(post), hashtags(post.tags)
    for some in range(len(tags), -1, -1):  # tags go before any of the text does
        tail = _Tail((post.credit, post.link), tags[:some])
        kept = _kept(text, tail, limit)
        if kept == text:
            break
    if not limit.takes(_joined(kept, tail)):
        raise BadInput(Problem.POST_TOO_LONG, characters=limit.size(_joined(kept, tail)), limit=limit.most)
    return Fitted(
        parts=(*_paragraphs(kept), *tail.parts),
        link=post.link,
        picture=post.picture,
        left_out=_left_out(text, kept),
        tags_left_out=tags[len(tail.tags) :],
    )


def _kept(text: str, tail: _Tail, limit: Limit) -> str:
    return shortened(text, lambda some: limit.takes(_joined(some, tail)))


def _telegram(post: Post) -> Fitted:
    """A picture's caption is a quarter of a text: one that needs more goes without the picture."""
    if post.picture:
        captioned = _plain(post, TELEGRAM_CAPTION)
        if not captioned.left_out:
            return captioned
    return replace(_plain(post, TELEGRAM_TEXT), picture="")


def _zalo(post: Post) -> Fitted:
    """An article: title, summary, paragraphs. It has no tags."""
    title, text = titled(post)
    parts = (*_paragraphs(text), *_Tail((post.credit, post.link)).parts)
    summary = shortened(" ".join(text.split()) or title, ZALO_SUMMARY.takes)
    title = shortened(title, ZALO_TITLE.takes)
    return Fitted(
        title=title,
        summary=summary,
        parts=parts,
        link=post.link,
        picture=post.picture,
        tags_left_out=hashtags(post.tags),
    )


def _web(post: Post) -> Fitted:
    """A page: title, and paragraphs in HTML. Its tags would be terms of the site's own, which we do not make."""
    title, text = titled(post)
    picture = f'<figure><img src="{escape(post.picture)}" alt=""></figure>' if post.picture else ""
    link = f'<p><a href="{escape(post.link)}" rel="noopener">{escape(post.link)}</a></p>' if post.link else ""
    credit = f"<p><em>{escape(post.credit)}</em></p>" if post.credit else ""
    body = (f"<p>{escape(one, quote=False).replace(chr(10), '<br>')}</p>" for one in _paragraphs(text))
    parts = tuple(filter(None, (picture, *body, credit, link)))
    title = shortened(title, WEB_TITLE.takes)
    return Fitted(title=title, parts=parts, link=post.link, picture=post.picture, tags_left_out=hashtags(post.tags))


def titled(post: Post) -> tuple[str, str]:
    """The title, and the text without it. A text of one line is its own title."""
    first, _, rest = post.text.partition("\n")
    if post.title and first != post.title:
        return post.title, post.text
    return first, rest.lstrip("\n") or first


def shortened(text: str, takes: Callable[[str], bool]) -> str:
    """The longest beginning that fits, then `…`: at a sentence's end, else a clause's or word's; "" when none does."""
    if takes(text):
        return text
    sentence = _last_end(text, _sentence_ends(text), takes)
    if sentence:
        return _cut(text, sentence)
    words = _word_ends(text)
    word = _last_end(text, words, takes)
    clause = _last_end(text, [end for end in words if text[end - 1] in ",;"], takes)
    end = clause if clause >= word / 2 else word  # «…, nước còn» says less than it seems to
    return _cut(text, end) if end else ""


def _last_end(text: str, ends: Sequence[int], takes: Callable[[str], bool]) -> int:
    """The last of these at which the text may be cut; 0: none. A longer beginning never takes less room."""
    count = bisect_left(ends, True, key=lambda end: not takes(_cut(text, end)))
    return ends[count - 1] if count else 0


def hashtags(tags: Sequence[str]) -> tuple[str, ...]:
    """«phòng chống thiên tai» → #PhòngChốngThiênTai: platforms end a tag at a blank. Each once, none of digits."""
    made: dict[str, str] = {}
    for tag in tags:
        words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", tag))
        joined = "".join(word[:1].upper() + word[1:] for word in words)
        if joined and not joined.isdigit():
            made.setdefault(joined.casefold(), f"#{joined}")
    return tuple(made.values())


def _cut(text: str, end: int) -> str:
    return f"{text[:end].rstrip()} {MORE}"


def _sentence_ends(text: str) -> list[int]:
    ends, at = [], 0
    for sentence in sentences(text):
        at = text.index(sentence, at) + len(sentence)
        ends.append(at)
    return [end for end in ends if end < len(text.rstrip())]


def _word_ends(text: str) -> list[int]:
    """Not behind a number or a word that the next one completes: «thiệt hại 3 …» says something else."""
    ends = [found.start() for found in re.finditer(r"\s+", text)]
    return [end for end in ends if not _UNFINISHED.search(text, max(0, end - WORD_CHARS), end)]


def _with_title(post: Post) -> str:
    whole = post.title and post.text.partition("\n")[0] != post.title
    return f"{post.title}\n\n{post.text}".strip() if whole else post.text


def _joined(text: str, tail: _Tail) -> str:
    return "\n\n".join(filter(None, (text, *tail.parts)))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, _GAP.split(text)))


def _left_out(whole: str, kept: str) -> int:
    return 0 if kept == whole else len(whole) - max(0, len(kept) - len(MORE) - 1)


def _tidy(text: str) -> str:
    plain = unicodedata.normalize("NFC", _NOTHING.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    plain = _BLANK.sub(" ", plain.replace("\u2028", "\n").replace("\u2029", "\n\n"))
    return _GAP.sub("\n\n", "\n".join(line.strip() for line in plain.split("\n"))).strip()


def _one_line(text: str) -> str:
    return " ".join(_tidy(text).split())
