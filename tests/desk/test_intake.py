"""The path of an article: one outcome a step, whatever happens."""

from datetime import timedelta
from typing import Any

import pytest

from desk import queue
from domain.stage import Outcome, Stage
from domain.store import QueueFilter
from tests.desk.conftest import STEPS, Office
from tests.making import OTHER, TEXT

OTHER_TEXT = "Giá cà phê tại Đắk Lắk sáng nay tăng thêm 500 đồng mỗi cân, lên mức cao nhất trong ba tháng qua. " * 3


def outcomes(office: Office, article_id: str) -> dict[Stage, tuple[Outcome, str]]:
    with office.database.read() as store:
        return {row.step: (row.outcome, row.reason) for row in store.progress.outcomes(article_id)}


def stage(office: Office, article_id: str) -> Stage:
    with office.database.read() as store:
        return store.articles.get(article_id).stage


def listed(office: Office) -> list[str]:
    with office.database.read() as store:
        return [card.story.head_id for card in queue.listing(store, QueueFilter(), office.now).cards]


def test_a_page_goes_all_the_way_to_the_queue_with_one_outcome_a_step(office: Office) -> None:
    article_id = office.publish("a", f"Tiêm chủng|{TEXT}")
    assert stage(office, article_id) is Stage.QUEUED
    steps = (Stage.EXTRACTED, Stage.UNDERSTOOD, Stage.INDEXED, Stage.QUEUED)
    assert outcomes(office, article_id) == dict.fromkeys(steps, (Outcome.MOVED_ON, ""))
    assert listed(office) == [article_id]
    assert office.index.count() == 1
    office.work()
    assert office.intake.advance(Stage.FETCHED) == 0


@pytest.mark.parametrize(
    ("content", "reason"), [("", "not-an-article"), ("Tên|ngắn", "too-short"), (f"x|{'chữ ' * 10}", "too-short")]
)
def test_a_page_that_is_no_article_is_discarded_with_its_reason(office: Office, content: str, reason: str) -> None:
    article_id = office.publish("a", content)
    assert outcomes(office, article_id) == {Stage.EXTRACTED: (Outcome.DISCARDED, reason)}
    assert listed(office) == []


def test_a_text_in_another_language_is_discarded(office: Office) -> None:
    office.analyzer.language = "lo"
    article_id = office.publish("a", f"Tên|{TEXT}")
    assert outcomes(office, article_id)[Stage.UNDERSTOOD] == (Outcome.DISCARDED, "not-vietnamese")
    assert listed(office) == []


def test_a_text_whose_language_is_unknown_goes_on(office: Office) -> None:
    office.analyzer.language = "und"
    assert stage(office, office.publish("a", f"Tên|{TEXT}")) is Stage.QUEUED


def test_a_mistake_of_ours_sets_one_article_aside_and_the_rest_goes_on(office: Office) -> None:
    bad, good = office.arrive("bad", "bug"), office.arrive("good", f"Tên|{TEXT}")
    office.work()
    assert outcomes(office, bad) == {Stage.EXTRACTED: (Outcome.QUARANTINE, "bug")}
    assert stage(office, good) is Stage.QUEUED
    with office.database.read() as store:
        [(article, _)] = store.progress.stopped(Outcome.QUARANTINE, 9)
        assert article.id == bad


def test_a_mistake_in_grouping_sets_one_article_aside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    place = office.grouper.place

    def breaks(candidate: object) -> object:
        if getattr(candidate, "title", "") == "Hỏng":
            raise ZeroDivisionError
        return place(candidate)  # type: ignore[arg-type]

    monkeypatch.setattr(office.grouper, "place", breaks)
    bad, good = office.arrive("bad", f"Hỏng|{TEXT}"), office.arrive("good", f"Giá cà phê|{OTHER_TEXT}")
    office.work()
    assert outcomes(office, bad)[Stage.UNDERSTOOD] == (Outcome.QUARANTINE, "bug")
    assert (stage(office, bad), stage(office, good)) == (Stage.EXTRACTED, Stage.QUEUED)


def test_a_mistake_in_indexing_sets_one_article_aside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    add = office.index.inner.add

    def breaks(documents: object) -> None:
        batch = list(documents)  # type: ignore[call-overload]
        if any(document.title == "Hỏng" for document in batch):
            raise ZeroDivisionError
        add(batch)

    monkeypatch.setattr(office.index.inner, "add", breaks)
    bad, good = office.arrive("bad", f"Hỏng|{TEXT}"), office.arrive("good", f"Giá cà phê|{OTHER_TEXT}")
    office.work()
    assert outcomes(office, bad)[Stage.INDEXED] == (Outcome.QUARANTINE, "bug")
    assert stage(office, good) is Stage.QUEUED


def test_while_search_is_away_articles_wait_and_editors_see_them_already(office: Office) -> None:
    office.index.away = True
    article_id = office.arrive("a", f"Tên|{TEXT}")
    for step in STEPS:
        office.intake.advance(step)
    assert stage(office, article_id) is Stage.UNDERSTOOD
    assert outcomes(office, article_id)[Stage.INDEXED] == (Outcome.RETRY, "unreachable")
    assert listed(office) == [article_id]
    assert office.intake.advance(Stage.UNDERSTOOD) == 0  # not at once again
    office.index.away = False
    office.now += timedelta(minutes=10)
    office.work()
    assert stage(office, article_id) is Stage.QUEUED
    assert outcomes(office, article_id)[Stage.INDEXED] == (Outcome.MOVED_ON, "")


def test_copies_of_one_text_are_one_story_also_after_a_restart(office: Office) -> None:
    first = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    office.grouper.restore([])
    office.intake = office.worker()
    office.now += timedelta(minutes=5)
    second = office.publish("b", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}", OTHER.id)
    with office.database.read() as store:
        assert store.articles.get(second).story_id == first
        assert store.articles.get(second).copy_of == first
    assert listed(office) == [first]


def test_what_was_rolled_back_is_forgotten_by_grouping(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    article_id = office.arrive("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    office.intake.advance(Stage.FETCHED)
    with monkeypatch.context() as patch:

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("desk.ranking.score.refresh", killed)
        with pytest.raises(KeyboardInterrupt):
            office.intake.advance(Stage.EXTRACTED)
    assert stage(office, article_id) is Stage.EXTRACTED
    restored = []
    restore = office.grouper.restore

    def counted(known: Any) -> None:
        restored.append(1)
        restore(known)

    monkeypatch.setattr(office.grouper, "restore", counted)
    office.work()
    assert restored == [1]
    with office.database.read() as store:
        assert store.articles.get(article_id).story_id == article_id


def test_what_search_is_told_names_no_writer(office: Office) -> None:
    from domain.search import Document

    assert not {"byline", "author", "person", "people", "writer"} & set(Document.__dataclass_fields__)
