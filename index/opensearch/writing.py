"""What `add` and `remove` send: to the index in use, and to one that is being filled beside it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from opensearchpy.exceptions import TransportError

from domain.search import Document
from index.opensearch.names import Names
from index.opensearch.server import WRITE_SECONDS, Gone, away

Line = dict[str, Any]
_DOCUMENTS_PER_CALL = 500
_CHARS_PER_CALL = 1_000_000  # characters of text, which become ten times as many bytes
_UNREADABLE, _TOO_LARGE, _TOO_MANY = 400, 413, 429


def batches(documents: Iterable[Document]) -> Iterator[dict[str, Document]]:
    """By id, and of two with one id the last; so many as the server takes in one call."""
    batch: dict[str, Document] = {}
    chars = 0
    for document in documents:
        batch[document.id] = document
        chars += len(document.text)
        if len(batch) >= _DOCUMENTS_PER_CALL or chars >= _CHARS_PER_CALL:
            yield batch
            batch, chars = {}, 0
    if batch:
        yield batch


def written(client: Any, names: Names, lines: Sequence[tuple[str, Line]]) -> None:
    """They are durable and findable when it returns. An article that the server cannot take is a ValueError."""
    targets = _targets(names)
    _sent(client, [line for target in targets for line in _indexed(target, lines)], names)


def removed(client: Any, names: Names, ids: Sequence[str]) -> None:
    lines = [{"delete": {"_index": target, "_id": id_}} for target in _targets(names) for id_ in ids]
    _sent(client, lines, names)


def created(client: Any, names: Names, lines: Sequence[tuple[str, Line]]) -> frozenset[str]:
    """Fill the new index. Returns the ids that a writer had brought meanwhile, and which stay as they are."""
    sent = [
        line
        for id_, source in lines
        for line in ({"create": {"_index": names.filling, "_id": id_, "require_alias": True}}, source)
    ]
    answer = _bulk(client, sent)
    known = [item for item in _failed(answer) if item["status"] == 409]
    _judge([item for item in _failed(answer) if item["status"] != 409])
    return frozenset(item["_id"] for item in known)


def _targets(names: Names) -> list[str]:
    return [names.alias, *([names.filling] if names.being_filled() else [])]


def _indexed(target: str, lines: Sequence[tuple[str, Line]]) -> Iterator[Line]:
    for id_, source in lines:
        yield {"index": {"_index": target, "_id": id_, "require_alias": True}}
        yield source


def _sent(client: Any, lines: list[Line], names: Names) -> None:
    answer = _bulk(client, lines, refresh="true")
    _judge([item for item in _failed(answer) if not _is_of_a_rebuild_that_ended(item, names)])


def _bulk(client: Any, lines: list[Line], **params: str) -> Any:
    try:
        return client.bulk(body=lines, params=params, request_timeout=WRITE_SECONDS)
    except TransportError as error:
        if error.status_code in (_UNREADABLE, _TOO_LARGE):
            raise RefusedDocument(str(error)) from error
        raise


def _is_of_a_rebuild_that_ended(item: Line, names: Names) -> bool:
    """Its index is by now the one in use, or was given up."""
    return item["status"] == 404 and names.filling in str(item["error"])


def _failed(answer: Any) -> list[Line]:
    items: list[Line] = [next(iter(item.values())) for item in answer["items"]] if answer["errors"] else []
    return [item for item in items if "error" in item]


def _judge(failed: Sequence[Line]) -> None:
    for item in failed:
        if item["status"] == 404:
            raise Gone(str(item["error"]))
        if item["status"] == _TOO_MANY or item["status"] >= 500:
            raise away(str(item["error"]))
    if failed:
        raise RefusedDocument(str(failed[0]["error"]))


class RefusedDocument(Exception):
    """The server cannot take one of them: our bug, or a text beyond its limits. The others may be there or not."""
