"""`diemtin sources` against the sample newsroom, the one exception to "no loopback"."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.sample import NEWSROOM_FILE
from crawlers.feeds.opml import read_opml
from demo.newsroom import Newsroom
from domain.sources import SourceKind
from tests.app.conftest import Run

PUBLISHERS = ["https://www.facebook.com/baolaocai", "https://youtu.be/x", "https://voz.vn/f", "https://bit.ly/3x"]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(trouble=False) as running:
        yield running


@pytest.fixture
def allowed(newsroom: Newsroom, home: Path) -> Newsroom:
    """Its addresses are in the home folder, as `diemtin newsroom` leaves them."""
    home.mkdir()
    ports = {source.id: urlsplit(source.home_url).port for source in newsroom.sources}
    (home / NEWSROOM_FILE).write_text(json.dumps({"ports": ports, "origin": "2026-11-23T05:00:00+00:00"}))
    return newsroom


def test_a_publisher_is_added_by_its_home_page_listed_checked_and_exchanged(
    run: Run, allowed: Newsroom, tmp_path: Path
) -> None:
    source = allowed.sources[0]
    code, lines, said = run(
        "sources", "add", source.home_url, "--sample", "--name", "Báo mẫu", "--organisation", "Cơ quan mẫu"
    )
    assert code == 0, said
    assert "Báo mẫu" in lines[0]
    listed = run("sources", "list")[1]
    assert len(listed) == 1
    assert "chưa kiểm tra" in listed[0]
    code, lines, _ = run("sources", "check", "--sample")
    assert code == 0, lines
    assert "chưa kiểm tra" not in run("sources", "list")[1][0]
    opml = tmp_path / "nguon.opml"
    assert run("sources", "export", opml)[0] == 0
    assert source.home_url.split("//")[1].rstrip("/") in opml.read_text(encoding="utf-8")
    code, lines, said = run("sources", "import", opml, "--sample")
    assert (code, said) == (0, "")
    assert len(run("sources", "list")[1]) == 1


def test_loopback_is_refused_without_the_newsrooms_own_switch(run: Run, newsroom: Newsroom) -> None:
    code, _, said = run("sources", "add", newsroom.sources[0].home_url)
    assert code == 2
    assert said.strip()
    assert run("sources", "list")[1] == []


def test_a_list_that_leads_into_our_own_network_is_read_without_those_lines(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.opml"
    inside = ("http://127.0.0.1/rss", "http://192.168.1.9/rss", "http://[::1]/rss", "http://nas.local/rss")
    outlines = "".join(f'<outline type="rss" text="x" xmlUrl="{url}"/>' for url in inside)
    file.write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    assert f"từ chối {len(inside)}" in run("sources", "import", file)[1][-1]
    assert run("sources", "list")[1] == []


def test_a_list_of_another_reader_gets_kinds_and_provinces(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.opml"
    outline = '<outline type="rss" text="Đài Khí tượng Thủy văn Sơn La" xmlUrl="https://kttv.example/rss"/>'
    file.write_text(f"<opml><body>{outline}</body></opml>", encoding="utf-8")
    run("sources", "import", file)
    run("sources", "export", tmp_path / "out.opml")
    [read] = read_opml((tmp_path / "out.opml").read_bytes()).outlines
    assert (read.kind, read.province) == (SourceKind.WARNING_SERVICE, "14")


def test_an_opml_file_with_peoples_pages_is_read_without_them(run: Run, tmp_path: Path) -> None:
    outlines = "".join(
        f'<outline type="rss" text="Nguồn {n}" xmlUrl="{url}/rss" htmlUrl="{url}"/>'
        for n, url in enumerate([*PUBLISHERS, "https://baolaocai.vn"])
    )
    file = tmp_path / "in.opml"
    file.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>', encoding="utf-8")
    code, lines, said = run("sources", "import", file)
    assert code == 0
    assert f"từ chối {len(PUBLISHERS)}" in lines[-1]
    assert said.count("mạng xã hội") >= len(PUBLISHERS)
    assert [line.split("\t")[0] for line in run("sources", "list")[1]] == ["baolaocai-vn"]


@pytest.mark.parametrize("broken", ["", "<opml", "not xml at all", "<html></html>"])
def test_a_file_that_is_no_opml_is_said_plainly(run: Run, tmp_path: Path, broken: str) -> None:
    file = tmp_path / "in.opml"
    file.write_text(broken, encoding="utf-8")
    code, lines, said = run("sources", "import", file)
    assert (code, bool(said)) in ((2, True), (0, False))
    assert code == 2 or "Đã nhập 0" in lines[-1]


def test_an_address_is_needed(run: Run) -> None:
    assert run("sources", "add")[0] == 2
