"""What every search index promises, held by each of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.ports import SearchIndex
from domain.search import Document, Order, Query, Results
from index.embedded.engine import EmbeddedIndex
from index.memory import MemoryIndex
from index.opensearch.engine import OpenSearchIndex

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


def places(typed: str) -> Sequence[str]:
    return {"lào cai": ("10",), "10": ("10",)}.get(typed.lower(), ())


@pytest.fixture(params=["memory", "embedded", "opensearch"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    if request.param == "memory":
        return MemoryIndex(resolve=places, today=lambda: TODAY)
    if request.param == "embedded":
        return EmbeddedIndex(tmp_path / "index", resolve=places, today=lambda: TODAY)
    return OpenSearchIndex(request.getfixturevalue("emptied_cluster"), resolve=places, today=lambda: TODAY)


def an_article(name: str, title: str = "", text: str = "", **more: object) -> Document:
    return Document(id=name, title=title, text=text, **more)  # type: ignore[arg-type]


def found(index: SearchIndex, text: str, **more: object) -> list[str]:
    return [hit.id for hit in search(index, text, **more).hits]


def search(index: SearchIndex, text: str, **more: object) -> Results:
    return index.find(Query(text=text, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed", ["tiêm chủng", "tiem chung", "TIÊM CHỦNG", "tie\u0302m chu\u0309ng", "tiêm\u200b chủng"]
)
def test_a_reader_finds_an_article_however_the_marks_are_typed(index: SearchIndex, typed: str) -> None:
    index.add([an_article("a1", "Lịch tiêm chủng tháng 8"), an_article("a2", "Giá xăng dầu hôm nay")])
    assert found(index, typed) == ["a1"]


@pytest.mark.parametrize("typed", ["duong", "đường", "Đường", "ĐƯỜNG"])
def test_d_without_its_bar_finds_d_with_it(index: SearchIndex, typed: str) -> None:
    index.add([an_article("a1", "Đường mới ở Bắc Hà"), an_article("a2", "Cầu mới ở Bắc Hà")])
    assert found(index, typed) == ["a1"]


@pytest.mark.parametrize(
    ("typed", "first"), [("hòa", "hoa-huyen"), ("hoà", "hoa-huyen"), ("hoá", "hoa-sac"), ("hóa", "hoa-sac")]
)
def test_typed_accents_rank_exact_matches_first_and_still_find_the_rest(
    index: SearchIndex, typed: str, first: str
) -> None:
    index.add([
        an_article("hoa", "Hoa nở ở Sa Pa"),
        an_article("hoa-sac", "Hoá chất ở Sa Pa"),
        an_article("hoa-huyen", "Hòa nhạc ở Sa Pa"),
    ])  # fmt: skip
    ranked = found(index, typed)
    assert ranked[0] == first
    assert set(ranked) == {"hoa", "hoa-sac", "hoa-huyen"}


def test_two_spellings_of_one_word_are_one_word(index: SearchIndex) -> None:
    index.add([an_article("a1", "Thuỷ điện xả lũ"), an_article("a2", "Thủy điện ngừng phát")])
    assert set(found(index, '"thủy điện"')) == set(found(index, '"thuỷ điện"')) == {"a1", "a2"}


def test_adding_an_article_again_replaces_it(index: SearchIndex) -> None:
    index.add([an_article("a1", "Bão số 5")])
    index.add([an_article("a1", "Bão số 6 vào bờ"), an_article("a1", "Áp thấp tan dần")])
    assert index.count() == 1
    assert found(index, "bão") == []
    assert found(index, "áp thấp") == ["a1"]


def test_a_removed_article_is_not_found(index: SearchIndex) -> None:
    index.add([an_article("a1", "Bão số 5"), an_article("a2", "Bão số 6")])
    index.remove(["a1", "never-added"])
    assert found(index, "bão") == ["a2"]
    assert index.count() == 1


def test_a_phrase_is_a_phrase(index: SearchIndex) -> None:
    index.add([
        an_article("together", "Tin", "Mưa lớn ở vùng cao"),
        an_article("apart", "Tin", "Mưa kéo dài, thiệt hại lớn"),
        an_article("across", "Chiều nay mưa", "Lớn nhất trong năm"),
    ])  # fmt: skip
    assert found(index, '"mưa lớn"') == ["together"]
    assert found(index, '"mua lon"') == ["together"]
    assert found(index, "“mưa lớn”") == ["together"]


def test_a_word_after_a_minus_is_left_out(index: SearchIndex) -> None:
    index.add([an_article("a1", "Lũ quét ở Bát Xát"), an_article("a2", "Lũ quét ở Mường Khương")])
    assert found(index, "lũ quét -Bát") == ["a2"]
    assert found(index, 'lũ quét -"mường khương"') == ["a1"]


def test_an_article_that_may_be_of_two_sections_is_found_under_either(index: SearchIndex) -> None:
    index.add([
        an_article("a1", "Bão", section="doi-song", second_section="suc-khoe"),
        an_article("a2", "Bão", section="the-gioi"),
    ])  # fmt: skip
    assert found(index, "bão", section="doi-song") == found(index, "bão", section="suc-khoe") == ["a1"]
    assert found(index, "bão mục:suc-khoe") == ["a1"]
    assert index.find(Query(text="bão")).facets["section"] == {"doi-song": 1, "suc-khoe": 1, "the-gioi": 1}


def test_the_operators_narrow_by_source_section_place_and_title(index: SearchIndex) -> None:
    index.add([
        an_article("a1", "Sốt xuất huyết", "Bệnh viện", source="suckhoe-vn", section="suc-khoe", places=("10", "10.1")),
        an_article("a2", "Bệnh viện mới", "Sốt đất", source="vnexpress-net", section="kinh-doanh", places=("01",)),
    ])  # fmt: skip
    for typed in (
        "nguồn:suckhoe-vn", "nguon:suckhoe", "mục:suc-khoe", 'muc:"sức khỏe"', 'nơi:"Lào Cai"', "noi:10",
        "tiêu-đề:sốt", "tieu-de:sot", "bệnh viện -mục:kinh-doanh",
    ):  # fmt: skip
        assert found(index, typed) == ["a1"], typed
    assert set(found(index, "nguồn:suckhoe nguồn:vnexpress")) == {"a1", "a2"}
    assert found(index, "bệnh viện", section="suc-khoe") == ["a1"]
    assert found(index, "bệnh viện", source="vnexpress-net") == ["a2"]
    assert found(index, "bệnh viện", place="10.1") == ["a1"]


def test_the_operators_narrow_by_day_in_vietnam(index: SearchIndex) -> None:
    index.add([
        an_article("old", "Tin cũ", published_at=datetime(2026, 11, 21, 16, 59, tzinfo=UTC)),
        an_article("new", "Tin mới", published_at=datetime(2026, 11, 21, 17, 0, tzinfo=UTC)),
        an_article("none", "Tin không ngày"),
    ])  # fmt: skip
    for typed in ("từ:22/11/2026", "tu:2026-11-22", "từ:22/11 tin", "tin từ:hôm-qua"):
        assert found(index, typed) == ["new"], typed
    for typed in ("đến:21/11/2026", "den:21/11", "tin từ:2026 đến:21-11-2026"):
        assert found(index, typed) == ["old"], typed
    assert found(index, "tin", since=datetime(2026, 11, 21, 17, 0, tzinfo=UTC)) == ["new"]


@pytest.mark.parametrize(
    "typed",
    [
        '"bão', 'bão"', '"""', "bão (", "bão AND", "-", "- -", 'bão -"', "nguồn:", "từ:khi nào bão", "bão từ:99/99",
        "bão nơi:nowhere", "a:b:c:d", "\\", "bão*", "bão~2", "bão^3", "[a TO", "+bão", "😀", "\x00", "bão " * 5000,
        "x" * 100_000, "\u0301\u0301", "bão\n\tlũ", "NOT", "||", "-bão -lũ", "%s {0}",
    ],
)  # fmt: skip
def test_a_query_never_fails(index: SearchIndex, typed: str) -> None:
    index.add([an_article("a1", "Bão số 5"), an_article("a2", "Nắng đẹp")])
    results = search(index, typed)
    assert results.total >= len(results.hits)
    assert "a1" in {hit.id for hit in search(index, "bão").hits}


