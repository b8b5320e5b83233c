"""HEAD over a real socket: the server leaves the content out, and nothing else."""

import httpx
import pytest

from tests.api.conftest import Desk
from tests.api.screens import SCREENS
from tests.api.serving import served

PUBLIC = ("/", "/vao", "/health", "/ready", "/static/icon.svg", "/v1/openapi.json")


@pytest.fixture
def signed_in(desk: Desk) -> dict[str, str]:
    return dict(desk.browser("lan").cookies)


def test_head_is_answered_as_get_without_its_content(desk: Desk, signed_in: dict[str, str]) -> None:
    differs = {}
    with served(desk.app) as base, httpx.Client(base_url=base, cookies=signed_in, timeout=60) as browser:
        for path in (*PUBLIC, *SCREENS, "/khong-co", "/v1/stories"):
            got, head = browser.get(path), browser.head(path)
            if (got.status_code, got.headers.get("content-type"), b"") != (
                head.status_code,
                head.headers.get("content-type"),
                head.content,
            ):
                differs[path] = (got.status_code, head.status_code)
    assert differs == {}


def test_head_of_what_only_takes_forms_is_still_refused(desk: Desk, signed_in: dict[str, str]) -> None:
    with served(desk.app) as base:
        assert httpx.head(f"{base}/bo-qua-nhieu", cookies=signed_in, timeout=60).status_code in (404, 405)
