from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="vov.vn",
    valid_until=date(2027, 11, 30),
    lead="div.article-summary, div.sapo",
    drop="figcaption, .related-news",
    byline=".article-author",
    time=".article-date",
)
