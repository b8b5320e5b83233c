"""What is kept of whose an article's picture is."""

from datetime import UTC, datetime

import pytest

from crawlers.extract.article import PageExtractor
from domain.page import Extraction, FetchedPage

TEXT = "".join(
    f"<p>Đoạn {n}: Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi.</p>" for n in range(5)
)


def read(body: str, head: str = "") -> Extraction:
    html = (
        "<html><head><title>Tiêm chủng miễn phí cho trẻ em</title>"
        f'<meta property="og:image" content="https://bao.example.vn/cat/1200/cau-moi-bac-ha.jpg?w=1">{head}</head>'
        f"<body><article><h1>Tiêm chủng miễn phí cho trẻ em toàn tỉnh</h1>{body}{TEXT}</article></body></html>"
    )
    page = FetchedPage(url="https://bao.example.vn/a-1.html", content=html.encode(), fetched_at=datetime.now(UTC))
    return PageExtractor().extract(page)


def figure(name: str, caption: str) -> str:
    return f'<figure><img src="/anh/{name}.jpg"><figcaption><p>{caption}</p></figcaption></figure>'


OTHER = figure("khac", "Ảnh: Người Khác")


TABLE = (
    '<table class="picture"><tr><td><img src="/x.jpg"></td></tr><tr><td class="caption">Cầu. Ảnh: An</td></tr></table>'
)


def declared(image: str, *more: str) -> str:
    article = f'{{"@type":"NewsArticle","headline":"Tiêm","image":{image}}}'
    return f'<script type="application/ld+json">{{"@graph":[{",".join((article, *more))}]}}</script>'


@pytest.mark.parametrize(
    ("body", "head", "credit"),
    [
        (figure("cau-moi-bac-ha", "Cầu mới. Ảnh: Quỳnh Trần"), "", "Ảnh: Quỳnh Trần"),
        (OTHER + figure("cau-moi-bac-ha", "Cầu mới (Ảnh: Hà Phong)."), "", "Ảnh: Hà Phong"),
        (OTHER + figure("cau-moi-bac-ha", "Cầu mới. Ảnh: Internet"), "", "Ảnh: Internet"),
        (figure("cat-lai", "Cầu mới - Ảnh: TTXVN"), "", "Ảnh: TTXVN"),
        (TABLE, "", "Ảnh: An"),
        (figure("cau-moi-bac-ha", "Cầu mới"), "", ""),
        ("", "", ""),
        ("<p><em>Bài, ảnh: Hoàng Anh</em></p>", "", "Bài, ảnh: Hoàng Anh"),
        (
            "",
            declared('{"@type":"ImageObject","url":"https://a.vn/a.jpg","creditText":"Thu Hà/TTXVN"}'),
            "Thu Hà/TTXVN",
        ),
        (
            "",
            declared(
                '{"@id":"#a"}', '{"@type":"ImageObject","@id":"#a","license":"https://giay-phep.example/by/4.0/"}'
            ),
            "https://giay-phep.example/by/4.0/",
        ),
    ],
)
def test_the_credit_of_the_articles_own_picture_is_kept(body: str, head: str, credit: str):
    assert read(body, head).image_credit == credit


def test_the_text_loses_nothing_by_it():
    assert read(figure("cau-moi-bac-ha", "Cầu mới. Ảnh: Quỳnh Trần")).text == read("").text
