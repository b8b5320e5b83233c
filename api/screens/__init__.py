"""One file a screen; adding a screen adds a file and its line here."""

from api.screens import (
    article,
    digest,
    digest_feeds,
    live,
    log,
    people,
    queue,
    review,
    search,
    share,
    sign_in,
    sources,
    stories,
)

SCREENS = tuple(
    screen.router
    for screen in (
        sign_in,
        live,
        queue,
        stories,
        article,
        review,
        share,
        digest,
        digest_feeds,
        search,
        sources,
        people,
        log,
    )
)
