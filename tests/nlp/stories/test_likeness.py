"""An article is compared in full only with what it could join: the rest is ruled out by what it could reach at most."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from domain.ports import GroupingInput
from nlp.stories.clashes import clash, most
from nlp.stories.facts import facts
from nlp.stories.likeness import Likeness
from nlp.stories.window import Window

NOON = datetime(2026, 8, 3, 5, tzinfo=UTC)
TEXTS = [
    "Bão số 3 vào Quảng Ninh. Chiều 5/8, bão số 3 đổ bộ, gió giật cấp 11.",
    "Bão số 3 suy yếu. Tối 5/8, bão số 3 vào đất liền Quảng Ninh và suy yếu dần.",
    "Bão số 4 hình thành. Chiều 5/8, bão số 4 ở phía đông, gió giật cấp 9.",
    "Lùi lịch cắt điện xã Cốc San. Lịch ngừng cung cấp điện xã Cốc San ngày 6/8 lùi sang ngày 9/8.",
    "Cắt điện xã Cốc San. Điện lực ngừng cung cấp điện xã Cốc San ngày 6/8 từ 7 giờ để sửa chữa.",
    "Cắt điện xã Bản Phiệt. Điện lực ngừng cung cấp điện xã Bản Phiệt ngày 7/8 từ 7 giờ để sửa chữa.",
    "Khánh thành cầu Ngòi Phát. Cầu dài 128 m, vốn 46 tỷ đồng, thông xe sáng 3/8.",
    "Đính chính. Cầu Ngòi Phát dài 128 m, không phải 182 m như tin đã đăng ngày 3/8.",
]


def test_nothing_speaks_for_a_pair_more_than_its_bound() -> None:
    read = [facts("", text, NOON) for text in TEXTS]
    reached = [(clash(one, other, NOON, NOON), most(one, other)) for one, other in permutations(read, 2)]
    assert all(said <= bound for said, bound in reached)
    assert any(said == bound > 0 for said, bound in reached)


@pytest.mark.parametrize("count", range(1, len(TEXTS) - 1))
def test_the_surest_stories_are_those_of_a_full_comparison(count: int) -> None:
    window = Window()
    read = [
        window.read(GroupingInput(id=str(at), title="", text=text, published_at=NOON + timedelta(hours=at), places=()))
        for at, text in enumerate(TEXTS)
    ]
    for new in read:
        others = [one for one in read if one is not new]
        stories = {f"story {one.id}": [one.id] for one in others}
        lazy, full = Likeness(window, new), Likeness(window, new)
        lazy.compare(others)
        full.compare(others)
        odds = {story: max(-9.0, *map(full.odds, ids)) for story, ids in stories.items()}
        surest = lazy.surest(stories, count)
        assert surest == sorted(stories, key=odds.__getitem__, reverse=True)[:count]
        assert lazy.likeliest([one.id for one in others]) == max(odds.values())
