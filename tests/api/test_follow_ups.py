"""Đăng lên of a correction and of a digest over HTTP: what is offered, what is asked for, and who may."""

import json
from dataclasses import replace

import pytest

from desk import delivering, review, task_steps
from desk.deliverer import Deliverer
from desk.delivering import Wanted
from desk.digest.delivering import fitted
from desk.digest.outputs.edition import Edition, EditionLine
from desk.task_steps import SeenTask
from domain.editorial import ItemState
from domain.outlets import OutletAccount, OutletKind
from domain.people import Role
from domain.postings import PostingKind
from domain.tasks import FollowUpKind, Task, TaskCause, TaskState
from outlets.memory import MemoryOutlet, MemoryOutlets
from tests.api.conftest import Desk
from tests.making import NOON, acting, seen, sent

KINDS = (OutletKind.TELEGRAM, OutletKind.PORTAL)
DAY = NOON.date()
SAID = "ĐÍNH CHÍNH: lũ quét\n\nnay là 3 người."


@pytest.fixture
def house(desk: Desk) -> Desk:
    """An item is out at two outlets, and a correction of it is approved for both."""
    desk.browser("minh")
    desk.browser("lan")
    article = desk.publish("a")
    with desk.database.write() as store:
        lan, minh = (acting(store, store.people.get(desk.people[who])) for who in ("lan", "minh"))
        made = sent(lan, desk.web.ranker, article.id)
        outlets = [store.outlets.add(OutletAccount(id=0, kind=kind, name=kind)).id for kind in KINDS]
        item = review.decide(minh, desk.web.ranker, seen(made), ItemState.APPROVED)
        delivering.plan(lan, desk.web.outlets, seen(item), Wanted(outlets=outlets))
    works(desk)
    with desk.database.write() as store:
        lan, minh = (acting(store, store.people.get(desk.people[who])) for who in ("lan", "minh"))
        for posting in store.postings.of_item(item.id):
            store.tasks.add(
                Task(
                    id=0, posting_id=posting.id, article_id=article.id, cause=TaskCause.CHANGED, mark="m", version=1,
                    opened_at=NOON,
                )
            )  # fmt: skip
        task_steps.write(lan, SeenTask(id=1, revision=1), FollowUpKind.CORRECTION, SAID)
        task_steps.decide(minh, SeenTask(id=1, revision=2), approves=True)
    return desk


def works(desk: Desk) -> None:
    lane = Deliverer(
        database=desk.database,
        outlets=desk.web.outlets,
        ranker=desk.web.ranker,
        clock=lambda: NOON,
        tell=lambda _: None,
    )
    while lane.deliver_due():
        pass


def places(desk: Desk) -> list[MemoryOutlet]:
    assert isinstance(desk.web.outlets, MemoryOutlets)
    return [desk.web.outlets.made[number] for number in (1, 2)]


def tasks(desk: Desk) -> list[Task]:
    with desk.database.read() as store:
        return store.tasks.list(tuple(TaskState), 9)[::-1]


def test_one_press_sends_it_to_each_ticked_place_in_the_way_that_was_chosen(house: Desk):
    lan, page = house.browser("lan"), house.browser("lan").get("/can-xu-ly/1").text
    assert page.count("nay là 3 người.") == 3  # the text, and how it will look at each place
    assert page.index('value="1:reply"') < page.index('value="1:edit"')
    assert 'value="2:reply"' not in page
    form = {"noi": ["1:3", "2:3"], "cach": ["1:reply", "2:edit"]}
    for wrong in ({**form, "cach": ["1:reply"]}, {**form, "cach": ["1:removal", "2:edit"]}, {**form, "noi": []}):
        assert lan.post("/can-xu-ly/1/dang-len", data=wrong).status_code == 422
    assert house.browser("ha", Role.ANALYST).post("/can-xu-ly/1/dang-len", data=form).status_code == 403
    late = lan.post("/can-xu-ly/1/dang-len", data={**form, "noi": ["1:2", "2:3"]})
    assert (late.status_code, "Việc này vừa đổi" in late.text) == (409, True)
    for _ in range(2):
        assert lan.post("/can-xu-ly/1/dang-len", data=form).status_code == 303
    works(house)
    with house.database.read() as store:
        told = store.postings.following([1, 2])
    telegram, portal = places(house)
    assert (telegram.replies, [one.text for one in portal.posts.values()]) == ({"2": "1"}, [portal.posts["1"].text])
    assert "nay là 3 người" in portal.posts["1"].text
    assert [one.posted_as for one in told] == ["reply", "edit"]
    assert "đã đăng" in lan.get("/can-xu-ly/1/dang-len").text
    for known, anew in (("approved", False), ("in-review", True)):
        assert ("HX-Refresh" in lan.get(f"/can-xu-ly/1/dang-len?viec={known}").headers) is anew


