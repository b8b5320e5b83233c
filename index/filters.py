"""Filters by source, section and place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from index.query.parser import Parsed


@dataclass(frozen=True, slots=True)
class Filter:
    name: str
    values: tuple[str, ...]  # "=10" is exact; "vnexpress" is the beginning of a slug
    refuse: bool = False

    def accepts(self, value: str) -> bool:
        return any(value == v[1:] if v.startswith("=") else begins(value, v) for v in self.values)


def begins(value: str, slug: str) -> bool:
    """`vnexpress` is the beginning of `vnexpress-net` and of `vnexpress.net`, not of `vnexpressive`."""
    flat = value.lower().replace(".", "-")
    return flat == slug or flat.startswith(f"{slug}-")


def filters_of(parsed: Parsed) -> Iterable[Filter]:
    """One filter per name, as `nguồn:a nguồn:b` means either."""
    for pairs, refuse in ((parsed.filters, False), (parsed.refused, True)):
        screens = [Filter(name, values, refuse) for name, values in pairs if values[0].startswith("=")]
        typed: dict[str, tuple[str, ...]] = {}
        for name, values in pairs:
            if not values[0].startswith("="):
                typed[name] = typed.get(name, ()) + values
        yield from screens
        yield from (Filter(name, values, refuse) for name, values in typed.items())


def days(moment: datetime | None, zone: tzinfo) -> list[str]:
    return [moment.astimezone(zone).date().isoformat()] if moment else []
