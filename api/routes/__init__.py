"""The JSON API. One file a noun; each is found here by itself."""

from importlib import import_module
from pkgutil import iter_modules

ROUTERS = tuple(import_module(f"{__name__}.{found.name}").router for found in iter_modules(__path__))
