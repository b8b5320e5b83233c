from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="vietnamplus.vn",
    valid_until=date(2027, 11, 30),
    lead="div.article__sapo, h2.article__sapo",
    drop="figcaption, .article-relate",
    byline=".article__author",
    time="time.time, .article__meta time",
)
