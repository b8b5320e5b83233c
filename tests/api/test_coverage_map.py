"""Bản đồ: a circle and a row for each place that is written of, each with the list of exactly those articles."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from api.screens.coverage_map import address_of
from domain.search import Query
from domain.understanding import PlaceMention
from index.query.parser import parse
from nlp.places.gazetteer import load
from nlp.places.units import VietnamGazetteer
from tests.api.conftest import Desk
from tests.api.screens import read
from tests.api.test_trends import counted_and_seen, words
from tests.making import NOON, our_desk

MAP = "/xu-huong/ban-do"
Y_TY, SA_PA, FORMER_SA_PA, HOANG_SA = "02701", "03006", "088", "20333"
YEN_BINH, OTHER_YEN_BINH = "04714", "02116"  # two communes of one name; the first has no point on the map
GAZETTEER = VietnamGazetteer()


def with_real_places(desk: Desk) -> None:
    desk.web = replace(desk.web, gazetteer=GAZETTEER)
    desk.index.inner.resolve = GAZETTEER.lookup


def published(desk: Desk, *articles: tuple[str, ...]) -> None:
    """One a day, the first today, each with the codes of the places that it names."""
    for number, codes in enumerate(articles):
        places = [
            PlaceMention(code=code, name="x", province=GAZETTEER.lineage(code)[-1], start=0, end=1) for code in codes
        ]
        desk.publish(f"n{number}", places=tuple(places), published_at=NOON - timedelta(days=number))
    counted_and_seen(desk)


@pytest.fixture
def real(desk: Desk) -> Desk:
    with_real_places(desk)
    return desk


def links(html: str, pattern: str) -> list[tuple[str, int]]:
    """Addresses with the numbers that stand on them."""
    return [(unescape(address), int(number)) for address, number in re.findall(pattern, html, re.S)]


def circles(html: str) -> list[tuple[str, int]]:
    return links(html, r'<a\s+href="([^"]+)"\s+aria-label="[^"]*: (\d+)\s')


def rows(html: str) -> list[tuple[str, int]]:
    return links(html, r'<td>\s*<a href="([^"]+)">(\d+)</a>')


def test_each_circle_and_each_row_leads_to_exactly_its_articles(real: Desk) -> None:
    published(
        real, (Y_TY,), (Y_TY, SA_PA), (FORMER_SA_PA,), ("15",), (YEN_BINH,), (OTHER_YEN_BINH,), (HOANG_SA, Y_TY), ()
    )
    lan = real.browser("lan")
    for asked, circled, listed in (
        ("", [3, 1], [3, 1, 1, 1, 1]),  # in the table alone: a former town, its former province, one without a point
        ("?noi=ca-nuoc", [6, 1, 1, 1], [6, 1, 1, 1]),
        ("?noi=48&dai=91", [1], [1]),
        ("?noi=91&dai=364", [], []),
    ):
        shown = lan.get(MAP + asked).text
        assert read(shown).faults == []
        assert [number for _, number in circles(shown)] == circled, asked
        assert [number for _, number in rows(shown)] == listed, asked
        for address, number in circles(shown) + rows(shown):
            assert re.search(rf'<p class="meta">\s*{number}\s+bài', lan.get(address).text), address


def test_the_map_of_the_country_shows_hoang_sa_and_truong_sa_where_they_lie(real: Desk) -> None:
    published(real, (HOANG_SA,))
    shown = real.browser("lan").get(f"{MAP}?noi=ca-nuoc").text
    at = {
        name: (float(x), float(y))
        for x, y, name in re.findall(r'cx="([\d.]+)"\s+cy="([\d.]+)"[^>]*>\s*<title>([^:<]+):', shown, re.S)
    }
    texts = [words(text).strip() for text in re.findall(r"<text.*?</text>", shown, re.S)]
    assert {"Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hoà)"} <= set(texts)
    hoang_sa, truong_sa = at["Đặc khu Hoàng Sa"], at["Đặc khu Trường Sa"]
    assert hoang_sa[0] > at["Thành phố Đà Nẵng"][0] + 60  # far out in the east, about as far north
    assert abs(hoang_sa[1] - at["Thành phố Đà Nẵng"][1]) < 40
    assert truong_sa[0] > max(hoang_sa[0], at["Tỉnh Khánh Hoà"][0] + 100)
    assert truong_sa[1] > at["Tỉnh Khánh Hoà"][1]
    for province, zone in (("48", "Đặc khu Hoàng Sa"), ("56", "Đặc khu Trường Sa")):
        own = real.browser("lan").get(f"{MAP}?noi={province}").text
        assert zone in [words(text).strip() for text in re.findall(r"<text.*?</text>", own, re.S)]


def test_a_place_without_articles_had_none_or_we_were_blind(real: Desk) -> None:
    lan = real.browser("lan")
    shown = lan.get(MAP).text
    assert 'class="blind"' in shown.partition("figcaption")[0]
    assert "rộng nhất" not in words(shown)
    assert "chỉ có trong bảng: Xã Yên Bình." in words(shown)
    published(real, (Y_TY,))
    shown = lan.get(MAP).text
    assert "18 trên 28 ngày không rõ" in words(shown)
    assert "Xã A Mú Sung: không rõ: không nhìn thấy" in words(shown)
    assert "98 nơi không rõ có bài hay không" in words(shown)
    counted_and_seen(real, days=28)
    shown = lan.get(MAP).text
    assert "ngày không rõ" not in words(shown)
    assert "Xã A Mú Sung: không có bài" in words(shown)
    assert "98 nơi không có bài nào" in words(shown)


def test_a_long_table_is_folded_after_twenty_places(real: Desk) -> None:
    communes = real.web.places.communes("15")
    published(real, tuple(communes[:25]), (communes[24],))
    shown = real.browser("lan").get(MAP).text
    assert "và 5 nơi khác" in words(shown)
    assert rows(shown)[0][1] == 2
    assert len(rows(shown)) == 25


def test_a_desk_without_an_area_sees_the_whole_country(real: Desk) -> None:
    with real.database.write() as store:
        store.settings.save(our_desk(area=()))
    assert "Đặc khu Trường Sa: không rõ" in words(real.browser("lan").get(MAP).text)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("noi=99", 404),
        ("noi=10", 404),
        ("noi=03006", 404),
        ("noi=" + "1" * 21, 422),
        ("dai=7", 422),
        ("noi=&dai=91", 200),
    ],
)
def test_what_has_no_map_is_said(real: Desk, asked: str, status: int) -> None:
    assert real.browser("lan").get(f"{MAP}?{asked}").status_code == status


def test_the_address_of_every_unit_asks_for_it_alone(real: Desk) -> None:
    for code in [*load().units][::50]:
        address = address_of(real.web, code, NOON.date(), NOON.date())
        asked = parse(Query(text=parse_qs(urlsplit(address).query)["q"][0]), resolve=GAZETTEER.lookup)
        ((_, values),) = asked.filters
        assert f"={code}" in values
        assert all(code in GAZETTEER.lineage(value[1:]) for value in values), address
        assert (asked.words, asked.phrases, asked.notices) == ((), (), ())
        assert asked.since
        assert asked.until
