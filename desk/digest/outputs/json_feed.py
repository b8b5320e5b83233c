"""JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""

import json
from collections.abc import Sequence

from desk.digest.outputs.edition import Edition, EditionLine, whole
from desk.digest.outputs.output import Output, Place
from desk.digest.outputs.rss import each_once
from domain.times import VIETNAM


def json_feed(editions: Sequence[Edition], *, title: str, link: str, feed_url: str) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": link,
        "feed_url": feed_url,
        "language": "vi",
        "items": [_item(told) for told in each_once(editions)],
    }
    if editions:
        feed["description"] = editions[0].opening
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _item(told: EditionLine) -> dict[str, object]:
    return {
        "id": told.url,
        "url": told.url,
        "title": told.title,
        "content_text": f"{told.text} ({told.credit})",
        "summary": told.text,
        "date_published": told.dated.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "authors": [{"name": told.source_name}],
    }


OUTPUTS = (
    Output(
        name="json-feed",
        order=70,
        proper_name="JSON Feed",
        render=lambda editions, frame: whole(
            json_feed(editions, title=frame.title, link=frame.link, feed_url=frame.own_url)
        ),
        place=Place.LINKED,
        file="feed.json",
        feed="json",
        media_type="application/feed+json; charset=utf-8",
    ),
)
