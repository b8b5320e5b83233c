"""The hourly regrouping with the real grouper: what was placed wrongly is put right, and the next one goes by it."""

import random

import pytest

from desk.regrouping import Regrouping
from domain.article import Article
from domain.stage import Stage
from nlp.stories.incremental import StoryGrouper, WindowItem, group
from tests.desk.conftest import Office
from tests.desk.test_stories_by_hand import AGAIN, FAIR, FLOOD, open_stories, story_of
from tests.making import OTHER, PAPER, an_article

THIRD = FLOOD.replace("tê liệt", "bị chia cắt").replace("cấp phát", "phát")
POWER = (
    "Công ty Điện lực Lào Cai tạm ngừng cấp điện từ 7 giờ đến 17 giờ ngày 26/11 tại các tổ dân phố 3, 4 và 5, phường "
    "Cam Đường để thay máy biến áp; khách hàng cần hỏi xin gọi tổng đài 19006769."
)


@pytest.fixture
def regrouping(office: Office) -> Regrouping:
    return Regrouping(
        database=office.database,
        grouper=office.grouper,
        ranker=office.ranker,
        clock=lambda: office.now,
        tell=office.told.append,
    )


def _placed(office: Office, *, wrongly: dict[str, tuple[str, str, str]]) -> None:
    """key → (title, text, story), as a worker of yesterday left them."""
    articles: list[Article] = []
    for n, (key, (title, text, story)) in enumerate(wrongly.items()):
        source = (PAPER, OTHER)[n % 2]
        articles.append(
            an_article(key, id=key, source_id=source.id, title=title, text=text, story_id=story, stage=Stage.QUEUED)
        )
    with office.database.write() as store:
        store.articles.add(articles)
        office.ranker.refresh(store, {article.story_id for article in articles})


def test_what_was_placed_wrongly_is_put_right_and_the_next_article_goes_by_it(
    office: Office, regrouping: Regrouping
) -> None:
    _placed(
        office,
        wrongly={
            "lut": ("Ngập lụt ở Bát Xát", FLOOD, "lut"),
            "cho": ("Hội chợ nông sản", FAIR, "lut"),
            "lut-2": ("Bát Xát ngập", AGAIN, "lut-2"),
        },
    )
    assert regrouping.apply(regrouping.look()) == 1
    assert {one: story.members for one, story in open_stories(office).items()} == {"lut-2": 2, "lut": 1}
    third = office.publish("lut-3", f"Ngập ở Bát Xát|{THIRD}", OTHER.id)
    assert story_of(office, third) == "lut-2"
    fair = office.publish("cho-2", f"Hội chợ nông sản vùng cao|{FAIR.replace('bày bán', 'giới thiệu')}", OTHER.id)
    assert story_of(office, fair) == "lut" == story_of(office, "cho")
    regrouping.apply(regrouping.look())
    assert regrouping.apply(regrouping.look()) == 0


@pytest.mark.parametrize("seed", range(5))
def test_the_same_articles_are_the_same_groups_whatever_order_they_came_in(office: Office, seed: int) -> None:
    texts = [("Ngập lụt", FLOOD), ("Bát Xát ngập", AGAIN), ("Lũ", THIRD), ("Hội chợ", FAIR), ("Cắt điện", POWER)]
    articles = [
        an_article(str(n), id=str(n), title=title, text=text).candidate() for n, (title, text) in enumerate(texts)
    ]
    whole = group(
        WindowItem(id=one.id, title=one.title, text=one.text, published_at=one.published_at) for one in articles
    )
    shuffled = random.Random(seed).sample(articles, len(articles))
    for one in shuffled:
        office.grouper.place(one)
    for grouper in (office.grouper, StoryGrouper()):
        assert {one: part[0] for part in grouper.groups(shuffled) for one in part} == whole
    assert len(set(whole.values())) == 3
    assert office.grouper.groups([]) == []
