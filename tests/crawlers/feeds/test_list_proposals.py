"""A page without a feed: which of its links are articles is proposed, whatever way the page is built."""

from contextlib import suppress
from datetime import datetime

import pytest

from crawlers.feeds.list_pages import read_list_page
from crawlers.feeds.list_proposals import propose_lists
from domain.errors import BadInput
from domain.sources import FeedEntry
from domain.times import VIETNAM
from tests.crawlers.feeds.list_samples import KNOWN, LATER, SECTIONS, TITLES, UNSEEN, ListPage, joined, menu, page

SAMPLES = [*KNOWN, *UNSEEN, *LATER]
NOW = datetime(2026, 11, 23, 12, tzinfo=VIETNAM)


def proposed(sample: ListPage) -> tuple[FeedEntry, ...]:
    lists = propose_lists(sample.html.encode(), url=sample.url, now=NOW)
    return lists[0].entries if lists else ()


def judged(sample: ListPage) -> tuple[float, float, float]:
    """Precision, recall, and the share of articles with a date."""
    entries = proposed(sample)
    right = [entry for entry in entries if entry.url in sample.articles]
    dated = sum(entry.published_at is not None for entry in right)
    return (
        len(right) / max(len(entries), 1),
        len({e.url for e in right}) / len(sample.articles),
        dated / max(len(right), 1),
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_articles_of_a_page_are_found_and_little_else(sample: ListPage):
    precision, recall, dated = judged(sample)
    assert (precision >= 0.95, recall >= 0.9) == (True, True), (precision, recall, [e.title for e in proposed(sample)])
    assert sum(entry.title in TITLES for entry in proposed(sample)) >= 0.9 * len(TITLES)
    if sample.dated:
        assert dated >= 0.9


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_rule_reads_tomorrow_what_it_reads_today(sample: ListPage):
    """Tomorrow's page has other titles and addresses: the rule holds no word of today's."""
    [first, *_] = propose_lists(sample.html.encode(), url=sample.url, now=NOW)
    for title in TITLES:
        assert title not in first.rule
    read = read_list_page(sample.html.encode(), url=sample.url, rule=first.rule, now=NOW)
    assert read == first.entries


NOTHING_TO_LIST = {
    "menus alone": page(menu()),
    "an article": page(
        f"{menu()}<h1>{TITLES[0]}</h1><p>Nội dung bài viết.</p><a href='/{TITLES[1][:3]}'>{TITLES[1]}</a>"
    ),
    "links elsewhere": page(joined(lambda n, t: f"<p><a href='https://khac.vn/{n}.html'>{t}</a></p>")),
    "files": page(joined(lambda n, t: f"<p><a href='/upload/{n}.pdf'>{t}</a></p>")),
    "pager": page("".join(f"<a href='/tin?trang={n}'>{n}</a>" for n in range(40))),
    "short names": page("".join(f"<li><a href='/xa-{n}'>Xã số {n}</a></li>" for n in range(40))),
    "script links": page(joined(lambda n, t: f"<p><a href='javascript:mo({n})'>{t}</a></p>")),
    "empty": "<html><body></body></html>",
    "only what is read most": page(
        "<div><h3>Xem nhiều nhất</h3>" + joined(lambda n, t: f"<p><a href='/{n}-bai.html'>{t}</a></p>") + "</div>"
    ),
    "sections in a menu": page(
        f"<nav>{''.join(f'<a href=/c{n}>{name} của tỉnh nhà</a>' for n, name in enumerate(SECTIONS))}</nav>"
    ),
}


@pytest.mark.parametrize("name", NOTHING_TO_LIST)
def test_where_no_list_is_to_be_seen_none_is_proposed(name: str):
    assert propose_lists(NOTHING_TO_LIST[name].encode(), url="https://mau.example/", now=NOW) == ()


@pytest.mark.parametrize(
    "piece", ["<div class='a'><p>", "<a href='/x-{n}.html'>một hai ba bốn năm</a>", "<table><tr><td>"]
)
def test_a_page_of_any_size_is_judged_in_time(piece: str):
    content = "".join(piece.replace("{n}", str(n)) for n in range(3000)).encode()
    with suppress(BadInput):
        propose_lists(b"<html><body>" + content, url="https://mau.example/", now=NOW)
