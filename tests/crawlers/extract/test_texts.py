# ruff: noqa: E501 - a page is one row of its table
"""What of a page is the article's text, lead and title, kind by kind. All pages are written by us."""

import json
from datetime import UTC, datetime

import pytest

from crawlers.extract.article import PageExtractor
from domain.page import Extraction, FetchedPage

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TITLE = "Lũ quét chia cắt hai bản vùng cao ở Lào Cai"
LEAD = "Hơn 23h đêm 22/11, lũ quét tràn qua hai bản Nậm Cang và Nậm Than, cuốn trôi một cầu treo và nhiều tài sản của người dân."
BODY = (
    "Ông Vàng A Sử, Chủ tịch UBND xã, cho biết nước suối dâng nhanh chỉ trong nửa giờ sau trận mưa lớn đầu đêm.",
    "Lực lượng dân quân đã đưa 42 hộ dân tới nhà văn hóa và trường học ở nơi cao, không có thiệt hại về người.",
    "Tuyến đường vào hai bản hiện tắc ở ba điểm, máy xúc của huyện đang dọn đất đá để thông xe trong ngày.",
    "Điện lực tạm cắt điện khu vực này và dự kiến cấp lại trước 18 giờ nếu trời không mưa thêm trong chiều nay.",
)
PS = "".join(f"<p>{line}</p>" for line in BODY)


def page(body: str, head: str = "", title: str = TITLE) -> str:
    return f"<!doctype html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"


def read(html: str) -> Extraction:
    url = "https://bao.example.vn/thoi-su/lu-quet-1234.html"
    return PageExtractor().extract(FetchedPage(url=url, content=html.encode(), fetched_at=NOW))


def with_lead(lead: str) -> list[str]:
    return [
        f"<h1>{TITLE}</h1><p class='sapo'>{lead}</p><div class='content'>{PS}</div>",
        f"<h1>{TITLE}</h1><h2 class='description'>{lead}</h2><article>{PS}</article>",
        f"<h1>{TITLE}</h1><div class='noi-dung'><p><strong>{lead}</strong></p>{PS}</div>",
    ]


# -- The lead without the newsroom's mark and the place

MARKS = [
    "(Báo Ví Dụ) - ", "(Báo Ví Dụ) – ", "BVD - ", "BVD – ", "BVDO — ", "(BVD) ", "Báo Ví Dụ - ", "(Dân trí) - ", "TTO - ",
    "VOV.VN - ", "(NLĐO) - ", "(PLO)- ", "SGGPO - ", "(Chinhphu.vn) - ", "(HNMO) - ", "(TTXVN/Vietnam+) - ", "<b>TTO</b> - ",
    "<span>(Dân trí)</span> - ", "VTV.vn - ", "ANTD.VN - ", "(LCĐT) - ", "(KTSG Online) – ", "(Báo Lào Cai) - ", "Dân Việt - ",
    "laocai.gov.vn - ", "(Laocai.gov.vn) – ", "CTTĐT - ", "(PT-TH Lào Cai) - ", "[LCĐT] - ", "LCĐT | ", "GD&amp;TĐ - ", "(GD&amp;TĐ)- ", "Biên phòng - ",
    "LCĐT ‒ ", "NDO -", "CAND Online - ", "Đồng Tháp Online - ", "TTXVN (Lào Cai 24/11) - ", "Lào Cai (TTXVN 24/11) - ", "(LCĐT)&nbsp;-&nbsp;",
    "<span style='color:red'>LCĐT</span><span> - </span>", "<font color='blue'><b>(LCĐT)</b></font> ", "<a href='/'>(LCĐT)</a> - ",
]  # fmt: skip
PLACES = [
    "<span class='location-stamp'>Lào Cai</span>{}", "<span class='location'>Hà Giang</span>{}", "<b class='dateline'>TP HCM</b>{}",
    "Lào Cai – {}", "LÀO CAI - {}", "<strong>Lào Cai - </strong>{}", "<span>Hà Giang</span> – {}", "(Lào Cai) - {}", "Hà Nội, 22/11 - {}",
    "<i class='place'>Đà Nẵng</i> {}", "TP HCM – {}",
]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_the_newsrooms_mark_is_no_part_of_the_lead(mark: str) -> None:
    for html in with_lead(mark + LEAD):
        found = read(page(html))
        assert found.lead in (LEAD, "")
        assert found.text.split("\n") == [LEAD, *BODY]


