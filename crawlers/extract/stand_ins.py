"""Pages that a server gives in place of the article: a captcha, a sign-in, «không tìm thấy», a database error.

Such a page speaks to its visitor about the visit. It is known by a title that says nothing else, or by sentences that
say so and make up most of a short page. An article *about* captchas or maintenance says many other things, too.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from crawlers.extract.stand_in_words import kinds, says_any
from domain.problems import Unreadable

_LONGEST = 2_000  # letters: a page that says more of its own is no stand-in
_HALF = 0.5  # share of the letters that speak of the visit
_MOST, _NEARLY_ALL = 0.75, 0.85  # the same where an article is declared, and under a headline of its own
_PAYWALL = 0.6  # the same under such a headline where little else stands: «Đăng nhập để đọc tiếp»
_PART = 0.25  # the same where the title or the HTML already says so
_NOTHING = 200  # letters: under such a title that is no article
_NO_SENTENCE = 90  # letters: beside a script that leads elsewhere
_LONG_TITLE = 100  # letters
_HEADLINE, _LONG_HEADLINE = 20, 70  # letters: a shorter h1 may be the site's name
_ASKS = re.compile(r"(?:^vì sao|^tại sao|^cách|^hướng dẫn|là gì|như thế nào|thế nào\b)", re.IGNORECASE)
# Who speaks of others, or of what somebody said, reports: a stand-in speaks to its visitor.
_REPORTS = re.compile(
    r"\b(?:người dân|công dân|phụ huynh|học sinh|bà con|nhân dân|công an|ngân hàng|cho biết|phản ánh|bệnh nhân|"
    r"(?<!quý )khách hàng|người bệnh|hành khách|thí sinh|chuyên gia|ông|bà)\b",
    re.IGNORECASE,
)
_CODE = 200_000  # letters of HTML that are looked at
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_SITE_TAIL = re.compile(r"\s+[-|–—·•»:]+\s+|\s*\|\s*")
_PIECE = re.compile(r"\s+[-|–—·•»:]+\s+|\s*[|!.,:…]+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page as its visitor sees it."""

    title: str
    headings: Sequence[str]  # each h1
    lines: Sequence[str]  # all that is no link
    rows: Sequence[str]  # what was read as the article
    source: str = field(repr=False)  # its HTML
    is_declared: bool = False  # it calls itself an article, or shows when and by whom


def reason(seen: Seen) -> Unreadable | None:
    """What the page is in place of an article; None for an article, and for what only speaks about such pages."""
    titled, has_headline = _titled(seen), _has_headline(seen)
    for lines in (seen.rows, seen.lines):
        text = " ".join(lines)
        if len(text) > _LONGEST:
            continue
        wanted = _share_of_a_stand_in(seen, len(text), titled=bool(titled), has_headline=has_headline)
        is_plain = seen.is_declared or has_headline
        share, said = _share(lines, wanted if is_plain else _PART)
        if share >= wanted:
            return said
        if is_plain or _REPORTS.search(text):
            continue
        marked = _marked(seen.source) if len(text) <= 2 * _NOTHING else None
        hint = titled or marked
        if hint and (share >= _PART or len(text) <= (_NOTHING if titled else _NO_SENTENCE)):
            return hint
    return None


def _share_of_a_stand_in(seen: Seen, letters: int, *, titled: bool, has_headline: bool) -> float:
    if has_headline:
        return _PAYWALL if letters <= _NOTHING else _NEARLY_ALL
    return _MOST if seen.is_declared and not titled else _HALF


def _has_headline(seen: Seen) -> bool:
    """A headline of its own, longer than a site's name, that does not speak of the visit itself."""
    headline = next((one for one in seen.headings if len(one) >= _HEADLINE), _SITE_TAIL.split(seen.title)[0])
    speaks = len(headline) <= _LONG_HEADLINE and not _ASKS.search(headline) and says_any().search(headline.lower())
    return len(headline) >= _HEADLINE and not speaks and not _of_title(headline)


def _titled(seen: Seen) -> Unreadable | None:
    """A heading that is made of such words only; or the title, where no heading is the headline of something else."""
    says = next(filter(None, map(_of_title, seen.headings)), None)
    if says or any(len(heading) >= _HEADLINE for heading in seen.headings):
        return says
    return next(filter(None, map(_of_title, [seen.title, *_PIECE.split(seen.title)])), None)


def _of_title(title: str) -> Unreadable | None:
    text = " ".join(_PIECE.split(title.lower())).strip()
    found = [kind for kind in kinds() if 0 < len(text) <= _LONG_TITLE and kind.title.fullmatch(text)]
    return max(found, key=lambda kind: len(kind.words.findall(text))).reason if found else None


def _share(lines: Sequence[str], least: float) -> tuple[float, Unreadable | None]:
    """How much of the text speaks of the visit, and which kind says most of that; 0 where it is less than `least`."""
    sentences = [one for line in lines for one in _SENTENCE.split(line.lower())]
    total = sum(map(len, sentences))
    if not _may_reach(least * total, sentences, total):
        return 0.0, None
    said: Counter[Unreadable] = Counter()
    letters = 0
    for sentence in sentences:
        reasons = _reasons(sentence)
        letters += len(sentence) if reasons else 0
        said.update(dict.fromkeys(reasons, len(sentence)))
    return (letters / total, said.most_common(1)[0][0]) if letters else (0.0, None)


def _may_reach(least: float, sentences: Sequence[str], letters: int) -> bool:
    """Whether so many letters may speak of the visit. The longest sentences first: most articles are told by a few."""
    for sentence in sorted(sentences, key=len, reverse=True):
        if letters < least - 1:  # a letter more than rounding takes
            return False
        letters -= 0 if _reasons(sentence) else len(sentence)
    return letters > 0


@lru_cache(maxsize=1024)  # a page's lines are asked twice, and its site's frame stands on every page
def _reasons(sentence: str) -> tuple[Unreadable, ...]:
    if not says_any().search(sentence):  # as most sentences of an article
        return ()
    reasons = tuple(kind.reason for kind in kinds() if kind.says.search(sentence))
    return () if reasons and _REPORTS.search(sentence) else reasons


def _marked(source: str) -> Unreadable | None:
    code = source[:_CODE].lower()
    return next((kind.reason for kind in kinds() if kind.marks.search(code)), None)
