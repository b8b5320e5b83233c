"""How Vietnamese news writes of people who suffer, of their age and kin, and of those who act or tell."""

import re

from nlp.person_names import GIVEN, INITIALS
from vietnamese.text import CAPITALS

_CHILD = (
    r"(?:cháu(?: gái| trai| bé)?|bé(?: gái| trai)?|em(?: gái| trai| bé)?|nữ sinh|nam sinh|học sinh|học trò|con trai"
    r"|con gái|con nhỏ|con|thiếu nữ|thiếu niên|trẻ|cậu bé|cô bé|bệnh nhi|thiếu nhi)(?: lớp \w+)?"
)
IS_CHILD = re.compile(
    rf"(?<!\w)(?<!vợ )(?<!chị ){_CHILD}(?: ruột| họ| nuôi)?(?: còn lại| này| trên| đầu tiên)?(?: tên(?: là)?"
    rf"| là)?(?: em| cháu| bé)? $"
)
AGE = re.compile(
    r"(?:cùng |đều |mới |khoảng |\w+ ?: ?)?(?:(?P<years>\d{1,3}) tuổi(?! đời)"
    r"|(?P<months>\d{1,2}) tháng(?: tuổi)?(?=[\s,;)])"
    r"|(?P<days>\d{1,2}) ngày tuổi|(?:sn|sinh năm|sinh)[: ]{0,2}(?:\d{1,2}/\d{1,2}/)?(?P<born>(?:19|20)\d\d)"
    r"|sinh ngày [\d/.\- ]{3,9}?(?P<birth>(?:19|20)\d\d)"
    r"|(?:học sinh |học |nữ sinh |nam sinh )*lớp (?P<form>\d{1,2}|lá|chồi|mầm|một|hai|ba|bốn|năm|sáu|bảy|tám|chín))"
)
ADDRESS = re.compile(
    r"\s?[(,]\s?(?:\d{1,3} tuổi,?\s?|sn ?\d{4}[,;]?\s?|sinh năm \d{4}[,;]?\s?)?(?:nữ,? |nam,? )?"
    r"(?:cùng |đều |hiện |tạm |thường )?(?:trú|ngụ|quê)(?!\w)"
)
ADDRESS_OF_MAN = re.compile(
    r"\s?[(,]\s?(?:ở|xã|huyện|thôn|bản|ấp|tổ|phường|học sinh|sinh viên|người|công nhân)(?![^\W_])"
)
_TITLED = r"(?:anh|chị|ông|bà|cụ)"
IS_TITLED = re.compile(
    rf"(?<!\w)(?:{_TITLED}|em|(?:vợ chồng|anh em|chị em|bố con|cha con|mẹ con|(?:chú|bác|cậu|ông|bà|dì) cháu)"
    rf"(?: ruột)?(?: là)?) $"
)
OWNS = re.compile(
    rf"(?<!\w)(?:đàn|bầy|con|vườn|ao|đầm|ruộng|rẫy|chuồng|trại) [\w ]{{0,20}}của (?:gia đình |nhà |hộ )?{_TITLED} $"
)
OF_KIN = re.compile(
    r"(?<!\w)(?:anh|chị|ông|bà|cụ|cháu|em|bé|vợ|chồng|con|mẹ|cha|bố|nạn nhân|bệnh nhân|sản phụ)(?: [\w,]+){0,2} $"
)
CALLED = re.compile(r"(?<!\w)(?:anh|chị|ông|bà|cụ|cháu|em|bé|nạn nhân|bệnh nhân|tên|là|con trai|con gái) $")
TO_SOMEONE = re.compile(
    r"(?<!\w)(?:với|của|cho|đối với|gặp|và|giết|đâm|chém|hại|đe dọa|xin lỗi|đánh|tông|cứu|trúng)"
    r" (?:anh|chị|ông|bà|cụ|cháu|em|bé) $"
)
SUFFERS = re.compile(
    r"[^.\n]{0,75}(?:(?<!\w)(?:bị (?!khởi tố|bắt|phạt|xử|tạm|tố|kỷ luật|cách|đình chỉ|cáo|truy|tuyên|triệu|buộc|cảnh"
    r"|can|đơn|hại|coi|đồn|điều|kết án|kiện|phê|bãi|miễn|khai trừ|tước|thu hồi|đề nghị|nhắc|chỉ trích|nghi)"
    r"|tử vong|thiệt mạng|chết|nằm chết|mất tích|nguy kịch|không qua khỏi|đuối nước|trọng thương"
    r"|mắc (?:bệnh|phải|ung thư)|phát hiện (?:bệnh|mắc|bị)|phải (?:mổ|nhập viện|cắt|chạy thận|cấp cứu)))"
)
SUFFERS_LATER = re.compile(
    r"[^.\n]{0,30}?(?<!\w)(?:tử vong|thiệt mạng|chết|không qua khỏi"
    r"|bị (?:đâm|chém|đánh|thương|tông|cuốn|giết|bỏng|ngã|điện giật|sát hại|hành hung|gãy|liệt|văng|hất|kéo|bắn|tạt"
    r"|cướp|nhốt|trói|ép|đè|vùi|sét|đụng|cán|lừa|chấn thương|dập|rách|thủng|ngất|đa chấn)"
    r"|(?:văng|ngã|rơi|lộn|lăn) (?:ra|xuống|vào|khỏi|khoảng|xa)|nguy kịch|hôn mê|bất tỉnh|mất tích|gục"
    r"|nhập viện|đi cấp cứu|phát hiện bệnh|mắc bệnh"
    r"|điều trị)"
)
HURT = re.compile(
    r"(?:thi thể|cái chết|đâm chết|tông chết|cán chết|giết chết|sát hại|cướp đi|cuốn trôi|cứu sống|cứu được|cứu chữa"
    r"|cấp cứu|điều trị cho|phẫu thuật cho|mổ cho|ghép thận cho|hại chết|đánh chết|đâm trúng|tông vào|húc vào"
    r"|đâm|chém"
    r"|giết|đánh|đe dọa|tông|cứu|xin lỗi|va chạm với xe (?:máy|đạp)|tính mạng|xe (?:ô ?tô |máy )?của)"
    rf"(?: chết)? (?:của |do |cho |vào |với )?(?:vợ chồng )?{_TITLED} $"
)
IS_HIT = re.compile(
    r"(?<!\w)(?:đâm|chém|giết|sát hại|đánh|bắn|hiếp dâm|tông|cán|cướp của|hành hung|chuốc say|bắt cóc|xâm hại"
    r"|dâm ô|tạt axit|siết cổ|bóp cổ|cướp tài sản của|lừa|tát|kéo lê|húc|đụng|làm nhục)"
    r"(?: (?:chết|trúng|vào|trọng thương|liên tiếp|với))* $"
)
DIES = re.compile(
    r"(?:,[^,.;\n]{0,40}?(?=,? (?:đã )?(?:tử vong|thiệt mạng|không qua khỏi|chết tại|mắc bệnh)))?,? (?:đã "
    r"|cũng |được |xác định |là )*"
    r"(?:tử vong|thiệt mạng|chết|mất tích|nguy kịch|không qua khỏi|trọng thương|đuối nước|mắc (?:bệnh|căn bệnh"
    r"|ung thư)"
    r"|bị (?:đâm|chém|tông|giết|sát hại|điện giật|cuốn|bỏng|vùi|đè|hành hung|cán|bắn|hiếp"
    r"|xâm hại|bạo hành|lũ|nước|đá|sét))"
)
# What others do to them: "khiến anh Tú văng xuống mương".
STRUCK = (
    r"(?:khiến|cứu (?:được|sống)|tông (?:vào|trúng|chết)|đâm (?:vào|trúng|chết)|đánh|chém|thi thể|bắn trúng"
    r"|cái chết của|cán (?:qua|chết)|húc (?:vào|văng)|giật của|chiếm đoạt của|kẹp|đè (?:lên|trúng))(?: cho| của)?"
)
TO_HOSPITAL = r"[^.,\n]{0,20} (?:cấp cứu|bệnh viện|viện|trạm y tế|cơ sở y tế)"
# Beside the dead and hurt somebody finds, helps, tells or does it.
TAKES_PART = re.compile(
    r"(?<!\w)(?:phát hiện|cứu|giúp|hô hoán|chạy (?:đến|tới|ra|lại)|nghe|thấy|chứng kiến|cầm|dùng|đâm|chém|đánh"
    r"|lao|dẫn"
    r"|gây|đuổi|khai|quay|đăng|nhặt|trả|bán|mời|xác nhận|cho (?:biết|hay)|kể|nói|chia sẻ|bức xúc|phản ánh"
    r"|nhớ lại|tâm sự"
    r"|trao đổi|thông tin|thừa nhận|xe (?:tải|khách|ben|container|buýt|bồn|đầu kéo)|ô ?tô|hàng xóm"
    r"|chủ (?:nhà|quán|xe|cơ sở|trọ|tiệm|vườn|thầu))(?!\w)"
)
IS_KIN_OF_THEM = re.compile(
    r"(?:\s?\([^)\n]{0,60}\))?\s?(?:,|–|-|\() ?(?:là )?(?:chồng|vợ|mẹ|bố|cha|con|anh|chị|em|cô|chú|bác)(?!\w)"
)
HURT_TITLE = re.compile(
    r"(?<!\w)(?:bị (?!can|cáo|bắt|phạt|xử|khởi|tạm|kỷ|kiện|tố|cách|tuyên|truy|đình|bãi|cấm|thu|lập|buộc|nghi)\w+"
    r"|tử vong|thiệt mạng|chết|tử nạn|gặp nạn|thương vong|trọng thương|nguy kịch|mất tích|đuối nước|tông|đâm"
    r"|cuốn trôi"
    r"|điện giật|sét đánh|mắc kẹt|nạn nhân)(?!\w)"
)
TOGETHER = re.compile(
    r"(?<!\w)(?:cả (?:hai|ba|bốn|năm|nhóm)|(?:hai|ba|bốn|năm)(?: chị| anh)? (?:người|vợ chồng|(?:chú|bác|cậu"
    r"|ông|bà|dì) cháu"
    r"|(?:bố|cha|mẹ) con|anh em|chị em|ông bà|thanh niên|công nhân|phụ nữ)|vợ chồng|các nạn nhân)[^.\n]{0,50}?(?<!\w)"
    r"(?:tử vong|thiệt mạng|chết|gặp nạn|thương vong|mất tích|tử nạn|bị (?:thương|cuốn|điện giật|tông|bỏng|ngạt"
    r"|đâm|chém|vùi))"
)
IS_VICTIM = re.compile(
    r"(?:\s?\([^)\n]{0,60}\))?\s?(?:,|–|-) ?(?:là )?(?:bệnh nhi|bệnh nhân|nạn nhân|người bị (?:hại|nạn))(?!\w)"
)
PAREN = re.compile(r"\s?\([^)\n]{0,120}\)")
ANOTHER_TELLS = re.compile(
    r", (?:ông|bà|anh|chị|cụ|bác sĩ|bs|đại diện|lãnh đạo|thượng tá|trung tá|đại úy)(?!\w)|(?<!\w)(?:nghe|theo)(?!\w)"
)
PETTY = re.compile(
    r"(?<!\w)(?:cô giáo|thầy giáo|giáo viên|nhà báo|phóng viên|kỹ sư|chiến sĩ|cán bộ|tài xế|lái xe"
    r"|người điều khiển|cô|thầy)"
    r"(?: [\w]+){0,3} $"
)
ACTS = re.compile(
    r"(?<!\w)(?:về (?:tội|hành vi)|để (?:điều tra|làm rõ)|hành vi|tội danh|gây ra"
    r"|(?:đã|dùng dao|rồi) (?:đâm|chém|giết|sát hại|hiếp|đánh|tông)|từ trần|khai nhận|thừa nhận)"
)
STAR = re.compile(r"ca sĩ|diễn viên|nghệ sĩ|hoa hậu|người mẫu|siêu mẫu|danh hài|cầu thủ|tỷ phú|đại gia|bầu ")
OBITUARY = re.compile(r"qua đời|từ trần|tang lễ|viếng|tưởng niệm|liệt sĩ")
HYPHENED_PLACE = re.compile(rf"(?:[{CAPITALS}]\w+ ?- ?)$")
HIDDEN_CHILD = re.compile(
    rf"(?:[Bb]é|[Cc]háu|[Ee]m|[Nn]ữ sinh|[Nn]am sinh|[Hh]ọc sinh|[Bb]ệnh nhi)(?: gái| trai)?"
    rf" (?:{GIVEN} ){{0,3}}{INITIALS}"
)
NAMED_PUPIL = re.compile(r"lớp \d{1,2} ?[a-zđ]\s?\d{0,2}(?!\w)")
FORM = re.compile(r"lớp \d{1,2} ?[a-zđ]?\s?\d{0,2}")
SCHOOL = re.compile(r"trường (?:tiểu học|thcs|thpt|ptdtbt|mầm non|th|mn)[^.\n]{0,40}")
KIN = re.compile(
    r"con (?:trai |gái |ruột |nhỏ )?(?:của )?(?:mình|chị|anh|ông|bà|vợ)|con (?:trai|gái)"
    r"|(?:mẹ|cha|bố|ba|má|ông nội|bà nội|ông ngoại|bà ngoại|người nhà|phụ huynh)(?: ruột| đẻ)?(?: của)? (?:bé"
    r"|cháu|em)"
)
_OLDER = r"(?:mẹ|cha|bố|ba|má|(?:ông|bà) (?:nội|ngoại)|phụ huynh|người mẹ|người cha)(?: ruột| đẻ)?(?: của)?"
_YOUNG = r"(?:cháu|bé|em bé|nữ sinh|nam sinh|bệnh nhi|học sinh)"
KIN_IS = re.compile(
    rf"(?<!\w){_OLDER}(?: {_YOUNG})?(?: bé| gái| trai| [\w.]{{1,8}})?,? (?:là|tên(?: là)?|–|-)? ?"
    r"(?:anh |chị |ông |bà )?$"
)
IS_KIN = re.compile(rf"(?:\s?\([^)\n]{{0,60}}\))?\s?(?:,|–|-|là|\() ?(?:là )?{_OLDER} {_YOUNG}(?!\w)")
SMALL_CHILD = re.compile(
    r"(?<!\w)(?:bé|cháu|em)(?: bé)?(?: gái| trai| sơ sinh)?(?: \(| )?(?:mới |khoảng |hơn )?\d{1,2} (?:tháng "
    r"|ngày )?tuổi"
    r"|(?<!\w)(?:cháu bé|bé (?:gái|trai)|bé sơ sinh|trẻ sơ sinh|bệnh nhi|nữ sinh|nam sinh)(?!\w)"
)
OWN_CHILD = re.compile(
    r"(?<!\w)(?:(?:mặt|người|thấy|đón|đưa|cho|gọi|của) con (?:gái|trai|nhỏ|mình)|con (?:gái|trai) (?:mình|chị"
    r"|anh))(?!\w)"
)
