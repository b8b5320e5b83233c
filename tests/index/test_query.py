"""What was typed is read leniently, and never fails."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.search import Query
from domain.times import VIETNAM
from index.query.parser import MAX_WORDS, Parsed, parse

TODAY = date(2026, 11, 23)


def read(text: str) -> Parsed:
    return parse(Query(text=text), today=TODAY)


def said(words: tuple[object, ...]) -> list[str]:
    return [getattr(w, "loose", "") for w in words]


@given(st.text(alphabet=st.sampled_from('ab "“-:,.()/\\nguồnơitừđếnmục\u0301\u200b\n0123456789'), max_size=80))
def test_any_text_is_read(text: str) -> None:
    parsed = read(text)
    assert all(0 <= t.start < t.end <= len(parsed.text) for t in parsed.positive)


@given(st.text(max_size=200))
def test_any_unicode_is_read(text: str) -> None:
    assert len(read(text).positive) <= MAX_WORDS


@pytest.mark.parametrize("name", ["nguồn", "nguon", "NGUỒN", "Nguồn", "nguo\u0302\u0300n"])
def test_an_operator_may_be_typed_in_any_way(name: str) -> None:
    assert read(f"{name}:baolaocai.vn").filters == (("source", ("baolaocai-vn",)),)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("từ:23/11/2026", date(2026, 11, 23)),
        ("từ:2026-11-23", date(2026, 11, 23)),
        ("từ: 23/11", date(2026, 11, 23)),
        ("tu:24/11", date(2025, 11, 24)),
        ("từ:10/2026", date(2026, 10, 1)),
        ("từ:2025", date(2025, 1, 1)),
        ("từ:hôm-qua", date(2026, 11, 22)),
        ('từ:"hôm nay"', date(2026, 11, 23)),
    ],
)
def test_a_day_is_read_as_editors_type_it(typed: str, first: date) -> None:
    assert read(typed).since == datetime(first.year, first.month, first.day, tzinfo=VIETNAM)
    assert read(typed).words == ()


@pytest.mark.parametrize("typed", ["từ:31/2/2026", "đến:hôm sau", "từ:0/0", "từ:9999/99/99"])
def test_a_day_that_is_none_is_searched_for_as_words(typed: str) -> None:
    parsed = read(typed)
    assert parsed.since is None
    assert parsed.until is None
    assert parsed.words


def test_until_runs_to_the_end_of_the_day() -> None:
    until = read("đến:22/11/2026").until
    assert until is not None
    assert (until.day, until.hour, until.minute) == (22, 23, 59)


def test_a_place_that_nobody_knows_is_searched_for_as_words() -> None:
    parsed = parse(Query(text="nơi:xyz"), resolve=lambda _: (), today=TODAY)
    assert parsed.filters == ()
    assert said(parsed.words) == ["xyz"]


def test_an_operator_that_is_given_nothing_is_passed_over() -> None:
    assert said(read('bão nguồn: ""').words) == ["bao"]


def test_an_unbalanced_quote_is_ignored() -> None:
    assert said(read('"mưa lớn').words) == ["mua", "lon"]
    assert said(read('mưa" "lớn nhất"').words + read('mưa" "lớn nhất"').positive)


def test_a_hyphen_inside_a_word_leaves_nothing_out() -> None:
    parsed = read("COVID-19 Hà Nội - Lào Cai")
    assert parsed.excluded == ()
    assert said(parsed.words) == ["covid", "19", "ha", "noi", "lao", "cai"]


def test_an_address_is_words() -> None:
    assert read("https://example.vn/a:b").filters == ()


def test_two_filters_of_one_kind_are_kept() -> None:
    assert len(read("mục:suc-khoe mục:doi-song -nguồn:abc").filters) == 2
    assert read("-nguồn:abc").refused == (("source", ("abc",)),)


def test_a_very_long_query_is_cut() -> None:
    assert len(read("bão " * 10_000).words) == MAX_WORDS
    assert len(read('"' + "bão lũ " * 10_000 + '"').positive) <= MAX_WORDS


def test_the_last_word_is_unfinished_until_a_space() -> None:
    assert read("mưa l").unfinished
    assert not read("mưa l ").unfinished
    assert not read("mưa lớn?").unfinished
    assert not read('"mưa lớn"').unfinished
