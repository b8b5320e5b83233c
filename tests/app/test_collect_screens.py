"""What the crawler and the worker found out, as editors see it on Hàng chờ, Nguồn tin, Bài, Duyệt and Chia sẻ."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from app.web import web
from desk import review, sharing
from domain.article import article_id
from domain.editorial import ItemState
from domain.people import Person, Role
from domain.sources import FeedKind
from tests.app.collecting import DAY, HOUR, MINUTE, Answer, Desk, a_desk, a_site, a_source, article, rss
from tests.making import a_person, acting, seen, sent
from tests.messages.letters import vietnamese_letters

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
TEXT = (
    "Sáng 23/11, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi tại tất cả các trạm y tế xã. "
    "Người dân mang theo sổ tiêm chủng và gọi số 1900 9095 để đặt lịch trước.\n"
    "Các trạm mở cửa từ 7 giờ đến 16 giờ 30 trong ba ngày liền, kể cả thứ Bảy, và có bác sĩ của tỉnh về hỗ trợ."
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, MORNING) as made:
        yield made


def browser(desk: Desk, login: str, role: Role) -> tuple[TestClient, Person]:
    with desk.services.database.write() as store:
        person = a_person(store, login, role)
        store.sessions.add(sha256(login.encode()).hexdigest(), person.id, "csrf", MORNING + 300 * DAY)
    client = TestClient(create_app(web(desk.services)), base_url="http://localhost")
    client.cookies.set("diemtin", login)
    return client, person


def test_an_article_that_people_took_is_seen_to_change_and_to_go(desk: Desk) -> None:
    number, gone = "1900 9095", False

    def answer(path: str, asked: dict[str, str]):
        if path == "/rss":
            return 200, {}, rss(base, "a")
        return (410, {}, b"") if gone else (200, {}, article("Tiêm chủng", TEXT.replace("1900 9095", number)))

    with a_site(answer) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        desk.crawl()
        desk.crawl()
        desk.work()
        client, lan = browser(desk, "lan", Role.EDITOR)
        _, mai = browser(desk, "mai", Role.REVIEWER)
        key = article_id(f"{base}/a.html")
        ranker = desk.services.ranker
        with desk.services.database.write() as store:
            item = sent(acting(store, lan, MORNING), ranker, key)
        number = "1900 3228"
        desk.wait(10 * MINUTE, 5 * MINUTE)
        assert "Nguồn đã sửa bài sau khi tin được chọn" in client.get("/duyet").text
        page = client.get(f"/bai/{key}").text
        assert "<del>9095</del>" in page
        assert "<ins>3228</ins>" in page
        with desk.services.database.write() as store:
            item = review.decide(
                acting(store, mai, desk.clock()),
                ranker,
                seen(item),
                ItemState.APPROVED,
            )
            sharing.share(acting(store, lan, desk.clock()), ranker, seen(item))
        gone = True
        desk.wait(10 * MINUTE, 5 * MINUTE)
        assert "Nguồn đã gỡ" in client.get("/so-tin").text
        assert "gỡ bài" in client.get(f"/bai/{key}").text


def in_english(client: TestClient, path: str) -> str:
    """What stands in the page, without its tags."""
    page = client.get(path, headers={"Cookie": f"diemtin={client.cookies['diemtin']}; ngon-ngu=en"}).text
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r'<option value="\d+"[^>]*>[^<]*</option>', "", main)  # provinces, whose names stay as they are
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def test_in_english_no_word_about_sources_is_vietnamese(desk: Desk) -> None:
    """Whatever visits bring: good, odd, broken, refused, silent and unreachable ones."""
    answers = {
        "/good": (200, rss("", "a", "b")),
        "/dying": (200, rss("", "c")),
        "/odd": (200, b"<rss><channel><item><title>a</title><link>http://a.example/1</link><pubDate>x</pubDate>"),
        "/map": (200, b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://a.example/"),
        "/refused": (403, b""),
        "/gone": (410, b""),
        "/ill": (502, b""),
        "/teapot": (418, b""),
        "/file": (200, b"%PDF-1.7 \x00"),
        "/page": (200, b"<!doctype html><html><body>x"),
        "/empty": (200, b""),
        "/deep": (200, b"<rss>" + b"<a>" * 1000),
        "/broken": (200, b"{"),
    }

    def answer(path: str, asked: dict[str, str]) -> Answer:
        status, body = answers.get(path.partition("?")[0], (404, b""))
        if path == "/dying" and desk.clock.at > MORNING + HOUR:
            return 500, {}, b""
        return status, {}, body

    with a_site(answer) as base:
        for path in answers:
            kind = FeedKind.SITEMAP if path == "/map" else FeedKind.FEED
            desk.add(a_source(base, path[1:]), (f"{base}{path}", kind, ""))
        halves = [(f"{base}{path}?2", FeedKind.FEED, "") for path in ("/good", "/refused")]
        desk.add(a_source(base, "part"), *halves)
        client, _ = browser(desk, "lan", Role.ADMINISTRATOR)
        seen = []
        for hours in (0, 1, 30):  # new, failing, dead
            desk.clock.at = MORNING + hours * HOUR
            desk.crawl()
            seen += [in_english(client, "/nguon-tin"), in_english(client, "/hang-cho")]
            seen += [in_english(client, f"/nguon-tin/{path[1:]}") for path in (*answers, "/part")]
    ours = [re.sub("Báo|Cơ quan|·", "", text) for text in seen]  # names stay as they are
    assert [(text[:80], left) for text in ours if (left := vietnamese_letters(text))] == []
    assert "has stopped answering" in "".join(seen)
    assert "Entries read: 2" in "".join(seen)


def test_a_source_that_is_dead_stands_at_the_top_of_the_queue(desk: Desk) -> None:
    with a_site(lambda path, asked: (403, {}, b"")) as base:
        desk.add(a_source(base), (f"{base}/rss", FeedKind.FEED, ""))
        client, _ = browser(desk, "lan", Role.EDITOR)
        assert "không đọc được" not in client.get("/hang-cho").text
        for _ in range(23):
            desk.crawl()
            desk.clock.at += HOUR
        queue = client.get("/hang-cho").text
        assert "1 nguồn không đọc được" in queue
        assert "/nguon-tin/bao" in queue
        listing = client.get("/nguon-tin").text
        assert "bị từ chối" in listing
        assert "Nguồn từ chối cho đọc (mã 403)" in client.get("/nguon-tin/bao").text
