"""What a site says of itself tells what kind of publisher it is, and whose. Invented names of the usual kinds."""

import pytest

from domain.sources import SiteIdentity, SourceKind
from nlp.publishers.proposing import propose

PRESS, AGENCY, OFFICIAL = SourceKind.PRESS, SourceKind.AGENCY, SourceKind.OFFICIAL
WARNS, CHECKS = SourceKind.WARNING_SERVICE, SourceKind.FACT_CHECKER

# (host, title of the page, og:site_name, kind, province)
SITES = [
    # newspapers and broadcasters
    ("baolaocai-x.vn", "Báo Lào Cai điện tử", "", PRESS, "15"),
    ("baosonla.vn", "Trang chủ | Báo Sơn La", "Báo Sơn La", PRESS, "14"),
    ("baovnmoi.vn", "Tin tức mới nhất, dự báo thời tiết, cảnh báo thiên tai - Báo Vùng Cao", "", PRESS, ""),
    ("laichautv.vn", "Báo và phát thanh, truyền hình Lai Châu", "", PRESS, "12"),
    ("ptthdienbien.vn", "Đài Phát thanh - Truyền hình Điện Biên", "", PRESS, "11"),
    ("truyenhinhcaobang.vn", "Đài PT-TH Cao Bằng", "", PRESS, "04"),
    ("tapchikttv.vn", "Tạp chí Khí tượng Thủy văn", "", PRESS, ""),
    ("tcnn.vn", "Tạp chí Tổ chức nhà nước", "", PRESS, ""),
    ("congannhandan-x.vn", "Báo Công an nhân dân điện tử", "", PRESS, ""),
    ("giaoducthoidai-x.vn", "Báo Giáo dục và Thời đại Online", "Giáo dục và Thời đại", PRESS, ""),
    ("thoibaoxyz.vn", "Thời báo Kinh tế Miền núi", "", PRESS, ""),
    ("nhatbaomoi.vn", "Nhật báo Ban Mai", "", PRESS, ""),
    ("anhduong.vn", "Ánh Dương Online: Tin nhanh 24h", "", PRESS, ""),
    ("tinmoi-x.com.vn", "Trang thông tin điện tử tổng hợp Tin Mới", "", PRESS, ""),
    ("baobacha.vn", "BÁO BẮC NINH ĐIỆN TỬ", "", PRESS, "24"),
    ("baodaklak-x.vn", "Trang chủ", "", PRESS, "66"),
    ("qdnd-x.vn", "Báo Quân đội nhân dân", "", PRESS, ""),
    ("vov-x.vn", "Đài Tiếng nói Việt Nam", "", PRESS, ""),
    ("vtvx.vn", "Đài Truyền hình Việt Nam", "", PRESS, ""),
    # news agencies
    ("tinvungcao.vn", "Thông tấn xã Việt Nam - Cơ quan thường trú tại Lào Cai", "", AGENCY, "15"),
    ("news-x.vn", "Bản tin Thế giới (TTXVN)", "Trang tin TTXVN", AGENCY, ""),
    ("vnagency.vn", "Vietnam News Agency", "", AGENCY, ""),
    # portals
    ("laocai.gov.vn", "Cổng thông tin điện tử tỉnh Lào Cai", "", OFFICIAL, "15"),
    ("hagiang.gov.vn", "Cổng TTĐT tỉnh Hà Giang", "", OFFICIAL, "08"),
    ("batxat.laocai.gov.vn", "Trang thông tin điện tử huyện Bát Xát", "", OFFICIAL, "15"),
    ("sapa.laocai.gov.vn", "Trang chủ - UBND thị xã Sa Pa", "", OFFICIAL, "15"),
    ("yty.laocai.gov.vn", "Ủy ban nhân dân xã Y Tý", "", OFFICIAL, "15"),
    ("doanket.laichau.gov.vn", "UBND xã Đoàn Kết", "", OFFICIAL, "12"),
    ("phuonglangha.hanoi.gov.vn", "Trang chủ", "", OFFICIAL, "01"),
    ("hochiminhcity.gov.vn", "Trang tin", "", OFFICIAL, "79"),
    ("portal.sonla.gov.vn", "Home", "", OFFICIAL, "14"),
    ("hdnd.thainguyen.gov.vn", "Hội đồng nhân dân tỉnh Thái Nguyên", "", OFFICIAL, "19"),
    ("tinhuy.phutho.vn", "Tỉnh ủy Phú Thọ", "", OFFICIAL, "25"),
    ("congbao.laichau.gov.vn", "Công báo tỉnh Lai Châu", "", OFFICIAL, "12"),
    ("baocao.moha.gov.vn", "Báo cáo thống kê ngành Nội vụ", "", OFFICIAL, ""),
    ("thongbao.angiang.gov.vn", "Thông báo của Ủy ban nhân dân tỉnh An Giang", "", OFFICIAL, "91"),
    # departments, ministries
    ("soyte.laocai.gov.vn", "Sở Y tế tỉnh Lào Cai", "", OFFICIAL, "15"),
    ("sonnmt.caobang.gov.vn", "Sở Nông nghiệp và Môi trường Cao Bằng", "", OFFICIAL, "04"),
    ("sogddt.nghean.gov.vn", "SỞ GIÁO DỤC VÀ ĐÀO TẠO NGHỆ AN", "", OFFICIAL, "40"),
    ("mohx.gov.vn", "Cổng thông tin Bộ Y tế", "", OFFICIAL, ""),
    ("vncdcx.vn", "Cục Phòng bệnh - Bộ Y tế", "", OFFICIAL, ""),
    ("cdclangson.vn", "Trung tâm Kiểm soát bệnh tật tỉnh Lạng Sơn", "", OFFICIAL, "20"),
    ("chicucthuy.vn", "Chi cục Chăn nuôi và Thú y Hà Tĩnh", "", OFFICIAL, "42"),
    ("csgt-x.vn", "Cục Cảnh sát giao thông", "", OFFICIAL, ""),
    # warning services
    ("kttvlaocai.vn", "Đài Khí tượng Thủy văn tỉnh Lào Cai", "", WARNS, "15"),
    ("kttvtb.vn", "Đài KTTV khu vực Tây Bắc", "", WARNS, ""),
    ("nchmf-x.gov.vn", "Trung tâm Dự báo khí tượng thuỷ văn quốc gia", "", WARNS, ""),
    ("pctt.hatinh.gov.vn", "Ban Chỉ huy Phòng thủ dân sự tỉnh Hà Tĩnh", "", WARNS, "42"),
    ("phongchongthientai-x.vn", "Cục Quản lý đê điều và Phòng, chống thiên tai", "", WARNS, ""),
    ("pcttquangtri.vn", "Văn phòng thường trực BCH PCTT và TKCN tỉnh Quảng Trị", "", WARNS, "44"),
    ("igp-x.vn", "Viện Vật lý Địa cầu - Trung tâm Báo tin động đất và cảnh báo sóng thần", "", WARNS, ""),
    ("kttv.vn", "Trang chủ", "", WARNS, ""),
    ("tramkt.vn", "Trạm Khí tượng Sa Pa", "", WARNS, "15"),
    # hospitals, schools
    ("bvdklaocai.vn", "Bệnh viện Đa khoa tỉnh Lào Cai", "", OFFICIAL, "15"),
    ("benhviensannhi.vn", "Trang chủ – Bệnh viện Sản Nhi Yên Bái", "", OFFICIAL, "15"),
    ("ttytbaoyen.vn", "Trung tâm Y tế huyện Bảo Yên", "", OFFICIAL, "15"),
    ("thptso1.laocai.edu.vn", "Trường THPT số 1 Lào Cai", "", OFFICIAL, "15"),
    ("mnhoami.edu.vn", "Trường Mầm non Hoa Mi", "", OFFICIAL, ""),
    ("tnu-x.edu.vn", "Đại học Thái Nguyên", "", OFFICIAL, "19"),
    ("vinhealth.com", "Bệnh viện Quốc tế Sao Mai - Công ty cổ phần", "", PRESS, ""),
    ("sunrise-school.edu.vn", "Trường Tư thục Liên cấp Sao Mai", "", PRESS, ""),
    # associations, police, army
    ("chuthapdolaocai.vn", "Hội Chữ thập đỏ tỉnh Lào Cai", "", OFFICIAL, "15"),
    ("redcross-x.org.vn", "Hội Chữ thập đỏ Việt Nam", "", OFFICIAL, ""),
    ("congan.laocai.gov.vn", "Công an tỉnh Lào Cai", "", OFFICIAL, "15"),
    ("conganhatinh.vn", "Trang thông tin điện tử Công an Hà Tĩnh", "", OFFICIAL, "42"),
    ("tuoitrelangson.vn", "Tỉnh Đoàn Lạng Sơn", "", OFFICIAL, "20"),
    ("mttq-x.vn", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Nghệ An", "", OFFICIAL, "40"),
    ("hoiphunu.vn", "Hội Liên hiệp Phụ nữ tỉnh Đồng Tháp", "", OFFICIAL, "82"),
    ("bienphong-x.vn", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Lai Châu", "", OFFICIAL, "12"),
    ("pclaocai.vn", "Công ty Điện lực Lào Cai", "", OFFICIAL, "15"),
    ("hctd-tw.vn", "Trang thông tin điện tử Trung ương Hội Chữ thập đỏ Việt Nam", "", OFFICIAL, ""),
    ("giamsat-x.gov.vn", "Hệ thống giám sát thiên tai Việt Nam", "", WARNS, ""),
    ("thuvienluat.vn", "THƯ VIỆN PHÁP LUẬT | Tra cứu văn bản", "", PRESS, ""),
    ("laodongthudo-x.vn", "Báo Lao động Thủ đô", "", PRESS, "01"),
    ("xa-tanlap.thainguyen.gov.vn", "Trang thông tin điện tử xã Tân Lập", "", OFFICIAL, "19"),
    # fact-checkers
    ("tingia.gov.vn", "Trung tâm Xử lý tin giả, thông tin xấu độc Việt Nam", "", CHECKS, ""),
    ("kiemchung-x.vn", "Kiểm chứng: Cổng kiểm chứng thông tin", "", CHECKS, ""),
    # typed without accents, or in English
    ("a1.vn", "BAO LAO CAI DIEN TU", "", PRESS, ""),
    ("a9.vn", "Bao Lao Cai", "", PRESS, "15"),
    ("a0.vn", "Báo Yên Bái", "", PRESS, "15"),
    ("b0.vn", "Báo Tin tức", "", PRESS, ""),
    ("a2.vn", "Bao tang Lich su quoc gia", "", OFFICIAL, ""),
    ("a3.vn", "Bao hiem xa hoi tinh Son La", "", OFFICIAL, "14"),
    ("a4.vn", "Dai Khi tuong Thuy van khu vuc Dong Bac", "", WARNS, ""),
    ("a5.vn", "Cong thong tin dien tu So Y te", "", OFFICIAL, ""),
    ("a6.vn", "Ministry of Health Portal", "", OFFICIAL, ""),
    ("a7.vn", "Vietnam Red Cross Society", "", OFFICIAL, ""),
    ("a8.vn", "Tap chi Suc khoe", "", PRESS, ""),
    # more of the usual
    ("b1.vn", "Phòng Giáo dục và Đào tạo huyện Si Ma Cai", "", OFFICIAL, "15"),
    ("b2.vn", "Trạm Y tế xã Y Tý", "", OFFICIAL, "15"),
    ("b3.vn", "Ban Quản lý Vườn quốc gia Hoàng Liên", "", OFFICIAL, ""),
    ("b4.vn", "Báo ảnh Dân tộc và Miền núi", "", PRESS, ""),
    ("b5.vn", "Báo Người cao nguyên | Thông báo, cảnh báo, dự báo", "", PRESS, ""),
    ("b6.vn", "Tổng cục Khí tượng Thủy văn", "", WARNS, ""),
    ("b7.vn", "Chi cục Thủy lợi và Phòng chống thiên tai Sơn La", "", WARNS, "14"),
    ("b8.vn", "Kênh truyền hình Quốc phòng Việt Nam", "", PRESS, ""),
    ("b9.vn", "Quỹ Bảo trợ trẻ em", "", PRESS, ""),
    # companies and what nobody can tell
    ("cty-x.vn", "Công ty TNHH Hoa Ban", "", PRESS, ""),
    ("khongro.vn", "", "", PRESS, ""),
    ("example.vn", "Just another WordPress site", "", PRESS, ""),
    ("canhbaoluadao.vn", "Cảnh báo lừa đảo trực tuyến", "", PRESS, ""),
]  # fmt: skip


@pytest.mark.parametrize(("host", "title", "site_name", "kind", "province"), SITES, ids=[one[0] for one in SITES])
def test_kind_and_province_are_proposed(host: str, title: str, site_name: str, kind: SourceKind, province: str):
    proposed = propose(SiteIdentity(url=f"https://{host}/", title=title, site_name=site_name))
    assert (proposed.kind, proposed.province) == (kind, province)


@pytest.mark.parametrize(
    ("site", "name", "organisation"),
    [
        (SiteIdentity(url="https://a.vn/", title="Trang chủ | Báo Sơn La"), "Báo Sơn La", ""),
        (SiteIdentity(url="https://a.vn/", title="Home - UBND xã Y Tý"), "UBND xã Y Tý", "UBND xã Y Tý"),
        (
            SiteIdentity(url="https://a.vn/", title="Cổng thông tin điện tử Sở Y tế tỉnh Lào Cai"),
            "Cổng thông tin điện tử Sở Y tế tỉnh Lào Cai",
            "Sở Y tế tỉnh Lào Cai",
        ),
        (
            SiteIdentity(url="https://a.vn/", title="x", site_name="Báo Lào Cai", publisher="Tỉnh ủy Lào Cai"),
            "Báo Lào Cai",
            "Tỉnh ủy Lào Cai",
        ),
        (
            SiteIdentity(url="https://a.vn/", site_name="Báo Lào Cai", responsible="Đảng bộ tỉnh Lào Cai"),
            "Báo Lào Cai",
            "Đảng bộ tỉnh Lào Cai",
        ),
        (SiteIdentity(url="https://www.khongro.vn/", title="Trang chủ"), "khongro.vn", ""),
        (SiteIdentity(url="https://a.vn/", title="Cổng TTĐT thành phố Đà Nẵng"),
         "Cổng TTĐT thành phố Đà Nẵng", "UBND thành phố Đà Nẵng"),
        (SiteIdentity(url="https://a.gov.vn/", title="Cổng thông tin điện tử"), "Cổng thông tin điện tử", ""),
        (SiteIdentity(url="https://a.vn/", title="Công an tỉnh Hà Tĩnh", site_name="a.vn"),
         "Công an tỉnh Hà Tĩnh", "Công an tỉnh Hà Tĩnh"),
        (SiteIdentity(url="https://a.vn/", title="Trang chủ"[::-1] * 90), "a.vn", ""),
    ],
)  # fmt: skip
def test_the_name_and_who_is_responsible_are_proposed(site: SiteIdentity, name: str, organisation: str):
    proposed = propose(site)
    assert (proposed.name, proposed.organisation) == (name, organisation)
