"""Which stories make up a digest: the best, but not all of one section or one place."""

from collections import Counter
from collections.abc import Collection, Sequence

from domain.story import Flag, Story

MAX_STORIES_PER_SECTION = 3
MAX_STORIES_PER_COMMUNE = 2
MAX_STORIES_PER_PROVINCE = 2
MAX_STORIES_OF_OUR_PROVINCE = 4  # stories that name no commune of our own province
NOT_PROPOSED = {Flag.OLD, Flag.ADVERTORIAL, Flag.WITHDRAWN}


def diversify(stories: Sequence[Story], *, ours: Collection[str], most: int) -> list[Story]:
    """The stories in their order, without those that would give one section or place too many."""
    chosen: list[Story] = []
    sections: Counter[object] = Counter()
    places: Counter[str] = Counter()
    for story in stories:
        finest = _finest(story)
        crowded = bool(finest) and all(places[code] >= _most(code, ours) for code in finest)
        if crowded or sections[story.section] >= MAX_STORIES_PER_SECTION or NOT_PROPOSED & set(story.flags):
            continue
        chosen.append(story)
        sections[story.section] += 1
        places.update(finest)
    return chosen[:most]


def _finest(story: Story) -> set[str]:
    """Its communes, or else its provinces (docs/places.md: five digits and two)."""
    return {code for code in story.places if len(code) == 5} or {code for code in story.places if len(code) == 2}


def _most(code: str, ours: Collection[str]) -> int:
    if len(code) == 5:
        return MAX_STORIES_PER_COMMUNE
    return MAX_STORIES_OF_OUR_PROVINCE if code in ours else MAX_STORIES_PER_PROVINCE
