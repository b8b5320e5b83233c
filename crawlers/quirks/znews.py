from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="znews.vn",
    valid_until=date(2027, 11, 30),
    lead="p.the-article-summary",
    drop=".the-article-related, .inner-article, table.picture .caption",
    byline="p.author",
    time=".the-article-publish",
)
