"""RSS 2.0; each item links to its publisher. A description is HTML there, so what people wrote is escaped as such."""

from collections.abc import Sequence
from datetime import datetime, time
from email.utils import format_datetime
from html import escape as html

from desk.digest.outputs.edition import Edition, EditionLine, whole
from desk.digest.outputs.output import Output, Place
from desk.xml_text import clean, tag
from domain.times import VIETNAM


def rss(editions: Sequence[Edition], *, title: str, link: str) -> str:
    """The editions, newest first, in one feed."""
    newest = editions[0] if editions else None
    head = tag("title", title) + tag("link", link) + tag("description", html(newest.opening if newest else title))
    dated = tag("pubDate", _rfc822(datetime.combine(newest.day, time(5, 30), VIETNAM))) if newest else ""
    items = "".join(_item(told) for told in each_once(editions))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"{head}<language>vi</language>{dated}{items}</channel></rss>\n"
    )


def each_once(editions: Sequence[Edition]) -> list[EditionLine]:
    """An article that was told twice appears where it was told last."""
    found: dict[str, EditionLine] = {}
    for edition in editions:
        for told in edition.told:
            found.setdefault(told.url, told)
    return list(found.values())


def _item(told: EditionLine) -> str:
    link = tag("link", told.url) + f'<guid isPermaLink="true">{clean(told.url)}</guid>'
    told_by = tag("description", html(f"{told.text} ({told.credit})"))
    title = tag("title", told.title.replace("<", "&lt;"))  # plain text by the standard; many readers take it for HTML
    return f"<item>{title}{link}{told_by}{tag('pubDate', _rfc822(told.dated))}</item>"


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(VIETNAM))


OUTPUTS = (
    Output(
        name="rss",
        order=60,
        proper_name="RSS",
        render=lambda editions, frame: whole(rss(editions, title=frame.title, link=frame.link)),
        place=Place.LINKED,
        file="rss.xml",
        feed="xml",
        media_type="application/rss+xml; charset=utf-8",
    ),
)
