"""Front pages and list pages as Vietnamese sites build them, with which links are articles. Texts are invented."""

# ruff: noqa: E501 - markup is read best in one line

from collections.abc import Callable
from dataclasses import dataclass

from vietnamese.text import fold

TITLES = (
    "Tiêm vắc xin sởi miễn phí cho trẻ tại các xã vùng cao",
    "Khánh thành cầu treo nối hai bản Nậm Cang và Nậm Than",
    "Lịch cắt điện tuần tới trên địa bàn phường Sa Pa",
    "Cảnh báo sương mù dày đặc trên đèo Ô Quy Hồ",
    "Hội Chữ thập đỏ trao áo ấm cho học sinh Y Tý",
    "Đại hội thi đua yêu nước của xã Bản Lầu lần thứ ba",
    "Hướng dẫn làm thẻ căn cước cho người cao tuổi",
    "Phun thuốc diệt muỗi phòng sốt xuất huyết ở tổ 5",
    "Hơn 300 hộ nhận hỗ trợ giống ngô vụ đông xuân",
    "Khai mạc phiên chợ nông sản sạch cuối tuần",
    "Tuyển dụng viên chức ngành giáo dục năm học mới",
    "Sạt lở trên quốc lộ 4D, xe chạy một chiều qua Km 98",
)
POPULAR = (
    "Những món ăn không thể bỏ qua khi đến vùng cao",
    "Mười điểm đến đẹp nhất mùa lúa chín năm nay",
    "Cách phân biệt mật ong rừng thật và giả",
    "Giá vàng hôm nay tiếp tục đi ngang cả phiên",
    "Lịch thi đấu bóng đá các đội học sinh huyện",
)
SECTIONS = ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện trong tỉnh", "Thông tin chỉ đạo điều hành",
            "Công khai ngân sách nhà nước", "Thủ tục hành chính công trực tuyến", "Hỏi đáp", "Liên hệ")  # fmt: skip
SUMMARY = "Sáng nay, cán bộ xã cùng bà con đã ra quân từ sớm và hoàn thành công việc trước khi trời mưa."


@dataclass(frozen=True, kw_only=True)
class ListPage:
    name: str
    url: str
    html: str
    articles: tuple[str, ...]  # addresses
    dated: bool = True  # whether a date stands beside each


def slug(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in fold(title)).split())


def day(n: int) -> str:
    return f"{23 - n:02}/11/2026"


def joined(form: Callable[[int, str], str], titles: tuple[str, ...] = TITLES) -> str:
    return "\n".join(form(n, title) for n, title in enumerate(titles))


def menu(link: str = "<li><a href='/{slug}'>{name}</a></li>") -> str:
    items = "".join(link.format(slug=slug(name), name=name, n=n) for n, name in enumerate(SECTIONS))
    return f"<div id='menu'><ul>{items}</ul></div>"


def page(body: str, title: str = "Cổng thông tin") -> str:
    return f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


FOOTER = (
    "<div class='footer'><p>Cơ quan chủ quản: UBND xã</p><a href='/so-do'>Sơ đồ cổng thông tin điện tử</a>"
    "<a href='/chinh-sach'>Chính sách bảo mật thông tin cá nhân</a><a href='https://khac.vn/'>Cổng dịch vụ công quốc gia</a>"
    "</div>"
)


def made(name: str, body: str, path: Callable[[int, str], str], *, dated: bool = True, at: str = "/") -> ListPage:
    url = f"https://mau.example{at}"
    articles = tuple(path(n, title) for n, title in enumerate(TITLES))
    return ListPage(
        name=name,
        url=url,
        html=page(body),
        articles=tuple(one if "://" in one else f"https://mau.example{one}" for one in articles),
        dated=dated,
    )


def table_of_an_old_ministry() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/Pages/ChiTiet.aspx?ItemID={1200 + n}&CatID=3"

    rows = joined(
        lambda n, t: (
            f"<tr><td width=20><img src=/dot.gif></td><td><a href='{path(n, t)}'>{t}</a></td><td>{day(n)}</td></tr>"
        )
    )
    sections = "".join(
        f"<tr><td><a href='/Pages/ChuyenMuc.aspx?CatID={n}'>{s}</a></td></tr>" for n, s in enumerate(SECTIONS)
    )
    body = (
        f"<table><tr><td valign=top><table>{sections}</table></td><td><table border=0>{rows}</table></td></tr></table>"
    )
    return made("bảng ASP cũ ?ItemID=", body, path)


