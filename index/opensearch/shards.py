"""Which routing reaches which shard: frequencies of words are asked of each shard, and added."""

from collections.abc import Sequence
from typing import Any

Where = dict[str, str]
_MAX_TRIES = 1000  # routings tried until every shard was met


class Shards:
    def __init__(self, client: Any, alias: str) -> None:
        self._client, self._alias = client, alias
        self._each: list[Where] = [{}]

    def are(self, number: int) -> None:
        """How many there are now; another index may have another number."""
        if number != len(self._each):
            self._each = [{}] if number <= 1 else self._found(number)

    def each(self) -> Sequence[Where]:
        return self._each

    def _found(self, number: int) -> list[Where]:
        met: dict[int, Where] = {}
        for routing in map(str, range(_MAX_TRIES)):
            shards = self._client.search_shards(index=self._alias, params={"routing": routing})["shards"]
            met.setdefault(shards[0][0]["shard"], {"routing": routing})
            if len(met) == number:
                break
        return list(met.values())
