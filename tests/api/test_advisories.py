"""Advisories of this year against readers of feeds, each by its name: what the desk's own doors and screens let in."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from itertools import cycle
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from desk.digest.outputs.registry import OUTPUTS
from domain.people import MAY, Act, Role
from tests.api import test_security as known
from tests.api.conftest import Desk
from tests.api.screens import SCREENS, read
from tests.making import PAPER

FORGED = "evil.example"
OURS = "https://tin.example.vn"
DAY = "2026-11-23"


DATABASES = ("sqlite_database", "postgresql_database")


@pytest.fixture(params=DATABASES)
def house(request: pytest.FixtureRequest, app: FastAPI) -> Desk:
    return Desk(request.getfixturevalue(request.param), app)


def served_as(desk: Desk, browser: TestClient, **changes: Any) -> TestClient:
    desk.app.state.web = replace(desk.web, **changes)
    return browser


HOST_HEADERS: list[dict[str, str]] = [
    {"Host": FORGED}, {"Host": f"{FORGED}:443"}, {"Host": f"tin.example.vn.{FORGED}"},
    {"Host": f"tin.example.vn@{FORGED}"},
    {"X-Forwarded-Host": FORGED}, {"X-Host": FORGED}, {"X-Original-Host": FORGED}, {"X-HTTP-Host-Override": FORGED},
    {"Forwarded": f"host={FORGED};proto=https"}, {"X-Forwarded-Server": FORGED}, {"X-Forwarded-Prefix": f"//{FORGED}"},
    {"X-Original-URL": f"http://{FORGED}/"}, {"Host": "203.0.113.66"},
]  # fmt: skip


@pytest.mark.parametrize("headers", HOST_HEADERS, ids=str)
def test_host_header_in_one_time_links(desk: Desk, headers: dict[str, str]) -> None:
    boss = served_as(
        desk, desk.browser("quan", Role.ADMINISTRATOR), public_url=OURS, hosts=frozenset({"tin.example.vn"})
    )
    boss.base_url = OURS

    answer = boss.post("/nguoi-dung", data={"login": "lan", "name": "Lan", "role": "editor"}, headers=headers)

    assert answer.status_code == 421 or (f"{OURS}/vao/" in answer.text and FORGED not in answer.text)
    assert "203.0.113.66" not in answer.text


FILES = [output.file for output in OUTPUTS if output.file]
FORGED_NUMBERS = [
    "203.0.113.66", "203.0.113.66:8000", "[2001:db8::66]", "[2001:db8::66]:80", "192.168.1.66", "10.0.0.66:8000",
    "0.0.0.0", "169.254.169.254", "127.0.0.1:8000@evil.example", "127.0.0.1:80/@evil.example",
    "localhost:80#evil.example", "localhost:1?evil.example", "[::1]:80@evil.example", "[::1]evil.example",
    "localhost:evil.example",
    "localhost,evil.example", "127.0.0.1\\evil.example", "2130706433", "0x7f.1", "localhost:999999",
]  # fmt: skip


@pytest.mark.parametrize("host", FORGED_NUMBERS)
def test_host_header_that_is_a_number_or_a_trick_where_no_public_address_is_set(desk: Desk, host: str) -> None:
    boss = served_as(desk, desk.browser("quan", Role.ADMINISTRATOR), hosts=frozenset({"testserver"}))
    boss.post("/diem-tin/duong-dan")
    with desk.database.read() as store:
        token = store.settings.get().feed_token
    asked = [
        boss.post("/nguoi-dung", data={"login": "lan", "name": "Lan", "role": "editor"}, headers={"Host": host}),
        *(boss.get(f"/diem-tin/{token}.{kind}", headers={"Host": host}) for kind in ("xml", "json")),
        boss.get("/diem-tin-sang/2026-11-23", headers={"Host": host}),
        *(boss.get(f"/diem-tin-sang/2026-11-23/{file}", headers={"Host": host}) for file in FILES),
    ]
    for answer in asked:
        assert answer.status_code in (200, 303, 421), answer.url
        if answer.status_code != 421:
            said = answer.text.replace(r"\/", "/")
            assert host not in said
            assert "evil.example" not in said
            for link in re.findall(r"https?://[^\s\"'<>]+/(?:vao|diem-tin)", said):
                assert link.startswith("http://testserver/"), link


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("localhost", "http://localhost"), ("LOCALHOST:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"), ("127.8.9.1", "http://127.8.9.1"),
        ("[::1]:8000", "http://[::1]:8000"), ("testserver", "http://testserver"),
        ("tin.xa.vn", "http://tin.xa.vn"), ("tin.xa.vn.:81", "http://tin.xa.vn:81"),
        ("192.168.1.5:8000", "http://192.168.1.5:8000"),
    ],
)  # fmt: skip
def test_links_follow_a_name_that_somebody_vouches_for(desk: Desk, host: str, base: str) -> None:
    named = frozenset({"testserver", "tin.xa.vn", "192.168.1.5"})
    boss = served_as(desk, desk.browser("quan", Role.ADMINISTRATOR), hosts=named)

    answer = boss.post("/nguoi-dung", data={"login": "lan", "name": "Lan", "role": "editor"}, headers={"Host": host})

    assert re.findall(r"(\S+)/vao/[\w-]{20,}", answer.text)[0].rpartition(">")[2] == base


@pytest.mark.parametrize("headers", HOST_HEADERS, ids=str)
@pytest.mark.parametrize("kind", ["xml", "json"])
def test_host_header_in_the_feeds_for_followers(desk: Desk, headers: dict[str, str], kind: str) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    boss.post("/diem-tin/duong-dan")
    with desk.database.read() as store:
        token = store.settings.get().feed_token
    served_as(desk, boss, public_url=OURS, hosts=frozenset({"tin.example.vn"})).base_url = OURS

    answer = boss.get(f"/diem-tin/{token}.{kind}", headers=headers)

    assert answer.status_code == 421 or (OURS in answer.text and FORGED not in answer.text)
    assert "203.0.113.66" not in answer.text


def test_host_header_never_reaches_a_mail() -> None:
    """Mails are written by the worker, which serves nobody: no output of the digest asks whose request it answers."""
    for output in OUTPUTS:
        assert "request" not in output.render.__code__.co_varnames


SCRIPTS = [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://bao.vn/%0aalert(1)", "data:text/html,<script>alert(1)</script>", "DATA:text/html;base64,PHM+",
    "vbscript:x",
    "view-source:https://bao.vn", "blob:https://bao.vn/1", "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("link", SCRIPTS)
def test_script_links_through_the_api(desk: Desk, link: str) -> None:
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    named = {"name": "Báo X", "organisation": "Sở X"}

    home = boss.post("/v1/sources", json={**named, "home_url": link})
    feed = boss.post("/v1/sources", json={**named, "home_url": "https://bao-x.vn", "feeds": [{"url": link}]})

    assert (home.status_code, feed.status_code) == (422, 422)
    assert boss.get("/v1/sources").json() == []


@pytest.mark.parametrize("link", SCRIPTS)
def test_script_links_on_the_screens(desk: Desk, link: str) -> None:
    """Even one that stands in the database, from wherever, leads nowhere."""
    article = desk.publish("a", url=link)
    with desk.database.write() as store:
        store.sources.save(replace(PAPER, home_url=link))
    boss = desk.browser("quan", Role.ADMINISTRATOR)
    boss.post(f"/v1/articles/{article.id}/pick")

    for path in (*SCREENS, f"/bai/{article.id}", f"/nguon-tin/{PAPER.id}", "/chia-se/1"):
        for href in re.findall(r'(?:href|src|action)="([^"]*)"', boss.get(path).text):
            assert href == "" or re.match(r"(/(?!/)|#|\?|https?://)", href), (path, href)


STYLES = [
    "</style><style>*{display:none}</style>", "<style>body{background:url(//evil.example)}</style>",
    '<p style="color:red">',
    "\" style=\"position:fixed\" x=\"", "' style='position:fixed", "<link rel=stylesheet href=//evil.example/x.css>",
    "</title><style>@import '//evil.example'</style>", "<svg><style>*{}</style></svg>", "</textarea><style>*{}</style>",
    "<math><style>*{}</style></math>", "&lt;style&gt;*{}&lt;/style&gt;",
]  # fmt: skip


@pytest.mark.parametrize("css", STYLES)
def test_stored_css(desk: Desk, css: str) -> None:
    article = desk.publish("a", title=f"Tin {css}", lead=css, text=f"{css}\n{css}", publisher_section=css)
    lan = desk.browser("quan", Role.ADMINISTRATOR)
    assert lan.post(f"/v1/articles/{article.id}/pick").status_code == 201
    assert lan.put("/v1/items/1/caption", json={"caption": css, "revision": 1}).status_code == 200
    form = {"opening": css, "revision": 0, "articles": [article.id], "texts": [css]}
    assert lan.post(f"/diem-tin-sang/{DAY}", data=form).status_code == 303
    with desk.database.write() as store:
        store.sources.save(replace(PAPER, name=css, organisation=css))

    for path in (*SCREENS, f"/bai/{article.id}", f"/nguon-tin/{PAPER.id}", "/chia-se/1", f"/diem-tin-sang/{DAY}/loa"):
        answer = lan.get(path)
        assert answer.status_code == 200
        found = read(answer.text)
        assert found.faults == [], path
        assert found.tags.count("style") <= 1, path
        assert all(tag not in found.tags for tag in ("math", "base", "iframe", "object")), path


# Which act each way to change something needs. A new route needs a line here, and so a decision on who may.
NEEDS = {
    "/nguoi-dung": Act.MANAGE, "/cai-dat": Act.MANAGE, "/bat-dau": Act.MANAGE,
    "/nguon-tin": Act.MANAGE, "/v1/sources": Act.MANAGE,
    "/khau-vi": Act.MANAGE,
    "/diem-tin/": Act.MANAGE, "/hang-cho": Act.PICK, "/bai": Act.PICK, "/v1/articles": Act.PICK,
    "/v1/stories": Act.PICK,
    "/tin": Act.PICK, "/chia-se": Act.PICK, "/v1/digests": Act.PICK, "/v1/items/{item_id}/caption": Act.PICK,
    "/v1/items/{item_id}/share": Act.PICK, "/v1/items/{item_id}/send": Act.PICK,
    "/so-tin": Act.PICK, "/v1/postings": Act.PICK, "/can-xu-ly": Act.PICK, "/can-xu-ly/{task_id}/duyet": Act.REVIEW,
    "/can-xu-ly/{task_id}/rut": Act.REVIEW, "/v1/tasks": Act.PICK, "/v1/tasks/{task_id}/decision": Act.REVIEW,
    "/v1/items/{item_id}/steps": Act.PICK, "/v1/items/{item_id}/correction": Act.REVIEW,
    "/v1/items/{item_id}/decision": Act.REVIEW, "/duyet": Act.REVIEW,
    "/diem-tin-sang/{day}/duyet": Act.REVIEW, "/diem-tin-sang": Act.PICK,
    "/lich": Act.PICK, "/noi-dang": Act.MANAGE, "/v1/claims": Act.REVIEW, "/v1/items/{item_id}/flags": Act.REVIEW,
    "/bai/{article_id}/luu-y": Act.REVIEW, "/bai/{article_id}/kiem-chung": Act.REVIEW,
}  # fmt: skip


def needed(path: str) -> Act:
    return next(NEEDS[start] for start in sorted(NEEDS, key=len, reverse=True) if path.startswith(start))


@pytest.mark.parametrize(("method", "path"), [one for one in known.CHANGING if one[1] not in known.OPEN | known.OWN])
def test_other_peoples_items_by_role(desk: Desk, method: str, path: str) -> None:
    """Whoever made it, and whoever guesses its id: the role alone opens a way, and no other way around it."""
    article = desk.publish("a", id="a")
    assert desk.browser("chu", Role.EDITOR).post(f"/v1/articles/{article.id}/pick").status_code == 201

    for role in Role:
        answer = known.asked(desk.browser(f"nguoi-{role}", role), method, path, json={})

        assert (answer.status_code != 403) is (needed(path) in MAY[role]), (role, answer.text[:300])


def walked(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        inside: Any = getattr(route, "original_router", route)
        yield from walked(inside.routes) if getattr(inside, "routes", None) else [route]


def test_csrf_on_every_post_no_route_is_missing_from_the_walk(app: FastAPI) -> None:
    """`test_nothing_changes_without_the_sessions_token` walks our routers: the app must have no other way to change."""
    changing = {
        (method, route.path)
        for route in walked(list(app.routes))
        if isinstance(route, APIRoute)
        for method in (route.methods or set()) & known.UNSAFE
    }
    others = [
        route
        for route in walked(list(app.routes))
        if not isinstance(route, APIRoute) and (getattr(route, "methods", None) or set()) & known.UNSAFE
    ]
    assert changing == set(known.CHANGING)
    assert others == []


SURROGATES = [
    "\\ud800",
    "\\udfff",
    "\\ud83d",
    "\\udc00\\ud800",
    "a\\ud800b",
    "\\uD83D tin",
    "\\ud83d\\ud83d",
    "\\u0000",
    "a\\u0000",
    "\\uffff",
]


@pytest.mark.parametrize(("house", "half"), list(zip(cycle(DATABASES), SURROGATES)), indirect=["house"])
def test_lone_surrogates_in_json(house: Desk, half: str) -> None:
    article = house.publish("a")
    boss = house.browser("quan", Role.ADMINISTRATOR)
    boss.headers["Content-Type"] = "application/json"
    boss.post(f"/v1/articles/{article.id}/pick")
    source = {
        "name": "@",
        "home_url": "https://bao-x.vn",
        "organisation": "@",
        "feeds": [{"url": "https://bao-x.vn/@"}],
    }

    answers = [
        boss.request(method, path, content=json.dumps(body).replace("@", half))
        for method, path, body in (
            ("PUT", "/v1/items/1/caption", {"caption": "@", "revision": 1}),
            ("POST", "/v1/items/1/send", {"revision": 2}),
            ("POST", "/v1/items/1/decision", {"verdict": "rejected", "note": "@", "revision": 3}),
            ("POST", "/v1/sources", source),
            ("PUT", f"/v1/digests/{DAY}", {"opening": "@", "lines": [], "revision": 0}),
            ("PUT", f"/v1/digests/{DAY}", {"opening": "", "lines": [{"article_id": "@", "text": "@"}], "revision": 0}),
            ("POST", f"/v1/stories/{article.story_id or article.id}/merge", {"into": "@"}),
        )
    ]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    for path in (*SCREENS, "/v1/log", "/v1/items", "/v1/sources"):
        assert boss.get(path).status_code == 200


BYTES = [
    "%ED%A0%80",
    "%ED%BF%BF",
    "%F0%9F",
    "%FF",
    "%C0%80",
    "%00",
    "a%00b",
    "%ED%A0%BD%ED%B8%80",
    "%EF%BF%BE",
    "%80%80",
]


@pytest.mark.parametrize(("house", "half"), list(zip(cycle(DATABASES), BYTES)), indirect=["house"])
def test_lone_surrogates_in_forms_and_queries(house: Desk, half: str) -> None:
    article = house.publish("a")
    boss = house.browser("quan", Role.ADMINISTRATOR)
    boss.post(f"/v1/articles/{article.id}/pick")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    posts = {
        "/nguoi-dung": f"login=a{half}&name={half}&role=editor",
        "/cai-dat/trang": f"name={half}&kind=school",
        "/cai-dat/vung": f"ma={half}",
        "/cai-dat/bai-dang": f"digest_opening={half}&post_limit=500",
        "/cai-dat/kenh/other": f"address={half}",
        "/cai-dat/kenh/webhook": f"url=https://a.vn/{half}",
        f"/diem-tin-sang/{DAY}": f"opening={half}&revision=0&articles={half}&texts={half}",
        "/vao": f"login={half}&password={half}",
        "/ngon-ngu": f"wanted={half}&back=/{half}",
        f"/vao/{half}": f"password={half * 10}",
    }
    gets = [
        f"/tim-kiem?q={half}", f"/v1/search?q={half}&source={half}&place={half}", f"/hang-cho?muc={half}&nguon={half}",
        f"/cai-dat?dia_chi={half}", f"/cai-dat?tinh={half}",
        f"/bai/{half}", f"/v1/articles/{half}", f"/v1/stories/{half}", f"/v1/sources/{half}", f"/nguon-tin/{half}",
        f"/v1/stories?place={half}&source={half}", f"/tin/{half}", f"/diem-tin/{half}.xml", f"/websub/{half}",
    f"/{half}",
    ]  # fmt: skip

    answers = {path: boss.post(path, content=body, headers=form) for path, body in posts.items()}
    answers |= {path: boss.get(path) for path in gets}
    answers |= {path: boss.get(path) for path in ("/nguoi-dung", "/so-ghi", "/hang-cho", "/v1/log")}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code >= 500} == {}


def test_version_shown_to_strangers(desk: Desk) -> None:
    from importlib.metadata import version

    told = version("diemtin")
    for path in (
        "/",
        "/vao",
        "/health",
        "/ready",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/v1/openapi.json",
        "/nowhere",
        "/v1/none",
    ):
        answer = desk.stranger().get(path)
        assert told not in answer.text, path
        assert not {"server", "x-powered-by", "via"} & {name.lower() for name in answer.headers}
        assert not re.search(r"(?i)uvicorn|starlette|fastapi|python/|h11|sqlalchemy", answer.text), path
    assert desk.stranger().get("/docs").status_code == 404


TRAVERSALS = [
    "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "..\\..\\etc\\passwd", "%2e%2e/%2e%2e/etc/passwd",
    "....//....//etc/passwd",
    "/etc/passwd", "..%252f..%252fetc/passwd", "..%c0%af..%c0%afetc/passwd", "..;/..;/main.py", "%00/../../main.py",
    "../main.py",
]  # fmt: skip


@pytest.mark.parametrize("way", TRAVERSALS)
def test_path_traversal_through_addresses(desk: Desk, way: str) -> None:
    lan = desk.browser("lan")
    for start in ("/static/", "/diem-tin/", f"/diem-tin-sang/{DAY}/", "/bai/", "/nguon-tin/", "/vao/", "/v1/articles/"):
        answer = lan.get(start + way)
        assert answer.status_code in (303, 307, 404, 410, 422), start
        assert "root:" not in answer.text
        assert "create_app" not in answer.text


FORMULAS = [
    '=HYPERLINK("http://evil.example","Xem")', "+84 914 000 000", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1",
    "＋1", "－1", "＠1",
]  # fmt: skip


@pytest.mark.parametrize("cell", FORMULAS)
def test_spreadsheet_formulas_in_csv(desk: Desk, cell: str) -> None:
    """A cell that begins with = + - @, a tab, a carriage return or their full-width forms is run by a spreadsheet."""
    desk.publish("a")
    with desk.database.write() as store:
        store.sources.save(replace(PAPER, name=cell))
    told = desk.browser("lan").get("/v1/coverage/table.csv", params={"source": PAPER.id}).content.decode("utf-8-sig")

    rows = list(csv.DictReader(StringIO(told, newline="")))

    assert {row["name"] for row in rows} == {f"'{cell}"}
