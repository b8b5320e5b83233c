"""Layouts of Vietnamese publishers, written by us: the same report in each, and what stands around it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawlers.extract.article import PageExtractor
from domain.page import Extraction, FetchedPage

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
URL = "https://bao.example.vn/y-te/lich-tiem-chung-1234.html"
TITLE = "Lào Cai tiêm bổ sung vắc xin sởi cho trẻ dưới 10 tuổi"
LEAD = "Từ ngày 25/11, trẻ từ 1 đến 10 tuổi tại 20 xã vùng cao được tiêm bổ sung một mũi vắc xin sởi miễn phí."
BODY = (
    "Trung tâm Kiểm soát bệnh tật tỉnh cho biết chiến dịch kéo dài ba tuần, ưu tiên các thôn bản ở xa trạm y tế.",
    "Phụ huynh mang theo sổ tiêm chủng và cho trẻ ăn no trước khi tiêm ít nhất một giờ để tránh mệt.",
    "Sau tiêm, trẻ được theo dõi tại chỗ 30 phút; gia đình tiếp tục theo dõi tại nhà trong ít nhất hai ngày.",
    "Những trẻ đang sốt hoặc vừa khỏi bệnh sẽ được cán bộ y tế khám và hẹn lịch tiêm vào tuần kế tiếp.",
)
CLUTTER = (
    "Ảnh: một điểm tiêm ở Bắc Hà",
    "Giá vàng sáng nay tăng mạnh",
    "Chia sẻ lên Facebook",
    "Bạn đọc Minh: bài viết hay quá",
    "Mua điện thoại trả góp",
)
PS = "".join(f"<p>{line}</p>" for line in BODY)
BRS = "<br><br>".join(BODY)
CAPTION, RELATED, SHARE, COMMENT, ADVERT = CLUTTER
NOISE = (
    f'<div class="tin-lien-quan"><ul><li><a href="/a">{RELATED}</a></li></ul></div>'
    f'<div class="social share-box"><a href="#">{SHARE}</a></div>'
    f'<div id="box_comment"><p>{COMMENT}</p></div><div class="quang-cao"><a href="/x">{ADVERT}</a></div>'
)
FIGURE = f'<figure><img src="/a.jpg"><figcaption>{CAPTION}</figcaption></figure>'
HEAD = f"<head><meta charset='utf-8'><title>{TITLE} - Báo Ví Dụ</title></head>"


def _page(body: str, head: str = HEAD) -> str:
    return f"<!DOCTYPE html><html lang='vi'>{head}<body>{body}</body></html>"


LAYOUTS = {
    "p.description outside the body": _page(
        f"<h1 class='title-detail'>{TITLE}</h1><p class='description'>{LEAD}</p>"
        f"<article class='fck_detail'>{PS}{FIGURE}</article>{NOISE}"
    ),
    "h2.detail-sapo": _page(
        f"<div class='detail__main'><h1>{TITLE}</h1><h2 class='detail-sapo'>{LEAD}</h2>"
        f"<div class='detail-content afcbc-body'>{PS}<div type='RelatedOneNews'><a href='/b'>{RELATED}</a></div>"
        f"<div class='VCSortableInPreviewMode'><img src='a.jpg'><p class='PhotoCMS_Caption'>{CAPTION}</p></div></div>"
        f"{NOISE}</div>"
    ),
    "h2.singular-sapo in the article": _page(
        f"<article class='singular-container'><h1>{TITLE}</h1><h2 class='singular-sapo'>{LEAD}</h2>"
        f"<div class='singular-content'>{PS}{FIGURE}</div></article>{NOISE}"
    ),
    "p.chapeau": _page(
        f"<div id='main'><h1>{TITLE}</h1><p class='chapeau'>{LEAD}</p><div class='text'>{PS}</div></div>{NOISE}"
    ),
    "div.article__sapo": _page(
        f"<div class='article'><h1>{TITLE}</h1><div class='article__sapo'>{LEAD}</div>"
        f"<div class='article__body'>{PS}{FIGURE}</div></div>{NOISE}"
    ),
    "div.sapo with strong": _page(
        f"<div class='content'><h1>{TITLE}</h1><div class='sapo'><strong>{LEAD}</strong></div>"
        f"<div>{PS}</div></div>{NOISE}"
    ),
    "meta description confirmed by a bold paragraph": _page(
        f"<div class='post'><h1>{TITLE}</h1><p><b>{LEAD}</b></p>{PS}</div>{NOISE}",
        HEAD.replace("</head>", f'<meta name="description" content="{LEAD} - Báo Ví Dụ"></head>'),
    ),
    "meta description cut short": _page(
        f"<div class='post'><h1>{TITLE}</h1><div class='abc'>{LEAD}</div><div class='def'>{PS}</div></div>{NOISE}",
        HEAD.replace("</head>", f'<meta name="description" content="{LEAD[:80]}..."></head>'),
    ),
    "nested div and br": _page(
        f"<div class='wrap'><div><div><h1>{TITLE}</h1><div><div class='tomtat'>{LEAD}</div></div>"
        f"<div><div class='noidung'><div>{BRS}</div></div></div></div></div></div>{NOISE}"
    ),
    "div and br that no class names": _page(
        f"<div><div><h1>{TITLE}</h1><div class='sapo'>{LEAD}</div><div><div>{BRS}</div></div></div></div>{NOISE}"
    ),
    "layout tables of an old portal": _page(
        f"<table><tr><td width='20%'><a href='/'>Trang chủ</a></td><td><h1>{TITLE}</h1>"
        f"<p class='tomtat'>{LEAD}</p><div class='noi-dung'>{PS}</div></td></tr></table>{NOISE}"
    ),
    "no class on anything": _page(
        f"<div><h1>{TITLE}</h1><p>05:10 | 23/11/2026</p><h3>{LEAD}</h3><article>{PS}</article></div>{NOISE}"
    ),
}


def read(html: str | bytes, *, url: str = URL, kind: str | None = None) -> Extraction:
    content = html if isinstance(html, bytes) else html.encode()
    return PageExtractor().extract(FetchedPage(url=url, content=content, fetched_at=NOW, content_type=kind))


@pytest.fixture(params=list(LAYOUTS))
def article(request: pytest.FixtureRequest) -> Extraction:
    return read(LAYOUTS[request.param])


def test_the_lead_is_kept_and_opens_the_text(article: Extraction) -> None:
    assert article.lead == LEAD
    assert article.text.startswith(LEAD + "\n")
    assert article.text.count(LEAD) == 1


def test_the_body_is_whole_and_in_order(article: Extraction) -> None:
    assert [line for line in article.text.split("\n") if line in BODY] == list(BODY)


def test_nothing_from_around_the_article_is_kept(article: Extraction) -> None:
    assert [words for words in (*CLUTTER, "Trang chủ", TITLE) if words in article.text] == []


def test_the_title_goes_without_the_site_name(article: Extraction) -> None:
    assert article.title == TITLE


@pytest.mark.parametrize("shown", [f"{TITLE} | Báo Ví Dụ", f"{TITLE} - Báo Ví Dụ Online", f"{TITLE} – baovidu.vn"])
def test_a_title_declared_only_in_the_head_loses_its_tail(shown: str) -> None:
    html = f"<html><head><title>{shown}</title></head><body><div class='fck_detail'>{PS}</div></body></html>"

    assert read(html).title == TITLE


def test_a_dash_inside_a_headline_is_no_site_name() -> None:
    html = _page(f"<h1>Cao tốc Nội Bài - Lào Cai thông xe</h1><div class='fck_detail'>{PS}</div>", "<head></head>")

    assert read(html).title == "Cao tốc Nội Bài - Lào Cai thông xe"


def test_a_description_that_the_page_does_not_show_is_no_lead() -> None:
    head = HEAD.replace(
        "</head>", '<meta name="description" content="Đọc tin tức mới nhất, nhanh nhất hằng ngày tại đây."></head>'
    )

    assert read(_page(f"<h1>{TITLE}</h1><div class='fck_detail'>{PS}</div>", head)).lead == ""


def test_a_table_of_hours_and_a_list_stay_readable() -> None:
    table = (
        "<table><tr><th>Trạm</th><th>Giờ</th></tr><tr><td>Bắc Hà</td><td>7:30–11:00</td></tr>"
        "<tr><td>Si Ma Cai</td><td>13:30–16:00</td></tr></table><ul><li>Sổ tiêm</li><li>Thẻ bảo hiểm</li></ul>"
    )
    for name in ("fck_detail", "khac"):  # a known container, and trafilatura's reading
        lines = read(_page(f"<h1>{TITLE}</h1><div class='{name}'>{PS}{table}</div>")).text.split("\n")
        assert [line for line in lines if "Bắc Hà" in line] == ["Bắc Hà | 7:30–11:00"]
        assert "Si Ma Cai | 13:30–16:00" in lines
        assert [line for line in lines if line.startswith("- ")] == ["- Sổ tiêm", "- Thẻ bảo hiểm"]


def test_byline_section_image_and_address_are_read_from_the_page() -> None:
    html = _page(
        f"<ul class='breadcrumb'><li><a href='/'>Trang chủ</a></li><li><a href='/y-te'>Y tế</a></li></ul>"
        f"<h1>{TITLE}</h1><div class='fck_detail'>{PS}<p class='author'>Tác giả: Thu Hà</p></div>",
        HEAD.replace(
            "</head>",
            '<link rel="canonical" href="/y-te/lich-tiem-1234.html#top">'
            '<meta property="og:image" content="/anh/1.jpg"></head>',
        ),
    )
    article = read(html)

    assert (article.byline, article.section) == ("Thu Hà", "Y tế")
    assert article.image_url == "https://bao.example.vn/anh/1.jpg"
    assert article.url == "https://bao.example.vn/y-te/lich-tiem-1234.html"
    assert "Thu Hà" not in article.text


@pytest.mark.parametrize("link", ["https://ke-gian.example.org/x", "https://bao.example.vn/", "javascript:alert(1)"])
def test_a_canonical_address_elsewhere_or_at_the_front_page_is_not_believed(link: str) -> None:
    html = _page(LAYOUTS["div.sapo with strong"], f'<head><link rel="canonical" href="{link}"></head>')

    assert read(html).url == URL


VN = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2026-11-23T05:10:00+07:00"}</script>',
        '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":["Article","NewsArticle"],'
        '"datePublished":"2026-11-22T22:10:00Z"}]}</script>',
        '<script type="application/ld+json">[{"@type":"NewsArticle","headline":"a \n b",'
        '"datePublished":"2026-11-23T05:10:00+07:00",}]</script>',
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"nói "thẳng"",'
        '"datePublished":"2026-11-23T05:10:00+07:00"</script>',
        '<meta property="article:published_time" content="2026-11-23T05:10:00+07:00">',
        '<meta itemprop="datePublished" content="2026-11-23T05:10:00">',
        '<time datetime="2026-11-23T05:10:00+07:00">sáng nay</time>',
        '<span class="date">Thứ Hai, 23/11/2026, 05:10 (GMT+7)</span>',
        "<div>Cập nhật: 23/11/2026 05:10</div>",
    ],
)
def test_the_time_of_publishing_is_found_wherever_it_stands(markup: str) -> None:
    html = _page(f"<div>{markup}<h1>{TITLE}</h1><div class='fck_detail'>{PS}</div></div>")

    assert read(html).published_at == datetime(2026, 11, 23, 5, 10, tzinfo=VN)


def test_a_bare_day_in_the_head_gives_way_to_the_time_that_readers_see() -> None:
    html = _page(
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-23"}</script>'
        f"<h1>{TITLE}</h1><span class='date'>23/11/2026 05:10</span><div class='fck_detail'>{PS}</div>"
    )

    assert read(html).published_at == datetime(2026, 11, 23, 5, 10, tzinfo=VN)


def test_a_time_in_the_future_is_refused_and_noted() -> None:
    html = _page(
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2026-12-23T05:10:00+07:00"}</script>'
        f"<h1>{TITLE}</h1><div class='fck_detail'>{PS}</div>"
    )
    article = read(html)

    assert article.published_at is None
    assert ["2026-12-23" in str(odd.params["value"]) for odd in article.warnings] == [True]


def test_a_published_fact_check_is_read() -> None:
    html = _page(
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"ClaimReview",'
        '"claimReviewed":"Uống nước lá chữa khỏi sởi",'
        '"author":{"@type":"Organization","name":"Trung tâm Xử lý tin giả"},'
        '"reviewRating":{"@type":"Rating","ratingValue":"1","alternateName":"Sai sự thật"}}</script>'
        f"<h1>{TITLE}</h1><div class='fck_detail'>{PS}</div>"
    )
    (review,) = read(html).claim_reviews

    assert (review.claim, review.rating) == ("Uống nước lá chữa khỏi sởi", "Sai sự thật")
    assert review.reviewer == "Trung tâm Xử lý tin giả"


def test_a_table_between_line_breaks_keeps_its_rows() -> None:
    table = "<table><tr><td>Trạm Bắc Hà</td><td>7h30 - 11h00</td></tr><tr><td>Si Ma Cai</td><td>13h30</td></tr></table>"
    html = _page(
        f"<h1>{TITLE}</h1><div class='x'><div>{BODY[0]}<br><br>{table}<br>{'<br><br>'.join(BODY[1:])}</div></div>"
    )

    assert read(html).text.split("\n") == [BODY[0], "Trạm Bắc Hà | 7h30 - 11h00", "Si Ma Cai | 13h30", *BODY[1:]]


@pytest.mark.parametrize("label", ["<p class='kicker'><a href='/y'>Y tế</a></p>", "<a class='cate' href='/y'>Y tế</a>"])
def test_a_label_over_the_headline_is_the_section(label: str) -> None:
    assert read(_page(f"{label}<h1>{TITLE}</h1><div class='fck_detail'>{PS}</div>")).section == "Y tế"


@pytest.mark.parametrize(
    "line",
    ["Theo dõi sức khỏe của trẻ sau tiêm", "Chia sẻ gánh nặng với người nghèo", "Bình luận của chuyên gia về dịch sởi",
     "Tin khác hẳn lời đồn", "Gửi con cho ông bà trông giúp"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["fck_detail", "khac"])
def test_a_line_that_only_begins_like_a_button_is_kept(line: str, name: str) -> None:
    html = _page(f"<h1>{TITLE}</h1><div class='{name}'>{PS}<h3>{line}</h3><p>{BODY[0][::-1]}.</p></div>")

    assert line in read(html).text.split("\n")


@pytest.mark.parametrize(
    "line",
    ["Xem thêm: Giá vàng hôm nay", ">> Mời đọc tin nóng", "Chia sẻ lên Facebook", "Bình luận (12)", "In bài viết",
     "Theo dõi Báo Ví Dụ trên Google News", "Ảnh: Thu Hà", "Tin liên quan:"],
)  # fmt: skip
def test_a_line_that_is_a_button_or_a_pointer_is_dropped(line: str) -> None:
    assert line not in read(_page(f"<h1>{TITLE}</h1><div class='fck_detail'>{PS}<p>{line}</p></div>")).text
