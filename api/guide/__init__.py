"""The guide for editors, as it stands in Trợ giúp: one Markdown file for each language of the screens."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown import Markdown
from markdown.extensions.toc import slugify_unicode
from markupsafe import Markup

HERE = Path(__file__).parent
LISTED_LEVELS = "2-3"  # of headings that stand in the table of contents


@dataclass(frozen=True, kw_only=True)
class Guide:
    """Its text and its table of contents, as HTML of ours: no reader's or publisher's word is in it."""

    contents: Markup
    body: Markup


@cache
def guide(language: str) -> Guide:
    """The guide in "vi" or "en". Its anchors are those that the same file has on GitHub."""
    reader = Markdown(
        extensions=["tables", "fenced_code", "sane_lists", "toc"],
        extension_configs={"toc": {"slugify": slugify_unicode, "toc_depth": LISTED_LEVELS}},
        output_format="html",
    )
    body = reader.convert((HERE / f"{language}.md").read_text(encoding="utf-8"))
    return Guide(contents=Markup(reader.toc), body=Markup(body))  # type: ignore[attr-defined]  # noqa: S704 - ours
