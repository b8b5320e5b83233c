"""The one stored page of a real publisher (figures only: it stays outside the repository)."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.extract.article import PageExtractor
from domain.page import Extraction, FetchedPage

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "fundus_vn"
URL = "https://vnexpress.net/dau-bung-keo-dai-phat-hien-ung-thu-lymphoma-ruot-non-4954454.html"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data/fundus_vn is absent")


# The second address has no rule of its own: the general reading must do as well.
@pytest.fixture(params=[URL, "https://bao.example.vn/a-1.html"])
def extraction(request: pytest.FixtureRequest) -> Extraction:
    content = gzip.decompress((FOLDER / "VnExpress_2025_10_22.html.gz").read_bytes())
    fetched = datetime(2025, 10, 22, 14, 57, 5, tzinfo=UTC)
    return PageExtractor().extract(FetchedPage(url=request.param, content=content, fetched_at=fetched))


def test_the_stored_page_yields_every_expected_field(extraction: Extraction) -> None:
    expected = json.loads((FOLDER / "VnExpress.json").read_text("utf-8"))["V1"]
    body = [line for part in expected["body"]["sections"] for line in part["paragraphs"]]

    assert extraction.title == expected["title"]
    assert [extraction.lead] == expected["body"]["summary"]
    assert extraction.text.split("\n") == [extraction.lead, *(line for line in body if "Ảnh:" not in line)]
    assert extraction.published_at == datetime.fromisoformat(expected["publishing_date"])
    assert extraction.byline == expected["authors"][0]
    assert extraction.section == "Sức khỏe"
    assert extraction.url in (URL, "https://bao.example.vn/a-1.html")  # a canonical elsewhere is not believed
    assert extraction.image_url.endswith("s=e2FwuOURFF8UyM5q6cdPjg")
