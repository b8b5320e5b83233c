"""Visits publishers with Scrapy, in a process of its own: politely, within caps, never inside our own network."""

import logging
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

from crawlers.decode.payload import ACCEPTED
from crawlers.fetch.supply import Supply
from crawlers.fetch.visits import CrawlSettings, Fetched, FetchJob, Kind

__all__ = ["CrawlSettings", "FetchJob", "Fetched", "Kind", "Supply", "crawl"]


def crawl(supply: Supply, deliver: Callable[[Fetched], None], *, settings: CrawlSettings) -> None:
    """Return when every job is delivered; with `next_jobs`, which is asked each second, when `stop` says so.

    Call it once in a process: Twisted's reactor does not start twice. Signals stay the caller's.
    `deliver` is called once for each job, except for those still waiting at `stop`; what it raises is logged.
    A job that was not tried, because its host is another crawler's now, goes to `give_back` by its key instead.
    """
    from scrapy.crawler import CrawlerProcess

    from crawlers.fetch.resolver import GuardedResolver
    from crawlers.fetch.spider import NewsSpider

    resolver = GuardedResolver(settings.guard, settings.lookup)
    before = logging.root.manager.disable
    logging.disable(logging.INFO)  # Scrapy introduces itself at length, whatever its level
    process = CrawlerProcess(_scrapy_settings(settings))
    logging.disable(before)
    logging.getLogger("scrapy").setLevel(logging.ERROR)  # every visit's end is delivered: no need to log it too
    crawler = process.create_crawler(NewsSpider)
    process.crawl(
        crawler,
        supply=supply,
        deliver=deliver,
        wanted=settings,
        resolver=resolver,
    )
    from twisted.internet import reactor

    def set_up() -> None:  # after the process has set its own resolver up
        reactor.installNameResolver(resolver)
        reactor.getThreadPool().threadFactory = partial(Thread, daemon=True)  # a stuck lookup must not hold us

    reactor.callWhenRunning(set_up)
    process.start(install_signal_handlers=False)


def _scrapy_settings(settings: CrawlSettings) -> dict[str, Any]:
    return {
        "USER_AGENT": settings.agent,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Language": "vi,en;q=0.5", "Accept-Encoding": ACCEPTED},
        # robots.txt is obeyed in crawlers/fetch/hosts.py: Scrapy's own middleware reads an error page as rules,
        # never forgets what it read, and ignores Crawl-delay.
        "ROBOTSTXT_OBEY": False,
        # Redirects are followed in crawlers/fetch/spider.py, so that each hop is checked and waits in its host's lane.
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,  # the desk decides when to come back
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "HTTPPROXY_ENABLED": False,  # a proxy would look names up behind the guard's back
        # Only what is used: no filter of statuses, no statistics, no proxies from the environment, and no unpacking:
        # crawlers/decode/payload.py does it for single visits too.
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
        },
        "CONCURRENT_ITEMS": 1,  # Scrapy starts that many tasks for each answer; we yield no items
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",  # lanes already share hosts out
        "CONCURRENT_REQUESTS": settings.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": settings.delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # Scrapy's would go below the delay that was asked for
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_MAXSIZE": settings.page_limit,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": settings.verify_tls,
        "DOWNLOAD_HANDLERS": {
            "http": "crawlers.fetch.handler.CappedHandler",
            "https": "crawlers.fetch.handler.CappedHandler",
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": settings.delay,
        "AUTOTHROTTLE_MAX_DELAY": 120.0,
        "EXTENSIONS_BASE": {},  # the defaults open a port for remote control
        "EXTENSIONS": {"crawlers.fetch.handler.FlooredThrottle": 0},
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "REACTOR_THREADPOOL_MAXSIZE": 20,  # names are looked up in threads
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": "WARNING",
    }