def test_two_who_type_at_once_come_together_and_what_was_decided_meanwhile_is_looked_at(house: Desk):
    lan, minh = house.browser("lan"), house.browser("minh")
    lan.post("/can-xu-ly/1/rut/follow-up-undo-approval", data={"revision": 3})
    minh.post("/can-xu-ly/1/rut/follow-up-undo-approval", data={"revision": 3})
    lan.post("/can-xu-ly/1/buoc/follow-up-taken-back", data={"revision": 4})
    before = tasks(house)[0].text
    base = json.dumps([["kind", "correction"], ["text", before]])
    form = {"kind": "correction", "base": base, "mark": "m", "revision": 5}
    saved = lan.post("/can-xu-ly/1/viet/tu-luu", data={**form, "text": f"{before}\n\nTheo báo A."}).json()
    assert (saved["outcome"], saved["revision"]) == ("saved", 6)
    joined = minh.post("/can-xu-ly/1/viet/tu-luu", data={**form, "text": f"TIN {before}"}).json()
    assert (joined["outcome"], joined["revision"]) == ("merged", 7)
    assert {one.text for one in tasks(house)} == {f"TIN {before}\n\nTheo báo A."}
    touching = lan.post("/can-xu-ly/1/viet/tu-luu", data={**form, "text": f"BÀI {before}"}).json()
    assert (touching["outcome"], "#hai-ban" in touching["parts"]) == ("touching", True)
    held = lan.post("/can-xu-ly/1/viet/tu-luu", data={**form, "mark": "older", "text": "x"}).json()
    assert (held["outcome"], held["revision"]) == ("approved", 5)
    late = lan.post("/can-xu-ly/1/viet", data={**form, "mark": "older", "text": "Chữ của Lan"})
    assert (late.status_code, "Chữ của Lan" in late.text) == (409, True)
    assert lan.post("/can-xu-ly/1/viet", data={**form, "text": f"TIN {before}"}).status_code == 303
    assert {one.state for one in tasks(house)} == {TaskState.IN_REVIEW}


def test_an_approved_digest_goes_to_each_ticked_place_once_and_no_other_does(house: Desk):
    lan, minh = house.browser("lan"), house.browser("minh")
    here = f"/diem-tin-sang/{DAY}"
    article = house.publish("b").id
    lines = {"revision": 0, "opening": "Chào.", "articles": [article], "texts": ["Câu. " * 60]}
    assert lan.post(here, data=lines).status_code == 303
    page = lan.get(here).text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    form = {"mark": mark, "noi": [1, 2]}
    assert lan.post(f"{here}/dang-len", data=form).status_code == 409  # nobody has approved it
    assert minh.post(f"{here}/duyet", data={"revision": 1}).status_code == 303
    assert lan.get(here).text.count("Đăng ở những nơi đã chọn") == 1
    assert lan.post(f"{here}/dang-len", data={**form, "mark": "x"}).status_code == 409
    for _ in range(2):
        assert lan.post(f"{here}/dang-len", data=form).status_code == 303
    works(house)
    with house.database.read() as store:
        told = store.postings.of_day(DAY)
    assert [(one.kind, one.outlet) for one in told] == [(PostingKind.DIGEST, 1), (PostingKind.DIGEST, 2)]
    assert [
        sum("Chào." in post.title + post.text for post in found.values())
        for found in (one.posts for one in places(house))
    ] == [1, 1]
    assert "Đăng ở những nơi đã chọn" not in lan.get(f"{here}/dang-len").text
    assert lan.post(f"{here}/da-dang", data={"mark": mark}).status_code == 303  # by hand as well, elsewhere


def test_a_digest_that_is_too_long_loses_whole_lines(house: Desk):

    line = EditionLine(
        number=1, title="", text="Từ " * 300, source_name="X", credit="Theo X", url="https://x.vn/1", dated=NOON
    )
    told = tuple(replace(line, number=number) for number in range(1, 9))
    edition = Edition(day=DAY, desk="", opening="Chào.", told=told)
    made, left_out = fitted(house.web.outlets, edition, 60_000, OutletKind.TELEGRAM)
    assert (left_out, made.left_out, len(made.text) <= 4096) == ((5, 6, 7, 8), 0, True)
    made, left_out = fitted(house.web.outlets, edition, 60_000, OutletKind.FACEBOOK)
    assert (left_out, made.text.count("https://x.vn/1")) == ((), 8)
