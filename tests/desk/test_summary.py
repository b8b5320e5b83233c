"""Tóm tắt chuyện: the publishers' own sentences, each with who published it first."""

from datetime import timedelta

from desk.summary import story_summary
from domain.article import Article
from domain.message import say
from domain.understanding import Signal, SignalKind, SignalReason
from nlp.summaries import ExtractiveSummariser
from tests.desk.conftest import Office
from tests.making import NOON, OTHER, PAPER, TEXT, a_story, an_article

LATER = (
    "Đến trưa 23/11, hơn 2.000 trẻ ở 15 xã vùng cao đã được tiêm, không em nào có phản ứng nặng sau tiêm.\n"
    "Sở Y tế cho biết chiến dịch kéo dài tới hết ngày 30/11 và có đội tiêm lưu động vào các bản xa."
)


def stand(office: Office, *articles: Article) -> None:
    with office.database.write() as store:
        store.stories.save([a_story("s", head_id=articles[0].id)])
        store.articles.add(articles)


def summarised(office: Office) -> list[tuple[str, str, str]]:
    with office.database.read() as store:
        found = story_summary(store, "s", ExtractiveSummariser())
        return [(quoted.text, quoted.article.id, quoted.source_name) for quoted in found]


def test_a_story_is_told_in_at_most_three_published_sentences_with_their_newspapers(office: Office) -> None:
    first = an_article("a", story_id="s", published_at=NOON - timedelta(hours=3))
    second = an_article("b", story_id="s", source_id=OTHER.id, text=LATER, lead="")
    stand(office, first, second)
    said = summarised(office)
    assert 2 <= len(said) <= 3
    texts = {first.id: (TEXT, PAPER.name), second.id: (LATER, OTHER.name)}
    for sentence, article_id, name in said:
        assert sentence in texts[article_id][0]
        assert name == texts[article_id][1]
    assert {article_id for _, article_id, _ in said} == {first.id, second.id}


def test_a_sentence_that_two_newspapers_have_is_credited_to_the_first(office: Office) -> None:
    early = an_article("a", story_id="s", published_at=NOON - timedelta(hours=3))
    late = an_article("b", story_id="s", source_id=OTHER.id, text=f"{LATER}\n{TEXT}")
    stand(office, late, early)
    assert {article_id for sentence, article_id, _ in summarised(office) if sentence in TEXT} <= {early.id}


def test_copies_and_withdrawn_articles_do_not_speak(office: Office) -> None:
    first = an_article("a", story_id="s")
    copy = an_article("b", story_id="s", source_id=OTHER.id, copy_of=first.id)
    gone = an_article("c", story_id="s", source_id=OTHER.id, text=LATER, withdrawn_at=NOON)
    stand(office, first, copy, gone)
    assert summarised(office) == []  # one article is left, and it is its own summary


def test_of_one_stations_bulletins_only_the_last_speaks(office: Office) -> None:
    warns = (Signal(kind=SignalKind.WARNING, reasons=(say(SignalReason.BULLETIN, hazard="storm"),)),)
    level = (
        "Cấp độ rủi ro thiên tai do lũ quét ở các xã vùng cao Lào Cai là cấp {}, người dân chủ động di dời trong đêm."
    )
    stand(
        office,
        an_article("a", story_id="s", text=level.format(3), signals=warns, published_at=NOON - timedelta(hours=9)),
        an_article("b", story_id="s", text=level.format(1), signals=warns, published_at=NOON - timedelta(hours=1)),
        an_article("c", story_id="s", source_id=OTHER.id, text=LATER, published_at=NOON - timedelta(hours=5)),
    )
    assert summarised(office)
    assert all("cấp 3" not in sentence for sentence, _, _ in summarised(office))


def test_without_a_summariser_nothing_is_said(office: Office) -> None:
    with office.database.read() as store:
        assert story_summary(store, "s", None) == ()