def test_a_line_with_nothing_but_the_mark_is_not_read() -> None:
    html = f"<article><h1>{TITLE}</h1><div class='entry-content'><p>(LCĐT) -</p><p>{LEAD}</p>{PS}</div></article>"
    assert read(page(html)).text.split("\n") == [LEAD, *BODY]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_before_the_lead_never_sticks_to_its_first_word(place: str) -> None:
    for html in with_lead(place.format(LEAD)):
        found = read(page(html))
        first = found.text.split("\n")[0]
        assert first.endswith(LEAD)
        before = first.removesuffix(LEAD)
        assert not before or before[-1] == " "


@pytest.mark.parametrize(
    "lead",
    [
        "Hà Nội - TP.HCM đứng đầu danh sách các đường bay nội địa đông khách nhất trong mười tháng đầu năm nay.",
        "Điện lực Lào Cai - đơn vị quản lý lưới điện hai xã - cho biết sẽ cấp điện trở lại trước 18 giờ hôm nay.",
        "(Trích) Nghị quyết nêu rõ ba nhóm giải pháp nhằm giảm thiệt hại do thiên tai ở vùng cao trong năm tới.",
        "Covid-19 - từng là dịch bệnh nhóm A - nay được theo dõi như cúm mùa tại tất cả các trạm y tế trên cả nước.",
        "Lào Cai: Ba người mất tích do lũ quét được tìm thấy sau hai ngày tìm kiếm ở suối Mường Hum.",
        "QL4D - tuyến đường nối Lào Cai với Sa Pa - bị sạt lở ở ba điểm sau trận mưa lớn đêm qua, xe tải không qua được.",
        "(1) Người dân nộp hồ sơ tại bộ phận một cửa; (2) nhận kết quả sau năm ngày làm việc kể từ ngày nộp đủ.",
        "24/11 - ngày hội văn hóa các dân tộc huyện Bát Xát - thu hút hàng nghìn người tới chợ phiên.",
        "Sa Pa - Fansipan là tuyến cáp treo dài nhất miền Bắc, tạm dừng từ 1/12 đến 5/12 để bảo dưỡng định kỳ.",
        "SEA Games - đại hội thể thao lớn nhất khu vực - sẽ khai mạc tối mai tại Bangkok với hơn mười nghìn người.",
    ],
)
def test_a_lead_that_begins_with_names_keeps_them(lead: str) -> None:
    assert read(page(with_lead(lead)[0])).lead == lead


# -- What nobody sees, or sees twice

HIDDEN = "Đoạn này chỉ dành cho máy và không ai đọc trang báo nhìn thấy nó ở bất kỳ chỗ nào cả."
UNSEEN = [
    f"<p hidden>{HIDDEN}</p>", f"<div hidden=''><p>{HIDDEN}</p></div>", f"<p style='display:none'>{HIDDEN}</p>",
    f"<p style='color:red;display : none !important'>{HIDDEN}</p>", f"<div style='visibility:hidden'>{HIDDEN}</div>",
    f"<p aria-hidden='true'>{HIDDEN}</p>", f"<noscript><p>{HIDDEN}</p></noscript>", f"<template><p>{HIDDEN}</p></template>",
    f"<div class='hidden'><p>{HIDDEN}</p></div>", f"<p class='d-none'>{HIDDEN}</p>", f"<div class='sr-only'>{HIDDEN}</div>",
    f"<p class='visually-hidden'>{HIDDEN}</p>", f"<dialog><p>{HIDDEN}</p></dialog>",
    f"<video><p>{HIDDEN}</p></video>", f"<div class='video-player'><span>{HIDDEN}</span></div>",
    f"<span style='font-size:0'>{HIDDEN}</span>", f"<div style='position:absolute;left:-9999px'><p>{HIDDEN}</p></div>", f"<p style='text-indent:-9999px'>{HIDDEN}</p>",
    f"<div id='tts' class='hidden'>{LEAD} {' '.join(BODY)}</div>", f"<div id='doc-bai'>{LEAD} {' '.join(BODY)}</div>",
    f"<p><strong>{TITLE.upper()}</strong></p>",
    f"<div class='box-slide-hidden' style=\"opacity:0;display:none\"><p>{HIDDEN}</p></div>",
]  # fmt: skip


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_no_reader_sees_is_not_read(unseen: str) -> None:
    half = len(PS) // 2
    at = PS.index("<p>", half)
    for box in ("<div class='content'>{}</div>", "<article class='fck_detail'>{}</article>"):
        html = f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p>" + box.format(PS[:at] + unseen + PS[at:])
        assert read(page(html)).text.split("\n") == [LEAD, *BODY]


