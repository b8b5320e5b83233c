"""People who click: they pick, write, review, share, skip, restore, and order the digest, over real HTTP."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Any
from uuid import uuid4

import httpx

from chaos.asks import Asks, Key
from domain.times import VIETNAM

ANSWER_SECONDS = 40.0
THINK_SECONDS = (0.3, 2.2)
REFUSED, NO_ANSWER, DONE, SHUT = "refused", "no answer", "acknowledged", "nobody there"
FINE = frozenset({503})  # of what a server may say that begins with 5


@dataclass
class Clicker:
    """One person with a session. `clock` is the desk's own, for today's digest."""

    base: str
    cookie: str
    name: str
    reviews: bool
    asks: Asks
    rng: random.Random
    clock: Callable[[], datetime]
    csrf: str = ""
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            base_url=self.base,
            cookies={"diemtin": self.cookie},
            timeout=ANSWER_SECONDS,
            trust_env=False,
            headers={"Accept-Language": "vi"},
        )

    def live(self, stop: Event) -> None:
        acts = [self.decide] * 4 + [self.approve_digest] if self.reviews else self._editing()
        while not stop.wait(self.rng.uniform(*THINK_SECONDS)):
            if not self.csrf:
                self.csrf = self._token()
                continue
            self.rng.choice([*acts, self.look])()
        self.client.close()

    def _editing(self) -> list[Callable[[], None]]:
        return (
            [self.pick] * 4
            + [self.write] * 2
            + [self.send] * 4
            + [self.take_back]
            + [self.share] * 3
            + [self.skip, self.restore, self.digest]
        )

    # -- what they do

    def look(self) -> None:
        self._get(self.rng.choice(("/hang-cho", "/duyet", "/chia-se", "/diem-tin-sang", "/so-ghi", "/tim-kiem?q=bão")))

    def pick(self) -> None:
        if story := self._one("/v1/stories?limit=12"):
            article = str(story["head_id"])
            key = (self.name, "pick", article)
            if self.rng.random() < 0.5:
                self._ask("POST", f"/hang-cho/{story['id']}/chon", key)
            elif made := self._ask("POST", f"/v1/articles/{article}/pick", key):
                self.asks.made(int(made["id"]))

    def write(self) -> None:
        """Their own draft, or a colleague's, which is refused."""
        if item := self._one("/v1/items?state=draft", "/v1/items?state=returned"):
            caption = f"{str(item['caption'])[:400].split(' · ')[0]} · {uuid4().hex}"
            self._step("PUT", item, "write", "caption", caption=caption)

    def send(self) -> None:
        if item := self._one("/v1/items?state=draft", "/v1/items?state=returned"):
            self._step("POST", item, "send", "send")

    def take_back(self) -> None:
        if item := self._one("/v1/items?state=picked", "/v1/items?state=approved"):
            self._step("POST", item, "take-back", "steps/take-back")

    def share(self) -> None:
        if item := self._one("/v1/items?state=approved"):
            self._step("POST", item, "share", "share")

    def decide(self) -> None:
        if item := self._one("/v1/items?state=picked"):
            verdict = self.rng.choices(("approved", "returned", "rejected"), (6, 1, 1))[0]
            note = uuid4().hex
            body = {"verdict": verdict, "revision": item["revision"], "note": note}
            key = (self.name, verdict, note)
            if self.rng.random() < 0.5:
                self._ask("POST", f"/duyet/{item['id']}", key, data=body)
            else:
                self._ask("POST", f"/v1/items/{item['id']}/decision", key, json=body)

    def skip(self) -> None:
        if story := self._one("/v1/stories?limit=60"):
            key = (self.name, "skipped", f"story:{story['id']}")
            self._ask("POST", f"/hang-cho/{story['id']}/bo-qua", key, idle=True)

    def restore(self) -> None:
        if story := self._one("/v1/stories?state=skipped"):
            key = (self.name, "open", f"story:{story['id']}")
            self._ask("POST", f"/v1/stories/{story['id']}/restore", key, idle=True)

    def digest(self) -> None:
        day = self.clock().astimezone(VIETNAM).date()
        if found := self._get(f"/v1/digests/{day}"):
            lines = [{"article_id": one["article_id"], "text": one["text"]} for one in found["lines"]]
            self.rng.shuffle(lines)
            body = {"opening": found["opening"], "lines": lines, "revision": found["revision"]}
            self._ask("PUT", f"/v1/digests/{day}", (self.name, "digest", f"digest:{day}"), json=body)

    def approve_digest(self) -> None:
        day = self.clock().astimezone(VIETNAM).date()
        if (found := self._get(f"/v1/digests/{day}")) and found["revision"]:
            key = (self.name, "digest-approved", f"digest:{day}")
            self._ask("POST", f"/diem-tin-sang/{day}/duyet", key, data={"revision": found["revision"]})

    # -- how they ask

    def _step(self, method: str, item: dict[str, Any], action: str, path: str, **more: str) -> None:
        key = (self.name, action, f"item:{item['id']}")
        self._ask(method, f"/v1/items/{item['id']}/{path}", key, json={"revision": item["revision"], **more})

    def _token(self) -> str:
        answer = self._answer("GET", "/hang-cho")
        found = re.findall(r'name="csrf" value="([^"]+)"', answer.text) if answer is not None else []
        return found[0] if found else ""

    def _one(self, *paths: str) -> dict[str, Any] | None:
        found = self._get(self.rng.choice(paths))
        return self.rng.choice(found) if found else None

    def _get(self, path: str) -> Any:
        answer = self._answer("GET", path)
        if answer is None or answer.status_code != 200 or "json" not in answer.headers.get("content-type", ""):
            return None
        return answer.json()

    def _ask(self, method: str, path: str, key: Key, *, idle: bool = False, **more: Any) -> Any:
        answer = self._answer(method, path, key, idle=idle, headers={"X-CSRF-Token": self.csrf}, **more)
        if answer is not None and answer.is_success and "json" in answer.headers.get("content-type", ""):
            return answer.json()
        return None

    def _answer(
        self, method: str, path: str, key: Key | None = None, *, idle: bool = False, **more: Any
    ) -> httpx.Response | None:
        try:
            answer = self.client.request(method, path, **more)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            self.asks.note(None, SHUT)
            return None
        except httpx.HTTPError:
            self.asks.note(key, NO_ANSWER)
            return None
        self.asks.note(key, self._kind(method, path, answer), idle=idle)
        return answer

    def _kind(self, method: str, path: str, answer: httpx.Response) -> str:
        code = answer.status_code
        leads_to = answer.headers.get("location", "") if code == 303 else ""
        shows_flags = path.endswith("/chon") and bool(leads_to) and not leads_to.startswith("/chia-se/")
        if code >= 500 and code not in FINE:
            self.asks.fault(f"{method} {path}: {code} {answer.text[:300]}")
        if answer.is_success or (leads_to and not leads_to.startswith("/vao") and not shows_flags):
            return DONE if method != "GET" else "read"
        return f"{REFUSED} ({code})"
