"""Published claims and what people say of them, in all three databases; two who decide at once on two of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from database.engine import SqlDatabase
from desk import fact_checks
from desk.ranking.ranker import Ranker
from domain.claims import Claim, ClaimDecision, ClaimKind, MatchState
from domain.errors import NotFound
from domain.flags import Part
from domain.message import say
from domain.problems import Problem
from domain.stage import Stage
from domain.store import Store
from domain.story import Flag
from domain.understanding import Span
from domain.verdicts import Direction
from nlp.claims import PublishedClaims
from tests.contract.at_once import told_at_once
from tests.fakes import FakeGazetteer
from tests.making import NOON, PAPER, a_person, a_story, acting, an_article, with_sources

RANKER, MATCHER = Ranker(gazetteer=FakeGazetteer()), PublishedClaims()
SAID = "Bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11"
TEXT = (
    f"{SAID}, theo một thông báo được chuyền tay.\nChủ một quán nước gần bến kể từ sáng đã có hơn chục người hỏi đường"
    " vòng. Người buôn rau tính chở hàng sang chợ bên kia sông bằng đường cầu."
)


def a_claim(key: str, **more: Any) -> Claim:
    plain: dict[str, Any] = {
        "id": key,
        "kind": ClaimKind.FACT_CHECK,
        "claim": SAID,
        "verdict": "Sai sự thật",
        "direction": Direction.CONTRADICTS,
        "publisher": "Kiểm Chứng 24",
        "url": f"https://kiem.example/{key}.html",
        "source_id": PAPER.id,
        "published_at": NOON - timedelta(days=1),
        "seen_at": NOON,
    }
    return Claim(**(plain | more))


def filled(store: Store) -> None:
    with_sources(store)
    store.articles.add([an_article("a", id="a", stage=Stage.QUEUED, story_id="a", title="Phà nghỉ", text=TEXT)])
    store.articles.add([an_article("k", id="k", stage=Stage.QUEUED, story_id="k")])
    store.stories.save([a_story("a")])
    store.claims.save({a_claim("c"): MATCHER.keys(SAID)})


def a_decision(store: Store) -> ClaimDecision:
    lan = a_person(store, "lan")
    return ClaimDecision(
        claim_id="c",
        article_id="a",
        state=MatchState.REJECTED,
        part=Part.TEXT,
        span=Span(0, 3, "Bến"),
        decided_by=lan.id,
        decided_at=NOON,
    )


def test_a_claim_is_found_by_its_keys_and_keeps_when_it_was_first_seen(database: SqlDatabase) -> None:
    with database.write() as store:
        filled(store)
        other = a_claim("d", claim="Cầu Bản Xen sập một nhịp", seen_at=NOON + timedelta(hours=1))
        store.claims.save({other: (5, 7), a_claim("e", kind=ClaimKind.CORRECTION, article_id="a"): ()})
        later = a_claim("c", verdict="Đúng một phần", seen_at=NOON + timedelta(days=3), article_id="k")
        store.claims.save({later: (5, 9)})
        store.claims.save({replace(later, article_id=""): (5, 9)})  # a feed tells of it again
    with database.read() as store:
        assert store.claims.get("c") == replace(later, seen_at=NOON)
        assert [one.id for one in store.claims.near([5, 9, 11], 10)] == ["c", "d"]
        assert [one.id for one in store.claims.near([5, 7], 1)] == ["d"]
        assert store.claims.near(MATCHER.keys(SAID), 10) == store.claims.near([], 10) == []
        assert [one.id for one in store.claims.of_articles(["a", "k"])] == ["c", "e"]
        assert [one.id for one in store.claims.list(2)] == ["d", "e"]
        assert [one.id for one in store.claims.list(9, ClaimKind.CORRECTION)] == ["e"]


def test_a_check_whose_page_was_withdrawn_is_suggested_no_more(database: SqlDatabase) -> None:
    with database.write() as store:
        filled(store)
        store.claims.save({a_claim("d", article_id="k"): (5,)})
        assert store.claims.near([5], 10)
        store.arrivals.withdraw("k", NOON)
        assert store.claims.near([5], 10) == []


def test_one_word_is_kept_on_each_pair_until_it_is_taken_back(database: SqlDatabase) -> None:
    with database.write() as store:
        filled(store)
        decision = a_decision(store)
        assert store.claim_decisions.add(decision)
        assert not store.claim_decisions.add(replace(decision, state=MatchState.CONFIRMED))
        assert store.claim_decisions.find("c", "a") == decision
        assert store.claim_decisions.of_articles(["a", "k"]) == [decision]
        assert store.claim_decisions.remove("c", "a")
        assert not store.claim_decisions.remove("c", "a")
        store.claim_decisions.add(decision)
        store.claims.remove(["c"])
        assert store.claim_decisions.of_articles(["a"]) == []
        with pytest.raises(NotFound):
            store.claims.get("c")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_of_two_who_decide_at_once_the_second_is_told_who_was_first(database: SqlDatabase) -> None:
    with database.write() as store:
        filled(store)
        lan, minh = a_person(store, "lan"), a_person(store, "minh")
        store.settings.save(store.settings.get())

    def first(store: Store) -> None:
        fact_checks.confirm(acting(store, lan), MATCHER, RANKER, "c", "a")

    def second() -> object:
        with database.write() as store:
            return fact_checks.reject(acting(store, minh), MATCHER, RANKER, "c", "a")

    assert told_at_once(database, first, second) == [say(Problem.CLAIM_DECIDED, person="Lan")]
    with database.read() as store:
        [decision] = store.claim_decisions.of_articles(["a"])
        assert (decision.state, decision.decided_by) == (MatchState.CONFIRMED, lan.id)
        assert Flag.REFUTED in store.stories.get("a").flags
