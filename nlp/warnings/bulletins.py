"""domain.ports.Bulletins, and pages that are CAP messages read as articles."""

from dataclasses import dataclass

from domain.errors import BadInput, NotExtractable
from domain.page import Extraction, FetchedPage
from domain.ports import Extractor
from nlp.warnings.cap import read_cap, write_cap
from nlp.warnings.current import read_bulletin
from vietnamese.text import clean


class VietnamBulletins:
    """Implements domain.ports.Bulletins with this package's readers."""

    read = staticmethod(read_bulletin)
    read_cap = staticmethod(read_cap)
    write_cap = staticmethod(write_cap)


@dataclass(frozen=True, slots=True)
class CapExtractor:
    """Reads a CAP message as the article it announces, and leaves other pages to `pages`."""

    pages: Extractor

    def extract(self, page: FetchedPage) -> Extraction:
        if not page.is_cap:
            return self.pages.extract(page)
        try:
            warning = read_cap(page.content)
        except BadInput as error:
            raise NotExtractable(error.why) from error
        parts = (warning.description, warning.instruction, warning.area)
        return Extraction(
            title=clean(warning.headline),
            lead="",
            text="\n".join(clean(part) for part in parts if part),
            url=page.url,
            published_at=warning.sent,
        )
