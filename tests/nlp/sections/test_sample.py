"""The sample newsroom, and weeks of local notices, as floors: what the publisher says, and what is left to the model.

Nothing is learnt from either.
"""

import json
from pathlib import Path

import httpx
import pytest

from crawlers.extract.article import PageExtractor
from demo.newsroom import Newsroom
from domain.page import FetchedPage
from domain.understanding import Section
from nlp.sections.labels import said_by_publisher
from nlp.sections.model import likely_sections, shipped_model
from tests.making import NOON

NOTICES = Path(__file__).parents[4] / "shared/data/notices"
FLOOR_SAID, FLOOR = 0.95, 0.90  # shares of right ones: where the publisher says, and of all


def is_right(title: str, text: str, label: str, url: str, fair: set[str]) -> tuple[bool, bool]:
    """Whether the publisher says a section, and whether the first that is shown is a fair one."""
    scores, said = shipped_model().scores(f"{title}\n{text}"), said_by_publisher(label, url)
    first: tuple[Section, ...] = likely_sections(said.weigh(scores) if said else scores)[:1]
    return said is not None, not fair.isdisjoint(first)


def check(found: list[tuple[bool, bool]]) -> None:
    said = [right for by_publisher, right in found if by_publisher]
    assert len(said) > len(found) / 2
    assert sum(said) >= FLOOR_SAID * len(said)
    assert sum(right for _, right in found) >= FLOOR * len(found)


def test_the_sample_newsrooms_sections_are_told_right():
    pages = PageExtractor()
    with Newsroom(lambda: NOON, trouble=False) as newsroom, httpx.Client(timeout=10, trust_env=False) as http:
        found = []
        for true in newsroom.expected():
            page = http.get(true.url)
            kind = page.headers["content-type"]
            read = pages.extract(FetchedPage(url=true.url, content=page.content, fetched_at=NOON, content_type=kind))
            found.append(is_right(read.title, read.text, read.section, true.url, {true.section}))
    assert len(found) > 80
    check(found)


def test_the_notices_sections_are_told_right():
    if not NOTICES.exists():
        pytest.skip("../shared/data/notices is absent")
    rows = (NOTICES / "truth.ndjson").read_text("utf-8").splitlines()
    fair = {row["id"]: {row["section"], row["also"]} for row in map(json.loads, rows)}
    articles = map(json.loads, (NOTICES / "articles.ndjson").read_text("utf-8").splitlines())
    check([
        is_right(row["title"], row["text"], row["publisher_section"], row.get("url") or "", fair[row["id"]])
        for row in articles
    ])  # fmt: skip
