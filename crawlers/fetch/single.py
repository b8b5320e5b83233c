"""One visit, now, for `diemtin read URL` and `diemtin sources check|add`: the crawler's rules without Scrapy."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import urljoin

import httpx
from w3lib.url import safe_url_string

from crawlers.decode.payload import ACCEPTED, Broken, TooLarge, unpacked
from crawlers.fetch.guard import Guard
from crawlers.fetch.hosts import PERMANENT, Visit
from crawlers.fetch.outcomes import HttpAnswer, ending, kept
from crawlers.fetch.robots import origin, rules_of
from crawlers.fetch.visits import CrawlSettings, Fetched, FetchJob, Kind, Lookup
from domain.errors import ForbiddenAddress, RefusedSource
from domain.message import Message
from domain.refusals import refuse
from domain.visits import FetchError

log = logging.getLogger(__name__)


def fetch_once(
    url: str,
    *,
    allow: frozenset[tuple[str, int]] = frozenset(),
    timeout: float = 30.0,
    kind: Kind = "page",
    settings: CrawlSettings | None = None,
) -> Fetched:
    """Return what one visit found; a refusal or failure is in its `error` and `message`, nothing is raised.

    `timeout` covers robots.txt, every redirect and the last byte together. Not for loops: it keeps no delay.
    """
    settings = replace(settings or CrawlSettings(), allow=allow)
    visit = Visit(job=FetchJob(key=url, url=url, kind=kind), url=_sendable(url))
    ends: list[Fetched] = []
    deadline = monotonic() + timeout
    # In a thread, because a server that drips its headers never lets a read time out.
    worker = Thread(target=lambda: ends.append(_visited(visit, settings, deadline)), daemon=True)
    worker.start()
    worker.join(timeout + 1.0)
    return ends[0] if ends else ending(visit, HttpAnswer(error=FetchError.TIMEOUT))


def _sendable(url: str) -> str:
    """With blanks and accents escaped, as the crawler sends it; what is none stays for the guard."""
    try:
        return str(safe_url_string(url))
    except ValueError:
        return url


class _PinnedTransport(httpx.BaseTransport):
    """Connects to the very address that was looked up and checked, under the name that was asked for."""

    def __init__(self, guard: Guard, lookup: Lookup, *, verify: bool) -> None:
        self._guard, self._lookup = guard, lookup
        self._inner = httpx.HTTPTransport(verify=verify, trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host, port = self._guard.check(str(request.url))
        try:
            ips = self._lookup(host)
        except (OSError, UnicodeError) as error:
            raise _NameUnknown from error
        for ip in ips:
            self._guard.check_resolved(host, port, ip)
        return self._first_that_answers(request, host, ips[:3])

    def _first_that_answers(self, request: httpx.Request, host: str, ips: Sequence[str]) -> httpx.Response:
        extensions = request.extensions | {"sni_hostname": host}
        for ip in ips:
            url = request.url.copy_with(host=ip)
            pinned = httpx.Request(
                request.method, url, headers=request.headers, stream=request.stream, extensions=extensions
            )
            try:
                return self._inner.handle_request(pinned)
            except httpx.ConnectError:
                if ip == ips[-1]:
                    raise
        raise _NameUnknown

    def close(self) -> None:
        self._inner.close()


class _NameUnknown(Exception):
    pass


def _visited(visit: Visit, settings: CrawlSettings, deadline: float) -> Fetched:
    transport = _PinnedTransport(settings.guard, settings.lookup, verify=settings.verify_tls)
    headers = {"User-Agent": settings.agent, "Accept-Encoding": ACCEPTED, "Accept-Language": "vi,en;q=0.5"}
    try:
        with httpx.Client(transport=transport, headers=headers, trust_env=False) as client:
            return _followed(client, visit, settings, deadline, sites=settings.rules_read)
    except Exception:
        log.exception("a single visit failed: %r", visit.url)
        return ending(visit, HttpAnswer(error=FetchError.INTERNAL))


def _followed(
    client: httpx.Client, visit: Visit, settings: CrawlSettings, deadline: float, *, sites: dict[str, Any]
) -> Fetched:
    """Follow the visit to its end, asking each new site's robots.txt on the way."""
    while True:
        error, why = _refusal(visit, settings, client, deadline, sites)
        if error is not None:
            return ending(visit, HttpAnswer(error=error, why=why))
        answer = _safely(partial(_asked, client, visit, settings, deadline))
        location = answer.headers.get("location", "")
        if not location:
            return ending(visit, answer, limit=settings.limit(visit.kind))
        if visit.hops >= settings.redirects:
            return ending(visit, HttpAnswer(status=answer.status, error=FetchError.TOO_MANY_REDIRECTS))
        visit = visit.onward(_sendable(urljoin(visit.url, location)), permanent=answer.status in PERMANENT)


