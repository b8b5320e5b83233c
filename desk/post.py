"""The post as it will look: caption, attribution line, link."""

from domain.article import Article
from domain.fitting import rows_as_lines
from domain.times import VIETNAM


def proposed_caption(article: Article) -> str:
    """The caption that editors start from: the title and the publisher's own lead."""
    first = article.lead or (article.summary[0] if article.summary else "")
    return f"{article.title}\n\n{rows_as_lines(first)}".strip()


def attribution(article: Article, source_name: str) -> str:
    """`Theo <báo>, <giờ> ngày <ngày>`, in Vietnamese time."""
    if article.published_at is None:
        return f"Theo {source_name}"
    local = article.published_at.astimezone(VIETNAM)
    return f"Theo {source_name}, {local:%H:%M} ngày {local:%d/%m/%Y}"


def post_text(caption: str, article: Article, source_name: str) -> str:
    """The whole post. The attribution and the link cannot be left out."""
    return "\n\n".join(part for part in (caption.strip(), attribution(article, source_name), article.url) if part)