def plain_list() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/tin-tuc/{slug(title)}-{n + 800}.html"

    items = joined(lambda n, t: f"<li><a href='{path(n, t)}'>{t}</a> <span>({day(n)})</span></li>")
    return made("danh sách ul", f"{menu()}<ul class='ds-tin'>{items}</ul>{FOOTER}", path)


def cards() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/{slug(title)}-post{n}.html"

    items = joined(
        lambda n, t: (
            f"<div class='card col-md-4'><a class='thumb' href='{path(n, t)}'><img src='/a.jpg' alt='{t}'></a>"
            f"<div class='card-body'><h3 class='card-title'><a href='{path(n, t)}'>{t}</a></h3>"
            f"<p class='card-text'>{SUMMARY}</p><time datetime='2026-11-{23 - n:02}T08:00:00+07:00'>{day(n)}</time></div></div>"
        )
    )
    return made("thẻ div", f"{menu()}<div class='container'><div class='row'>{items}</div></div>{FOOTER}", path)


def two_columns_with_most_read() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/thoi-su/{slug(title)}-{20261100 + n}.htm"

    main = joined(
        lambda n, t: (
            f"<div class='item-news'><h3 class='title'><a href='{path(n, t)}'>{t}</a></h3><span class='time'>{day(n)}</span><p>{SUMMARY}</p></div>"
        )
    )
    side = joined(
        lambda n, t: f"<li><h3 class='title'><a href='/doi-song/{slug(t)}-{20251100 + n}.htm'>{t}</a></h3></li>",
        POPULAR,
    )
    body = (
        f"{menu()}<div class='left'>{main}</div><div class='right'><h2>Xem nhiều nhất</h2><ul>{side}</ul></div>{FOOTER}"
    )
    return made("hai cột, xem nhiều nhất", body, path)


def heavy_menus() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/chi-tiet/{n + 5000}"

    sub = "".join(
        f"<li><a href='/chuyen-muc/{n}'>Chuyên mục hoạt động của ban ngành số {n}</a></li>" for n in range(60)
    )
    crumbs = "<div class='breadcrumb'><a href='/'>Trang chủ</a> » <a href='/tin'>Tin tức sự kiện</a></div>"
    items = joined(lambda n, t: f"<div class='bai'><a href='{path(n, t)}'>{t}</a><br><i>Ngày {day(n)}</i></div>")
    return made("menu dày, đường dẫn số", f"<div class='nav'><ul>{sub}</ul></div>{crumbs}{items}{FOOTER}", path)


def mobile() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/m/{slug(title)}.html"

    items = joined(
        lambda n, t: (
            f"<section><a href='{path(n, t)}'><img src='/x.jpg'><p>{t}</p><small>{n + 1} giờ trước</small></a></section>"
        )
    )
    return made("di động", f"<header><a href='/m'>M</a></header><main>{items}</main>", path, dated=False)


def pager_at_the_top() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/xem-tin?id={n + 77}"

    pager = (
        "<div class='phantrang'>" + "".join(f"<a href='/danh-sach?trang={n}'>{n}</a> " for n in range(1, 20)) + "</div>"
    )
    items = joined(
        lambda n, t: (
            f"<dl><dt><a href='{path(n, t)}'>{t}</a></dt><dd>{SUMMARY} <a href='{path(n, t)}'>Xem tiếp</a></dd></dl>"
        )
    )
    return made("phân trang ở đầu", f"{menu()}{pager}<div id='noidung'>{items}</div>{pager}", path, dated=False)


def liferay() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/web/guest/-/{slug(title)}"

    items = joined(
        lambda n, t: (
            f"<div class='asset-abstract default-asset-publisher'><div class='asset-title'>"
            f"<a href='{path(n, t)}?redirect=%2F'>{t}</a></div><div class='metadata-publish-date'>{day(n)} 09:15</div>"
            f"<div class='asset-summary'>{SUMMARY}</div><a class='asset-more' href='{path(n, t)}?redirect=%2F'>Xem thêm về {t}</a></div>"
        )
    )
    nav = "<nav id='navigation'>" + "".join(f"<a href='/web/guest/{slug(s)}'>{s}</a>" for s in SECTIONS) + "</nav>"
    return made(
        "Liferay", f"{nav}<div class='portlet-body'>{items}</div>{FOOTER}", lambda n, t: f"{path(n, t)}?redirect=%2F"
    )


