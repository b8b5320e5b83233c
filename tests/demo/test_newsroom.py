"""What the six publishers put out, and when."""

import unicodedata
from collections import Counter

import feedparser
import httpx
import pytest
from lxml import html

from demo.clock import begun, morning
from demo.newsroom import Newsroom
from domain.sources import FeedKind, SourceKind
from domain.understanding import Section, SignalKind


def one(newsroom, key, publisher=""):
    found = [e for e in newsroom.expected() if e.key == key and publisher in ("", e.publisher)]
    assert len(found) == 1, (key, found)
    return found[0]


def feed_of(newsroom, source_id, http):
    source = next(source for source in newsroom.sources if source.id == source_id)
    return feedparser.parse(http.get(source.feeds[0][0]).content)


def test_six_publishers_stand_on_six_addresses(newsroom):
    sources = newsroom.sources
    assert len({source.home_url for source in sources}) == 6
    assert all(source.home_url.startswith("http://127.0.0.1:") for source in sources)
    assert {source.home_url for source in sources} == {f"http://{h}:{p}/" for h, p in newsroom.addresses}
    assert {source.kind for source in sources} == set(SourceKind)
    assert {kind for source in sources for _, kind in source.feeds} == {FeedKind.FEED, FeedKind.SITEMAP}


def test_the_truth_covers_every_section_and_uses_the_domains_words(newsroom):
    found = newsroom.expected()
    assert len(found) >= 84
    assert {e.section for e in found} == {section.value for section in Section}
    assert min(Counter(e.section for e in found).values()) >= 4
    known = {kind.value for kind in SignalKind}
    assert {signal for e in found for signal in e.signals} <= known


def test_every_article_has_a_length_a_place_it_names_and_no_open_placeholder(newsroom):
    for e in newsroom.expected():
        whole = f"{e.title}\n{e.lead}\n{e.text}"
        assert 120 <= len(f"{e.lead} {e.text}".split()) <= 400, e.key
        assert all(place in whole for place in e.places), (e.key, e.places)
        assert "{" not in whole, e.key


def test_every_page_shows_its_title_its_lead_and_every_paragraph(clock, http):
    with Newsroom(clock, trouble=False) as newsroom:
        for e in newsroom.expected():
            reply = http.get(e.url)
            assert reply.status_code == 200
            shown = flat(" ".join(html.fromstring(reply.content).itertext()))
            for line in (e.title, e.lead, *e.text.splitlines()):
                for piece in line.removeprefix("- ").split(" | "):
                    assert flat(piece) in shown, (e.key, piece)


