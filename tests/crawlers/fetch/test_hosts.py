"""One lane per host: who goes next."""

from crawlers.fetch.hosts import Lanes, Visit
from crawlers.fetch.robots import Rules
from crawlers.fetch.visits import FetchJob, Kind


def lanes(sent: list[str]) -> Lanes:
    return Lanes(
        send=lambda visit, _: sent.append(visit.url),
        turn_away=lambda visit, _: None,
        may_ask=lambda _: True,
        now=lambda: 0.0,
        agent="x",
        robots_seconds=9.0,
    )


def a_visit(path: str, kind: Kind = "page", host: str = "a") -> Visit:
    return Visit(job=FetchJob(key=path, url="", kind=kind), url=f"https://{host}.example/{path}")


def test_a_feed_does_not_wait_behind_the_pages_of_its_host_and_nobody_behind_a_slow_host() -> None:
    sent: list[str] = []
    made = lanes(sent)
    visits = [a_visit("1"), a_visit("2"), a_visit("rss", "feed"), a_visit("3"), a_visit("atom", "feed")]
    for visit in visits:
        made.add(visit)
    robots = Visit(job=visits[0].job, url="https://a.example/robots.txt", robots_of="https://a.example")
    assert sent == [robots.url]
    made.add(a_visit("x", host="b"))
    assert sent[1:] == ["https://b.example/robots.txt"], "the slow answer of one host is that host's own"
    made.learnt("https://a.example", Rules())
    made.done(robots)
    for _ in visits:
        made.done(Visit(job=visits[0].job, url=sent[-1]))
    order = [url.rpartition("/")[2] for url in sent[2:] if "a.example" in url]
    assert order == ["rss", "atom", "1", "2", "3"]
