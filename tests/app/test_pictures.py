"""Pictures come by the crawler's rules and are kept: a server on this machine shows what is asked of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread

import pytest

from app import pictures
from app.pictures import PictureDoor
from crawlers.fetch.visits import CrawlSettings
from demo.pictures import png
from tests.web_server import QuietServer

FORBIDDEN = "http://169.254.169.254/anh.png"


@contextmanager
def site(pages: dict[str, bytes | str]) -> Iterator[tuple[str, list[str]]]:
    """Its address, and the paths it was asked for. A text is where it leads to."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None: ...

        def do_GET(self) -> None:
            asked.append(self.path)
            found = pages.get(self.path)
            self.send_response(404 if found is None else 302 if isinstance(found, str) else 200)
            if isinstance(found, str):
                self.send_header("Location", found)
            body = found if isinstance(found, bytes) else b""
            self.send_header("Content-Type", "image/png")  # whatever it is
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = QuietServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join(20)


def door(folder: Path, *bases: str) -> PictureDoor:
    allow = frozenset(("127.0.0.1", int(base.rpartition(":")[2])) for base in bases)
    return PictureDoor(folder=folder / "pictures", crawl=CrawlSettings(allow=allow))


def test_a_picture_is_fetched_once_and_kept(tmp_path: Path) -> None:
    with site({"/1.png": png(1), "/2.png": png(2)}) as (base, asked):
        ours = door(tmp_path, base)
        assert ours.kept(f"{base}/1.png") == (False, None)
        found = ours.fetched(f"{base}/1.png")
        assert found is not None
        assert (found.content, found.media_type) == (png(1), "image/png")
        assert ours.fetched(f"{base}/1.png") == found
        assert ours.kept(f"{base}/1.png") == (True, found)
        assert ours.fetched(f"{base}/2.png") is not None
        assert door(tmp_path, base).kept(f"{base}/1.png") == (True, found)  # after a restart, too
    assert asked == ["/robots.txt", "/1.png", "/2.png"]


def test_what_must_not_be_fetched_or_is_no_picture_is_none_and_not_asked_for_again(tmp_path: Path) -> None:
    with site({"/anh.png": png(3)}) as (inside, seen):
        pages: dict[str, bytes | str] = {
            "/robots.txt": b"User-agent: *\nDisallow: /kin/",
            "/kin/1.png": png(1),
            "/trang.png": b"<!doctype html><script>alert(1)</script>",
            "/to.png": png(1) + bytes(700_000),
            "/vao-trong.png": f"{inside}/anh.png",
            "/may-ao.png": FORBIDDEN,
            "/tep.png": "file:///etc/passwd",
            "/vong.png": "/vong.png",
        }
        with site(pages) as (base, asked):
            ours = door(tmp_path, base)
            urls = [*(base + path for path in pages if path != "/robots.txt"), f"{base}/khong-co.png",
                    f"{inside}/anh.png", FORBIDDEN, "http://[hong", "javascript:alert(1)", "data:image/png;base64,AA",
                    "https://scontent.fbcdn.net/1.png", "http://doi-ten.localhost/1.png"]  # fmt: skip
            assert [(url, ours.fetched(url)) for url in urls] == [(url, None) for url in urls]
            before = len(asked)
            assert [ours.kept(url) for url in urls] == [(True, None)] * len(urls)
            assert [ours.fetched(url) for url in urls] == [None] * len(urls)
            assert len(asked) == before
        assert seen == []


def test_the_oldest_pictures_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_KEPT_BYTES", 20_000)
    with site({f"/{number}.png": png(number) + bytes(4_000) for number in range(12)}) as (base, _):
        ours = door(tmp_path, base)
        for number in range(12):
            assert ours.fetched(f"{base}/{number}.png") is not None
        assert sum(file.stat().st_size for file in (tmp_path / "pictures").iterdir()) <= 20_000
        assert ours.kept(f"{base}/11.png")[0]
        assert not ours.kept(f"{base}/0.png")[0]


def test_a_disk_that_takes_nothing_still_lets_the_picture_be_seen(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    with site({"/1.png": png(1)}) as (base, _):
        assert door(tmp_path, base).fetched(f"{base}/1.png") is not None
