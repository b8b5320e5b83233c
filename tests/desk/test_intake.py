"""The path of an article: one outcome a step, whatever happens."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desk import queue, stories
from desk.ranking.ranker import Ranker
from domain.errors import Unreachable
from domain.ports import GroupingInput, StoryAssignment
from domain.problems import Service
from domain.search import Document, Query
from domain.stage import Outcome, Stage
from domain.stories import QueueFilter
from domain.understanding import Understanding
from domain.work import StepResult
from tests.desk.conftest import Office
from tests.making import OTHER, TEXT, acting

OTHER_TEXT = "Giá cà phê tại Đắk Lắk sáng nay tăng thêm 500 đồng mỗi cân, lên mức cao nhất trong ba tháng qua. " * 3


def outcomes(office: Office, article_id: str) -> dict[Stage, tuple[Outcome, str]]:
    with office.database.read() as store:
        return {row.step: (row.outcome, row.reason) for row in store.progress.outcomes(article_id)}


def stage(office: Office, article_id: str) -> Stage:
    with office.database.read() as store:
        return store.articles.get(article_id).stage


def listed(office: Office) -> list[str]:
    with office.database.read() as store:
        return [card.story.head_id for card in queue.list_cards(store, QueueFilter(), office.now).cards]


def test_a_page_goes_all_the_way_to_the_queue_with_one_outcome_a_step(office: Office) -> None:
    article_id = office.publish("a", f"Tiêm chủng|{TEXT}")
    assert stage(office, article_id) is Stage.QUEUED
    steps = (Stage.EXTRACTED, Stage.UNDERSTOOD, Stage.QUEUED)
    assert outcomes(office, article_id) == dict.fromkeys(steps, (Outcome.MOVED_ON, ""))
    assert listed(office) == [article_id]
    assert office.index.count() == 1
    office.work()
    assert office.intake.advance() == 0


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
    assert outcomes(office, bad)[Stage.QUEUED] == (Outcome.QUARANTINE, "bug")
    assert (stage(office, bad), stage(office, good)) == (Stage.UNDERSTOOD, Stage.QUEUED)


def test_what_breaks_search_is_logged_and_the_rest_is_found(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    add = office.index.inner.add

    def breaks(documents: Iterable[Document]) -> None:
        batch = list(documents)
        if any(document.title == "Hỏng" for document in batch):
            raise ZeroDivisionError
        add(batch)

    monkeypatch.setattr(office.index.inner, "add", breaks)
    bad, good = office.arrive("bad", f"Hỏng|{TEXT}"), office.arrive("good", f"Giá cà phê|{OTHER_TEXT}")
    office.work()
    assert (stage(office, bad), stage(office, good)) == (Stage.QUEUED, Stage.QUEUED)
    assert office.index.count() == 1
    with office.database.read() as store:
        [entry] = store.log.list(9, f"article:{bad}")
    assert entry.action == "index-failed"
    assert office.intake.indexing.advance() == 0  # until its text changes


def test_while_search_is_away_articles_come_through_and_are_found_later(office: Office) -> None:
    office.index.away = True
    article_id = office.publish("a", f"Tên|{TEXT}")
    assert stage(office, article_id) is Stage.QUEUED
    assert listed(office) == [article_id]
    office.index.away = False
    assert (office.intake.indexing.advance(), office.index.count()) == (1, 1)
    assert office.intake.indexing.advance() == 0


def test_a_changed_text_is_found_by_its_new_words_and_a_discarded_one_no_more(office: Office) -> None:
    article_id = office.publish("a", f"Tiêm chủng|{TEXT}")
    office.arrive("a", f"Tiêm phòng sởi|{TEXT}")
    office.reread()
    office.work()
    assert [hit.id for hit in office.index.find(Query(text="tiêm phòng sởi")).hits] == [article_id]
    office.arrive("a", f"Tiêm phòng sởi, in English|{TEXT}")
    office.analyzer.language = "en"
    office.reread()
    office.work()
    assert office.index.count() == 0


def test_a_step_that_a_dead_worker_began_is_taken_when_its_lease_has_run_out(office: Office) -> None:
    article_id = office.arrive("a", f"Tên|{TEXT}")
    late = office.intake.reading.claim()
    assert late is not None
    assert office.intake.reading.claim() is None, "it is another's"
    with office.database.write() as store:
        store.articles.renew([replace(late.lease, lasts=timedelta(seconds=-1))])
    office.work()
    assert stage(office, article_id) is Stage.QUEUED
    office.intake.reading.record(late, office.intake.reading.read(late))
    assert stage(office, article_id) is Stage.QUEUED, "the late result is dropped"
    assert set(outcomes(office, article_id)) == {Stage.EXTRACTED, Stage.UNDERSTOOD, Stage.QUEUED}


def test_of_the_same_words_the_first_that_came_stays_whichever_reader_was_faster(office: Office) -> None:
    first = office.arrive("a", f"Tên|{TEXT}")
    office.now += timedelta(seconds=5)
    second = office.arrive("b", f"Tên|{TEXT}")
    slow, fast = office.intake.reading.claim(1), office.intake.reading.claim(1)
    assert slow is not None
    assert fast is not None
    office.intake.reading.record(fast, office.intake.reading.read(fast))
    assert stage(office, second) is Stage.UNDERSTOOD
    assert office.intake.placing.advance() == 0, "what came first is placed first"
    office.intake.reading.record(slow, office.intake.reading.read(slow))
    office.work()
    assert listed(office) == [first]
    assert outcomes(office, second)[Stage.EXTRACTED] == (Outcome.DISCARDED, "same-article")


def test_what_is_in_a_story_stays_when_the_same_words_that_came_before_are_read_at_last(office: Office) -> None:
    office.arrive("a", f"Tên|{TEXT}")
    late = office.intake.reading.claim()
    assert late is not None
    with office.database.write() as store:  # put off, so that it holds up nobody
        [work] = late.work
        put_off = StepResult(
            article=work.article,
            step=Stage.EXTRACTED,
            outcome=Outcome.RETRY,
            retry_at=office.now + timedelta(minutes=1),
        )
        store.articles.record([put_off], office.now)
    office.now += timedelta(seconds=5)
    second = office.publish("b", f"Tên|{TEXT}")
    office.now += timedelta(minutes=2)
    office.work()
    assert listed(office) == [second]


def test_bytes_that_come_while_the_page_is_being_read_are_read_too(office: Office) -> None:
    article_id = office.arrive("a", f"Tên|{TEXT}")
    reading = office.intake.reading
    batch = reading.claim()
    assert batch is not None
    office.now += timedelta(seconds=5)
    office.arrive("a", f"Tên mới|{TEXT}")
    reading.record(batch, reading.read(batch))
    office.work()
    assert office.reread() == 1
    office.work()
    with office.database.read() as store:
        assert store.articles.get(article_id).title == "Tên mới"


def test_articles_are_placed_in_the_order_they_came_in_whatever_order_they_were_read_in(office: Office) -> None:
    first = office.arrive("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    slow = office.intake.reading.claim()
    assert slow is not None
    office.now += timedelta(minutes=1)
    second = office.arrive("b", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}", OTHER.id)
    office.work()
    assert stage(office, second) is Stage.UNDERSTOOD, "it waits for the one before it"
    office.intake.reading.record(slow, office.intake.reading.read(slow))
    office.work()
    with office.database.read() as store:
        assert store.articles.get(second).story_id == first


def test_what_an_editor_moves_while_a_batch_is_being_placed_stays_moved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fair = office.publish("fair", f"Hội chợ|{OTHER_TEXT}")
    first = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    place = office.grouper.place
    moved: list[bool] = []

    def while_an_editor_merges(candidate: GroupingInput) -> StoryAssignment:
        if not moved:
            moved.append(True)
            with office.database.write() as store:
                stories.merge(acting(store, office.lan, office.now), office.ranker, first, fair)
        return place(candidate)

    monkeypatch.setattr(office.grouper, "place", while_an_editor_merges)
    copy = office.publish("b", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}", OTHER.id)
    with office.database.read() as store:
        assert {store.articles.get(one).story_id for one in (fair, first, copy)} == {fair}
    assert listed(office) == [fair]


def test_a_service_that_is_away_is_asked_again_later_and_later(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: object) -> Understanding:
        raise Unreachable(Service.RERANKER)

    article_id = office.arrive("a", f"Tên|{TEXT}")
    with monkeypatch.context() as patch:
        patch.setattr(office.analyzer, "understand", away)
        for tries, seconds in enumerate((0, 20, 40), 1):
            office.now += timedelta(seconds=seconds)
            office.work()
            assert outcomes(office, article_id)[Stage.UNDERSTOOD] == (Outcome.RETRY, "unreachable")
            with office.database.read() as store:
                assert store.progress.tries([article_id], Stage.UNDERSTOOD) == {article_id: tries}
    office.work()
    assert stage(office, article_id) is Stage.EXTRACTED, "not at once again"
    office.now += timedelta(seconds=60)
    office.work()
    assert stage(office, article_id) is Stage.QUEUED


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
    office.intake.reading.advance()
    office.intake.reading.advance()
    with monkeypatch.context() as patch:

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(Ranker, "refresh", killed)
        with pytest.raises(KeyboardInterrupt):
            office.intake.placing.advance()
    assert stage(office, article_id) is Stage.UNDERSTOOD
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
    assert not {"byline", "author", "person", "people", "writer"} & set(Document.__dataclass_fields__)
