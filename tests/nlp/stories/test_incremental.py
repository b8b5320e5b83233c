"""Stories: articles on one event come together, others stay apart, and what editors moved stays moved."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from domain.message import say
from domain.ports import AssignmentReason, GroupingInput
from nlp.stories.incremental import StoryGrouper, WindowItem, group

NOON = datetime(2026, 8, 3, 5, tzinfo=UTC)

BRIDGE = [
    (
        "Khánh thành cầu Ngòi Phát ở Bát Xát",
        "Sáng 3/8, cầu Ngòi Phát bắc qua suối Ngòi Phát, huyện Bát Xát, khánh thành sau 14 tháng thi công. Cầu dài "
        "128 m, tổng vốn 46 tỷ đồng, giúp 3.200 người dân hai xã không còn phải đi bè mảng vào mùa lũ.",
    ),
    (
        "Cầu Ngòi Phát thông xe, hết cảnh đi bè qua suối",
        "Người dân Bát Xát sáng 3/8 dự lễ thông xe cầu Ngòi Phát. Cây cầu dài 128 m, vốn đầu tư 46 tỷ đồng, thay cho "
        "bè mảng mà 3.200 người dân hai xã ven suối Ngòi Phát vẫn dùng vào mùa lũ.",
    ),
    (
        "46 tỷ đồng xây cầu Ngòi Phát",
        "Sau 14 tháng thi công, cầu Ngòi Phát dài 128 m ở huyện Bát Xát đã khánh thành ngày 3/8. Học sinh hai xã bên "
        "suối Ngòi Phát từ nay đi học không phải qua bè mảng.",
    ),
]
VACCINE = [
    (
        "Lào Cai tiêm vắc xin sởi cho 18.500 trẻ",
        "Từ ngày 10/8, ngành y tế Lào Cai tiêm vắc xin sởi cho 18.500 trẻ từ 1 đến 5 tuổi tại 152 trạm y tế. Phụ huynh "
        "mang theo sổ tiêm chủng, trẻ được theo dõi 30 phút sau tiêm.",
    ),
    (
        "152 trạm y tế sẵn sàng tiêm vắc xin sởi",
        "Ngành y tế Lào Cai chuẩn bị tiêm vắc xin sởi cho 18.500 trẻ từ 1 đến 5 tuổi, bắt đầu ngày 10/8. Trẻ được theo "
        "dõi 30 phút sau tiêm tại 152 trạm y tế; phụ huynh cần mang sổ tiêm chủng.",
    ),
]
OTHER_BRIDGE = (
    "Sửa cầu Cốc Lếu trong tháng 9",
    "Sở Xây dựng cho biết cầu Cốc Lếu được thay khe co giãn từ ngày 12/9 đến 25/9. Xe tải trên 10 tấn đi theo cầu Phố "
    "Mới; xe máy vẫn qua cầu trong thời gian sửa chữa.",
)


def an_article(name: str, told: tuple[str, str], at: datetime = NOON, places: tuple[str, ...] = ()) -> GroupingInput:
    return GroupingInput(id=name, title=told[0], text=told[1], published_at=at, places=places)


def the_newsroom() -> list[GroupingInput]:
    told = {**{f"cầu-{n}": one for n, one in enumerate(BRIDGE)}, **{f"sởi-{n}": one for n, one in enumerate(VACCINE)}}
    return [an_article(name, one) for name, one in told.items()] + [an_article("sửa-cầu", OTHER_BRIDGE)]


def together(stories: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(one for one in stories if stories[one] == story) for story in stories.values()}


EXPECTED = {frozenset({"cầu-0", "cầu-1", "cầu-2"}), frozenset({"sởi-0", "sởi-1"}), frozenset({"sửa-cầu"})}


@pytest.mark.parametrize("seed", range(4))
def test_articles_on_one_event_come_together_in_whatever_order_they_arrive(seed: int):
    articles = the_newsroom()
    random.Random(seed).shuffle(articles)
    grouper = StoryGrouper()
    assert together({one.id: grouper.place(one).story_id for one in articles}) == EXPECTED
    assert together(group(articles)) == EXPECTED


def test_a_batch_needs_no_times_and_no_titles():
    items = [WindowItem(id=one.id, text=f"{one.title}\n{one.text}") for one in the_newsroom()]
    assert together(group(items)) == EXPECTED
    assert group([]) == {}
    assert group([WindowItem(id="a", text=""), WindowItem(id="b", text="")]) == {"a": "a", "b": "b"}


def test_a_story_bears_the_id_of_its_first_article_and_each_member_says_why_it_belongs():
    grouper = StoryGrouper()
    first = grouper.place(an_article("a", BRIDGE[0]))
    second = grouper.place(an_article("b", BRIDGE[1]))
    assert first.story_id == second.story_id == "a"
    assert first.reason == say(AssignmentReason.FIRST)
    assert second.reason is not None
    assert second.reason.code == AssignmentReason.IN_COMMON
    assert say(AssignmentReason.SAME_DAYS, days=["3/8"]) in second.reason.params["common"]
    assert "128" in str(second.reason.params["common"])
    assert all(BRIDGE[1][1][span.start : span.end] == span.quote for span in second.evidence)
    assert {"3/8", "128"} <= {span.quote for span in second.evidence}


def test_a_name_of_a_person_is_never_given_as_the_reason():
    said = "Ông Trần Quang Thử kể lại trận lũ quét đêm 2/8 ở bản Nậm Pung làm 7 ngôi nhà hư hỏng, 15 con trâu bị trôi."
    grouper = StoryGrouper()
    grouper.place(an_article("a", ("Lũ quét ở Nậm Pung", said)))
    kin = grouper.place(an_article("b", ("Nậm Pung sau lũ quét", f"{said} Trần Quang Thử mong sớm có nước sạch.")))
    assert kin.story_id == "a"
    told = str(kin.reason).replace("Lũ quét ở Nậm Pung", "")
    assert not any(part in told for part in ("Trần", "Quang", "Thử"))


def test_a_copy_names_what_it_repeats_how_much_and_whose_text_it_was():
    grouper = StoryGrouper()
    grouper.place(an_article("a", VACCINE[0]))
    kin = grouper.place(an_article("b", (VACCINE[0][0], f"{VACCINE[0][1]}\nTheo TTXVN")))
    assert (kin.story_id, kin.copy_of, kin.origin) == ("a", "a", "TTXVN")
    assert kin.overlap > 0.8
    assert kin.reason == say(AssignmentReason.COPY, percent=round(kin.overlap * 100), title=VACCINE[0][0])


def test_placing_an_article_again_changes_nothing():
    grouper = StoryGrouper()
    grouper.place(an_article("a", BRIDGE[0]))
    kin = grouper.place(an_article("b", BRIDGE[1]))
    assert grouper.place(an_article("b", OTHER_BRIDGE)) == kin


def test_a_story_lives_while_it_grows_and_closes_after_quiet():
    grouper = StoryGrouper()
    grouper.place(an_article("a", BRIDGE[0]))
    growing = grouper.place(an_article("b", BRIDGE[1], NOON + timedelta(hours=40)))
    still = grouper.place(an_article("c", BRIDGE[2], NOON + timedelta(hours=80)))
    late = grouper.place(an_article("d", BRIDGE[0], NOON + timedelta(hours=200)))
    assert growing.story_id == still.story_id == "a"
    assert late.story_id == "d"


def test_an_old_article_that_resurfaces_joins_no_story_of_today():
    grouper = StoryGrouper()
    grouper.place(an_article("a", BRIDGE[0]))
    assert grouper.place(an_article("old", BRIDGE[1], NOON - timedelta(days=1100))).story_id == "old"


def test_what_an_editor_moved_stays_where_it_was_put_and_draws_its_like():
    grouper = StoryGrouper()
    grouper.place(an_article("a", BRIDGE[0]))
    grouper.place(an_article("v", VACCINE[0]))
    grouper.move("v", "a")
    assert grouper.place(an_article("v", VACCINE[0])).story_id == "a"
    grouper.move("v", "v")
    assert grouper.place(an_article("w", VACCINE[1])).story_id == "v"
    grouper.move("unknown", "a")


def test_after_a_restart_the_stories_go_on_as_the_database_has_them():
    before, after = StoryGrouper(), StoryGrouper()
    articles = the_newsroom()
    kept = [(one, before.place(one)) for one in articles if one.id != "cầu-2"]
    after.place(an_article("gone", VACCINE[0]))
    after.restore(kept)
    last = next(one for one in articles if one.id == "cầu-2")
    assert after.place(last) == before.place(last)
    assert after.place(an_article("gone", VACCINE[1])).story_id == "sởi-0"


def test_two_bulletins_with_one_wording_in_far_places_are_kept_apart_when_figures_and_places_differ():
    other = (
        "Khánh thành trường mầm non Tam Đường",
        "Ngày 1/8, trường mầm non Tam Đường, tỉnh Lai Châu khánh thành với 12 phòng học, vốn 21 tỷ đồng.",
    )
    grouper = StoryGrouper()
    grouper.place(an_article("a", BRIDGE[0], places=("10",)))
    assert grouper.place(an_article("b", other, places=("12",))).story_id == "b"
