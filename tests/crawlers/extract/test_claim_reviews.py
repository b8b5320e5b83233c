"""Fact-checks and corrections in JSON-LD: words, dates and publishers are read; persons and giants are not."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.extract import json_ld
from crawlers.extract.json_ld import Structured

REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "url": "https://kiemchung.example/pha.html",
    "datePublished": "2026-11-20",
    "claimReviewed": "Bến phà ngừng chạy 20 ngày",
    "author": {"@type": "Organization", "name": "Kiểm Chứng 24"},
    "reviewRating": {"@type": "Rating", "alternateName": "Sai"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Nguyễn Văn Nói"}},
}


def read(*things: Any) -> Structured:
    return json_ld.read([json.dumps({"@graph": things}, ensure_ascii=False)])


def test_a_check_is_read_with_its_address_and_day_and_never_who_said_the_claim() -> None:
    [review] = read(REVIEW).claim_reviews
    assert (review.claim, review.rating, review.reviewer) == ("Bến phà ngừng chạy 20 ngày", "Sai", "Kiểm Chứng 24")
    assert review.url == "https://kiemchung.example/pha.html"
    assert review.published_at == datetime(2026, 11, 19, 17, tzinfo=UTC)
    assert "Nguyễn Văn Nói" not in repr(review)


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        ({"ratingValue": 1, "bestRating": 5}, "1/5"),
        ({"ratingValue": "2"}, "2"),
        ({"name": "Chưa đúng", "ratingValue": 1}, "Chưa đúng"),
        ([{"alternateName": "Giả"}], "Giả"),
        ("Sai", "Sai"),
        (None, ""),
    ],
)
def test_a_verdict_is_its_words_or_else_its_number(rating: Any, said: str) -> None:
    assert [review.rating for review in read(REVIEW | {"reviewRating": rating}).claim_reviews] == [said]


def test_a_person_who_wrote_the_check_is_not_its_publisher() -> None:
    people = {
        "author": {"@type": "Person", "name": "Trần Thị Viết"},
        "publisher": {"@type": "Organization", "name": "Báo"},
    }
    assert [review.reviewer for review in read(REVIEW | people).claim_reviews] == ["Báo"]


@pytest.mark.parametrize("claim", ["", "  ", None, 7, "dài " * 300, "x" * 1_000_000])
def test_what_is_no_claim_or_too_long_for_one_is_left_out(claim: Any) -> None:
    assert read(REVIEW | {"claimReviewed": claim}).claim_reviews == ()


def test_a_page_with_hundreds_of_checks_gives_twenty() -> None:
    assert len(read(*([REVIEW] * 300)).claim_reviews) == 20


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        ("Bản trước ghi nhầm số người.", [("Bản trước ghi nhầm số người.", None)]),
        (
            {
                "@type": "CorrectionComment",
                "text": "Ba người, không phải năm.",
                "datePublished": "2026-11-20T08:00:00+07:00",
            },
            [("Ba người, không phải năm.", datetime(2026, 11, 20, 1, tzinfo=UTC))],
        ),
        (["Một.", {"text": "Hai."}], [("Một.", None), ("Hai.", None)]),
        ("https://bao.example/dinh-chinh.html", []),
        ({"@type": "CorrectionComment"}, []),
        ("x" * 1_000_000, []),
        (None, []),
    ],
)
def test_a_correction_is_kept_in_its_publishers_words_with_its_date(correction: Any, said: list[Any]) -> None:
    found = read({"@type": "NewsArticle", "headline": "Lũ quét", "correction": correction}).corrections
    assert [(one.words, one.published_at) for one in found] == said
