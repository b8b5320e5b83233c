from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="nhandan.vn",
    valid_until=date(2027, 11, 30),
    lead="div.article__sapo",
    drop="figcaption, .article__related, .article-relate",
    byline=".article__author .name",
    time=".article__meta time, time.time",
)
