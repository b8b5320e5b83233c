"""What the rule of disagreeing counts raises in pairs of articles of the press, each judged by reading both.

bench/labels/flags/sources-disagree-press.ndjson: its half to tune was read before the kinds that it showed were mended,
its half to report once, afterwards. Of two events that were taken for one story a rule about counts can say nothing:
those are told apart from what is right and wrong.
"""

import json
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache

from bench.labelled_flags import LABELS, an_article, text_of
from domain.article import Article
from nlp.flags import disagreements

ANOTHER = "another event"


def figures() -> dict[str, object]:
    return {half: _told(counted(half)) for half in ("tune", "report")}


@cache
def counted(half: str) -> Counter[str]:
    """Raised flags by their label; "before" counts all that were raised when the half was read."""
    with (LABELS / "sources-disagree-press.ndjson").open(encoding="utf-8") as file:
        rows = {row["id"]: row["label"] for row in map(json.loads, file) if row["half"] == half}
    found = Counter(rows[one] for one in rows if one in _raised(one))
    return found + Counter({f"before: {label}": n for label, n in Counter(rows.values()).items()})


def _told(found: Counter[str]) -> str:
    right, wrong = found["yes"], found["no"]
    before = f"when it was read {found['before: yes']} right, {found['before: no']} wrong"
    precision = f"{right / max(1, right + wrong):.3f}"
    return f"precision {precision} (right {right}, wrong {wrong}; {before}), of two events {found[ANOTHER]}"


def _raised(ident: str) -> set[str]:
    keys = [place.rsplit(":", 2)[0] for place in ident.split("|")]
    flags = disagreements.found([_article(key, hour) for hour, key in enumerate(keys)])
    return {"|".join(f"{one.article_id}:{one.part}:{one.span.start}" for one in flag.quotes) for flag in flags}


def _article(key: str, hour: int) -> Article:
    title, paragraphs = text_of(key)
    title, text = (unicodedata.normalize("NFC", one) for one in (title, "\n".join(paragraphs)))
    article = an_article(key, title, text)
    return replace(article, published_at=article.dated + timedelta(hours=hour))
