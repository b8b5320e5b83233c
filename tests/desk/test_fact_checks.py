"""Published fact-checks beside the articles that repeat them: suggested by the program, confirmed by people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from desk import fact_checks
from desk.claim_keeping import ClaimKeeper
from desk.fact_checks import Checks
from desk.leases import Batch
from desk.ranking.ranker import Ranker
from domain.article import Article
from domain.claims import ClaimKind, MatchState, Relation
from domain.errors import Conflict, NotAllowed
from domain.page import ClaimReview, PublishedCorrection
from domain.people import Role
from domain.problems import Problem
from domain.sources import Source, SourceKind
from domain.stage import Outcome, Stage
from domain.store import Store
from domain.story import Flag
from domain.work import StepResult
from nlp.claims import PublishedClaims
from tests.desk.conftest import Office
from tests.fakes import FakeGazetteer
from tests.making import NOON, OTHER, a_person, acting, an_article

MATCHER = PublishedClaims()
KEEPER = ClaimKeeper(matcher=MATCHER, ranker=Ranker(gazetteer=FakeGazetteer()))
CHECKER = Source(
    id="kiem-example",
    name="Kiểm Chứng 24",
    home_url="https://kiem.example",
    organisation="x",
    kind=SourceKind.FACT_CHECKER,
)
CLAIM = "Bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11"
REST = (
    "\nChủ một quán nước gần bến kể từ sáng đã có hơn chục người hỏi đường vòng. Người buôn rau tính chở hàng sang chợ"
    " bên kia sông bằng đường cầu, xa thêm 14 km."
)
SAID = f"Nhiều người lo lắng. {CLAIM}, theo một thông báo được chuyền tay.{REST}"
REVIEW = ClaimReview(
    claim=CLAIM, rating="Sai sự thật", reviewer="Kiểm Chứng 24", published_at=NOON - timedelta(hours=3)
)


def published(office: Office, key: str, **more: Any) -> Article:
    """An article in the queue, after the steps that lead there."""
    plain = {"stage": Stage.QUEUED, "title": "Phà nghỉ", "text": SAID, "story_id": f"story-{key}"}
    article = an_article(key, **(plain | more))
    with office.database.write() as store:
        store.sources.save(CHECKER)
        store.articles.add([article])
        moved = [
            StepResult(article=article, step=step, outcome=Outcome.MOVED_ON)
            for step in (Stage.UNDERSTOOD, Stage.QUEUED)
        ]
        store.articles.record([replace(moved[1])], NOON)
        KEEPER.after_step(store, cast(Batch, None), moved, NOON)  # it looks at no batch
        office.ranker.refresh(store, [article.story_id])
    return article


def a_check(office: Office, key: str = "check", **more: Any) -> Article:
    plain: dict[str, Any] = {
        "source_id": CHECKER.id,
        "url": f"https://kiem.example/{key}.html",
        "title": "Bến phà vẫn chạy",
        "text": f"Tin {CLAIM} là sai.{REST}",
        "claim_reviews": (REVIEW,),
    }
    return published(office, key, **(plain | more))


def checks(office: Office, article: Article) -> Checks:
    with office.database.read() as store:
        return fact_checks.checks_of(store, MATCHER, store.articles.get(article.id))


def flags(store: Store, article: Article) -> tuple[Flag | str, ...]:
    return store.stories.get(article.story_id).flags


def test_an_article_that_repeats_a_refuted_claim_is_suggested_with_its_sentence(office: Office) -> None:
    told = published(office, "told")
    check = a_check(office)
    [one] = checks(office, told).suggested
    assert (one.claim.claim, one.claim.verdict, one.claim.publisher) == (CLAIM, "Sai sự thật", "Kiểm Chứng 24")
    assert (one.claim.url, one.relation) == (check.url, Relation.REPEATS)
    assert one.quote == f"{CLAIM}, theo một thông báo được chuyền tay."
    assert told.text[one.start :].startswith(one.quote)
    assert checks(office, check).is_empty  # a fact-checker's own text is no news
    with office.database.read() as store:
        assert Flag.REFUTED not in flags(store, told)


def test_what_a_person_confirms_stands_on_the_story_until_it_is_undone(office: Office) -> None:
    told, _ = published(office, "told"), a_check(office)
    [one] = checks(office, told).suggested
    with office.database.write() as store:
        fact_checks.confirm(acting(store, office.lan), MATCHER, office.ranker, one.claim.id, told.id)
        fact_checks.confirm(acting(store, office.minh), MATCHER, office.ranker, one.claim.id, told.id)  # says so too
        assert Flag.REFUTED in flags(store, told)
        with pytest.raises(Conflict) as opposite:
            fact_checks.reject(acting(store, office.minh), MATCHER, office.ranker, one.claim.id, told.id)
    assert opposite.value.why is not None
    assert opposite.value.why.code == Problem.CLAIM_DECIDED
    found = checks(office, told)
    assert [(done.decided_by, done.still_stands) for done in found.confirmed] == [("Lan", True)]
    assert found.suggested == ()
    with office.database.write() as store:
        fact_checks.undo(acting(store, office.minh), office.ranker, one.claim.id, told.id)
        fact_checks.undo(acting(store, office.minh), office.ranker, one.claim.id, told.id)
        assert Flag.REFUTED not in flags(store, told)
        logged = [(entry.who, entry.action) for entry in store.log.list(9, f"article:{told.id}")]
    assert logged == [("Minh", "undo-claim"), ("Lan", "confirm-claim")]
    assert len(checks(office, told).suggested) == 1


def test_a_rejected_pair_is_not_suggested_again(office: Office) -> None:
    told, _ = published(office, "told"), a_check(office)
    [one] = checks(office, told).suggested
    with office.database.write() as store:
        fact_checks.reject(acting(store, office.minh), MATCHER, office.ranker, one.claim.id, told.id)
        assert Flag.REFUTED not in flags(store, told)
    found = checks(office, told)
    assert (found.suggested, [done.decision and done.decision.state for done in found.rejected]) == (
        (),
        [MatchState.REJECTED],
    )


def test_a_confirmed_check_that_says_it_is_true_refutes_nothing(office: Office) -> None:
    told, _ = published(office, "told"), a_check(office, claim_reviews=(replace(REVIEW, rating="Đúng"),))
    [one] = checks(office, told).suggested
    with office.database.write() as store:
        fact_checks.confirm(acting(store, office.lan), MATCHER, office.ranker, one.claim.id, told.id)
        assert Flag.REFUTED not in flags(store, told)


def test_an_article_that_denies_the_claim_is_shown_on_the_checks_side(office: Office) -> None:
    text = f"Xã cho biết không có chuyện bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11.{REST}"
    told, _ = published(office, "told", text=text), a_check(office)
    assert [one.relation for one in checks(office, told).suggested] == [Relation.DENIES]


def test_fact_checkers_who_differ_stand_side_by_side(office: Office) -> None:
    told, _ = published(office, "told"), a_check(office)
    a_check(office, "second", claim_reviews=(replace(REVIEW, rating="Đúng", reviewer="Tin Thật"),))
    found = checks(office, told)
    assert {one.claim.publisher for one in found.suggested} == {"Kiểm Chứng 24", "Tin Thật"}
    assert found.differ


def test_a_short_text_is_matched_through_a_longer_one_of_its_story_only(office: Office) -> None:
    short, _ = published(office, "short", text=f"{CLAIM}."), a_check(office)
    assert checks(office, short).is_empty
    with office.database.read() as store:
        [claim] = store.claims.list(9)
    with office.database.write() as store, pytest.raises(Conflict):
        fact_checks.confirm(acting(store, office.lan), MATCHER, office.ranker, claim.id, short.id)
    longer = published(office, "longer", story_id=short.story_id, source_id=OTHER.id)
    assert [one.article_id for one in checks(office, short).suggested] == [longer.id]


def test_a_page_that_takes_its_check_back_is_suggested_no_more(office: Office) -> None:
    told, check = published(office, "told"), a_check(office)
    with office.database.write() as store:
        KEEPER.read_again(store, check, replace(check, claim_reviews=(replace(REVIEW, rating="Đúng"),)), NOON)
    assert [one.claim.verdict for one in checks(office, told).suggested] == ["Đúng"]
    with office.database.write() as store:
        KEEPER.read_again(store, check, replace(check, claim_reviews=()), NOON)
    assert checks(office, told).is_empty


def test_a_verdict_that_its_publisher_changes_or_takes_back_leaves_the_story(office: Office) -> None:
    told, check = published(office, "told"), a_check(office)
    [one] = checks(office, told).suggested
    with office.database.write() as store:
        fact_checks.confirm(acting(store, office.lan), MATCHER, office.ranker, one.claim.id, told.id)
        assert Flag.REFUTED in flags(store, told)
        KEEPER.read_again(store, check, replace(check, claim_reviews=(replace(REVIEW, rating="Đúng"),)), NOON)
        assert Flag.REFUTED not in flags(store, told)
        KEEPER.read_again(store, check, replace(check, claim_reviews=(replace(REVIEW, rating="Giả"),)), NOON)
        assert Flag.REFUTED in flags(store, told)
        KEEPER.read_again(store, check, replace(check, claim_reviews=()), NOON)
        assert Flag.REFUTED not in flags(store, told)


def test_a_data_feed_brings_claims_but_no_opinions_persons_or_posts(office: Office) -> None:
    told = published(office, "told")
    with office.database.write() as store:
        reviews = [
            replace(REVIEW, url="https://kiem.example/1.html"),
            replace(REVIEW, url="https://www.facebook.com/kiem/posts/1"),
            replace(REVIEW, url="https://kiem.example/2.html", claim="Ông Nguyễn Văn Hùng nhận hối lộ 2 tỷ đồng"),
            replace(REVIEW, url="https://kiem.example/3.html", claim="Bến phà Tân Huống là bến phà đẹp nhất nước"),
        ]
        KEEPER.announced(store, CHECKER.id, reviews, NOON)
        KEEPER.announced(store, CHECKER.id, reviews, NOON + timedelta(days=1))
        assert [claim.url for claim in store.claims.list(9)] == ["https://kiem.example/1.html"]
    assert len(checks(office, told).suggested) == 1


def test_a_publishers_own_correction_is_kept_in_its_words_with_its_day(office: Office) -> None:
    words = PublishedCorrection(words="Bản trước ghi nhầm 20 ngày, đúng là 2 ngày.", published_at=NOON)
    told = published(office, "told", corrections=(words,))
    beside = published(office, "beside", story_id=told.story_id)
    for article in (told, beside):
        [one] = checks(office, article).corrections
        assert (one.kind, one.verdict, one.published_at) == (ClaimKind.CORRECTION, words.words, NOON)
        assert one.article_id == told.id


def test_what_comes_round_another_year_is_another_matter(office: Office) -> None:
    told, _ = published(office, "told", published_at=NOON - timedelta(days=500)), a_check(office)
    assert checks(office, told).is_empty


def test_who_only_reads_decides_nothing(office: Office) -> None:
    told, _ = published(office, "told"), a_check(office)
    [one] = checks(office, told).suggested
    with office.database.write() as store:
        reader = a_person(store, "doc", Role.ANALYST)
        with pytest.raises(NotAllowed):
            fact_checks.confirm(acting(store, reader), MATCHER, office.ranker, one.claim.id, told.id)
