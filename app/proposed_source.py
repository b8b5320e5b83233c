"""A new source as its front page and our own list of publishers describe it."""

from dataclasses import replace
from functools import cache

from app.first import shipped_publishers
from desk.sources.adding import source_id
from domain.sources import SiteIdentity, Source
from nlp.publishers.proposing import propose


def proposed_source(site: SiteIdentity) -> Source:
    """What a person is shown, and may change, before the source is added. A publisher of our list is as it says."""
    slug = source_id(site.url)
    if known := _known().get(slug):
        return replace(known, home_url=site.url)
    said = propose(site)
    return Source(
        id=slug,
        name=said.name,
        home_url=site.url,
        organisation=said.organisation,
        kind=said.kind,
        province=said.province,
    )


@cache
def _known() -> dict[str, Source]:
    return {one.source.id: one.source for one in shipped_publishers()}
