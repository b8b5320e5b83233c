"""Warnings as a person sees them: in force, then superseded, cancelled or expired, on a telephone and a wide screen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from database.engine import SqlDatabase, open_engine, sqlite_url
from desk.warning_keeper import WarningKeeper
from domain.hazards import Hazard
from domain.sources import SourceKind
from domain.stage import Stage
from domain.times import now
from domain.warning import MsgType, OfficialWarning, Reference
from nlp.places.units import VietnamGazetteer
from nlp.warnings.bulletins import VietnamBulletins
from tests.browser.desk import Desk
from tests.making import PAPER, an_article

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
Say = Callable[..., str]
SENDER = "Đài thử của trình duyệt"
OFFICE = replace(PAPER, id="dai-thu", name=SENDER, home_url="https://dai-thu.example", kind=SourceKind.WARNING_SERVICE)


@pytest.fixture
def say(desk: Desk) -> Iterator[Say]:
    """The office sends a message; the path of its article comes back. All of it is taken away at the end."""
    database = SqlDatabase(open_engine(sqlite_url(Path(desk.state()) / "diemtin.db")))
    keeper = WarningKeeper(bulletins=VietnamBulletins(), gazetteer=VietnamGazetteer())
    said: list[str] = []

    def made(key: str, headline: str, minutes_ago: int, **more: object) -> str:
        moment = now()
        article = an_article(
            key, source_id=OFFICE.id, url=f"https://dai-thu.example/{key}", title=headline, stage=Stage.QUEUED,
            fetched_at=moment, published_at=moment,
        )  # fmt: skip
        warning = OfficialWarning(
            identifier=key, sender=SENDER, sent=moment - timedelta(minutes=minutes_ago), hazard=Hazard.FLOOD,
            event="lũ", headline=headline, level=3, expires=moment + timedelta(hours=3), url=article.url,
        )  # fmt: skip
        with database.write() as store:
            store.sources.save(OFFICE)
            store.articles.add([article])
            keeper.keep(store, replace(warning, **more), article, moment)  # type: ignore[arg-type]
        said.append(article.id)
        return f"/bai/{article.id}"

    yield made
    with database.write() as store:
        for article_id in said:
            store.warnings.remove(article_id)
    database.engine.dispose()


def follows(key: str) -> tuple[Reference, ...]:
    return (Reference(SENDER, key, None),)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_warning_is_followed_from_in_force_to_its_end(desk: Desk, new_page: NewPage, say: Say, width: int) -> None:
    page = new_page("lan", width=width)
    key = f"lu-{width}"
    first = say(f"{key}-1", f"Tin lũ trên sông thử {width}", 60)

    def notice(path: str) -> str:
        page.goto(desk.base + path)
        seen = page.locator("p.notice.warned")
        expect(seen).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        return " ".join(seen.inner_text().split())

    page.goto(f"{desk.base}/hang-cho")
    expect(page.locator(f'.warnings a[href="{first}"]')).to_be_attached()
    assert "đang có hiệu lực đến" in notice(first)
    assert "kiểm tra lúc" in notice(first)
    badge = page.locator("p.notice.warned .state")
    assert badge.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 152, 0)"  # orange is level 3

    update = say(f"{key}-2", f"Tin lũ khẩn cấp trên sông thử {width}", 40,
                 msg_type=MsgType.UPDATE, references=follows(f"{key}-1"))  # fmt: skip
    assert "đã có tin thay lúc" in notice(first)
    page.get_by_role("link", name="tin thay thế").click()
    page.wait_for_url(f"**{update}")
    expect(page.locator("p.notice.warned")).to_contain_text("đang có hiệu lực")

    cancel = say(f"{key}-3", f"Tin cuối cùng về lũ trên sông thử {width}", 20,
                 msg_type=MsgType.CANCEL, references=follows(f"{key}-2"))  # fmt: skip
    assert "đã hủy lúc" in notice(update)
    page.get_by_role("link", name="tin hủy").click()
    page.wait_for_url(f"**{cancel}")
    expect(page.locator("p.notice.warned")).to_contain_text("tin báo nguy hiểm đã qua")

    old = say(f"{key}-4", f"Tin rét đậm thử {width}", 90, hazard=Hazard.COLD, event="rét",
              expires=now() - timedelta(minutes=5))  # fmt: skip
    assert "hết hạn lúc" in notice(old)

    page.goto(f"{desk.base}/hang-cho")
    past = page.locator("details.past-warnings")
    if not past.is_visible():  # others are in force: what is over stands behind their line
        page.locator(".warnings > details > summary").click()
    past.locator("summary").click()
    row = past.locator("li", has=page.locator(f'a[href="{first}"]'))
    expect(row).to_be_visible()
    expect(row).to_contain_text("đã có tin thay lúc")
    expect(row).to_contain_text("kiểm tra lúc")
    expect(past.locator("li", has=page.locator(f'a[href="{old}"]'))).to_contain_text("hết hạn lúc")
    expect(past.locator("li", has=page.locator(f'a[href="{update}"]')).first).to_contain_text("đã")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    row.get_by_role("link", name="tin thay thế").click()
    page.wait_for_url(f"**{update}")
