"""Indexes side by side, an alias on the one in use, and another on the one that is being filled."""

from typing import Any
from uuid import uuid4

from opensearchpy.exceptions import NotFoundError, RequestError

from index.opensearch.mapping import FILLED, FILLING, VERSION, mapping, settings
from index.rebuilt import UNFILLED

_COPY_SECONDS = 60  # for copies on other nodes; the swap goes on without


class Names:
    def __init__(self, client: Any, name: str, shards: int) -> None:
        self._client, self._indices, self._shards = client, client.indices, shards
        self.alias = f"{name}-v{VERSION}"
        self.filling = f"{self.alias}-filling"

    def fault(self) -> str:
        """What keeps the index from being whole; "" when nothing does."""
        current = self.current()
        if not current:
            return "there is none"
        about = self._indices.get_mapping(index=current)[current]["mappings"].get("_meta", {})
        return "" if about.get("filled") else UNFILLED

    def ensure(self) -> None:
        """Make an empty index where there is none. Of several who do, one makes it."""
        if self.current():
            return
        body = {"settings": self._settings(), "mappings": mapping(filled=False), "aliases": {self.alias: {}}}
        try:
            self._indices.create(index=f"{self.alias}-first", body=body)
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def current(self) -> str:
        return self._behind(self.alias)

    def being_filled(self) -> str:
        return self._behind(self.filling)

    def fresh(self) -> str:
        """A new, empty index, not searched yet; from now on every writer writes to it too."""
        made = f"{self.alias}-{uuid4().hex[:12]}"
        body = {"settings": self._settings() | FILLING, "mappings": mapping(filled=True), "aliases": {self.filling: {}}}
        self._indices.create(index=made, body=body)
        return made

    def sign_of_life(self, index: str, turn: int) -> None:
        about = mapping(filled=True)["_meta"] | {"turn": turn}
        self._indices.put_mapping(index=index, body={"_meta": about})

    def life(self, index: str) -> Any:
        return self._indices.get_mapping(index=index)[index]["mappings"]["_meta"].get("turn")

    def open(self, index: str) -> None:
        """Searchable and copied, before it takes the place of the old one."""
        self._indices.put_settings(index=index, body={"index": FILLED})
        self._indices.refresh(index=index)
        wanted = {"wait_for_status": "green", "timeout": f"{_COPY_SECONDS}s"}
        self._client.cluster.health(index=index, params=wanted, request_timeout=_COPY_SECONDS + 10, ignore=408)

    def swap(self, index: str) -> None:
        """Readers see the old index until this returns, and the new one after."""
        actions = [
            {"remove": {"index": f"{self.alias}-*", "alias": self.alias, "must_exist": False}},
            {"add": {"index": index, "alias": self.alias}},
            {"remove": {"index": index, "alias": self.filling}},
        ]
        self._indices.update_aliases(body={"actions": actions})

    def sweep(self, kept: str) -> None:
        for index in self._indices.get(index=f"{self.alias}-*"):
            if index != kept:
                self.drop(index)

    def drop(self, index: str) -> None:
        self._indices.delete(index=index, params={"ignore_unavailable": "true"})

    def _settings(self) -> dict[str, Any]:
        return settings(self._shards, self._client.info()["version"]["number"])

    def _behind(self, alias: str) -> str:
        try:
            return str(next(iter(self._indices.get_alias(name=alias))))
        except NotFoundError:
            return ""
