"""What the publisher changed, version by version, word for word, for the history on Bài."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.article import Article, ArticleVersion
from domain.differences import Op, compare
from domain.message import Message, say
from domain.versions import grade

CONTEXT_CHARS = 60  # characters of unchanged text shown on either side of a change
MAX_REASONS = 6


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text: `op` is equal, removed or added."""

    op: Op
    text: str


@dataclass(frozen=True, kw_only=True)
class Edit:
    """From one version to the next. No pieces: the words are the same, e.g. when the article was taken away."""

    version: ArticleVersion  # as it stood before
    title: tuple[Piece, ...]  # empty when the title is the same
    text: tuple[Piece, ...]
    reasons: tuple[Message, ...]  # of ChangeReason: what makes the change matter


def edit(before: ArticleVersion, article: Article) -> Edit:
    """From that version to now, whatever stood between."""
    return _edit(before, article.title, article.text)


def edits(article: Article, versions: Sequence[ArticleVersion]) -> tuple[Edit, ...]:
    """Oldest first."""
    if not versions:
        return ()
    after = [(version.title, version.text) for version in versions[1:]] + [(article.title, article.text)]
    return tuple(_edit(version, title, text) for version, (title, text) in zip(versions, after, strict=True))


def _edit(before: ArticleVersion, title: str, text: str) -> Edit:
    reasons = dict.fromkeys(evidence.reason for evidence in grade(before.text, text).evidence)
    return Edit(
        version=before,
        title=() if before.title == title else tuple(_pieces(before.title, title)),
        text=() if before.text == text else tuple(_pieces(before.text, text)),
        reasons=tuple(say(reason) for reason in reasons)[:MAX_REASONS],
    )


def _pieces(old: str, new: str) -> Iterator[Piece]:
    changes = compare(old, new, equal=True)
    for at, change in enumerate(changes):
        if change.op is Op.EQUAL:
            yield Piece(op=Op.EQUAL, text=_shortened(change.after.quote, at == 0, at == len(changes) - 1))
            continue
        if change.before.quote:
            yield Piece(op=Op.REMOVED, text=change.before.quote)
        if change.after.quote:
            yield Piece(op=Op.ADDED, text=change.after.quote)


def _shortened(text: str, first: bool, last: bool) -> str:
    """The unchanged text near a change, cut between words."""
    if len(text) <= (1 if first or last else 2) * CONTEXT_CHARS + 20:
        return text
    head = "" if first else text[:CONTEXT_CHARS].rsplit(None, 1)[0]
    tail = "" if last else text[-CONTEXT_CHARS:].split(None, 1)[-1]
    return f"{head} … {tail}".strip()
