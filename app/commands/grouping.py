"""`diemtin group`: articles in, the story of each out."""

import json
from typing import IO, Any

from app.bootstrap import Services
from app.commands.reading import article_of
from app.commands.records import checked, failure, lines
from domain.errors import DeskError
from nlp.stories.incremental import WindowItem
from nlp.stories.incremental import group as grouped


def group(services: Services, where: str, *, out: IO[str]) -> int:
    """In: {"id", "title"?, "text", "published"?, "source"?}; out: {"id", "story"} in the order of the input."""
    texts: list[WindowItem] = []
    answers: list[tuple[str, dict[str, Any] | None]] = []
    for record in lines(where):
        identity = record.get("id", "") if isinstance(record, dict) else ""
        try:
            texts.append(_item(services, checked(record)))
            answers.append((identity, None))
        except DeskError as error:
            answers.append((identity, failure(identity, error.code, services.say(error.message))))
    stories = grouped(texts)
    for identity, wrong in answers:
        print(json.dumps(wrong or {"id": identity, "story": stories[identity]}, ensure_ascii=False), file=out)
    return 0


def _item(services: Services, record: dict[str, Any]) -> WindowItem:
    found = article_of(services, record)
    return WindowItem(id=record.get("id") or "", title=found.title, text=found.text, published_at=found.published_at)