@pytest.mark.parametrize("typed", ['"bão', "bão (", "bão AND ~", 'bão "'])
def test_odd_characters_do_not_hide_what_was_asked_for(index: SearchIndex, typed: str) -> None:
    index.add([an_article("a1", "Bão số 5"), an_article("a2", "Nắng đẹp")])
    assert found(index, typed) == ["a1"]


def test_the_last_word_may_be_unfinished(index: SearchIndex) -> None:
    index.add([an_article("a1", "Tiêm chủng mở rộng"), an_article("a2", "Tiêm phòng dại")])
    assert found(index, "tiêm chu") == ["a1"]
    assert found(index, "tiem phon") == ["a2"]
    assert found(index, "chu ") == []


def test_a_whole_word_stands_before_a_longer_one(index: SearchIndex) -> None:
    index.add([an_article("longer", "Cảnh báo"), an_article("whole", "Canh chua")])
    assert found(index, "can")  # begins both
    assert found(index, "canh")[0] in ("longer", "whole")
    index.add([an_article("short", "Ăn can")])
    assert found(index, "can")[0] == "short"


def test_did_you_mean_puts_the_marks_back(index: SearchIndex) -> None:
    index.add(
        [
            an_article("a1", "Đường phố ngập nước"),
            an_article("a2", "Đường phố kẹt xe"),
            an_article("a3", "Dưỡng da, phô mai"),
        ]
    )
    assert search(index, "duong pho").did_you_mean == "đường phố"
    assert search(index, "đường phố").did_you_mean == ""
    assert search(index, "duong xyz").did_you_mean == ""


