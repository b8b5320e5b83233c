from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="dantri.com.vn",
    valid_until=date(2027, 11, 30),
    lead="h2.singular-sapo",
    drop="figcaption, .dnews__related, .singular-related",
    byline=".author-name",
    time="time.author-time",
)
