"""How an output of the digest describes itself: screen, addresses and sender loop over `registry.OUTPUTS`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk.digest.outputs.edition import Edition, Fitted
from domain.message import Message, say
from domain.outbox import Format


class Place(StrEnum):
    """Where the screen shows it."""

    FIRST = "first"  # open, with the main button
    FOLDED = "folded"  # a text to copy, folded
    LINKED = "linked"  # a link among the files
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What an output is told about the desk beside the editions."""

    post_limit: int = 2000  # characters
    title: str = ""  # of a feed
    link: str = ""  # to the page that it belongs to
    own_url: str = ""  # its own address


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The digest in one form.

    One that is called so in every language has a proper name and needs no words. The words of another are the codes
    `output.<name>`, and `.copy`, `.file` and `.print` as far as the screen shows it so.
    """

    name: str  # stable: the element's id on the screen
    order: int  # among the outputs on the screen
    render: Callable[[Sequence[Edition], Frame], Fitted]  # newest first; one edition, but for a feed
    place: Place
    file: str = ""  # its address under the day's; "": it has none
    beside: str = ""  # the folded output under which a link to this file stands
    printed: str = ""  # the address of its print screen under the day's
    feed: str = ""  # the ending of its secret address, when readers can follow it
    media_type: str = "text/plain; charset=utf-8"
    takes: tuple[Format, ...] = ()  # the channels' formats that it is sent in
    proper_name: str = ""  # "Zalo"
    label: Callable[[Fitted], Message] | None = None  # when it says more than its name

    def labelled(self, made: Fitted) -> Message:
        return self.label(made) if self.label else self.said("name")

    def said(self, what: str) -> Message:
        """What the screen says of it: its "name", and on what copies it, its "file", its "print" or its "link"."""
        if self.proper_name:
            return say(f"output.{what}", name=self.proper_name)
        return say(f"output.{self.name}" if what == "name" else f"output.{self.name}.{what}")
