from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="laodong.vn",
    valid_until=date(2027, 11, 30),
    lead="div.chappeau, p.chapeau",
    drop="figcaption, .art-related, .m-related",
    byline="span.author",
    time=".f-datetime, time.f-datetime",
)
