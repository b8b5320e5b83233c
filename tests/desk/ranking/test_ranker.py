"""Why a story stands where it stands: parts with evidence, and no source alone at the top."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import queue
from desk.ranking.independent_sources import independent, paragraph_marks
from desk.ranking.members import head_of
from domain.article import Article
from domain.message import say
from domain.page import ClaimReview
from domain.ranking import newness, rank
from domain.sources import SourceKind
from domain.stories import QueueFilter
from domain.story import Flag, Story, StoryState, Term, TermEvidence
from domain.understanding import PlaceMention, Signal, SignalKind, SignalReason, Span
from tests.desk.conftest import Office
from tests.making import NOON, OTHER, PAPER, a_member, a_story, acting, an_article


def signal(kind: SignalKind, weight: float = 1.0) -> Signal:
    return Signal(kind=kind, reasons=(say(SignalReason.PHONE),), weight=weight, evidence=(Span(0, 9, "1900 9095"),))


def place(code: str) -> PlaceMention:
    return PlaceMention(code=code, name=code, province=code.partition(".")[0], start=0, end=3)


def ranked(office: Office, *members: Article) -> Story:
    with office.database.write() as store:
        store.articles.add(
            [replace(one, story_id=f"s-{members[0].id}", paragraphs=paragraph_marks(one.text)) for one in members]
        )
        office.ranker.refresh(store, [f"s-{members[0].id}"])
        return store.stories.get(f"s-{members[0].id}")


def terms(story: Story) -> dict[str, float]:
    return {term.term: term.value for term in story.terms}


def test_the_score_is_the_sum_of_its_terms_and_each_shows_why(office: Office) -> None:
    article = an_article(
        "a", places=(place("15"),), signals=(signal(SignalKind.USEFUL, 0.5), signal(SignalKind.GOOD_NEWS))
    )
    story = ranked(office, article)
    assert terms(story) == {Term.USEFUL: 1.0, Term.NEAR: 2.5, Term.GOOD_NEWS: 1.5, Term.SELDOM: 0.5}
    assert story.score == pytest.approx(5.5)
    assert all(term.evidence for term in story.terms)
    assert story.terms[0].evidence == say(TermEvidence.SIGNAL, reasons=[say(SignalReason.PHONE)], quotes=["1900 9095"])


def test_an_official_warning_counts_instead_of_being_merely_useful(office: Office) -> None:
    both = an_article("a", signals=(signal(SignalKind.WARNING), signal(SignalKind.USEFUL)))
    with office.database.write() as store:
        store.sources.save(replace(PAPER, kind=SourceKind.WARNING_SERVICE))
    assert Term.WARNING in terms(ranked(office, both))
    assert Term.USEFUL not in terms(ranked(office, both))


def test_what_a_newspaper_writes_about_a_warning_is_useful_news(office: Office) -> None:
    story = ranked(office, an_article("a", signals=(signal(SignalKind.WARNING),)))
    assert Term.USEFUL in terms(story)
    assert Term.WARNING not in terms(story)


@pytest.mark.parametrize(
    "rating",
    [
        "Sai",
        "Sai sự thật",
        "Giả mạo",
        "Bịa đặt",
        "Lừa đảo",
        "Không đúng",
        "Chưa chính xác",
        "Tin giả",
        "False",
        "Không có thật",
    ],
)
def test_what_a_fact_checker_calls_false_is_no_good_news_for_any_article_of_the_story(
    office: Office, rating: str
) -> None:
    glad = an_article("a", title="Hãng xe tặng 1.000 vé 0 đồng", signals=(signal(SignalKind.GOOD_NEWS),))
    check = ClaimReview(claim="Tặng vé 0 đồng", rating=rating, reviewer="Kiểm Tin Việt")
    story = ranked(office, glad, an_article("b", source_id=OTHER.id, claim_reviews=(check,)))
    assert Term.GOOD_NEWS not in terms(story)
    assert Flag.REFUTED in story.flags
    with office.database.read() as store:
        assert queue.open_article(store, glad.id, office.ranker.gazetteer).claim_reviews == (check,)


@pytest.mark.parametrize(
    "rating", ["Đúng", "Đúng sự thật", "Không sai", "Đúng một phần", "Chưa kiểm chứng", "True", "5"]
)
def test_what_a_fact_checker_calls_true_stays_good_news(office: Office, rating: str) -> None:
    check = ClaimReview(claim="Ghép thận thành công", rating=rating, reviewer="Kiểm Tin Việt")
    story = ranked(office, an_article("a", signals=(signal(SignalKind.GOOD_NEWS),), claim_reviews=(check,)))
    assert Term.GOOD_NEWS in terms(story)
    assert Flag.REFUTED not in story.flags


def test_a_fact_checkers_headline_is_a_verdict_and_a_newspapers_is_none(office: Office) -> None:
    glad = an_article("a", signals=(signal(SignalKind.GOOD_NEWS),))
    headline = "Tin giả: nhà xe tặng vé 0 đồng về quê"
    assert Flag.REFUTED not in ranked(office, glad, an_article("b", source_id=OTHER.id, title=headline)).flags
    with office.database.write() as store:
        store.sources.save(replace(OTHER, kind=SourceKind.FACT_CHECKER))
    checked = ranked(office, an_article("c", signals=glad.signals), an_article("d", source_id=OTHER.id, title=headline))
    assert Flag.REFUTED in checked.flags
    assert Term.GOOD_NEWS not in terms(checked)


def test_a_neighbouring_province_counts_a_little(office: Office) -> None:
    assert terms(ranked(office, an_article("a", places=(place("02"),))))[Term.NEIGHBOUR] == 0.8
    assert Term.NEAR not in terms(ranked(office, an_article("a", places=(place("79"),))))


def test_copies_of_one_text_do_not_count_as_sources(office: Office) -> None:
    first = an_article("a")
    copies = [an_article(f"c{n}", copy_of=first.id, source_id=OTHER.id) for n in range(5)]
    story = ranked(office, first, *copies)
    assert (story.members, story.origins) == (6, 1)
    assert Flag.ONE_ORIGIN in story.flags
    assert Term.ORIGINS not in terms(story)
    own = ranked(office, first, an_article("b", source_id=OTHER.id))
    assert (own.origins, terms(own)[Term.ORIGINS]) == (2, 1.0)


def test_texts_of_one_agency_are_one_origin(office: Office) -> None:
    assert (
        ranked(office, an_article("a", origin="TTXVN"), an_article("b", source_id=OTHER.id, origin="TTXVN")).origins
        == 1
    )


def test_old_paid_and_withdrawn_articles_sink_and_say_so(office: Office) -> None:
    old = ranked(office, an_article("a", published_at=NOON - timedelta(days=900)))
    paid = ranked(office, an_article("a", signals=(signal(SignalKind.ADVERTORIAL),)))
    gone = ranked(office, an_article("a", withdrawn_at=NOON))
    assert [story.flags for story in (old, paid, gone)] == [(Flag.OLD,), (Flag.ADVERTORIAL,), (Flag.WITHDRAWN,)]
    assert all(story.score < 0 for story in (old, paid, gone))


def test_the_head_is_the_earliest_text_of_its_own_that_stands(office: Office) -> None:
    early, late = a_member(an_article("a", published_at=NOON - timedelta(hours=3))), a_member(an_article("b"))
    assert head_of([late, early], frozenset()) == early
    assert head_of([late, replace(early, withdrawn_at=NOON)], frozenset()) == late
    assert head_of([late, replace(early, copy_of="x")], frozenset()) == late
    assert head_of([late, replace(early, signals=(signal(SignalKind.ADVERTORIAL),))], frozenset()) == late


def test_the_latest_official_bulletin_stands_for_its_story() -> None:
    first = a_member(an_article("a", published_at=NOON - timedelta(hours=5), signals=(signal(SignalKind.WARNING),)))
    second = replace(first, id="b", dated=NOON)
    assert head_of([first, second], frozenset({first.source_id})) == second
    assert head_of([first, second], frozenset()) == first


def test_the_order_of_two_stories_never_changes_with_the_clock() -> None:
    stories = [(score, NOON - timedelta(hours=hours)) for score in (0.0, 1.5, 4.0) for hours in (0, 7, 30)]
    for later in (timedelta(), timedelta(hours=5), timedelta(days=40)):
        by_sum = sorted(stories, key=lambda s: s[0] + newness(s[1], NOON + later))
        assert by_sum == sorted(stories, key=lambda s: rank(*s))


def filled(office: Office) -> None:
    with office.database.write() as store:
        best = [a_story(f"a{n:02}", score=9.0 - n / 10) for n in range(20)]
        rest = [a_story(f"b{n:02}", score=2.0 - n / 10, source_id=f"s{n}") for n in range(40)]
        store.stories.save([*best, *rest])


def listed(office: Office, offset: int = 0, **more: object) -> list[Story]:
    with office.database.read() as store:
        wanted = QueueFilter(limit=15, offset=offset, **more)  # type: ignore[arg-type]
        return [card.story for card in queue.list_cards(store, wanted, NOON).cards]


def test_at_most_three_stories_of_one_source_stand_near_the_top(office: Office) -> None:
    filled(office)
    first = listed(office)
    assert [story.id for story in first[:3]] == ["a00", "a01", "a02"]
    assert sum(story.source_id == PAPER.id for story in first) == 3
    assert len(first) == 15


def test_turning_the_pages_shows_every_story_once(office: Office) -> None:
    filled(office)
    seen = [story.id for offset in range(0, 75, 15) for story in listed(office, offset)]
    assert len(seen) == len(set(seen)) == 60


def test_one_sources_own_queue_is_not_thinned(office: Office) -> None:
    filled(office)
    with office.database.write() as store:
        for n in range(20):
            store.articles.add([an_article(f"m{n}", story_id=f"a{n:02}")])
            store.stories.save([store.stories.get(f"a{n:02}")])
    assert [story.id for story in listed(office, source=PAPER.id)] == [f"a{n:02}" for n in range(15)]


def test_a_story_that_grows_keeps_being_skipped(office: Office) -> None:
    article_id = office.publish("a", "Tiêm chủng miễn phí ở Lào Cai|" + an_article("a").text)
    with office.database.write() as store:
        queue.skip(acting(store, office.lan), article_id)
    office.publish("b", "Tiêm chủng miễn phí ở Lào Cai|" + an_article("a").text, OTHER.id)
    with office.database.read() as store:
        story = store.stories.get(article_id)
    assert (story.members, story.state) == (2, StoryState.SKIPPED)


RELEASE = (
    "Từ ngày 1 tháng 12, bệnh viện nhận khám cả thứ bảy và chủ nhật, từ 7 giờ đến 16 giờ 30; người có thẻ bảo hiểm "
    "y tế được hưởng như ngày thường. Bà con gọi số 1900 9095 để lấy số trước, không phải chờ ở cửa từ sáng sớm."
)


def test_articles_that_share_a_paragraph_of_a_press_release_are_one_origin(office: Office) -> None:
    one = an_article("a", text=f"Sáng nay bệnh viện ra thông báo.\n{RELEASE}")
    other = an_article("b", source_id=OTHER.id, text=f"{RELEASE.upper()}\nPhóng viên đã tới nơi và hỏi thêm.")
    story = ranked(office, one, other)
    assert story.origins == 1
    assert Flag.ONE_ORIGIN in story.flags


def test_a_chain_of_shared_paragraphs_is_one_origin_and_short_sentences_prove_nothing(office: Office) -> None:
    second = " ".join(f"tiếng{number}" for number in range(45))
    short = "Theo thông báo của bệnh viện."
    chain = [
        an_article("a", text=f"{short}\n{RELEASE}"),
        an_article("b", source_id="x", text=f"{second}\n{RELEASE}"),
        an_article("c", source_id=OTHER.id, text=second),
    ]
    apart = an_article("d", source_id="y", text=short)
    marked = [a_member(replace(one, paragraphs=paragraph_marks(one.text))) for one in [*chain, apart]]
    assert independent(marked[:3]) == 1
    assert independent(marked) == 2
