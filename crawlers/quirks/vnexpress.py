from datetime import date

from crawlers.quirks import Quirk

QUIRK = Quirk(
    host="vnexpress.net",
    valid_until=date(2027, 11, 30),
    lead="p.description",
    drop="figcaption, .box_brief_info, .box_embed_video, .list-news, .author_mail .email",
    byline="p.author_mail strong",
    time=".header-content .date",
)