def flat(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("source_id", ["hoang-lien", "khi-tuong-mien-nui", "kiem-chung", "som-mai", "ttm"])
def test_a_feed_lists_what_stands(newsroom, http, source_id):
    feed = feed_of(newsroom, source_id, http)
    listed = {entry.link for entry in feed.entries}
    assert not feed.bozo
    assert {e.feed_url for e in newsroom.expected() if e.publisher == source_id} <= listed


def test_the_health_portal_speaks_windows_1258(newsroom, http):
    feed = feed_of(newsroom, "suc-khoe-tay-bac", http)
    reply = http.get(one(newsroom, "lich-kham").url)
    assert "windows-1258" in reply.headers["content-type"]
    assert "Lịch khám ngoài giờ" in flat(reply.content.decode("cp1258"))
    assert len(feed.entries) == 10
    assert "<table" in reply.text


def test_the_sitemap_gives_news_titles_and_times(newsroom, http):
    source = next(source for source in newsroom.sources if source.id == "som-mai")
    url = next(url for url, kind in source.feeds if kind is FeedKind.SITEMAP)
    text = http.get(url).text
    assert text.count("<news:publication_date>") == len([e for e in newsroom.expected() if e.publisher == "som-mai"])


def test_an_agency_copy_repeats_the_text_and_names_its_origin(newsroom):
    copies = [e for e in newsroom.expected() if e.copy_of]
    truth = {f"{e.publisher}/{e.key}": e for e in newsroom.expected()}
    assert len(copies) >= 8
    for copy in copies:
        original = truth[copy.copy_of]
        assert copy.story == original.story
        assert copy.text.startswith(original.text)
        assert "Theo TTM" in copy.text
        assert copy.published_at > original.published_at


def test_the_death_toll_is_corrected_ten_minutes_after_it_was_published(newsroom, clock, http):
    before = one(newsroom, "lu-quet-phong-du", "ttm")
    assert "5 người chết" in before.title
    clock.forward(minutes=5)
    after = one(newsroom, "lu-quet-phong-du", "ttm")
    page = http.get(before.url).text
    assert after.url == before.url
    assert "3 người chết, 2 người mất tích" in after.title
    assert "correction" in after.signals
    assert "Đính chính" in page
    assert 'itemprop="dateModified"' in page


def test_a_withdrawn_article_is_gone_from_the_feed_and_answers_410(newsroom, clock, http):
    article = one(newsroom, "ve-tau-0-dong")
    assert http.get(article.url).status_code == 200
    clock.forward(minutes=7)
    assert http.get(article.url).status_code == 410
    listed = {entry.link for entry in feed_of(newsroom, "som-mai", http).entries}
    assert article.url not in listed


def test_the_storm_bulletin_is_issued_updated_and_cancelled(newsroom, clock, http):
    issued = one(newsroom, "bao-so-1")
    updated = one(newsroom, "bao-so-2")
    assert "thay thế bằng bản tin số 2" in http.get(issued.url).text
    assert "hết hiệu lực" not in http.get(updated.url).text
    clock.forward(minutes=10)
    cancelled = one(newsroom, "bao-huy")
    assert issued.story == updated.story == cancelled.story
    assert issued.published_at < updated.published_at < cancelled.published_at
    assert "hết hiệu lực" in http.get(updated.url).text


def test_an_old_article_resurfaces_with_a_new_date_in_the_feed_only(newsroom, clock, http):
    old = one(newsroom, "bai-cu-ngap-lut")
    entry = next(e for e in feed_of(newsroom, "som-mai", http).entries if e.link == old.url)
    assert (clock() - old.published_at).days > 1000
    assert entry.published_parsed[0] == clock().year
    assert f'content="{old.published_at.year}-' in http.get(old.url).text


def test_a_fast_day_begins_nearly_empty_and_ends_with_everything_out(clock, http):
    began = clock()
    day = begun(morning(began), began, 300)
    with Newsroom(lambda: day.at(clock()), zero=day.zero, plays_day=True) as newsroom:
        counts = []
        for seconds in (0, 60, 90, 150):
            clock.forward(seconds=seconds)
            counts.append(len(newsroom.expected()))
        listed = len(feed_of(newsroom, "ttm", http).entries)
    assert counts[0] < 5
    assert counts == sorted(set(counts))
    assert counts[-1] >= 100
    assert listed == 18


def test_in_a_fast_day_each_event_comes_long_after_what_it_changes(clock):
    began = clock()
    day = begun(morning(began), began, 300)
    with Newsroom(lambda: day.at(clock()), zero=day.zero, plays_day=True) as newsroom:
        clock.forward(seconds=246)  # a quarter to eight in the evening of that day
        told = {(one.publisher, one.key): one for one in newsroom.expected()}
        assert not told["ttm", "lu-quet-phong-du"].changed
        assert not told["hoang-lien", "lu-quet-phong-du"].changed
        assert not told["som-mai", "copy-lu-quet"].changed
        clock.forward(seconds=32)
        told = {(one.publisher, one.key): one for one in newsroom.expected()}
        assert told["ttm", "lu-quet-phong-du"].changed
        assert told["hoang-lien", "lu-quet-phong-du"].changed
        assert told["som-mai", "copy-lu-quet"].changed
        assert ("som-mai", "ve-tau-0-dong") not in told


def test_copies_have_addresses_and_stories_of_their_own(clock):
    with Newsroom(clock, copies=1) as once:
        single = {(e.publisher, e.key): e for e in once.expected()}
    with Newsroom(clock, copies=3) as thrice:
        found = thrice.expected()
    assert len(found) == 3 * len(single)
    assert len({e.url for e in found}) == len(found)
    assert len({e.story for e in found}) == 3 * len({e.story for e in single.values()})
    assert len({e.text for e in found if e.key.split("~")[0] == "que-huu-co"}) == 3


def test_only_the_publishers_asked_for_are_served(clock):
    with Newsroom(clock, publishers=["ttm"]) as newsroom:
        assert [source.id for source in newsroom.sources] == ["ttm"]
        assert {e.publisher for e in newsroom.expected()} == {"ttm"}
    with pytest.raises(ValueError, match="khong-co"):
        Newsroom(clock, publishers=["khong-co"])


def test_a_stopped_newsroom_refuses_connections_and_can_start_again(clock):
    newsroom = Newsroom(clock)
    newsroom.start()
    home = newsroom.sources[0].home_url
    newsroom.stop()
    with pytest.raises(httpx.TransportError):
        httpx.get(home, trust_env=False)
    with newsroom:
        assert httpx.get(newsroom.sources[0].home_url, trust_env=False).status_code == 200


def test_the_same_zero_and_ports_give_the_same_pages_after_a_restart(clock, http):
    def page(ports):
        with Newsroom(clock, publishers=["ttm"], ports=ports, zero=zero) as newsroom:
            url = one(newsroom, "xuat-khau-que").url
            return url, http.get(url).headers["etag"], {"ttm": newsroom.sources[0].home_url}

    zero = clock()
    url, tag, home = page({})
    port = int(home["ttm"].rstrip("/").rsplit(":", 1)[1])
    clock.forward(hours=3)
    assert page({"ttm": port})[:2] == (url, tag)
