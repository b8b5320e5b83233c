"""Where a sentence ends, and what only looks like its end."""

import pytest

from vietnamese.sentences import sentences

# Each list is one line; a piece is one sentence.
WHOLE = [
    ["Công an đã tạm giữ anh Trần Văn A. (SN 1990) để điều tra."],
    ["Bà N.T.H. (45 tuổi, trú tại thôn 3) cho biết nhà bị tốc mái."],
    ["Ông A. đã đến.", "Bà B. về."],
    ["Cháu L.V.K. được đưa đến bệnh viện."],
    ["Chị Nguyễn Thị T. cùng chồng là anh P. đi chợ."],
    ["Người dân TP. HCM và TP.HCM đi lại dễ dàng.", "Đường thông."],
    ["Th.S. Lê Lan và ThS. BS. Nguyễn Hải khám bệnh."],
    ["PGS.TS. Trần Lan và GS. TS. Lê Hải dự họp."],
    ["Nhà ở P. 4, Q. 1 bị cắt nước."],
    ["Xem tr. 5 và No. 5 của tập san."],
    ["Rau, quả, v.v. được bán ở chợ.", "Chợ mở sáng."],
    ["Hạn nộp là 1.9.2026 tại xã.", "Phí 12.000.000 đ một hộ."],
    ["Xem tại https://xa.vn/tin.html?a=1.2 để biết thêm.", "Xin cảm ơn."],
    ["Ông nói… rồi im lặng.", "Mọi người chờ."],
    ["“Tôi sẽ đi.”", "Ông nói vậy."],
    ["“Có về không?!” bà hỏi con."],
    ["Sao lại thế?!", "Không ai biết."],
    ["Thông báo: Các hộ dân dọn cỏ.", "Mang theo dao."],
    ["Mr. Smith và Dr. Lan đến xã."],
    ["Khai mạc ngày 1. 9. 2026 tại xã."],
    ["Ông J. Smith và bà K. Nguyen đến xã."],
    ["Lớp tập huấn tại TP. Bà Rịa kết thúc."],
    ["Hội nghị tại TX. Từ Sơn có 50 người."],
    ["Đ/c Nguyễn Văn B. (Bí thư chi bộ) chủ trì."],
    ["Xã đã chi 1,5 tỷ đ. cho đường mới."],
    ["Nghi phạm Lê Văn C., trú tại thôn 2, đã khai."],
    ["Anh H.V.Đ. và chị T.T.M. bị thương nhẹ."],
    ["Báo cáo của U.B.N.D. xã nêu rõ."],
    ["Bị cáo Đ.T.K.L. kháng cáo."],
    ["1. Tắt bếp trước khi ngủ.", "2. Khóa van gas."],
    ["Cháu M. 5 tuổi, con chị P., đang học lớp lá.", "Sáng nay cháu đã tỉnh."],
    ["Cháu Lê Thị B. 12 tuổi bị đuối nước.", "Mọi người đã tìm thấy em."],
    ["Nạn nhân L.T.H. 45 tuổi, trú tại thôn 3."],
    ["Bé A. 18 tháng tuổi và bé N. 20 ngày tuổi đã xuất viện."],
    ["Bệnh nhân Ng. T. H., 34 tuổi, quê ở H. Bát Xát.", "Sức khỏe ổn định."],
    ["Bà Tr. Th. M. bị thương nhẹ.", "Chị Ng. đã về nhà."],
    ["Chị Th. Hà là cô giáo cắm bản."],
    ["Em Ngh. (học lớp 4) và em Kh. (lớp 5) đi lạc."],
    ["Anh Ng.V.A. ở xã Cốc Lầu báo tin.", "Công an đã đến."],
    ["GS.TS.BS. Trần C. khám bệnh.", "ThS. Lê D. tư vấn."],
    ["PGS.TS.BS. Nguyễn Văn Kính trả lời."],
    ["BS.CKII. Hoàng Minh mổ cho cháu.", "Ca mổ thành công."],
    ["TTƯT.BS. Lê Văn Tám nhận bằng khen."],
    ["Donald J. Trump phát biểu.", "Ông rời phòng họp."],
    ["Bà Jane F. Kennedy và ông Oscar W. Lopez đến xã."],
]
ENDS = [
    ["Công an tạm giữ anh Trần Văn A.", "Ông Nguyễn Văn B. trình báo."],
    ["Đội cứu hộ đưa được bà N.T.H.", "Nước lúc đó còn sâu."],
    ["Người bị nạn là anh A.", "Sau đó, xe rời đi."],
    ["Cả xã có điện, nước, v.v.", "Các hộ đều vui."],
    ["Mưa lớn ở nhiều xã...", "Các trường nghỉ học."],
    ["Năm nay là 2026.", "15 hộ thoát nghèo."],
    ["Giá là 5.000 đ.", "Các hộ đóng tại thôn."],
    ["Xe đi qua nhiều quận của TP.", "Các tuyến đều đông."],
    ["Họp lúc 7 giờ 30 p.", "Các hộ đến đúng giờ."],
    ["“Nước đã rút.”", "Người dân trở về nhà."],
    ["Ông hỏi: “Đã tiêm chưa?”", "Cả lớp trả lời có."],
    ["Đập cao 5 m.", "Hồ đầy nước."],
    ["Xã có 3 ha.", "Thôn A có 2 ha."],
    ["Việt Nam thắng đội B.", "Trận sau đá ngày mai."],
    ["Tiêm vắc xin mũi 2.", "Trẻ cần uống nước."],
    ["Xe chạy về phía Trường Tiểu học A.", "Học sinh đã về hết."],
    ["Ca bệnh dương tính với cúm A.", "Trạm y tế theo dõi."],
    ["Nước về thôn B.", "Điện về thôn C."],
    ["Ông đến từ Q. 1.", "Bà đến từ Q. 3."],
    ["Mời bà con đến nhà văn hóa!", "Xin cảm ơn."],
    ["Công an mời anh Tr.", "Sau đó anh đã khai nhận."],
    ["Người bị thương là chị Ng.", "Hiện chị đã tỉnh."],
    ["Bé gái tên N.", "Hiện bé ở với bà."],
    ["Đội 2 gặp đội B.", "Tỷ số là 3-1."],
    ["Vắc xin phòng viêm gan B.", "Trẻ sơ sinh tiêm mũi đầu."],
    ["Học sinh lớp 5A.", "Các em được nghỉ."],
    ["Quãng đường 100 km.", "Tuyến này đang sửa."],
    ["Số ca mắc là 12.", "5 tuổi là nhóm mắc nhiều nhất."],
]


@pytest.mark.parametrize("pieces", [*WHOLE, *ENDS], ids=lambda pieces: pieces[0][:40])
def test_a_line_is_cut_where_its_sentences_end(pieces: list[str]) -> None:
    assert sentences(" ".join(pieces)) == pieces


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Cục đã cấp phép.Dự kiến tháng sau khởi công.", ["Cục đã cấp phép.", "Dự kiến tháng sau khởi công."]),
        ("Xem VnExpress.net và Ths.Lan.", ["Xem VnExpress.net và Ths.Lan."]),
        ("Chủ tịch TP.Hà Nội đến.", ["Chủ tịch TP.Hà Nội đến."]),
        ("Dòng một\nDòng hai.", ["Dòng một", "Dòng hai."]),
    ],
)
def test_a_missing_blank_and_a_line_break_end_sentences(line: str, pieces: list[str]) -> None:
    assert sentences(line) == pieces
