"""What a page may say once its source has changed: proposed in the publisher's own words, for people to edit. Pure.

The post is Vietnamese whatever language its writer reads the desk in, as `desk/post.py` is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desk.post import attribution
from domain.article import Article
from domain.differences import Change, compare
from domain.outlets import Post
from domain.page import ClaimReview
from domain.tasks import FollowUpKind, TaskCause
from domain.versions import ChangeReason, Evidence, grade
from vietnamese.sentences import sentences

MAX_SENTENCES = 4
LEADS = {
    FollowUpKind.UPDATE: "CẬP NHẬT",
    FollowUpKind.CORRECTION: "ĐÍNH CHÍNH",
    FollowUpKind.REMOVED: "ĐÃ GỠ",
}
BEFORE, NOW = "Tin trang đã đăng trước đây:", "Nay nguồn viết:"
REMOVED_BY_SOURCE = "Nguồn đã gỡ bài này; trang rút lại tin đã đăng."
REMOVED = "Trang rút lại tin đã đăng."


@dataclass(frozen=True, kw_only=True)
class Told:
    """The article as its readers were told of it."""

    title: str
    text: str
    ended: str = ""  # what became of the warning that it gave, in a sentence


def first_choice(cause: TaskCause) -> FollowUpKind:
    """The kind that the screen begins with."""
    if cause in (TaskCause.WITHDRAWN, TaskCause.REFUTED):
        return FollowUpKind.REMOVED
    corrects = (TaskCause.CORRECTED, TaskCause.SIBLING_CORRECTED)
    return FollowUpKind.CORRECTION if cause in corrects else FollowUpKind.UPDATE


def proposed(
    kind: FollowUpKind, told: Told, article: Article, source_name: str, review: ClaimReview | None = None
) -> str:
    """A whole post: what it is on, what the publisher wrote then and writes now, whose words they are, and the link.

    `review`: what a fact-checker has found, where that is why something is to be said.
    """
    parts = [f"{LEADS[kind]}: {told.title}"]
    if kind is FollowUpKind.REMOVED:
        parts.append(REMOVED_BY_SOURCE if article.withdrawn_at else REMOVED)
    if told.ended:
        parts.append(told.ended)
    if review:
        parts.append(f"{review.reviewer}: «{review.claim}» – {review.rating}")
    elif kind is not FollowUpKind.REMOVED:
        was, becomes = changed_sentences(told, article)
        said = [] if article.withdrawn_at else notice(told.text, article.text)
        if kind is FollowUpKind.CORRECTION and was:
            parts.append("\n".join([BEFORE, *was]))
        if kind is FollowUpKind.CORRECTION and said:
            parts.append("\n".join(said))
        if now := [one for one in becomes if kind is FollowUpKind.UPDATE or one not in said]:
            parts.append("\n".join([NOW, *now]))
    return "\n\n".join([*parts, attribution(article, source_name), article.url])


def as_post(text: str) -> Post:
    """For fitting: the link and the credit at its end are never cut, as far as its writer has left them there."""
    *rest, link = text.strip().split("\n\n")
    if not rest or not re.fullmatch(r"https?://\S+", link):
        return Post(text=text.strip(), credit="", link="")
    *body, credit = rest
    if not body or not re.fullmatch(r"Theo [^\n]+", credit):
        return Post(text="\n\n".join(rest), credit="", link=link)
    return Post(text="\n\n".join(body), credit=credit, link=link)


def changed_sentences(told: Told, article: Article) -> tuple[list[str], list[str]]:
    """The sentences that changed, as they stood and as they stand, whole and in order; a few of each."""
    if article.withdrawn_at:
        return [], []
    changes = compare(told.text, article.text)
    evidence = grade(told.text, article.text).evidence
    grave = [one for one in changes if any(_is_about(one, found) for found in evidence)]
    was = _around(told.text, [(one.before.start, one.before.end) for one in grave or changes])
    now = _around(article.text, [(one.after.start, one.after.end) for one in grave or changes])
    if told.title != article.title:
        now = [article.title, *now]
    return was[:MAX_SENTENCES], now[:MAX_SENTENCES]


def notice(before: str, after: str) -> list[str]:
    """The publisher's own notice: the sentences in which it says that it was wrong."""
    found = [one.after for one in grade(before, after).evidence if one.reason is ChangeReason.CORRECTION and one.after]
    return _around(after, [(span.start, span.end) for span in found])


def _is_about(change: Change, found: Evidence) -> bool:
    """Whether the evidence stands within this change."""
    sides = ((change.before, found.before), (change.after, found.after))
    return any(span is not None and _meet((side.start, side.end), (span.start, span.end)) for side, span in sides)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """An empty stretch, where words went or came, meets what it stands within."""
    return (one[0] < other[1] and other[0] < one[1]) or (one[0] == other[0] and one[1] == other[1])


def _around(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Whole sentences whose words these spans touch, each once, in order."""
    found, at = [], 0
    for line in text.split("\n"):
        for sentence in sentences(line):
            start = text.find(sentence, at)
            start = at if start < 0 else start
            at = start + len(sentence)
            if any(_touches(text, span, (start, at)) for span in spans):
                found.append(sentence.strip())
    return list(dict.fromkeys(found))


def _touches(text: str, span: tuple[int, int], sentence: tuple[int, int]) -> bool:
    """Where words only went, their place must have words of the sentence on both sides."""
    start, end = max(span[0], sentence[0]), min(span[1], sentence[1])
    if span[0] < span[1]:
        return _has_words(text[start:end]) if start < end else False
    return sentence[0] < start < sentence[1] and _has_words(text[sentence[0] : start], text[start : sentence[1]])


def _has_words(*stretches: str) -> bool:
    return all(any(letter.isalnum() for letter in stretch) for stretch in stretches)