@pytest.mark.parametrize(
    "style",
    ["overflow:hidden", "opacity:0", "opacity:0.9", "font-size:0.9em", "opacity:1", "left:-10px", "font-size:08pt"],
)
def test_what_readers_see_is_read_however_it_is_styled(style: str) -> None:
    html = f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p><div class='content'>{PS}<p style='{style}'>{HIDDEN}</p></div>"
    assert read(page(html)).text.split("\n") == [LEAD, *BODY, HIDDEN]


def test_a_lead_that_a_layout_cuts_is_read_in_whole() -> None:
    html = f"<h1>{TITLE}</h1><p class='sapo'>{LEAD[:70]}...</p><div class='content'><p><b>{LEAD}</b></p>{PS}</div>"
    found = read(page(html))
    assert (found.lead, found.text.split("\n")) == (LEAD, [LEAD, *BODY])


PLAYER = [
    "Trình duyệt của bạn không hỗ trợ phát video.", "Your browser does not support the audio element.", "Nghe đọc bài", "00:00 / 03:15",
    "Tốc độ đọc: 1x", "Giọng nữ", "Giọng nam miền Bắc", "Play", "Nghe bài viết", "Video đang được xử lý", "1x 1.25x 1.5x 2x", "Nghe đọc bài 3:15",
    "Current Time 0:00", "Chất lượng: Auto 720p 480p", "Đọc bài viết", "Xem video",
]  # fmt: skip


@pytest.mark.parametrize("words", PLAYER)
def test_the_words_of_a_player_are_not_the_articles(words: str) -> None:
    html = f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p><div class='content'><div>{words}</div>{PS}</div>"
    assert read(page(html)).text.split("\n") == [LEAD, *BODY]


CAPTION = "Người dân bản Nậm Cang dọn bùn đất trong nhà sau trận lũ quét đêm 22/11. Ảnh: Vàng Mí Sính"
SHOTS = "".join(f"<div class='item'><img src='/{n}.jpg'><p>{CAPTION} {n}</p></div>" for n in range(4))


