"""One file a screen. Each is found here by itself; its `LINK`, if it has one, stands on every page."""

from importlib import import_module
from pkgutil import iter_modules

from api.pages import Link

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
SCREENS = tuple(module.router for module in _MODULES)
_LINKS: list[Link] = [module.LINK for module in _MODULES if hasattr(module, "LINK")]
LINKS = tuple(sorted(_LINKS, key=lambda link: link.order))
