"""The JSON API. One file a noun."""

from api.routes import articles, digests, health, items, people, search, sources, stories, warnings, websub

ROUTERS = tuple(
    r.router for r in (health, stories, articles, warnings, items, digests, search, sources, people, websub)
)
