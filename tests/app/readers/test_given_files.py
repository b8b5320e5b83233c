"""Pages and lists of sources that a command is given: read in a process of their own, whatever they do to it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.readers import feeds, pages
from tests.app.conftest import Run
from tests.app.readers import steps

Write = Callable[..., Path]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of memory")
TANGLE = "<a " + " ".join(f'b{n}="1"' for n in range(200_000)) + ">"
DEEP = "<b>" * 300_000
BOMB = (
    '<!DOCTYPE o [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};&a{n - 1};&a{n - 1};">' for n in range(1, 14))
    + "]>"
)
PAGES = {
    "a tag of 200,000 attributes": f"<html><body><p>{TANGLE}x</p>",
    "three hundred thousand tags in each other": f"<html><body>{DEEP}x",
    "an entity bomb": f"{BOMB}<html><body><p>&a13;</p>",
    "a tag that is never closed": "<html><body><p " + "x" * 3_000_000,
    "a comment that is never closed": "<html><body><!--" + "-" * 3_000_000,
    "two million brackets": "<html><body>" + "<" * 2_000_000,
    "a file that is no page": "\x00\x01\x02" * 100_000,
    "a table of 100,000 cells": "<html><body><table><tr>" + "<td>" * 100_000,
    "half a million empty links": "<html><body>" + "<a href=x></a>" * 500_000,
    "an attribute of three megabytes": '<html><body><p title="' + "x" * 3_000_000 + '"></p>',
}
LISTS = {
    "a tag of 200,000 attributes": f"<opml><body><outline {TANGLE[3:]}</body></opml>",
    "three hundred thousand folders in each other": "<opml><body>" + "<outline text='a'>" * 200_000,
    "an entity bomb": f'{BOMB}<opml><body><outline text="&a13;" xmlUrl="https://a.vn/rss"/></body></opml>',
    "six megabytes": "<opml>" + " " * 6_000_000 + "</opml>",
    "a file of ours": '<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body>&a;</body></opml>',
    "no list": "khong phai danh sach",
    "nothing": "",
}


@pytest.mark.parametrize("what", PAGES)
def test_a_hostile_page_is_answered_in_time_and_the_rest_goes_on(run: Run, ndjson: Write, what: str) -> None:
    good = {"id": "good", "text": "Sáng nay Sở Y tế tỉnh Lào Cai mở đợt tiêm chủng cho trẻ em ở các xã vùng cao."}

    code, [hostile, answer], _ = run("read", "--ndjson", ndjson({"id": "bad", "html": PAGES[what]}, good))

    assert (code, answer["id"], answer["language"]) == (0, "good", "vi")
    assert hostile["error"]["code"] == "not-extractable" or "error" not in hostile
    assert "Traceback" not in str(hostile)


@pytest.mark.parametrize("what", LISTS)
def test_a_hostile_list_of_sources_is_refused_in_one_sentence(run: Run, tmp_path: Path, what: str) -> None:
    file = tmp_path / "list.opml"
    file.write_text(LISTS[what], encoding="utf-8")

    code, _, said = run("sources", "import", file)

    assert code == 2
    assert len(said.strip().splitlines()) == 1
    assert "Traceback" not in said


@pytest.fixture
def obeying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that do what a page or a list says, as one that was taken over would."""
    monkeypatch.setattr(pages, "prepare", steps.prepare_given_pages)
    monkeypatch.setattr(feeds, "prepare", steps.prepare_feeds)


ORDERS = ["die 1", "crash", "send-code", pytest.param("fail-to-allocate", marks=ON_LINUX)]


@pytest.mark.usefixtures("obeying")
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("command", ["read", "import"])
def test_a_page_that_kills_its_reader_costs_itself_alone(run: Run, ndjson: Write, command: str, order: str) -> None:
    records = ndjson({"id": "bad", "html": order}, {"id": "good", "html": "say Bản tin của xã."})
    arguments = ("--ndjson", records) if command == "read" else (records,)

    code, lines, _ = run(command, *arguments)

    assert code == 0
    assert (lines[0]["id"], lines[0]["error"]["code"]) == ("bad", "not-extractable")
    assert "tiến trình đọc" in lines[0]["error"]["detail"]
    assert lines[1] == {"imported": 1, "errors": 1} if command == "import" else lines[1]["text"] == "Bản tin của xã."


@pytest.mark.usefixtures("obeying")
@pytest.mark.parametrize("order", ["hang", "spin"])
def test_what_never_ends_is_given_up(
    run: Run, ndjson: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setenv("DIEMTIN_READER_DEADLINE_SECONDS", "1")
    file = tmp_path / "list.opml"
    file.write_text(order)

    _, [page], _ = run("read", "--ndjson", ndjson({"id": "bad", "html": order}))
    code, _, said = run("sources", "import", file)

    assert "quá lâu" in page["error"]["detail"]
    assert (code, "quá lâu" in said, len(said.strip().splitlines())) == (2, True, 1)


@pytest.mark.usefixtures("obeying")
def test_the_reader_of_a_page_reaches_neither_network_nor_files(run: Run, ndjson: Write, home: Path) -> None:
    home.mkdir()
    (home / "secret.key").write_text("bi-mat")
    orders = ["connect 9", f"open {home / 'secret.key'}", f"write {home / 'new'}", "fork", "environment"]

    _, answers, _ = run("read", "--ndjson", ndjson(*({"id": one, "html": one} for one in orders)))

    said: Any = {answer["id"]: answer["text"] for answer in answers}
    assert [one for one in orders[:4] if not said[one].startswith("refused")] == []
    assert "DIEMTIN" not in said["environment"]
