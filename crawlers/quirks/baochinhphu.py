from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="baochinhphu.vn",
    valid_until=date(2027, 11, 30),
    lead="h2.detail-sapo",
    drop="[type=RelatedOneNews], [type=RelatedNews], .PhotoCMS_Caption",
    byline=".detail-author",
    time=".detail-time",
)
