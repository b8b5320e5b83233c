"""Merging, splitting and moving by hand, and that the program never undoes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import queue, review, stories
from desk.acting import SeenItem
from domain.editorial import ReviewAction
from domain.errors import BadInput, Conflict, NotAllowed, NotFound
from domain.message import say
from domain.ports import AssignmentReason
from domain.problems import Problem
from domain.stories import QueueFilter
from domain.story import Story
from nlp.stories.incremental import StoryGrouper
from tests.desk.conftest import Office
from tests.making import NOON, OTHER, acting

FLOOD = (
    "Mưa lớn đêm 22/11 làm ngập hơn 320 hộ dân ở xã Bát Xát, tỉnh Lào Cai; tỉnh lộ 156 bị sạt lở tại ba điểm, giao "
    "thông tê liệt. Lực lượng cứu hộ đã đưa 145 người già và trẻ em đến nơi an toàn trong đêm, cấp phát lương thực."
)
AGAIN = FLOOD.replace("tê liệt", "ách tắc").replace("trong đêm", "ngay trong đêm").replace("Lực lượng", "Các lực lượng")
FAIR = (
    "Hội chợ nông sản vùng cao mở cửa từ ngày 25/11 tại quảng trường Kim Tân với 180 gian hàng của hợp tác xã, bày bán "
    "gạo nếp, mật ong, quế hồi và đồ thổ cẩm do bà con tự làm, vào cửa không mất tiền."
)


def story_of(office: Office, article_id: str) -> str:
    with office.database.read() as store:
        return store.articles.get(article_id).story_id


def open_stories(office: Office) -> dict[str, Story]:
    with office.database.read() as store:
        return {story.id: story for story in store.stories.list(QueueFilter())[0]}


def merge(office: Office, story_id: str, into: str) -> Story:
    with office.database.write() as store:
        return stories.merge(acting(store, office.lan, office.now), office.ranker, story_id, into)


def split(office: Office, article_id: str) -> Story:
    with office.database.write() as store:
        return stories.split(acting(store, office.lan, office.now), office.ranker, article_id)


def move(office: Office, article_id: str, to: str) -> Story:
    with office.database.write() as store:
        return stories.move(acting(store, office.lan, office.now), office.ranker, article_id, to)


def test_two_stories_that_an_editor_merges_are_one_and_the_other_is_gone(office: Office) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    merged = merge(office, story_of(office, fair), story_of(office, flood))
    assert merged.members == 2
    assert set(open_stories(office)) == {story_of(office, flood)} == {story_of(office, fair)}
    with office.database.read() as store:
        with pytest.raises(NotFound):
            store.stories.get(fair)
        assert store.articles.get(fair).assignment_reason == say(AssignmentReason.BY_HAND)


def test_a_split_article_stands_alone_and_the_rest_keeps_its_story(office: Office) -> None:
    first = office.publish("lut", f"Ngập lụt ở Bát Xát|{FLOOD}")
    second = office.publish("lut-2", f"Bát Xát ngập|{AGAIN}", OTHER.id)
    assert story_of(office, second) == story_of(office, first)
    split(office, second)
    assert {one: story.members for one, story in open_stories(office).items()} == {first: 1, second: 1}
    with pytest.raises(Conflict):
        split(office, second)


def test_the_first_article_can_be_split_off_although_the_story_bears_its_id(office: Office) -> None:
    first = office.publish("lut", f"Ngập lụt ở Bát Xát|{FLOOD}")
    second = office.publish("lut-2", f"Bát Xát ngập|{AGAIN}", OTHER.id)
    own = split(office, first)
    assert own.id != first
    assert story_of(office, second) == first
    assert {story.head_id for story in open_stories(office).values()} == {first, second}


@pytest.mark.parametrize("restarted", [False, True])
def test_what_resembles_a_split_article_follows_it_also_after_a_restart(office: Office, restarted: bool) -> None:
    first = office.publish("lut", f"Ngập lụt ở Bát Xát|{FLOOD}")
    second = office.publish("cho", f"Hội chợ nông sản|{FAIR}")
    merge(office, second, first)
    own = split(office, second)
    if restarted:
        office.grouper = StoryGrouper()
        office.intake = office.worker()
    third = office.publish("cho-2", f"Hội chợ nông sản vùng cao|{FAIR.replace('bày bán', 'giới thiệu')}", OTHER.id)
    assert story_of(office, third) == own.id


@pytest.mark.parametrize("restarted", [False, True])
def test_what_resembles_a_merged_article_joins_the_merged_story(office: Office, restarted: bool) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    move(office, fair, flood)
    if restarted:
        office.grouper = StoryGrouper()
        office.intake = office.worker()
    merged = office.publish("lut-2", f"Bát Xát ngập|{AGAIN}", OTHER.id)
    assert story_of(office, merged) == flood == story_of(office, fair)


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=9)])
def test_an_article_that_its_publisher_changes_stays_where_an_editor_put_it(office: Office, later: timedelta) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    move(office, fair, flood)
    office.now = NOON + later
    if later > timedelta(days=3):  # past the window, and nothing in memory
        office.grouper = StoryGrouper()
        office.intake = office.worker()
    office.arrive("cho", f"Hội chợ|{FAIR} Ban tổ chức vừa lùi ngày khai mạc sang 27/11.")
    assert office.reread() == 1
    office.work()
    with office.database.read() as store:
        after = store.articles.get(fair)
    assert (after.story_id, after.version, after.assignment_reason) == (flood, 2, say(AssignmentReason.BY_HAND))


def test_what_was_picked_goes_along_with_its_article(office: Office) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    with office.database.write() as store:
        item = review.pick(acting(store, office.lan, office.now), office.ranker, fair)
    merged = merge(office, fair, flood)
    assert merged.state == "picked"
    with office.database.read() as store:
        assert store.items.get(item.id).story_id == flood


def test_two_stories_under_review_are_merged_once_somebody_has_decided_between_them(office: Office) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    with office.database.write() as store:
        review.pick(acting(store, office.lan, office.now), office.ranker, flood)
        item = review.pick(acting(store, office.minh, office.now), office.ranker, fair)
    for regroup in (merge, move):
        with pytest.raises(Conflict) as refused:
            regroup(office, fair, flood)
        assert refused.value.why == say(Problem.BOTH_PICKED, person="Minh", other="Lan")
    with office.database.write() as store:
        by = acting(store, office.minh, office.now)
        review.take(by, office.ranker, SeenItem(id=item.id, revision=item.revision), ReviewAction.UNPICK)
    assert merge(office, fair, flood).members == 2


def test_the_log_says_what_was_where_before(office: Office) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    merge(office, fair, flood)
    with office.database.read() as store:
        entry = store.log.list(1)[0]
    assert (entry.action, entry.subject, entry.who) == ("merge-stories", f"story:{flood}", "Lan")
    assert entry.before == {"story": fair, "title": "Hội chợ", "articles": [fair]}
    assert entry.after["story"] == flood


def test_only_those_who_pick_may_regroup_and_never_into_nothing(office: Office) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    with pytest.raises(BadInput):
        merge(office, flood, flood)
    with pytest.raises(NotFound):
        merge(office, flood, "khong-co")
    with pytest.raises(NotFound):
        move(office, "khong-co", flood)
    with office.database.write() as store, pytest.raises(NotAllowed):
        stories.merge(acting(store, office.reader, office.now), office.ranker, fair, flood)
    assert len(open_stories(office)) == 2


def test_an_editor_is_offered_the_open_stories_except_the_one_at_hand(office: Office) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    with office.database.write() as store:
        assert [story.id for story in stories.offered(store, but=flood)] == [fair]
        queue.skip(acting(store, office.lan, office.now), fair)
        assert stories.offered(store, but=flood) == []


def test_a_worker_that_falls_back_learns_the_moves_again(office: Office) -> None:
    flood, fair = office.publish("lut", f"Ngập lụt|{FLOOD}"), office.publish("cho", f"Hội chợ|{FAIR}")
    move(office, fair, flood)
    office.analyzer.broken = True
    office.publish("hong", f"Hỏng|{FLOOD}")
    office.analyzer = replace(office.analyzer, broken=False)
    office.intake = office.worker()
    again = office.publish("cho-2", f"Hội chợ vùng cao|{FAIR}", OTHER.id)
    assert story_of(office, again) == flood
