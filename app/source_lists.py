"""Lists of sources (OPML), in and out: the same file for the command line and the screen."""

from contextlib import ExitStack
from dataclasses import dataclass, replace

from app.bootstrap import Services
from app.commands.wording import Line
from app.feed_reading import feed_readers
from app.proposed_source import proposed_source
from app.readers.feeds import Question, Wanted
from app.readers.one import answered_with
from crawlers.feeds.opml import outlines_of, write_opml
from crawlers.fetch.guard import Guard
from domain.errors import BadInput, ForbiddenAddress
from domain.message import Message, say
from domain.sources import Outline, RefusedOutline, SiteIdentity, SourceList
from domain.store import Store


@dataclass(frozen=True, kw_only=True)
class OpmlLists:
    services: Services
    allow: frozenset[tuple[str, int]] = frozenset()  # the sample newsroom's own servers

    def read(self, content: bytes) -> SourceList:
        """What the list names, read in a process of its own: a list comes from anywhere.

        Kind, province and organisation are proposed where the list does not tell. Raise BadInput, also for one that
        its reader dies of.
        """
        with ExitStack() as stack:
            ask = stack.enter_context(feed_readers(self.services.settings))
            question = Question(wanted=Wanted.OPML, content=content, url="", now=self.services.clock())
            read = answered_with(SourceList, lambda: ask(question), BadInput)
        inside = {one: why for one in read.outlines if (why := _leads_inside(one, self.allow))}
        outlines = tuple(_proposed(one) for one in read.outlines if one not in inside)
        refused = (RefusedOutline(line=one.line, name=one.name or one.feed_url, why=why) for one, why in inside.items())
        return SourceList(outlines=outlines, refused=(*read.refused, *refused))

    def write(self, store: Store) -> bytes:
        outlines = [
            outline
            for source in store.sources.list()
            for outline in outlines_of(source, [(f.url, f.kind, f.rule) for f in store.feeds.list(source.id)])
        ]
        say_it = self.services.say
        title = say_it(say(Line.OPML_TITLE, desk=store.settings.get().name))
        return write_opml(outlines, title=title, now=self.services.clock())


def _leads_inside(outline: Outline, allow: frozenset[tuple[str, int]]) -> Message | None:
    """Why the address may never be visited, as far as it gives that away itself."""
    try:
        Guard(allow=allow).check(outline.feed_url)
    except ForbiddenAddress as error:
        return error.message
    return None


def _proposed(outline: Outline) -> Outline:
    """As the name and the address tell; a list of ours says who is responsible, and then all else, too."""
    home = outline.home_url or outline.feed_url
    if outline.organisation:
        return replace(outline, home_url=home, name=outline.name or home)
    source = proposed_source(SiteIdentity(url=home, title=outline.name))
    name = outline.name or source.name
    return replace(
        outline,
        home_url=home,
        name=name,
        organisation=source.organisation or name,
        kind=source.kind,
        province=source.province,
    )
