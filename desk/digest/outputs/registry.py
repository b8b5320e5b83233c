"""The outputs of the digest, in the order of the screen. A new one is a file here and a line below."""

from desk.digest.outputs import email, json_feed, loudspeaker, post, rss, telegram, zalo
from desk.digest.outputs.edition import Edition
from desk.digest.outputs.output import Frame, Output
from domain.outbox import Format

OUTPUTS: tuple[Output, ...] = (
    post.OUTPUT,
    telegram.OUTPUT,
    telegram.HTML_OUTPUT,
    zalo.OUTPUT,
    loudspeaker.OUTPUT,
    rss.OUTPUT,
    json_feed.OUTPUT,
    email.OUTPUT,
)


def texts_by_format(edition: Edition, post_limit: int) -> dict[Format, str]:
    """What goes to the channels: for each format the text of the output that is sent in it."""
    frame = Frame(post_limit=post_limit)
    return {takes: output.render([edition], frame).text for output in OUTPUTS for takes in output.takes}


def of_file(file: str) -> Output | None:
    return next((output for output in OUTPUTS if output.file and output.file == file), None)


def of_feed(ending: str) -> Output | None:
    return next((output for output in OUTPUTS if output.feed and output.feed == ending), None)