@pytest.mark.parametrize(
    "twice",
    [
        f"<div class='slide-show'>{SHOTS}</div><div class='slide-thumbs'>{SHOTS}</div>",
        f"<div class='a'>{SHOTS}</div>{PS}<div class='b'>{SHOTS}</div>",
        f"{PS}{PS}",
        f"<div>{PS}</div><div class='mobile'>{PS}</div>",
        f"{BODY and PS}<div class='print-only'>{PS}</div>",
    ],
)
def test_what_stands_there_twice_is_read_once(twice: str) -> None:
    body = twice if BODY[0] in twice else f"{PS}{twice}"
    lines = read(page(f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p><div class='content'>{body}</div>")).text.split("\n")
    assert len(lines) == len(set(lines))
    assert set(BODY) < set(lines)


# -- What stands around the text

OTHER = "Giá vàng trong nước sáng nay tăng mạnh"
AFTER = [
    f"<p><a href='/a'>&gt;&gt; {OTHER}</a></p>", f"<p>&gt;&gt; <a href='/a'>{OTHER}</a></p>", f"<p>Xem thêm: <a href='/a'>{OTHER}</a></p>",
    f"<p><b>TIN LIÊN QUAN</b></p><ul><li><a href='/a'>{OTHER}</a></li></ul>", f"<p>Đọc thêm: {OTHER}</p>", f"<p><strong>Tin liên quan:</strong></p><p><a href='/a'>{OTHER}</a></p>",
    f"<p>» {OTHER}</p>", f"<p>► <a href='/a'>{OTHER}</a></p>", f"<p>Mời bạn đọc xem thêm: {OTHER}</p>", f"<p><em>Xem thêm</em></p><p><a href='/a'>{OTHER}</a></p>",
    f"<h3>Tin cùng chuyên mục</h3><p><a href='/a'>{OTHER}</a></p>", f"<p>* Bài liên quan: <a href='/a'>{OTHER}</a></p>", f"<p>&gt;&gt;&gt; Xem thêm: <a href='/a'>{OTHER}</a></p>",
    f"<div><a href='/a'>{OTHER}</a></div><div><a href='/b'>{OTHER} lần nữa</a></div>", f"<p><a href='/a'><strong>{OTHER}</strong></a></p>", f"<p>Có thể bạn quan tâm: <a href='/a'>{OTHER}</a></p>",
    f"<p>Bài đọc nhiều</p><p><a href='/a'>{OTHER}</a></p>", f"<p>[Đọc tiếp] <a href='/a'>{OTHER}</a></p>", f"<p>TIN KHÁC</p><p><a href='/a'>{OTHER}</a></p>", f"<p>👉 <a href='/a'>{OTHER}</a></p>",
]  # fmt: skip


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("middle", [False, True])
def test_links_to_other_articles_are_not_the_text(after: str, middle: bool) -> None:
    at = PS.index("<p>", len(PS) // 2) if middle else len(PS)
    html = f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p><div class='content'>{PS[:at]}{after}{PS[at:]}</div>"
    assert read(page(html)).text.split("\n") == [LEAD, *BODY]


# -- Lists and tables that a notice ends with

AREAS = ("Thôn Nậm Cang 1", "Thôn Nậm Cang 2", "Tổ dân phố Bến Đá", "Khu chợ trung tâm")
NOTICE = (
    "Công ty Điện lực thông báo tạm ngừng cấp điện để sửa chữa đường dây từ 7 giờ đến 16 giờ ngày 26/11.",
    "Khách hàng cần chuẩn bị nguồn điện dự phòng và rút thiết bị khỏi ổ cắm trước giờ cắt điện.",
    "Việc cấp điện trở lại có thể sớm hơn dự kiến mà không báo trước.",
)
NPS = "".join(f"<p>{line}</p>" for line in NOTICE)


@pytest.mark.parametrize(
    ("heading", "areas", "after"),
    [
        ("Các khu vực bị ảnh hưởng gồm có:", "<p>{}</p>", ""),
        ("Các khu vực bị ảnh hưởng gồm có:", "<li>{}</li>", ""),
        ("Khu vực mất điện:", "<div>{}</div>", ""),
        ("<b>Địa bàn mất nước:</b>", "<p>{}</p>", ""),
        ("Danh sách điểm tiêm như sau:", "{}<br>", ""),
        ("Các tuyến cấm đường gồm:", "<p>- {}</p>", ""),
        ("Những nơi phải sơ tán là:", "<p>+ {}</p>", ""),
        ("Khu vực bị ảnh hưởng:", "<p>• {}</p>", "<p>Điện lực Sa Pa</p>"),
        ("Các khu vực bị ảnh hưởng gồm có:", "<p>{};</p>", ""),
        ("Thành phần tham dự:", "<p>{}</p>", "<p>Trân trọng thông báo.</p>"),
        ("Các thôn mất nước gồm có (từ 8 giờ):", "<p>{}</p>", ""),
    ],
)  # fmt: skip
def test_a_list_after_a_colon_stays(heading: str, areas: str, after: str) -> None:
    items = "".join(areas.format(area) for area in AREAS)
    items = f"<ul>{items}</ul>" if "<li>" in items else f"<p>{items}</p>" if "<br>" in items else items
    for box in ("<div class='content'>{}</div>", "<div class='noidung'>{}</div>", "{}"):
        html = f"<h1>Thông báo tạm ngừng cấp điện ngày 26/11</h1>{box.format(f'{NPS}<p>{heading}</p>{items}{after}')}"
        text = read(page(html, title="Thông báo tạm ngừng cấp điện ngày 26/11")).text
        assert all(area in text for area in AREAS)
        assert text.index(AREAS[0]) > text.index(NOTICE[2])


TABLE = "<table><thead><tr><th>Thôn</th><th>Giờ</th></tr></thead><tbody>" + "".join(
    f"<tr><td>{area}</td><td>{7 + at} giờ</td></tr>" for at, area in enumerate(AREAS)
) + "</tbody></table>"  # fmt: skip


@pytest.mark.parametrize(
    "box", ["<div class='content'>{}</div>", "<div class='noidung'>{}</div>", "{}", "<article>{}</article>"]
)
@pytest.mark.parametrize(
    "order",
    ["{ps}<p>Lịch cắt điện cụ thể:</p>{table}", "{ps}{table}", "{table}{ps}", "<p>Lịch:</p><div>{table}</div>{ps}"],
)
def test_a_table_keeps_its_rows_line_by_line(box: str, order: str) -> None:
    html = f"<h1>Thông báo tạm ngừng cấp điện ngày 26/11</h1>{box.format(order.format(ps=NPS, table=TABLE))}"
    lines = read(page(html, title="Thông báo tạm ngừng cấp điện ngày 26/11")).text.split("\n")
    assert [line for line in lines if " | " in line] == [
        "Thôn | Giờ", *(f"{area} | {7 + at} giờ" for at, area in enumerate(AREAS))
    ]  # fmt: skip


# -- Where a text hides


@pytest.mark.parametrize(
    "layout",
    [
        "<div class='part'>{0}{1}</div><div class='ad'></div><div class='part'>{2}{3}</div>",
        "<section>{0}</section><section>{1}</section><section>{2}</section><section>{3}</section>",
        "<div class='content'>{0}{1}</div><div class='banner'><img></div><div class='content'>{2}{3}</div>",
        "<div class='detail-content'>{0}</div><div class='detail-content'>{1}{2}{3}</div>",
        "<div id='b1'><div>{0}</div><div>{1}</div></div><div id='b2'><div>{2}</div><div>{3}</div></div>",
        "<article>{0}{1}</article><article>{2}{3}</article>",
        "<div class='text'>{0}</div><figure><img><figcaption>Ảnh: Sính</figcaption></figure><div class='text'>{1}</div><div class='text'>{2}{3}</div>",
        "<div class='fck_detail'>{0}{1}</div><div class='fck_detail'>{2}{3}</div>",
        "<td><div>{0}{1}</div></td><div>{2}{3}</div>",
        "<div class='block-text'>{0}</div><div class='block-image'><img></div><div class='block-text'>{1}</div><div class='block-quote'>{2}</div><div class='block-text'>{3}</div>",
    ],
)
def test_a_body_in_several_containers_is_read_in_whole(layout: str) -> None:
    html = (
        f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p><div class='wrap'>"
        + layout.format(*(f"<p>{b}</p>" for b in BODY))
        + "</div>"
    )
    assert read(page(html)).text.split("\n") == [LEAD, *BODY]


def linked(about: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(about, ensure_ascii=False)}</script>"


ARTICLE = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-11-22T23:40:00+07:00", "description": LEAD}


@pytest.mark.parametrize(
    "head",
    [
        linked(ARTICLE | {"articleBody": "\n".join(BODY)}),
        linked(ARTICLE | {"articleBody": "\r\n\r\n".join(BODY)}),
        linked(ARTICLE | {"articleBody": "".join(f"<p>{line}</p>" for line in BODY)}),
        linked(ARTICLE | {"articleBody": "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in BODY)}),
        linked({"@graph": [{"@type": "WebSite"}, ARTICLE | {"articleBody": "\n".join(BODY)}]}),
        linked([ARTICLE | {"articleBody": "<br/>".join(BODY)}]),
        linked(ARTICLE | {"@type": "Article", "text": "\n".join(BODY)}),
        linked(ARTICLE | {"@type": ["NewsArticle", "ReportageNewsArticle"], "articleBody": "\n".join((LEAD, *BODY))}),
        linked(ARTICLE | {"articleBody": ["\n".join(BODY)]}),
        linked({"@type": "WebPage", "mainEntity": ARTICLE | {"articleBody": "\n".join(BODY)}}),
        linked(ARTICLE | {"articleBody": "".join(f"&amp;lt;p&amp;gt;{line}&amp;lt;/p&amp;gt;" for line in BODY)}),
        linked(ARTICLE | {"articleBody": list(BODY)}),
        linked(ARTICLE | {"@graph": [ARTICLE | {"articleBody": "\n".join(BODY)}]}),
        linked(ARTICLE | {"articleBody": "<p>&nbsp;</p>".join(BODY)}),
        linked(ARTICLE | {"articleBody": "".join(f"<p>{line}</p>" for line in BODY) + "<p>Xem thêm: Giá rau tăng</p>"}),
        linked(ARTICLE | {"articleBody": f"<style>p {{}}</style><figcaption>Ảnh: VMS</figcaption>{PS}"}),
        linked("@").replace('"@"', "\ufeff" + json.dumps(ARTICLE | {"articleBody": PS})),
        linked("@").replace('"@"', json.dumps(ARTICLE | {"articleBody": PS}).replace("<", "\\u003c")),
    ],
)
@pytest.mark.parametrize(
    "body", ["<div id='app'></div>", f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p><div id='x'></div>"]
)
def test_a_text_that_stands_in_json_ld_only_is_read(head: str, body: str) -> None:
    found = read(page(body, head))
    assert (found.title, found.lead) == (TITLE, LEAD)
    assert found.text.split("\n") == [LEAD, *BODY]


PHOTOS = [f"Bản Nậm Cang sáng 23/11: {line}" for line in BODY]


@pytest.mark.parametrize(
    "shot",
    [
        "<figure><img src='a.jpg'><figcaption>{}</figcaption></figure>",
        "<figure><img src='a.jpg'><figcaption><p>{}</p></figcaption></figure>",
        "<div class='item_slide_show'><img src='a.jpg'><div class='desc_cation'><p>{}</p></div></div>",
        "<table class='picture'><tr><td><img src='a.jpg'></td></tr><tr><td class='caption'>{}</td></tr></table>",
        "<p><img src='a.jpg'></p><p class='image-caption'>{}</p>",
        "<div class='photo'><img src='a.jpg'><p class='PhotoCMS_Caption'>{}</p></div>",
        "<div class='wp-caption'><img src='a.jpg'><p class='wp-caption-text'>{}</p></div>",
        "<figure class='image'><img src='a.jpg'><figcaption class='chu-thich'>{}</figcaption></figure>",
        "<div><img src='a.jpg'><div class='caption-photo'>{}</div></div>",
        "<li><img src='a.jpg'><span class='img-caption'>{}</span></li>",
    ],
)
def test_in_a_photo_essay_the_captions_are_the_text(shot: str) -> None:
    shots = "".join(shot.format(line) for line in PHOTOS)
    found = read(page(f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p><div class='content'>{shots}</div>"))
    assert found.text.split("\n") == [LEAD, *PHOTOS]


# -- Titles

LOOKS = {
    "zero width": "\u200b", "zero width joiner": "\u200d", "zero width non-joiner": "\u200c", "soft hyphen": "\u00ad", "BOM": "\ufeff",
    "left-to-right mark": "\u200e", "right-to-left mark": "\u200f", "embedding": "\u202a", "pop": "\u202c", "word joiner": "\u2060",
    "isolate": "\u2068", "invisible separator": "\u2063", "variation selector": "\ufe0f", "Hangul filler": "\u3164",
}  # fmt: skip
SPACES = ["\u00a0", "\u2007", "\u202f", "\u2009", "\u3000", "\u2003", "\u205f", "\u1680", "\u2002", "\u200a"]


@pytest.mark.parametrize("letter", LOOKS.values(), ids=LOOKS)
def test_letters_that_nobody_sees_are_not_in_a_title(letter: str) -> None:
    strange = letter.join((TITLE[:5], TITLE[5:12], TITLE[12:], ""))
    found = read(page(f"<h1>{strange}</h1><p class='sapo'>{letter}{LEAD}</p><div>{PS}</div>", title=strange))
    assert (found.title, found.lead) == (TITLE, LEAD)


@pytest.mark.parametrize("space", SPACES)
def test_a_space_is_a_space_however_it_is_written(space: str) -> None:
    strange = TITLE.replace(" ", space)
    found = read(page(f"<h1>{strange}</h1><p class='sapo'>{LEAD}</p><div>{PS}</div>", title=strange))
    assert found.title == TITLE
