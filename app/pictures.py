"""Pictures of articles through our own door: fetched by the crawler's rules, looked at, kept on disk for a while."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

from crawlers.decode.pictures import Picture, picture
from crawlers.fetch.single import fetch_once
from crawlers.fetch.visits import CrawlSettings

FETCH_SECONDS = 12.0  # robots.txt, every redirect and the last byte together
MAX_KEPT_BYTES = 200_000_000  # of all pictures together
NONE_IS_BELIEVED_SECONDS = 3_600.0  # a picture that could not be had is not asked for again before
HOST_PAUSE_SECONDS = 1.0  # between two pictures of one host
RULES_ARE_BELIEVED_SECONDS = 3_600.0  # of robots.txt


@dataclass
class PictureDoor:
    folder: Path
    crawl: CrawlSettings
    hosts: dict[str, tuple[Lock, list[float]]] = field(default_factory=dict)
    rules_since: float = field(default_factory=time.monotonic)

    def kept(self, url: str) -> tuple[bool, Picture | None]:
        """Whether this address was asked for lately, and what it gave."""
        try:
            file = self._file(url)
            content = file.read_bytes()
            if content:
                return True, picture(content)
            return time.time() - file.stat().st_mtime < NONE_IS_BELIEVED_SECONDS, None
        except OSError:
            return False, None

    def fetched(self, url: str) -> Picture | None:
        with self._alone(url):
            known, kept = self.kept(url)  # somebody else may have been first
            if known:
                return kept
            if time.monotonic() - self.rules_since > RULES_ARE_BELIEVED_SECONDS:
                self.crawl, self.rules_since = replace(self.crawl, rules_read={}), time.monotonic()
            answer = fetch_once(url, kind="picture", timeout=FETCH_SECONDS, settings=self.crawl, allow=self.crawl.allow)
            found = picture(answer.content) if answer.error is None else None
            self._keep(url, found.content if found else b"")
            return found

    def _alone(self, url: str) -> "_Alone":
        try:
            host = urlsplit(url).netloc
        except ValueError:  # no address at all, as some pages have; the fetcher says so
            host = ""
        inside = any(host == f"{name}:{port}" for name, port in self.crawl.allow)
        lock, last = self.hosts.setdefault(host, (Lock(), [0.0]))
        return _Alone(lock, last, 0.0 if inside else HOST_PAUSE_SECONDS)

    def _file(self, url: str) -> Path:
        return self.folder / sha256(url.encode()).hexdigest()[:40]

    def _keep(self, url: str, content: bytes) -> None:
        with suppress(OSError):  # a full disk: the picture is shown all the same
            self.folder.mkdir(parents=True, exist_ok=True)
            file = self._file(url)
            part = file.with_suffix(".part")
            part.write_bytes(content)
            part.replace(file)
            self._tidy()

    def _tidy(self) -> None:
        """Take the oldest away once there are too many."""
        kept = sorted(self._sizes())
        total = sum(size for _, size, _ in kept)
        for _, size, file in kept:
            if total <= MAX_KEPT_BYTES:
                return
            file.unlink(missing_ok=True)
            total -= size

    def _sizes(self) -> Iterator[tuple[float, int, Path]]:
        for file in self.folder.iterdir():
            with suppress(OSError):
                known = file.stat()
                yield known.st_mtime, max(known.st_size, 4_096), file  # an empty one takes a place, too


@dataclass
class _Alone:
    """One request to a host at a time, with a pause between two."""

    lock: Lock
    last: list[float]
    pause: float

    def __enter__(self) -> None:
        self.lock.acquire()
        time.sleep(max(0.0, min(self.pause, self.last[0] + self.pause - time.monotonic())))

    def __exit__(self, *_: object) -> None:
        self.last[0] = time.monotonic()
        self.lock.release()
