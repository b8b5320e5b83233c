"""Three small corrections to Scrapy 2.19: response heads are capped, AutoThrottle keeps each host's own floor, and a
request that has waited for its turn is not sent when its host is no longer ours."""

from typing import Any, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.extensions.throttle import AutoThrottle
from twisted.web._newclient import HEADER, STATUS

MAX_HEAD_BYTES = 256 * 1024  # Twisted caps one header line, not their number


class _CappedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        self._head_bytes = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        parser = self._parser
        if parser is not None and parser.state in (STATUS, HEADER):
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                cast(Any, self.transport).abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _CappedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, _addr: Any) -> _CappedProtocol:
        return _CappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class NotOurs(Exception):
    """The lease of the host has run out while the request waited: it was not sent."""


class CappedHandler(HTTP11DownloadHandler):
    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = _CappedFactory

    async def download_request(self, request: Any) -> Any:
        if not request.meta["may_ask"]():
            raise NotOurs
        return await super().download_request(request)


class FlooredThrottle(AutoThrottle):
    """AutoThrottle slows down for slow hosts; the floor is the host's own, with its Crawl-delay."""

    def _response_downloaded(self, response: Any, request: Any, spider: Any) -> None:
        self.mindelay = request.meta.get("floor", self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        super()._response_downloaded(response, request, spider)
