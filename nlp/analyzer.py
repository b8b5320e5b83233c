"""Everything that is understood of one Vietnamese article, put together."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from domain.understanding import NOTHING, Section, Told, Understanding
from nlp.places.recogniser import PlaceRecogniser
from nlp.sections.labels import said_by_publisher
from nlp.sections.model import SectionModel, likely_sections, shipped_model
from nlp.signals import signals
from nlp.summaries import ExtractiveSummariser
from vietnamese.identification import language
from vietnamese.text import nfc

_log = logging.getLogger(__name__)
_MAX_CHARS = 200_000  # characters: a longer page is a mistake, and must not hold the others up

SUMMARY_SENTENCES = 2  # by ROUGE on held-out articles the better choice: bench_summaries

T = TypeVar("T")


class VietnameseAnalyzer:
    """Cheap to make: its models load at first use and are shared in the process. It pickles without them."""

    def understand(
        self, *, title: str, text: str, published_at: datetime | None = None, told: Told = NOTHING
    ) -> Understanding:
        """Never fails: a part that cannot read the article leaves its field empty, and the log says so."""
        text = text[:_MAX_CHARS]
        whole = nfc(f"{title}\n{text}")
        spoken = _or_nothing(lambda: language(whole), "und")
        if spoken != "vi":
            return Understanding(language=spoken, section=None)
        said = said_by_publisher(told.section, told.url)
        judged: dict[Section, float] = _or_nothing(lambda: self._sections.scores(whole), {})
        scores = said.weigh(judged) if said and judged else judged
        first, second = (*likely_sections(scores), None, None)[:2]
        return Understanding(
            language=spoken,
            section=first,
            second_section=second,
            sections={section.value: score for section, score in scores.items()},
            places=_or_nothing(
                lambda: self._places.find(
                    title=title, text=text, published_at=published_at, source_province=told.province
                ),
                (),
            ),
            summary=_or_nothing(
                lambda: self._summariser.summarise([text], sentences=SUMMARY_SENTENCES, titles=[title]), ()
            ),
            signals=_or_nothing(lambda: signals(title=title, text=text, published_at=published_at), ()),
        )

    def __getstate__(self) -> dict[str, object]:
        return {}

    @cached_property
    def _sections(self) -> SectionModel:
        return shipped_model()

    @cached_property
    def _summariser(self) -> ExtractiveSummariser:
        return ExtractiveSummariser()

    @cached_property
    def _places(self) -> PlaceRecogniser:
        return PlaceRecogniser()


def _or_nothing(read: Callable[[], T], nothing: T) -> T:
    try:
        return read()
    except Exception:  # noqa: BLE001 - the analyzer says less instead (domain.ports)
        _log.exception("a part of the analyzer could not read an article")
        return nothing