def test_a_slip_of_the_keyboard_is_read(index: SearchIndex) -> None:
    index.add([an_article("a1", "Đà Nẵng nắng đẹp"), an_article("a2", "Huế mưa")])
    results = search(index, "ddaf nawngx")
    assert results.did_you_mean == "đà nẵng"
    assert [hit.id for hit in results.hits] == ["a1"]


def test_highlights_are_in_the_publishers_spelling(index: SearchIndex) -> None:
    title, text = "Hoà Bình: mưa lớn", "Sáng nay. " * 60 + "Tại Hoà Bình, mưa lớn làm sạt lở. " + "Hết tin. " * 60
    index.add([an_article("a1", title, text)])
    hit = search(index, "hòa bình").hits[0]
    assert [title[a:b] for a, b in hit.title_marks] == ["Hoà Bình"]
    assert [hit.snippet[a:b] for a, b in hit.snippet_marks] == ["Hoà Bình"]
    assert hit.snippet in text
    assert len(hit.snippet) <= 300


def test_marks_are_exact_in_text_that_is_not_composed(index: SearchIndex) -> None:
    title = "Tie\u0302m chu\u0309ng mở rộng"
    index.add([an_article("a1", title)])
    hit = search(index, "tiêm chủng").hits[0]
    assert [title[a:b] for a, b in hit.title_marks] == ["Tie\u0302m chu\u0309ng"]


def test_facets_count_what_was_found(index: SearchIndex) -> None:
    index.add([
        an_article("a1", "Bão", source="x", section="doi-song", places=("10", "10.1"), published_at=NOON),
        an_article("a2", "Bão", source="x", section="the-gioi", places=("10",), published_at=NOON - timedelta(days=1)),
        an_article("a3", "Nắng", source="y", section="the-gioi", published_at=NOON),
    ])  # fmt: skip
    facets = search(index, "bão", limit=1).facets
    assert facets["source"] == {"x": 2}
    assert facets["section"] == {"doi-song": 1, "the-gioi": 1}
    assert facets["place"] == {"10": 2, "10.1": 1}
    assert facets["day"] == {"2026-11-23": 1, "2026-11-22": 1}


