"""The sample newsroom changes its mind; the desk must notice by itself, on a clock that is turned, not slept."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from app.duties import Duties
from app.sample import register
from demo.newsroom import Newsroom
from desk import postings
from desk.outbox.own import OWN
from domain.article import Article, ArticleVersion
from domain.own_notices import OwnKind, OwnNotices
from domain.people import Role
from domain.tasks import OPEN_TASKS, TaskCause
from domain.times import now
from tests.app.collecting import MINUTE, Desk, a_desk
from tests.making import a_person, acting
from tests.outbox import a_channel

PUBLISHERS = ("ttm", "hoang-lien", "som-mai", "khi-tuong-mien-nui")


@pytest.fixture
def newsroom_desk(tmp_path: Path) -> Iterator[tuple[Desk, Newsroom]]:
    began = now()
    with (
        a_desk(tmp_path, began) as desk,
        Newsroom(clock=desk.clock, publishers=PUBLISHERS, trouble=False, zero=began) as newsroom,
    ):
        with desk.services.database.write() as store:
            register(store, newsroom, began)
        for _ in range(30):  # no host has more than its share at a time
            desk.crawl()
        desk.work()
        yield desk, newsroom


def found(desk: Desk, newsroom: Newsroom, publisher: str, key: str) -> tuple[Article, list[ArticleVersion]]:
    everything = newsroom.expected(desk.began)
    url = next(one.url for one in everything if (one.publisher, one.key) == (publisher, key))
    with desk.services.database.read() as store:
        article = store.articles.find_by_url([url])[url]
        return article, store.versions.list(article.id)


def with_what_was_posted(desk: Desk, article: Article) -> set[int]:
    """One person has posted it on the page, and another could do something about it. Both have an address."""
    with desk.services.database.write() as store:
        lan, minh = a_person(store, "lan"), a_person(store, "minh", Role.REVIEWER)
        postings.record_digest(acting(store, lan, desk.clock()), desk.clock().date(), "5 người chết.", [article])
        for one in (lan, minh):
            channel = a_channel(f"memory://{one.login}")
            wanted = {OwnKind.CORRECTION: (channel.key,)}
            wishes = OwnNotices(
                person_id=one.id, channels=(channel,), wanted=wanted, quiet_from=time(0), quiet_until=time(0)
            )
            store.own_notices.save(wishes)
    return {lan.id, minh.id}


def told(desk: Desk) -> set[int]:
    """Who knows of the correction, with a message on its way."""
    with desk.services.database.read() as store:
        [task] = [one for one in store.tasks.list(OPEN_TASKS, 9) if one.cause is TaskCause.CORRECTED]
        on_their_way = {int(message.about) for message in store.outbox.list(9) if message.kind == OWN}
        return {one for one in on_their_way if store.own_notices.told(one, [f"task:{task.id}:{task.mark}"])}


def test_corrections_withdrawals_and_a_cancelled_storm_are_noticed_within_minutes(
    newsroom_desk: tuple[Desk, Newsroom],
) -> None:
    desk, newsroom = newsroom_desk
    toll = [("ttm", "lu-quet-phong-du"), ("hoang-lien", "lu-quet-phong-du"), ("som-mai", "copy-lu-quet")]
    for publisher, key in toll:
        article, versions = found(desk, newsroom, publisher, key)
        assert "5 người" in article.text
        assert versions == []
    people = with_what_was_posted(desk, found(desk, newsroom, "hoang-lien", "lu-quet-phong-du")[0])
    duties = Duties(desk.services, regrouped_at=desk.clock())

    for _ in range(15):  # none of them is older than six minutes then
        desk.wait(MINUTE)
        duties.now_and_then(quiet=False)
    assert told(desk) == people, "eight minutes after the source has corrected itself, while articles wait"

    for publisher, key in toll:
        article, versions = found(desk, newsroom, publisher, key)
        assert [version.grade for version in versions] == ["correction"], (publisher, key)
        assert "5 người" in versions[0].text
        assert "3 người" in article.text
    ticket, versions = found(desk, newsroom, "som-mai", "ve-tau-0-dong")
    assert ticket.withdrawn_at is not None
    assert [version.grade for version in versions] == ["withdrawn"]
    assert "vé “0 đồng”" in versions[0].text
    desk.wait(20 * MINUTE, step=5 * MINUTE)  # the bulletin of seven hours ago is read again every half hour
    _, versions = found(desk, newsroom, "khi-tuong-mien-nui", "bao-so-2")
    assert versions, "the bulletin that was replaced is known to have changed"
    with desk.services.database.read() as store:
        urls = {one.url for one in newsroom.expected() if one.key == "bao-huy"}
        assert len(urls) == 1
        assert set(store.articles.find_by_url(list(urls))) == urls
