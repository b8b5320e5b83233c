"""The JSON API. One file a noun."""

from api.routes import articles, digests, health, items, people, search, sources, stories, websub

ROUTERS = tuple(r.router for r in (health, stories, articles, items, digests, search, sources, people, websub))
