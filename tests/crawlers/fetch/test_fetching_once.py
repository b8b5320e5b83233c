"""A single visit keeps the crawler's rules: the same hostile server, the same codes."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.fetch.single import fetch_once
from crawlers.fetch.visits import CrawlSettings
from tests.making import said

HOSTS = "closed closed503 moved some endless a b".split(" ")  # noqa: SIM905


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    script = Path(__file__).parent / "hostile_server.py"
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield int(server.stdout.readline())
        server.kill()


def lookup(host: str) -> list[str]:
    if host.endswith(".mau.test") or host in ("doi-ten.vn", "127.0.0.1"):
        return ["127.0.0.1"]
    raise OSError("unknown name")


def visit(port: int, path: str, *, host: str = "a", kind: str = "page", timeout: float = 15.0):
    allow = frozenset((f"{name}.mau.test", port) for name in HOSTS)
    url = path if "://" in path else f"http://{host}.mau.test:{port}{path}"
    return fetch_once(url, allow=allow, timeout=timeout, kind=kind, settings=CrawlSettings(lookup=lookup))  # type: ignore[arg-type]


def go(url: str) -> str:
    return "/go/" + url.encode().hex()


@pytest.mark.parametrize(
    ("path", "host", "kind", "error"),
    [
        ("/status/404", "a", "page", "http-status"),
        ("/loop", "a", "page", "too-many-redirects"),
        ("/chain/6", "a", "page", "too-many-redirects"),
        (go("http://169.254.169.254/"), "a", "page", "forbidden-address"),
        (go("http://127.0.0.1:8080/"), "a", "page", "forbidden-address"),
        (go("http://doi-ten.vn:8080/"), "a", "page", "forbidden-address"),
        (go("file:///etc/passwd"), "a", "page", "forbidden-address"),
        (go("https://fb.me/x"), "a", "page", "refused-source"),
        ("/big/stated", "a", "page", "too-large"),
        ("/bomb/page", "a", "page", "too-large"),
        ("/bomb/file.xml.gz", "a", "feed", "too-large"),
        ("/bomb/nested", "a", "page", "bad-encoding"),
        ("/packed/broken", "a", "page", "bad-encoding"),
        ("/lie/pdf", "a", "page", "not-html"),
        ("/cut", "a", "page", "connection"),
        ("/rude", "a", "page", "connection"),
        ("/head-flood", "a", "page", "connection"),
        ("/plain", "closed", "page", "refused-by-robots"),
        ("/plain", "closed503", "page", "robots-unavailable"),
        ("/plain", "moved", "page", "refused-by-robots"),
        ("http://khong-co.vn/", "", "page", "dns"),
        ("http://doi-ten.vn:8080/", "", "page", "forbidden-address"),
        ("http://2130706433/", "", "page", "forbidden-address"),
        ("ftp://bao.vn/x", "", "page", "forbidden-address"),
        ("https://voz.vn/t/1", "", "page", "refused-source"),
    ],
)
def test_a_bad_answer_is_told_in_a_code_and_a_sentence(port: int, path: str, host: str, kind: str, error: str) -> None:
    end = visit(port, path, host=host, kind=kind)
    assert end.error == error
    assert said([end.message]).endswith(".")
    assert end.content == b""


@pytest.mark.parametrize(
    ("path", "host", "kind"),
    [
        ("/plain", "a", "page"),
        ("/chain/5", "a", "page"),
        ("/packed/page", "a", "page"),
        ("/packed/file.xml.gz", "a", "feed"),
        ("/plain/tin", "some", "page"),
        ("/plain", "endless", "page"),
    ],
)
def test_a_good_answer_brings_its_page_whole(port: int, path: str, host: str, kind: str) -> None:
    end = visit(port, path, host=host, kind=kind)
    assert (end.error, end.status) == (None, 200)
    assert "Mưa lớn" in end.content.decode()


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_an_endless_drip_ends_at_the_time_that_was_given(port: int, path: str) -> None:
    started = time.monotonic()
    assert visit(port, path, timeout=1.5).error == "timeout"
    assert time.monotonic() - started < 4
