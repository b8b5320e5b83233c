"""A morning of the sample newsroom in a process of its own: crawled, read, worked on, and all that comes out of it.

`python -m tests.app.zone_driver HOME`: HOME holds a desk whose sources are already known. Prints one JSON object.
"""

import io
import json
import logging
import random
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.main import create_app
from api.routes import ROUTERS
from api.screens import SCREENS
from app import cli
from app.collect import Collector
from app.readers import feeds
from app.web import web
from desk import review
from desk.digest import composing, schedule
from desk.digest.outputs.registry import texts_by_format
from desk.sources.polling import Pace
from domain.editorial import ItemState
from domain.people import Role
from domain.store import Store
from domain.stories import QueueFilter
from domain.times import VIETNAM
from nlp.analyzer import VietnameseAnalyzer
from tests.app.collecting import DAY, MINUTE, Desk, a_desk
from tests.app.test_zones import BEGAN
from tests.making import a_person, acting, seen, sent

FEED_TOKEN = "token-of-this-feed"
FILES = ("bai-dang.txt", "telegram.txt", "telegram-html.txt", "zalo.txt", "loa.txt", "rss.xml", "feed.json", "x.html")
NOT_ASKED = re.compile(
    r"/hang-cho/dong-chay|/sw\.js|/vao|/websub/|/ready|/van-hanh|/tai-khoan/hai-buoc"
)  # live, or drawn by lot
OF_A_DESK = re.compile(r'data-key="[^"]+"')  # each desk's own public key
TEXT = "Sáng nay Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi tại các trạm y tế xã. "
PAGE = f"""<!doctype html><html lang="vi"><head><title>Tiêm chủng miễn phí</title></head><body><article>
<h1>Tiêm chủng miễn phí cho trẻ dưới năm tuổi</h1><p class="date">Thứ hai, 23/11/2026 00:30</p><p>{TEXT * 8}</p>
</article></body></html>"""


def main(home: Path) -> None:
    logging.disable(logging.CRITICAL)
    with a_desk(home, BEGAN) as desk:
        desk.services.analyzer = VietnameseAnalyzer()
        desk.intake = desk.services.intake()
        desk.collector = Collector(desk.services, feeds.read, Pace(rng=random.Random(7)))
        while desk.crawl():
            pass
        desk.work()
        desk.clock.at += 3 * MINUTE
        with desk.services.database.write() as store:
            _worked_on(store, desk)
        out = dict(_screens(desk)) | dict(_texts(desk)) | dict(_commands(desk, home))
    sys.stdout.write(json.dumps(out))


def _worked_on(store: Store, desk: Desk) -> None:
    at, ranker = desk.clock(), desk.services.ranker
    lan, mai = a_person(store, "lan", Role.ADMINISTRATOR), a_person(store, "mai", Role.REVIEWER)
    store.sessions.add(sha256(b"lan").hexdigest(), lan.id, "csrf", at + DAY)
    store.settings.save(replace(store.settings.get(), feed_token=FEED_TOKEN))
    stories, _ = store.stories.list(QueueFilter(limit=9))
    warned = {one.article_id for one in store.warnings.list(99)}  # one that is over cannot be approved
    for number, story in enumerate([one for one in stories if one.head_id not in warned][:2]):
        item = sent(acting(store, lan, at), ranker, story.head_id)
        if number:
            review.decide(acting(store, mai, at), ranker, seen(item), ItemState.APPROVED)
    digest = schedule.build(store, at, desk.services.gazetteer)
    assert digest
    composing.approve(acting(store, mai, at), digest.day, revision=digest.revision)


def _screens(desk: Desk) -> Iterator[tuple[str, str]]:
    app = create_app(web(desk.services))
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    client.cookies.set("diemtin", "lan")
    for path in dict.fromkeys(_paths(desk)):
        for language in ("vi", "en") if not path.startswith("/v1") else ("vi",):
            client.cookies.set("ngon-ngu", language)
            answer = client.get(path)
            text = OF_A_DESK.sub("", answer.text)
            yield f"{language} {path}", f"{answer.status_code} {text}"


def _paths(desk: Desk) -> Iterator[str]:
    """Every GET of the app, with what there is for each parameter."""
    with desk.services.database.read() as store:
        stories, _ = store.stories.list(QueueFilter(limit=12))
        warned = [one.article_id for one in store.warnings.list(5)]
        sources = [source.id for source in store.sources.list()]
    today = str(desk.clock().astimezone(VIETNAM).date())
    known = {
        "article_id": [*(story.head_id for story in stories), *warned],
        "story_id": [story.id for story in stories],
        "item_id": ["1", "2"],
        "source_id": sources,
        "day": [today],
        "file": FILES,
        "token": [FEED_TOKEN],
        "kind": ("xml", "json"),
    }
    for route in [one for router in (*ROUTERS, *SCREENS) for one in router.routes]:
        if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()) or NOT_ASKED.search(route.path):
            continue
        names = re.findall(r"\{(\w+)", route.path)
        for values in product(*(known.get(name, ("1",)) for name in names)):
            yield re.sub(r"\{\w+[^}]*\}", "{}", route.path).format(*values)
    yield from ("/hang-cho?duoi_vach=true", "/tim-kiem?q=y+te", "/tim-kiem?q=tu:23/11/2026", "/v1/search?q=y+te")


def _texts(desk: Desk) -> Iterator[tuple[str, str]]:
    day = desk.clock().astimezone(VIETNAM).date()
    with desk.services.database.read() as store:
        page = composing.of_day(store, day, desk.clock(), desk.services.gazetteer)
        for name, text in texts_by_format(composing.edition(page, "Ánh Dương"), 5000).items():
            yield f"channel {name}", text


def _commands(desk: Desk, home: Path) -> Iterator[tuple[str, str]]:
    vars(cli)["clock_of"] = lambda _: desk.clock
    page, records, opml = home / "trang.html", home / "bai.ndjson", home / "nguon.opml"
    page.write_text(PAGE, encoding="utf-8")
    records.write_text(json.dumps({"id": "a", "html": PAGE, "url": "https://bao.example.vn/a.html"}) + "\n")
    for command in (
        f"read {page}", f"read --ndjson {records}", f"import {records}", f"group {records}", "rebuild",
        "search tiem", "sources list", f"sources export {opml}",
    ):  # fmt: skip
        said = io.StringIO()
        with redirect_stdout(said):
            code = cli.main(["--home", str(home), *command.split()])
        yield f"command {command.replace(str(home), 'HOME')}", f"{code} {said.getvalue()}".replace(str(home), "HOME")
    yield "opml", opml.read_text(encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
