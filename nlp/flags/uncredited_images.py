"""A picture of which its page says neither whose it is nor under which licence it may be used."""

from domain.article import Article
from domain.flags import FlagQuote, FlagReason, Part, RaisedFlag
from domain.message import say
from domain.story import Flag
from domain.understanding import Span
from vietnamese.image_credits import credit_of_all, names_somebody


def found(article: Article) -> RaisedFlag | None:
    """None also for an article that was read before credits were looked for."""
    credit = article.image_credit
    if not article.image_url or credit is None or names_somebody(credit):
        return None
    if credit_of_all(f"{article.byline}\n{article.text}"):
        return None
    if not credit:
        return RaisedFlag(flag=Flag.UNCREDITED_IMAGE, why=say(FlagReason.IMAGE_UNCREDITED))
    quote = FlagQuote(article_id=article.id, part=Part.CAPTION, span=Span(0, len(credit), credit))
    return RaisedFlag(
        flag=Flag.UNCREDITED_IMAGE, why=say(FlagReason.IMAGE_CREDITS_NOBODY, words=credit), quotes=(quote,)
    )
