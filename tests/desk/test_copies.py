"""Copies of articles that the grouper has long forgotten."""

from datetime import timedelta

from desk import copies
from domain.article import Article
from domain.ports import AssignmentReason
from nlp.stories.incremental import StoryGrouper
from tests.desk.conftest import Office
from tests.making import OTHER

NEWS = (
    "Trạm y tế xã Bản Qua tổ chức khám bệnh và phát thuốc cho người cao tuổi trong ba ngày, bắt đầu từ sáng thứ hai. "
    "Đoàn bác sĩ mang theo máy siêu âm và máy điện tim, khám tại nhà văn hóa của từng thôn. Người nhà cần chuẩn bị thẻ "
    "bảo hiểm y tế và giấy ra viện nếu có. Những ca nặng được xe cứu thương đưa về bệnh viện huyện ngay trong ngày."
)
ELSE = (
    "Đội bóng chuyền nữ của trường nội trú giành giải nhất hội khỏe, sau năm trận thắng liên tiếp trước các đội mạnh. "
    "Nhà trường treo thưởng cho từng học sinh một bộ sách và một đôi giày tập, lễ trao giải diễn ra chiều thứ sáu."
)


def long_after(office: Office, days: int) -> None:
    """Another worker, days later, with nothing in its memory."""
    office.now += timedelta(days=days)
    office.grouper = StoryGrouper()
    office.intake = office.worker()


def read(office: Office, article_id: str) -> Article:
    with office.database.read() as store:
        return store.articles.get(article_id)


def test_an_old_text_that_comes_round_again_is_known_for_a_copy(office: Office) -> None:
    long_after(office, 0)
    first = office.publish("kham", f"Khám bệnh cho người già|{NEWS}")
    long_after(office, 9)
    again = read(office, office.publish("kham-lai", f"Bác sĩ về bản|{NEWS.replace('ba ngày', 'bốn ngày')}", OTHER.id))
    assert again.copy_of == first
    assert again.story_id == again.id, "a story of last week is not opened again"
    reason = again.assignment_reason
    assert reason is not None
    assert (reason.code, reason.params["title"]) == (AssignmentReason.COPY_OF_OLD, "Khám bệnh cho người già")
    assert reason.params["percent"] >= 60


def test_a_text_of_its_own_is_nobodys_copy(office: Office) -> None:
    long_after(office, 0)
    office.publish("kham", f"Khám bệnh cho người già|{NEWS}")
    long_after(office, 9)
    own = read(office, office.publish("bong", f"Giải nhất hội khỏe|{ELSE}", OTHER.id))
    assert own.copy_of == ""


def test_an_article_whose_text_changes_is_no_copy_of_itself(office: Office) -> None:
    long_after(office, 0)
    first = office.publish("kham", f"Khám bệnh cho người già|{NEWS}")
    long_after(office, 4)
    office.arrive("kham", f"Khám bệnh cho người già|{NEWS} Đoàn ở lại thêm một ngày.")
    assert office.reread() == 1
    office.work()
    assert (read(office, first).version, read(office, first).copy_of) == (2, "")


def test_bands_older_than_a_month_are_dropped_slice_by_slice(office: Office) -> None:
    long_after(office, 0)
    office.publish("kham", f"Khám bệnh cho người già|{NEWS}")
    with office.database.write() as store:
        kept = sum(copies.forget(store, office.now + timedelta(days=29), turn) for turn in range(copies.KEY_SLICES))
        gone = sum(copies.forget(store, office.now + timedelta(days=31), turn) for turn in range(copies.KEY_SLICES))
    assert (kept, gone) == (0, 32)
