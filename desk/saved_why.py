"""Why an article stands among a saved search's hits, as codes that screens, feeds and messages say."""

from domain.errors import NotFound
from domain.message import Message, say
from domain.saved_searches import FoundBy, SavedHit
from domain.store import Store


def reasons(store: Store, hit: SavedHit) -> list[Message]:
    found = []
    if hit.words:
        found.append(say(FoundBy.WORDS, words=list(hit.words)))
    if hit.places:
        found.append(say(FoundBy.PLACES, codes=[say(FoundBy.PLACE, place=code) for code in hit.places]))
    if hit.source:
        found.append(say(FoundBy.SOURCE, source=_source_name(store, hit.source)))
    if hit.section:
        found.append(say(FoundBy.SECTION, section=hit.section))
    return found or [say(FoundBy.FILTERS)]


def _source_name(store: Store, source_id: str) -> str:
    try:
        return store.sources.get(source_id).name
    except NotFound:
        return source_id
