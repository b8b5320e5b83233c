"""Publishers whose pages need a hint. One small file each; adding one edits no other.

No rule here has been seen to work on the live site: they follow the class names their content systems
are publicly known by. A rule is used until `valid_until`; after that the general reading stands alone.
"""

import importlib
import pkgutil
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirk:
    """CSS selectors for one publisher, its subdomains included; "" leaves a part to the general reading."""

    host: str
    valid_until: date
    lead: str = ""
    drop: str = ""
    byline: str = ""
    time: str = ""


def find(host: str, *, on: date) -> Quirk | None:
    """The rule for a host that is valid on that day."""
    labels = host.lower().split(".")
    rules = known()
    for start in range(len(labels) - 1):
        rule = rules.get(".".join(labels[start:]))
        if rule is not None:
            return rule if on <= rule.valid_until else None
    return None


@lru_cache(maxsize=1)
def known() -> dict[str, Quirk]:
    """Every rule by host, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    rules = (importlib.import_module(f"{__name__}.{name}").QUIRK for name in names)
    return {rule.host: rule for rule in rules}