def _refusal(
    visit: Visit, settings: CrawlSettings, client: httpx.Client, deadline: float, sites: dict[str, Any]
) -> tuple[FetchError | None, Message | None]:
    try:
        refuse(visit.url)
        settings.guard.check(visit.url)
    except RefusedSource as error:
        return FetchError.REFUSED_SOURCE, error.message
    except ForbiddenAddress as error:
        return FetchError.FORBIDDEN_ADDRESS, error.message
    if visit.robots_of:
        return None, None
    site = origin(visit.url)
    if site not in sites:
        robots = Visit(job=visit.job, url=f"{site}/robots.txt", robots_of=site)
        end = _followed(client, robots, settings, deadline, sites=sites)
        sites[site] = rules_of(end.status, end.content, end.error)
    if sites[site].allows(visit.url, settings.agent):
        return None, None
    return sites[site].error or FetchError.REFUSED_BY_ROBOTS, None


def _asked(client: httpx.Client, visit: Visit, settings: CrawlSettings, deadline: float) -> HttpAnswer:
    limit = settings.limit(visit.kind)
    with client.stream("GET", visit.url, timeout=max(deadline - monotonic(), 0.05)) as answer:
        if answer.is_redirect:
            return HttpAnswer(status=answer.status_code, headers={"location": answer.headers["location"]})
        content = bytearray()
        for chunk in answer.iter_raw():
            content += chunk
            if len(content) > limit:
                raise TooLarge
            if monotonic() > deadline:
                raise httpx.ReadTimeout("the whole visit took too long")
        body = unpacked(bytes(content), limit=limit, encoding=answer.headers.get("content-encoding", ""))
        return HttpAnswer(status=answer.status_code, headers=kept(answer.headers), content=body)


def _safely(ask: Callable[[], HttpAnswer]) -> HttpAnswer:
    try:
        return ask()
    except TooLarge:
        return HttpAnswer(error=FetchError.TOO_LARGE)
    except Broken:
        return HttpAnswer(error=FetchError.BAD_ENCODING)
    except ForbiddenAddress as error:
        return HttpAnswer(error=FetchError.FORBIDDEN_ADDRESS, why=error.message)
    except _NameUnknown:
        return HttpAnswer(error=FetchError.DNS)
    except httpx.TimeoutException:
        return HttpAnswer(error=FetchError.TIMEOUT)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        return HttpAnswer(error=FetchError.BAD_URL)
    except (httpx.HTTPError, OSError) as error:
        about_tls = "SSL" in str(error) or "certificate" in str(error)
        return HttpAnswer(error=FetchError.TLS if about_tls else FetchError.CONNECTION)


def post_form(
    url: str, form: Mapping[str, str], *, allow: frozenset[tuple[str, int]] = frozenset(), timeout: float = 20.0
) -> int:
    """Post a form to a hub, inside the guard; the status of the answer, 0 when there was none. No redirects."""
    settings = CrawlSettings(allow=allow)
    try:
        refuse(url)
        settings.guard.check(url)
        transport = _PinnedTransport(settings.guard, settings.lookup, verify=settings.verify_tls)
        headers = {"User-Agent": settings.agent}
        with (
            httpx.Client(transport=transport, headers=headers, trust_env=False, timeout=timeout) as client,
            client.stream("POST", url, data=dict(form)) as answer,
        ):
            return answer.status_code  # the body says nothing that we need
    except (RefusedSource, ForbiddenAddress, _NameUnknown, httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        log.info("the hub %r was not reached: %r", url, error)
        return 0
