from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="vietnamnet.vn",
    valid_until=date(2027, 11, 30),
    lead="h2.content-detail-sapo",
    drop="figcaption, .insert-wiki-content, .related-news",
    byline=".article-detail-author .name",
    time=".bread-crumb-detail__time",
)
