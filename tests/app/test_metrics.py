"""/metrics over real HTTP: one page for the whole desk, on loopback, and never at the public door."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.main import create_app
from app.bootstrap import Services
from app.observing import Visited
from app.scrape import kept, listening
from app.settings import Settings
from app.web import web
from domain.lanes import BatchDone, Lane
from domain.running import Heartbeat, Part
from domain.times import now
from tests.browser.desk import free_port

KNOWN_ROUTES = {"/bai/{article_id}", "/v1/articles/{article_id}", "/static/*", "none"}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = Services(Settings(home=tmp_path, metrics_port=free_port()))
    made.migrate()
    yield made
    made.database.close()


def figures(services: Services) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Name and labels of each sample, as Prometheus reads them."""
    address = f"http://127.0.0.1:{services.settings.metrics_port}/metrics"
    answer = httpx.get(address, trust_env=False, timeout=10).raise_for_status()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@contextmanager
def scraped(services: Services) -> Iterator[TestClient]:
    """The web with its listener."""
    with (
        listening(services.observer.figures, services.database, services.settings),
        TestClient(create_app(web(services)), base_url="http://127.0.0.1", raise_server_exceptions=False) as browser,
    ):
        yield browser


def test_one_page_tells_of_database_worker_crawler_and_web(services: Services) -> None:
    worker, crawler = Services(services.settings), Services(services.settings)
    with kept(Part.WORKER, worker.observer.figures, services.settings):
        worker.observer.batch(
            BatchDone(
                lane=Lane.PLACING, step="queued", claimed=5, outcomes={"moved-on": 4, "quarantine": 1}, seconds=0.3
            )
        )
    with kept(Part.CRAWLER, crawler.observer.figures, services.settings):
        crawler.observer.visit(Visited(kind="page", source="bao-a", id=1, outcome="read", status=200, answer_seconds=1))
    with services.database.write() as store:
        at = now()
        store.heartbeats.save(Heartbeat(part=Part.WORKER, process="here:1", started_at=at, beat_at=at, moved_at=at))

    with scraped(services) as browser:
        browser.get("/health")
        browser.get("/bai/khong-co")
        found = figures(services)

    assert found["diemtin_batch_rows_total", (("lane", "placing"), ("outcome", "quarantine"), ("step", "queued"))] == 1
    assert found["diemtin_visits_total", (("kind", "page"), ("outcome", "read"))] == 1
    assert found["diemtin_requests_total", (("method", "GET"), ("route", "/health"), ("status", "200"))] == 1
    assert found["diemtin_database_up", ()] == 1
    assert found["diemtin_articles", (("stage", "queued"),)] == 0
    assert 0 <= found["diemtin_heartbeat_age_seconds", (("part", "worker"),)] < 600


def test_lanes_that_share_a_home_are_all_told(services: Services) -> None:
    for part, lane in ((Part.READER, Lane.READING), (Part.PLACER, Lane.PLACING)):
        one = Services(services.settings)
        with kept(part, one.observer.figures, services.settings):
            one.observer.batch(BatchDone(lane=lane, step="x", claimed=3, outcomes={"moved-on": 3}, seconds=0.3))

    with scraped(services):
        found = figures(services)

    for lane in (Lane.READING, Lane.PLACING):
        assert found["diemtin_batch_claimed_rows_total", (("lane", lane.value), ("step", "x"))] == 3


@pytest.mark.parametrize(
    "path", ["/bai/abc?q=bí-mật", "/khong-co/trang-nay", "/static/x?y=1", "/v1/articles/9", "/%2F%2Fx"]
)
def test_labels_hold_the_route_and_nothing_that_a_caller_wrote(services: Services, path: str) -> None:
    with scraped(services) as browser:
        browser.get(path, follow_redirects=False)
        browser.request("PHÁ", path)
        found = figures(services)

    told = [dict(labels) for name, labels in found if name == "diemtin_requests_total"]
    assert {labels["method"] for labels in told} <= {"GET", "other"}
    assert {labels["route"] for labels in told} <= KNOWN_ROUTES


def test_the_public_door_knows_no_metrics_and_every_answer_has_an_id(services: Services) -> None:
    with scraped(services) as browser:
        answers = [browser.get("/metrics"), browser.get("/metrics/"), browser.get("/v1/metrics")]

    assert {answer.status_code for answer in answers} <= {401, 404}
    assert all("diemtin_" not in answer.text for answer in answers)
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == len(answers)


def test_only_this_machine_reaches_the_listener(services: Services) -> None:
    with scraped(services), socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", services.settings.metrics_port)) != 0
        other.close()
        assert figures(services)


def test_a_database_that_is_away_is_a_figure(services: Services) -> None:
    with scraped(services):
        services.database.close()
        services.settings.database_path.unlink()
        services.settings.database_path.mkdir()

        assert figures(services)["diemtin_database_up", ()] == 0


def test_a_port_that_is_taken_costs_the_figures_and_not_the_desk(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", services.settings.metrics_port))
        taken.listen()
        with scraped(services) as browser:
            assert browser.get("/health").status_code == 200
    assert "no /metrics" in caplog.text


def test_without_a_port_nothing_listens_and_nothing_is_kept(tmp_path: Path) -> None:
    quiet = Services(Settings(home=tmp_path))
    with kept(Part.WORKER, quiet.observer.figures, quiet.settings):
        quiet.observer.batch(BatchDone(lane=Lane.WATCH, claimed=1, seconds=0))

    assert not (tmp_path / "metrics").exists()