def wordpress() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/2026/11/{slug(title)}/"

    items = joined(
        lambda n, t: (
            f"<article id='post-{n}' class='post-{n} post type-post hentry'><header class='entry-header'><h2 class='entry-title'>"
            f"<a href='https://mau.example{path(n, t)}' rel='bookmark'>{t}</a></h2><span class='posted-on'>{day(n)}</span></header>"
            f"<div class='entry-summary'><p>{SUMMARY}</p></div><a href='{path(n, t)}#comments'>Để lại bình luận của bạn</a></article>"
        )
    )
    recent = "".join(f"<li><a href='/2026/10/{slug(t)}/'>{t}</a></li>" for t in POPULAR)
    aside = f"<aside class='widget-area'><h2>Bài viết nổi bật</h2><ul>{recent}</ul></aside>"
    return made("WordPress", f"<ul class='menu'>{menu()}</ul><main>{items}</main>{aside}", path)


def joomla() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/index.php/tin-tuc/{n + 120}-{slug(title)}"

    rows = joined(
        lambda n, t: (
            f"<tr class='cat-list-row{n % 2}'><td class='list-title'><a href='{path(n, t)}'>\n\t{t}\n</a></td>"
            f"<td class='list-date small'>{day(n)}</td><td class='list-hits'>Lượt xem: {n * 13}</td></tr>"
        )
    )
    nav = (
        "<ul class='nav menu'>"
        + "".join(f"<li class='item-{n}'><a href='/index.php/{slug(s)}'>{s}</a></li>" for n, s in enumerate(SECTIONS))
        + "</ul>"
    )
    return made("Joomla", f"{nav}<table class='category'><tbody>{rows}</tbody></table>", path)


def blocks_of_sections() -> ListPage:
    """Three boxes on a front page, each with a big one and small ones."""

    def path(n: int, title: str) -> str:
        return f"/vi/news/{('hoat-dong', 'thong-bao', 'suc-khoe')[n % 3]}/{slug(title)}-{n + 31}.html"

    boxes = ""
    for box in range(3):
        mine = [(n, t) for n, t in enumerate(TITLES) if n % 3 == box]
        small = "".join(f"<li><a href='{path(n, t)}' title='{t}'>{t}</a></li>" for n, t in mine[1:])
        n, t = mine[0]
        boxes += (
            f"<div class='box'><div class='box-head'><a href='/vi/news/{box}'>Chuyên mục tin của cơ quan</a></div>"
            f"<div class='big'><a href='{path(n, t)}'><img src=a></a><a class='tt' href='{path(n, t)}'><strong>{t}</strong></a>"
            f"<p>{SUMMARY}</p></div><ul class='small'>{small}</ul></div>"
        )
    return made("ba khối chuyên mục (NukeViet)", f"{menu()}{boxes}{FOOTER}", path, dated=False)


def no_classes_at_all() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/?page=news_detail&id={n + 9}"

    items = joined(
        lambda n, t: (
            f"<p><font color=blue><a href='{path(n, t)}'><b>{t}</b></a></font> <font size=1>{day(n)}</font></p>"
        )
    )
    top = " | ".join(f"<a href='/?page=section&s={n}'>{s}</a>" for n, s in enumerate(SECTIONS))
    return made("không có lớp nào", f"<center>{top}</center>{items}", path)


def titles_in_attributes() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/bai-viet/{slug(title)}"

    items = joined(
        lambda n, t: f"<div class='news-row'><a href='{path(n, t)}' title='{t}'>{t[:22]}...</a><em>{day(n)}</em></div>"
    )
    return made("tựa bị cắt, đủ ở title", f"{menu()}<div class='list'>{items}</div>", path)


def relative_addresses_with_base() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/trang/chitiet.php?bai={n}"

    items = joined(lambda n, t: f"<div class='tin'><span>{day(n)}</span> <a href='chitiet.php?bai={n}'>{t}</a></div>")
    return made("đường dẫn tương đối", f"{menu()}<div>{items}</div>", path, at="/trang/index.php")


def notices_with_files() -> ListPage:
    """A department that lists notices; the files beside them are no articles."""

    def path(n: int, title: str) -> str:
        return f"/thong-bao/{n + 300}/{slug(title)}"

    items = joined(
        lambda n, t: (
            f"<div class='notice-item'><div class='date'><b>{23 - n}</b><span>Tháng 11</span></div><h4><a href='{path(n, t)}'>{t}</a></h4>"
            f"<a class='file' href='/upload/van-ban-kem-theo-so-{n}.pdf'>Tải văn bản kèm theo tại đây</a></div>"
        )
    )
    return made("thông báo kèm tệp", f"{menu()}<div class='notices'>{items}</div>{FOOTER}", path, dated=False)


