"""Questions and passages written for this test. The floors may only rise."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.ports import SearchIndex
from domain.search import Document, Query
from index.embedded.engine import EmbeddedIndex
from index.memory import MemoryIndex

FLOORS = {"with accents": 1.0, "without accents": 1.0}

PASSAGES = {
    "clinic": "Trạm y tế xã Tả Van tiêm vắc-xin sởi cho trẻ từ 9 tháng tuổi vào sáng thứ Ba, từ 7 giờ đến 11 giờ.",
    "hospital": "Bệnh viện đa khoa tỉnh khám ngoài giờ đến 20 giờ mọi ngày; người bệnh cần mang thẻ bảo hiểm y tế.",
    "measles": "Bệnh sởi lây qua đường hô hấp. Trẻ sốt cao, phát ban cần được đưa đến cơ sở y tế gần nhất.",
    "storm": "Bão số 5 giật cấp 13 dự kiến đổ bộ vào khu vực từ Nghệ An đến Quảng Trị trong đêm mai, gây mưa rất to.",
    "flood": "Lũ trên sông Thao tại Yên Bái lên nhanh, vượt báo động 3; người dân ven sông được sơ tán trong đêm.",
    "dam": "Thủy điện Hòa Bình mở thêm một cửa xả đáy lúc 14 giờ, nâng tổng số cửa đang xả lên ba.",
    "road": "Quốc lộ 4D qua đèo Ô Quy Hồ tắc do sạt lở tại km 98; xe khách đi theo cao tốc Nội Bài - Lào Cai.",
    "bridge": "Cầu Phong Châu mới có chiều dài 385 m, mặt cầu rộng 20,5 m, thông xe trước ba tháng so với kế hoạch.",
    "school": "Học sinh lớp 1 nộp hồ sơ tuyển sinh trực tuyến từ ngày 1 đến ngày 5 tháng 7 trên cổng dịch vụ công.",
    "library": "Thư viện tỉnh mở cửa cả thứ Bảy, cho mượn sách miễn phí với bạn đọc dưới 15 tuổi.",
    "market": "Chợ phiên Bắc Hà họp vào sáng Chủ nhật, nổi tiếng với thổ cẩm và thắng cố của đồng bào Mông.",
    "terraces": "Mùa lúa chín ở ruộng bậc thang Mù Cang Chải kéo dài từ giữa tháng 9 đến đầu tháng 10.",
    "scam": "Công an cảnh báo cuộc gọi giả danh nhân viên điện lực yêu cầu cài ứng dụng lạ để chiếm đoạt tiền.",
    "power": "Điện lực thành phố tạm ngừng cấp điện tại phường Cam Đường để sửa lưới, từ 6 giờ đến 16 giờ thứ Tư.",
    "blood": "Ngày hội hiến máu thu được hơn 600 đơn vị máu, người hiến nhiều lần nhất đã 52 lần cho máu.",
    "forest": "Nguy cơ cháy rừng ở cấp V, cấp cực kỳ nguy hiểm; kiểm lâm yêu cầu không đốt nương những ngày hanh khô.",
    "peace": "Hội nghị bàn về hòa bình và hợp tác giữa các nước trong khu vực diễn ra tại Hà Nội.",
    "flower": "Lễ hội hoa đỗ quyên trên đỉnh Fansipan thu hút đông du khách, hoa nở rộ nhất vào tháng 4.",
}
QUESTIONS = {
    "Trẻ mấy tháng tuổi được tiêm vắc-xin sởi ở trạm y tế Tả Van?": "clinic",
    "Bệnh viện tỉnh khám ngoài giờ đến mấy giờ?": "hospital",
    "Bệnh sởi lây qua đường nào?": "measles",
    "Bão số 5 dự kiến đổ bộ vào đâu?": "storm",
    "Lũ sông Thao vượt báo động mấy?": "flood",
    "Thủy điện Hoà Bình đang xả bao nhiêu cửa?": "dam",
    "Vì sao đèo Ô Quy Hồ bị tắc đường?": "road",
    "Cầu Phong Châu dài bao nhiêu mét?": "bridge",
    "Hồ sơ vào lớp 1 nộp khi nào?": "school",
    "Ai được mượn sách miễn phí ở thư viện?": "library",
    "Chợ phiên Bắc Hà họp vào ngày nào?": "market",
    "Đi Mù Cang Chải ngắm lúa chín vào tháng mấy?": "terraces",
    "Kẻ giả danh nhân viên điện lực lừa đảo như thế nào?": "scam",
    "Phường Cam Đường mất điện từ mấy giờ?": "power",
    "Ngày hội hiến máu nhận được bao nhiêu đơn vị máu?": "blood",
    "Cấp cháy rừng cực kỳ nguy hiểm là cấp mấy?": "forest",
    "Hội nghị hòa bình diễn ra ở đâu?": "peace",
    "Hoa đỗ quyên Fansipan nở vào lúc nào?": "flower",
}


def without_marks(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


@pytest.mark.parametrize("typed", sorted(FLOORS))
@pytest.mark.parametrize("engine", ["memory", "embedded"])
def test_the_passage_that_answers_comes_first(engine: str, typed: str, tmp_path: Path) -> None:
    index: SearchIndex = MemoryIndex() if engine == "memory" else EmbeddedIndex(tmp_path / "i")
    index.add(Document(id=id_, title="", text=text) for id_, text in PASSAGES.items())
    as_typed: Callable[[str], str] = str if typed == "with accents" else without_marks

    def reciprocal(question: str, answer: str) -> float:
        ranked = [hit.id for hit in index.find(Query(text=as_typed(question))).hits]
        return 1 / (ranked.index(answer) + 1) if answer in ranked else 0.0

    ranks = {question: reciprocal(question, answer) for question, answer in QUESTIONS.items()}
    missed = {question: rank for question, rank in ranks.items() if rank < 1}
    assert sum(ranks.values()) / len(ranks) >= FLOORS[typed], missed
