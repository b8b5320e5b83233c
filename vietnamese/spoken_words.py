"""Short forms and how they are read aloud in full: abbreviations, titles, units, signs."""

ABBREVIATIONS = {
    # authorities and offices
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "MTTQ": "Mặt trận Tổ quốc",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc", "MTTQVN": "Mặt trận Tổ quốc Việt Nam",
    "UBMTTQVN": "Ủy ban Mặt trận Tổ quốc Việt Nam", "TTXVN": "Thông tấn xã Việt Nam",
    "BCĐ": "ban chỉ đạo", "BCHQS": "ban chỉ huy quân sự", "BCH": "ban chấp hành", "BQL": "ban quản lý",
    "BTC": "ban tổ chức", "TAND": "tòa án nhân dân", "VKSND": "viện kiểm sát nhân dân", "ĐBQH": "đại biểu Quốc hội",
    "BĐBP": "bộ đội biên phòng", "CAND": "công an nhân dân", "QĐND": "quân đội nhân dân",
    "LLVT": "lực lượng vũ trang", "CSGT": "cảnh sát giao thông", "CSKV": "cảnh sát khu vực",
    "NHNN": "Ngân hàng Nhà nước", "NHCSXH": "Ngân hàng Chính sách xã hội", "LHQ": "Liên hợp quốc",
    "WHO": "Tổ chức Y tế Thế giới", "TW": "Trung ương", "TƯ": "Trung ương",
    # places in a village or town
    "NVH": "nhà văn hóa", "KDC": "khu dân cư", "TDP": "tổ dân phố", "KCN": "khu công nghiệp",
    "CCN": "cụm công nghiệp", "KKT": "khu kinh tế", "KĐT": "khu đô thị", "KTX": "ký túc xá", "TYT": "trạm y tế",
    "BV": "bệnh viện", "BVĐK": "bệnh viện đa khoa", "SVĐ": "sân vận động", "HTX": "hợp tác xã",
    "CLB": "câu lạc bộ", "TTHC": "thủ tục hành chính", "HCC": "hành chính công", "DVC": "dịch vụ công",
    "TNHH": "trách nhiệm hữu hạn", "CTCP": "công ty cổ phần", "Cty": "công ty", "ĐBSCL": "Đồng bằng sông Cửu Long",
    # matters
    "BHXH": "bảo hiểm xã hội", "BHYT": "bảo hiểm y tế", "BHTN": "bảo hiểm thất nghiệp", "ASXH": "an sinh xã hội",
    "PCCC": "phòng cháy chữa cháy", "CNCH": "cứu nạn cứu hộ", "PCTT": "phòng chống thiên tai",
    "TKCN": "tìm kiếm cứu nạn", "VSMT": "vệ sinh môi trường", "ATVSTP": "an toàn vệ sinh thực phẩm",
    "ATTP": "an toàn thực phẩm", "ATGT": "an toàn giao thông", "TTATGT": "trật tự an toàn giao thông",
    "TNGT": "tai nạn giao thông", "ANTT": "an ninh trật tự", "ANTQ": "an ninh Tổ quốc",
    "GPMB": "giải phóng mặt bằng", "XKLĐ": "xuất khẩu lao động", "NLĐ": "người lao động",
    "NCT": "người cao tuổi", "CCB": "cựu chiến binh", "CBCNV": "cán bộ công nhân viên",
    "THPT": "trung học phổ thông", "THCS": "trung học cơ sở", "GDTX": "giáo dục thường xuyên",
    "PTDTBT": "phổ thông dân tộc bán trú", "PTDTNT": "phổ thông dân tộc nội trú", "SGK": "sách giáo khoa",
    "GD-ĐT": "giáo dục và đào tạo", "GDĐT": "giáo dục và đào tạo", "GD&ĐT": "giáo dục và đào tạo",
    "KH&CN": "khoa học và công nghệ", "KHCN": "khoa học và công nghệ", "NN&MT": "nông nghiệp và môi trường",
    "NN-MT": "nông nghiệp và môi trường", "NN&PTNT": "nông nghiệp và phát triển nông thôn",
    "TN&MT": "tài nguyên và môi trường", "LĐTBXH": "lao động, thương binh và xã hội",
    "LĐ-TB&XH": "lao động, thương binh và xã hội", "LĐTB&XH": "lao động, thương binh và xã hội",
    "VH,TT&DL": "văn hóa, thể thao và du lịch", "VHTT&DL": "văn hóa, thể thao và du lịch",
    "VHTTDL": "văn hóa, thể thao và du lịch", "KH&ĐT": "kế hoạch và đầu tư", "TT&TT": "thông tin và truyền thông",
    "GTVT": "giao thông vận tải", "KT-XH": "kinh tế xã hội", "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân", "GPLX": "giấy phép lái xe", "VNeID": "vi nê i đi", "DTTS": "dân tộc thiểu số",
    "NTM": "nông thôn mới", "OCOP": "ô cốp", "GDP": "tổng sản phẩm trong nước", "HLV": "huấn luyện viên",
    "VĐV": "vận động viên", "STK": "số tài khoản", "MST": "mã số thuế", "SĐT": "số điện thoại", "ĐTDĐ": "điện thoại",
    "VND": "đồng", "VNĐ": "đồng", "USD": "đô la Mỹ", "EUR": "ơ rô", "COVID": "cô vít", "Covid": "cô vít",
    # used in numbers of documents and roads only
    "TTg": "Thủ tướng", "CP": "Chính phủ", "QH": "Quốc hội", "NĐ": "nghị định", "QĐ": "quyết định", "TT": "thông tư",
    "CT": "chỉ thị", "NQ": "nghị quyết", "CĐ": "công điện", "CV": "công văn", "TB": "thông báo", "KH": "kế hoạch",
    "HD": "hướng dẫn", "BC": "báo cáo", "TTr": "tờ trình", "GM": "giấy mời", "BYT": "Bộ Y tế", "TU": "Tỉnh ủy",
    "QL": "quốc lộ", "TL": "tỉnh lộ", "ĐT": "đường tỉnh", "HL": "hương lộ", "ĐH": "đường huyện",
}  # fmt: skip
# "QĐ-UBND", "QL4D"
ONLY_IN_NUMBERS = frozenset(
    {
        "CP", "QH", "NĐ", "QĐ", "TT", "CT", "NQ", "CĐ", "CV", "TB", "KH", "HD", "BC", "TTr", "GM", "BYT", "TU", "TTg",
        "QL", "TL", "ĐT", "HL", "ĐH",
    }
)  # fmt: skip
UNITS = {
    "km/h": "ki lô mét một giờ", "km/giờ": "ki lô mét một giờ", "m/s": "mét một giây", "m3/s": "mét khối một giây",
    "m³/s": "mét khối một giây", "l/s": "lít một giây",
    "µg/m3": "mi crô gam một mét khối", "μg/m3": "mi crô gam một mét khối",
    "µg/m³": "mi crô gam một mét khối", "μg/m³": "mi crô gam một mét khối", "mg/l": "mi li gam một lít",
    "g/l": "gam một lít", "mm/h": "mi li mét một giờ", "mm/giờ": "mi li mét một giờ",
    "km2": "ki lô mét vuông", "km²": "ki lô mét vuông", "km": "ki lô mét",
    "m2": "mét vuông", "m²": "mét vuông", "m3": "mét khối", "m³": "mét khối", "cm": "xăng ti mét", "mm": "mi li mét",
    "m": "mét", "kg": "ki lô gam", "mg": "mi li gam", "g": "gam", "ha": "héc ta", "ml": "mi li lít", "l": "lít",
    "MW": "mê ga oát", "kWh": "ki lô oát giờ", "kW": "ki lô oát", "kV": "ki lô vôn", "°C": "độ xê", "ºC": "độ xê",
    "độ C": "độ xê", "°": "độ", "%": "phần trăm", "‰": "phần nghìn", "đ": "đồng", "đồng": "đồng", "USD": "đô la Mỹ",
    "tỷ đ": "tỷ đồng", "tỉ đ": "tỉ đồng", "triệu đ": "triệu đồng", "nghìn đ": "nghìn đồng", "ngàn đ": "ngàn đồng",
    "tấn": "tấn", "tạ": "tạ", "lít": "lít", "người": "người",
}  # fmt: skip
PER = {
    "kg": "một ki lô gam", "ha": "một héc ta", "km2": "một ki lô mét vuông", "km": "một ki lô mét",
    "m2": "một mét vuông", "m3": "một mét khối", "kWh": "một ki lô oát giờ",
    **{word: f"một {word}" for word in (
        "lít", "tháng", "ngày", "đêm", "năm", "quý", "tuần", "giờ", "phút", "giây", "lần", "lượt", "buổi", "tiết", "vụ",
        "người", "hộ", "khẩu", "em", "suất", "lượng", "tấn", "tạ", "sào", "con", "cái", "chiếc", "bao", "hộp", "chai",
        "chuyến", "vé", "ca", "học sinh",
    )},
}  # fmt: skip
TITLES = {
    "PGS": "phó giáo sư", "GS": "giáo sư", "TS": "tiến sĩ", "ThS": "thạc sĩ", "Th.S": "thạc sĩ", "BS": "bác sĩ",
    "TP": "Thành phố", "TX": "thị xã", "TT": "thị trấn", "Tp": "Thành phố", "tp": "thành phố", "NXB": "nhà xuất bản",
}  # fmt: skip
DIVISIONS = {"Q": "quận", "P": "phường", "X": "xã", "H": "huyện"}  # one letter: initials of people look the same
COMPARED = {
    "±": "cộng trừ", "+/-": "cộng trừ", "~": "khoảng", "≈": "khoảng", "≥": "không dưới", ">=": "không dưới",
    "≤": "không quá", "<=": "không quá", "<": "dưới", ">": "trên", "+": "cộng",
}  # fmt: skip
PARTS = str.maketrans({"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⁄": "/"})
