"""The same detail written otherwise is no change of it, and a changed detail stays one however it is written."""

import pytest

from domain.versions import GRAVE, grade

SAME = [
    ("Ngày 20-1, xã cho biết.", "Ngày 20/1, xã cho biết."),
    ("Hôm 4-2, lũ về.", "Hôm 4.2, lũ về."),
    ("Chiều 14-3 cầu đóng.", "Chiều 14/3 cầu đóng."),
    ("Tối qua (18-4) mất điện.", "Tối qua (18.4) mất điện."),
    ("Hôm nay, 29-4, cầu thông.", "Hôm nay, 29/4, cầu thông."),
    ("Nghỉ từ ngày 27 đến 28-4.", "Nghỉ từ ngày 27 đến 28.4."),
    ("Thi từ 28-3 đến 2-4.", "Thi từ 28/3 đến 2/4."),
    ("Đập vỡ ngày 12-3-2005.", "Đập vỡ ngày 12/3/2005."),
    ("Dự án có từ tháng 9-2003.", "Dự án có từ tháng 9/2003."),
    ("Dự án có từ tháng 9.2003.", "Dự án có từ tháng 9-2003."),
    ("Tàu chạy lúc 17 giờ 30.", "Tàu chạy lúc 17g30."),
    ("Tàu chạy lúc 19h50.", "Tàu chạy lúc 19g50."),
    ("Rửa tay. Đeo khẩu trang. Giữ khoảng cách.", "1. Rửa tay. 2. Đeo khẩu trang. 3. Giữ khoảng cách."),
    ("1. Rửa tay\n2. Đeo khẩu trang", "1) Rửa tay\nĐeo khẩu trang"),
    ("Công an bắt một đối tượng cướp giật.", "Công an bắt đối tượng cướp giật."),
    ("Xe của một người đi đường bị kẹt.", "Xe của người đi đường bị kẹt."),
    ("Trạm ở xã Bát Xát. Bà con xã Bát Xát đến tiêm.", "Trạm ở xã Bát Xát. Bà con đến tiêm."),
    ("Sở Y tế Lào Cai kiểm tra. Sở Y tế Lào Cai đã nhắc dân.", "Sở Y tế Lào Cai kiểm tra, và nhắc dân."),
    ("Lũ làm 5 căn nhà sập hẳn. Xã dựng lại 5 căn nhà sập hẳn.", "Lũ làm 5 căn nhà sập hẳn. Xã dựng lại."),
    ("Món này dễ làm.", "Món này dễ làm, không mất thời gian và công sức."),
    ("Tài trợ đang giúp văn hóa.", "Dù muốn hay không, tài trợ đang giúp văn hóa."),
]
CHANGED = [
    ("Ngày 20-1, xã cho biết.", "Ngày 21-1, xã cho biết."),
    ("Chiều 14-3 cầu đóng.", "Chiều 14/5 cầu đóng."),
    ("Tối qua (18-4) mất điện.", "Tối qua (19-4) mất điện."),
    ("Đội nhà thắng 2-1.", "Đội nhà thắng 3-1."),
    ("Dự án có từ tháng 9-2003.", "Dự án có từ tháng 9-2004."),
    ("Tàu chạy lúc 17g30.", "Tàu chạy lúc 18g30."),
    ("Lũ cuốn một người.", "Lũ cuốn hai người."),
    ("Lũ cuốn hai người.", "Lũ cuốn một người."),
    ("Có 5 người bị thương.", "Có 5 người bị thương, 5 người chết."),
    ("Xã có 3 ca mắc, 5 ca nghi.", "Xã có 5 ca mắc, 5 ca nghi."),
    ("Họp ở xã Bát Xát. Tiêm ở xã Cốc San.", "Họp ở xã Bát Xát. Tiêm ở xã Bát Xát."),
    ("Gọi 0214 3840 034. Số 0214 3840 034 trực cả đêm.", "Gọi 0214 3840 034. Số 0214 3840 043 trực cả đêm."),
    ("Cầu đã mở lại.", "Cầu chưa mở lại."),
    ("Người dân được qua cầu.", "Người dân không được qua cầu."),
    ("Nước không an toàn.", "Nước an toàn."),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_the_same_detail_written_otherwise_is_no_grave_change(old: str, new: str) -> None:
    assert grade(old, new).grade not in GRAVE
    assert grade(new, old).grade not in GRAVE


@pytest.mark.parametrize(("old", "new"), CHANGED)
def test_a_changed_detail_is_grave_however_it_is_written(old: str, new: str) -> None:
    assert grade(old, new).grade in GRAVE
