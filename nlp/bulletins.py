"""domain.ports.Bulletins, and pages that are CAP messages read as articles."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import BadInput, NotExtractable
from domain.page import Extraction, Page
from domain.ports import Extractor
from domain.text import clean
from domain.warning import Warning
from nlp.cap import read_cap, write_cap
from nlp.warnings import read_bulletin


class VietnamBulletins:
    def read(
        self,
        *,
        title: str,
        text: str,
        published_at: datetime | None = None,
        source: str = "",
        source_province: str = "",
        url: str = "",
    ) -> Warning | None:
        return read_bulletin(
            title=title,
            text=text,
            published_at=published_at,
            source=source,
            source_province=source_province,
            url=url,
        )

    def read_cap(self, content: bytes) -> Warning:
        return read_cap(content)

    def write_cap(self, warning: Warning) -> bytes:
        return write_cap(warning)


@dataclass(frozen=True, slots=True)
class CapExtractor:
    """Reads a CAP message as the article it announces, and leaves other pages to `pages`."""

    pages: Extractor

    def extract(self, page: Page) -> Extraction:
        if not page.is_cap:
            return self.pages.extract(page)
        try:
            warning = read_cap(page.content)
        except BadInput as error:
            raise NotExtractable(why=error.message) from error
        parts = (warning.description, warning.instruction, warning.area)
        return Extraction(
            title=clean(warning.headline),
            lead="",
            text="\n".join(clean(part) for part in parts if part),
            url=page.url,
            published_at=warning.sent,
        )
