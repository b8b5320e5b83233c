"""Calls to the cluster. Whatever keeps it from answering is Unreachable; a lost node is passed over by the client."""

import logging
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ImproperlyConfigured, OpenSearchException, TransportError

from domain.errors import DeskError, Unreachable
from domain.problems import Service

logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # each try of each call; what it comes to is said once
SEARCH_SECONDS = 5.0
_CONNECTIONS = 16  # kept open to each node; people search at the same time
WRITE_SECONDS = 60.0
_GONE = 404
# By another node. A node whose neighbour is lost amid a search answers 500 once; what we write may be written twice.
_TRIED_AGAIN = (500, 502, 503, 504)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where the cluster is, and how we sign in."""

    urls: Sequence[str]
    name: str = "diemtin"  # the beginning of our indexes' names
    user: str = ""
    password: str = ""
    ca_file: Path | None = None
    shards: int = 1  # of the next index that is made
    seconds: float = SEARCH_SECONDS  # that one call may take, but for writing

    def client(self, seconds: float | None = None) -> OpenSearch:
        return OpenSearch(
            list(self.urls),
            headers=self._signed_in(),
            ca_certs=str(self.ca_file) if self.ca_file else None,
            max_retries=len(self.urls),
            retry_on_timeout=True,
            retry_on_status=_TRIED_AGAIN,
            timeout=seconds or self.seconds,
            pool_maxsize=_CONNECTIONS,
        )

    def _signed_in(self) -> dict[str, str]:
        """As UTF-8: the client itself would only take Latin letters."""
        both = b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
        return {"authorization": f"Basic {both}"} if self.user else {}


class Gone(Exception):
    """The index that was asked is not there, or no more."""


@contextmanager
def calls() -> Iterator[None]:
    try:
        yield
    except DeskError:
        raise
    except TransportError as error:
        if error.status_code == _GONE:
            raise Gone(str(error)) from error
        raise away(error) from error
    except (OpenSearchException, ImproperlyConfigured) as error:
        raise away(error) from error


def away(error: Exception | str) -> Unreachable:
    return Unreachable(Service.SEARCH_INDEX, cause=error if isinstance(error, str) else repr(error))


def checked(answer: Any) -> Any:
    """One of several answers that came together: each has an error of its own."""
    if "error" in answer:
        if "index_not_found" in str(answer["error"]):
            raise Gone(str(answer["error"]))
        raise away(str(answer["error"]))
    return answer