def test_newest_first_when_asked(index: SearchIndex) -> None:
    index.add([an_article(f"a{n}", "Bão " * (n + 1), published_at=NOON - timedelta(hours=n)) for n in range(5)])
    assert found(index, "bão", order=Order.NEWEST) == ["a0", "a1", "a2", "a3", "a4"]


@pytest.mark.parametrize("order", list(Order))
def test_paging_shows_each_article_once_and_ties_newest_first(index: SearchIndex, order: Order) -> None:
    articles = [an_article(f"a{n:03}", "Bão số 5", published_at=NOON - timedelta(days=n // 30)) for n in range(130)]
    for at in range(0, 130, 13):  # several commits, so several segments
        index.add(articles[at : at + 13][::-1])
    pages = [found(index, "bão", order=order, offset=at, limit=20) for at in range(0, 140, 20)]
    assert [id_ for page in pages for id_ in page] == [a.id for a in articles]
    assert search(index, "bão", limit=3).total == 130


def test_nothing_typed_shows_the_newest(index: SearchIndex) -> None:
    index.add([an_article(f"a{n}", "Tin", published_at=NOON - timedelta(hours=n)) for n in range(3)])
    assert found(index, "") == ["a0", "a1", "a2"]
    assert found(index, "", limit=0) == []
    assert search(index, "", limit=0).total == 3


def test_a_question_finds_the_passage_that_answers_it(index: SearchIndex) -> None:
    index.add([
        an_article("dam", "", "Thủy điện Hòa Bình được khởi công năm 1979 trên sông Đà, hoàn thành năm 1994."),
        an_article("city", "", "Thành phố Hòa Bình nằm hai bên bờ sông Đà, cách Hà Nội hơn 70 km."),
        an_article("peace", "", "Hòa bình là gì với trẻ em? Khi nào chiến tranh kết thúc ở đâu đó trên thế giới?"),
    ])  # fmt: skip
    assert found(index, "Thủy điện Hòa Bình được khởi công xây dựng khi nào?")[0] == "dam"
    assert found(index, "thuy dien hoa binh duoc khoi cong xay dung khi nao?")[0] == "dam"


def test_the_best_answer_scores_highest(index: SearchIndex) -> None:
    index.add([an_article("a1", "Bão lũ miền Trung"), an_article("a2", "Bão", "Tin bão. " * 3 + "Lũ rút ở miền Nam")])
    scores = [hit.score for hit in search(index, "bão lũ").hits]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 2


def test_an_empty_index_answers_with_nothing(index: SearchIndex) -> None:
    assert search(index, "bão").hits == ()
    assert index.count() == 0


def test_a_search_is_counted_by_day_of_vietnam_and_only_what_holds_all_of_it(index: SearchIndex) -> None:
    midnight = datetime(2026, 11, 22, 17, tzinfo=UTC)
    moments = (midnight - timedelta(seconds=1), midnight, NOON, NOON - timedelta(days=400), NOON)
    texts = ("lũ quét", "lũ quét", "lu quet ở Lào Cai", "lũ quét", "lũ về chậm")
    index.add(
        an_article(f"a{n}", text, published_at=at, source="bao-a" if n else "bao-b")
        for n, (at, text) in enumerate(zip(moments, texts, strict=True))
    )
    old, sunday, monday = date(2025, 10, 19), date(2026, 11, 22), date(2026, 11, 23)

    counted = index.by_day(Query(text="lũ quét"), 9)

    assert dict(counted.days) == {old: 1, sunday: 1, monday: 2}
    assert counted.ids == {"a0": sunday, "a1": monday, "a2": monday, "a3": old}
    assert index.by_day(Query(text="lũ quét"), 3).ids is None
    since = Query(text="lũ quét nguồn:bao-a", since=midnight, until=midnight + timedelta(days=1))
    assert dict(index.by_day(since, 0).days) == {monday: 2}
    for nothing in ("??", "bão", '"quét lũ"'):
        assert not index.by_day(Query(text=nothing), 9).days
    assert sum(index.by_day(Query(text=""), 9).days.values()) == 5