KNOWN = (
    table_of_an_old_ministry(), plain_list(), cards(), two_columns_with_most_read(), heavy_menus(), mobile(),
    pager_at_the_top(), liferay(), wordpress(), joomla(), blocks_of_sections(), no_classes_at_all(),
    titles_in_attributes(), relative_addresses_with_base(), notices_with_files(),
)  # fmt: skip


# Ten more, written after the rule. When it first saw them it found all articles of all ten and nothing else; in one
# page it read no dates, in one a title with its summary.
def drupal() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/node/{n + 4411}"

    rows = joined(
        lambda n, t: (
            f"<div class='views-row views-row-{n}'><span class='views-field-title'><span class='field-content'><a href='{path(n, t)}'>"
            f"{t}</a></span></span><div class='views-field-created'>{day(n)} - 14:20</div></div>"
        )
    )
    side = joined(
        lambda n, t: f"<div class='views-row'><span class='views-field-title'><a href='/node/{n}'>{t}</a></span></div>",
        POPULAR,
    )
    body = f"<div class='region-content'>{rows}</div><div class='region-side'><h2>Được xem nhiều nhất</h2><div>{side}</div></div>"
    return made("Drupal, views", f"{menu()}{body}{FOOTER}", path)


def sharepoint() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/Lists/TinTuc/DispForm.aspx?ID={n + 61}&ContentTypeId=0x0100"

    rows = joined(
        lambda n, t: (
            f"<tr class='ms-itmhover'><td class='ms-vb2'><a onclick='x()' href='{path(n, t)}'>{t}</a></td><td class='ms-vb2'><nobr>{day(n)}</nobr></td></tr>"
        )
    )
    nav = "".join(
        f"<li class='static'><a class='static menu-item' href='/Pages/{n}.aspx'>{s}</a></li>"
        for n, s in enumerate(SECTIONS)
    )
    return made(
        "SharePoint",
        f"<div id='s4-topheader2'><ul>{nav}</ul></div><table class='ms-listviewtable'>{rows}</table>",
        path,
    )


def portal_with_slugs() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/tin-bai/-/view-content/{n + 200011}/{slug(title)}"

    items = joined(
        lambda n, t: (
            f"<li class='list-group-item'><p class='mb-1'><a class='text-dark' href='{path(n, t)}'>{t}</a></p><small>{day(n)}</small></li>"
        )
    )
    other = "".join(
        f"<a href='/van-ban/-/chi-tiet/{n}'>Quyết định số {n}/QĐ-UBND về việc phê duyệt</a>" for n in range(3)
    )
    return made(
        "cổng tỉnh, view-content", f"{menu()}<ul class='list-group'>{items}</ul><div class='vanban'>{other}</div>", path
    )


def summary_is_a_link_too() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/{slug(title)}-d{n + 90}.html"

    items = joined(
        lambda n, t: (
            f"<div class='story'><a class='story__title' href='{path(n, t)}'>{t}</a><a class='story__sapo' href='{path(n, t)}'>{SUMMARY}</a><span>{day(n)}</span></div>"
        )
    )
    return made("sapo cũng là đường dẫn", f"{menu()}{items}{FOOTER}", path)


def hashed_classes() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/posts/{slug(title)}"

    items = joined(
        lambda n, t: (
            f"<div class='css-1x{n}z9'><a class='css-9k2l1' href='{path(n, t)}'><h3 class='css-77aa'>{t}</h3></a><span class='css-0p1'>{day(n)}</span></div>"
        )
    )
    nav = "".join(f"<a class='css-4d1' href='/{slug(s)}'>{s}</a>" for s in SECTIONS)
    return made("lớp băm (Next.js)", f"<div><header>{nav}</header><div>{items}</div></div>", path)


def slider_and_list() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/tin/{n + 33}/{slug(title)}.aspx"

    slides = "".join(
        f"<div class='swiper-slide'><a href='{path(n, t)}'><img alt='' src=a><span>{t}</span></a></div>"
        for n, t in enumerate(TITLES[:4])
    )
    items = joined(
        lambda n, t: (
            f"<div class='tin-item'><a href='{path(n, t)}'>{t}</a><div class='ngay'>Cập nhật: {day(n)}</div></div>"
        )
    )
    return made(
        "tin nổi bật trượt và danh sách",
        f"{menu()}<div class='swiper'>{slides}</div><div class='ds'>{items}</div>",
        path,
    )


