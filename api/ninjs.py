"""Items and stories as IPTC ninjs 3.1 (News in JSON), for other programs: https://iptc.org/std/ninjs/.

Publishers' articles are told by title, first sentence, publisher and link (`representationType` partial), never by
their whole text. `people` and `by` are left out: persons are not indexed (design §1).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.article import Article
from domain.editorial import ItemState, ReviewItem
from domain.ports import Gazetteer
from domain.story import Story
from domain.understanding import Section
from messages.catalogue import Catalogue

Ninjs = dict[str, Any]

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
LANGUAGE = "vi"
TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"
TOPICS = {  # decision 0015; news of the world has none
    Section.POLITICS_SOCIETY: "11000000",
    Section.LIFE: "10000000",
    Section.SCIENCE: "13000000",
    Section.COMPUTING: "13000000",
    Section.BUSINESS: "04000000",
    Section.LAW: "02000000",
    Section.HEALTH: "07000000",
    Section.SPORT: "15000000",
    Section.CULTURE: "01000000",
}
MAX_ARTICLES = 100  # of a story, the newest
CANCELED = (ItemState.REJECTED, ItemState.UNPICKED)


class NinjsWriter:
    """`base`: this desk's own address, such as "https://tin.example.vn". `sources`: id to name."""

    def __init__(self, base: str, desk_name: str, sources: Mapping[str, str], gazetteer: Gazetteer) -> None:
        self.base, self.desk_name, self.sources, self.gazetteer = base, desk_name, sources, gazetteer
        self.words = Catalogue(LANGUAGE)

    def item(self, item: ReviewItem, article: Article) -> Ninjs:
        """Our own post, with the article that it tells; the text as it was shared, once it is."""
        text = item.post or item.caption
        made = {
            "uri": f"{self.base}/v1/items/{item.id}",
            "standard": STANDARD,
            "type": "text",
            "version": str(item.revision),
            "pubStatus": self._status(item),
            "language": LANGUAGE,
            "firstCreated": item.picked_at.isoformat(),
            "versionCreated": item.shared_at.isoformat() if item.shared_at else None,
            "headlines": [{"value": article.title}],
            "bodies": [{"contentType": "text/plain", "charCount": len(text), "value": text}] if text else None,
            "infoSources": self._desk(),
            "subjects": self._subjects(article.section, article.second_section),
            "places": self._places([place.code for place in article.places]),
            "associations": [self._article(article, "source")],
        }
        return _told(made)

    def story(self, story: Story, articles: Sequence[Article]) -> Ninjs:
        """What publishers wrote of one matter, newest first."""
        newest = sorted(articles, key=lambda one: (one.dated, one.id), reverse=True)[:MAX_ARTICLES]
        made = {
            "uri": f"{self.base}/v1/stories/{story.id}",
            "standard": STANDARD,
            "type": "composite",
            "representationType": "partial",
            "language": LANGUAGE,
            "firstCreated": story.opened_at.isoformat(),
            "versionCreated": story.newest_at.isoformat(),
            "headlines": [{"value": story.title}],
            "descriptions": [{"contentType": "text/plain", "value": story.lead}] if story.lead else None,
            "infoSources": self._desk(),
            "subjects": self._subjects(story.section, story.second_section),
            "places": self._places(story.places),
            "associations": [self._article(article, "member") for article in newest],
        }
        return _told(made)

    def _article(self, article: Article, relation: str) -> Ninjs:
        made = {
            "name": article.title or article.url,
            "rel": relation,
            "uri": article.url,
            "type": "text",
            "representationType": "partial",
            "version": str(article.version),
            "pubStatus": "canceled" if article.withdrawn_at else "usable",
            "language": article.language,
            "firstCreated": article.published_at.isoformat() if article.published_at else None,
            "versionCreated": article.modified_at.isoformat() if article.modified_at else None,
            "headlines": [{"value": article.title}] if article.title else None,
            "descriptions": [{"contentType": "text/plain", "value": article.lead}] if article.lead else None,
            "infoSources": [
                {"name": self.sources.get(article.source_id, article.source_id), "literal": article.source_id}
            ],
        }
        return _told(made)

    def _subjects(self, *sections: Section | None) -> list[Ninjs]:
        return [
            _told(
                {
                    "name": self.words.named(section, "section"),
                    "literal": section.value,
                    "uri": f"{TOPIC}{TOPICS[section]}" if section in TOPICS else None,
                }
            )
            for section in sections
            if section
        ]

    def _places(self, codes: Sequence[str]) -> list[Ninjs]:
        return [{"name": self.gazetteer.label(code), "literal": code} for code in dict.fromkeys(codes)]

    def _desk(self) -> list[Ninjs]:
        return [{"name": self.desk_name}] if self.desk_name else []

    @staticmethod
    def _status(item: ReviewItem) -> str:
        if item.state is ItemState.SHARED:
            return "usable"
        return "canceled" if item.state in CANCELED else "withheld"


def _told(made: Ninjs) -> Ninjs:
    """Without what is not known: the schema has no null."""
    return {name: value for name, value in made.items() if value not in (None, "", [])}