def unnamed_menu_of_long_names() -> ListPage:
    """The menu has no telling class, and its addresses have the articles' own shape."""

    def path(n: int, title: str) -> str:
        return f"/{slug(title)}"

    side = "".join(f"<div class='muc'><a href='/{slug(s)}'>{s}</a></div>" for s in SECTIONS)
    items = joined(
        lambda n, t: (
            f"<div class='tinbai'><div class='tieude'><a href='{path(n, t)}'>{t}</a></div><div class='ngay'>{day(n)}</div></div>"
        )
    )
    return made(
        "menu không tên, cùng dạng đường dẫn", f"<div class='trai'>{side}</div><div class='giua'>{items}</div>", path
    )


def whole_card_is_a_link() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/news/{n + 71}"

    items = joined(
        lambda n, t: f"<li><a href='{path(n, t)}'><div><h3>{t}</h3><p>{SUMMARY}</p><em>{day(n)}</em></div></a></li>"
    )
    return made("cả thẻ là đường dẫn", f"{menu()}<ul class='cards'>{items}</ul>", path)


def news_on_a_host_of_its_own() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"https://tintuc.mau.example/su-kien/{slug(title)}-{n + 1}.htm"

    items = joined(lambda n, t: f"<h2><a href='{path(n, t)}'>{t}</a></h2><p>{day(n)}: {SUMMARY}</p>")
    return made("tin ở máy chủ con", f"{menu()}<div class='home'>{items}</div>{FOOTER}", path, dated=False)


def old_table_with_most_read_beside() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/default.asp?cat=2&newsid={n + 810}"

    rows = joined(
        lambda n, t: (
            f"<tr><td class=title><a class=t href='{path(n, t)}'>{t}</a> <font color=gray>[{day(n)}]</font></td></tr>"
        )
    )
    side = "".join(
        f"<tr><td><a class=t href='/default.asp?cat=9&newsid={n + 5}'>{t}</a></td></tr>" for n, t in enumerate(POPULAR)
    )
    right = f"<table><tr><td><b>TIN ĐỌC NHIỀU NHẤT</b></td></tr>{side}</table>"
    body = f"<table><tr><td>{menu('<a href=/default.asp?cat={n}>{name}</a><br>')}</td><td><table>{rows}</table></td><td>{right}</td></tr></table>"
    return made("bảng cũ, đọc nhiều bên cạnh", body, path)


UNSEEN = (
    drupal(), sharepoint(), portal_with_slugs(), summary_is_a_link_too(), hashed_classes(), slider_and_list(),
    unnamed_menu_of_long_names(), whole_card_is_a_link(), news_on_a_host_of_its_own(), old_table_with_most_read_beside(),
)  # fmt: skip


# And what eight more, written later still, brought up.
def page_in_a_block_called_menu_open() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/{slug(title)}-c{n}a{4500 + n}.html"

    items = joined(
        lambda n, t: (
            f"<div class='b-grid'><h3 class='b-grid__title'><a href='{path(n, t)}'>{t}</a></h3><p>{SUMMARY}</p><span class='b-grid__time'>{day(n)} 10:00</span></div>"
        )
    )
    body = f"<div class='wrapper menu-open'><p>Danh mục</p>{menu()}{items}{FOOTER}</div>"
    return made("cả trang trong khối menu-open", body, path)


def a_section_beside_each_title() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/bai/{n + 500}"

    items = joined(
        lambda n, t: (
            f"<div class='r'><a href='{path(n, t)}'>{t}</a> <span><a href='/chuyen-muc/suc-khoe'>Tin sức khỏe cộng đồng</a></span> <i>{day(n)}</i></div>"
        )
    )
    return made("chuyên mục cạnh mỗi bài", f"{menu()}<div class='rows'>{items}</div>", path)


def bare_blocks_and_a_menu_of_the_same_ending() -> ListPage:
    def path(n: int, title: str) -> str:
        return f"/{slug(title)}.htm"

    items = joined(
        lambda n, t: f"<div><div><div><span><a href='{path(n, t)}'>{t}</a></span></div><div>{day(n)}</div></div></div>"
    )
    nav = "".join(f"<div><a href='/{slug(s)}.htm'>{s}</a></div>" for s in SECTIONS * 2)
    return made("div trần, menu cùng đuôi", f"<div>{nav}</div><div>{items}</div>", path)


LATER = (
    page_in_a_block_called_menu_open(), a_section_beside_each_title(), bare_blocks_and_a_menu_of_the_same_ending(),
)  # fmt: skip
