"""python -m scripts.store_release VERSION: keep a database of this version, for the test that migrates it later.

Both engines hold a desk after the day that the sample newsroom plays (storm, correction, withdrawal), in which three
people worked over HTTP.
"""

import gzip
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import httpx
from lxml import html

from app.logs import FILE_NAME
from app.run import FAST_HOME
from scripts.own_postgresql import installed, own_postgresql

ROOT = Path(__file__).parents[1]
RELEASED = ROOT / "tests" / "database" / "released"
WAIT_SECONDS = 240
DAY_SECONDS = 310  # the fast day, and what comes at its end
ENOUGH_ARTICLES = 40
PASSWORD = "mat-khau-cua-ban-tin-mau"
NOWHERE = "json://127.0.0.1:9/"  # nobody listens there, so that the outbox holds messages that wait
VERDICTS = ("shared", "shared", "approved", "returned", "rejected", "")  # "": waits for the reviewer
PSQL_ONLY = re.compile(r"\\(un)?restrict |SET transaction_timeout")  # not SQL, or not known to older servers


@dataclass(frozen=True)
class Browser:
    """Somebody at the desk, over HTTP."""

    http: httpx.Client

    def submit(self, screen: str, action: str, **fields: str) -> str:
        """Send the screen's form of that address, with what it hides; the page that comes back."""
        forms = html.fromstring(self.http.get(screen).raise_for_status().text).forms
        form = next(form for form in forms if form.action == action)
        hidden = {field.name: field.value for field in form.iterfind('.//input[@type="hidden"]')}
        answer = self.http.post(action, data=hidden | fields, follow_redirects=True)
        return answer.raise_for_status().text

    def get(self, path: str) -> Any:
        return self.http.get(f"/v1{path}").raise_for_status().json()

    def send(self, method: str, path: str, **body: Any) -> Any:
        headers = {"X-CSRF-Token": self.token()}
        return self.http.request(method, f"/v1{path}", json=body, headers=headers).raise_for_status().json()

    def pick(self, article_id: str) -> Any:
        """The item, once what the desk tells of the article has been heard."""
        path, headers = f"/v1/articles/{article_id}/pick", {"X-CSRF-Token": self.token()}
        answer = self.http.post(path, headers=headers)
        if answer.status_code == httpx.codes.CONFLICT:
            answer = self.http.post(path, headers=headers, json=answer.json().get("send"))
        return answer.raise_for_status().json()

    def token(self) -> str:
        forms = html.fromstring(self.http.get("/so-ghi").raise_for_status().text).forms
        return str(next(form.fields["csrf"] for form in forms if "csrf" in form.fields))


@contextmanager
def entered(link: str) -> Iterator[Browser]:
    """The browser of whoever spends this one-time link."""
    parts = urlsplit(link)
    with httpx.Client(base_url=f"{parts.scheme}://{parts.netloc}", timeout=60) as http:
        browser = Browser(http)
        browser.submit(parts.path, parts.path, password=PASSWORD)
        yield browser


def work_a_morning(first_link: str, articles: Callable[[], int]) -> None:
    """Something of everything that a desk keeps. The channel stands before the first warning is read."""
    with entered(first_link) as chief:
        chief.submit("/cai-dat", "/cai-dat/trang", name="Bản tin xã mẫu", kind="commune")
        chief.submit("/cai-dat", "/cai-dat/bai-dang", digest_opening="Chào bà con!", post_limit="5000")
        chief.submit("/cai-dat", "/cai-dat/kenh/other", address=NOWHERE)
        with (
            entered(_invite(chief, "lan", "Lan", "editor")) as lan,
            entered(_invite(chief, "minh", "Minh", "reviewer")) as minh,
        ):
            _invite(chief, "mai", "Mai", "analyst")  # her link waits
            wrong = {"login": "mai", "password": "quen-mat-roi"}
            httpx.post(chief.http.base_url.join("/vao"), data=wrong, headers={"Sec-Fetch-Site": "same-origin"})
            _wait_until(lambda: articles() >= ENOUGH_ARTICLES)
            take_items(lan, minh)
            tend_stories(lan)
            compose_digest(lan, minh)


def take_items(lan: Browser, minh: Browser) -> None:
    for story, verdict in zip(lan.get("/stories?limit=30"), VERDICTS, strict=False):
        item = lan.pick(story["head_id"])
        caption = f"{item['caption']} Mời bà con đọc."
        item = lan.send("PUT", f"/items/{item['id']}/caption", caption=caption, revision=item["revision"])
        if verdict:
            decision = {
                "verdict": verdict.replace("shared", "approved"),
                "revision": item["revision"],
                "note": "Đã xem",
            }
            item = minh.send("POST", f"/items/{item['id']}/decision", **decision)
        if verdict == "shared":
            lan.send("POST", f"/items/{item['id']}/share", revision=item["revision"])


def tend_stories(lan: Browser) -> None:
    """Skipped, asked for, merged, split, looked at."""
    stories = lan.get("/stories?limit=30")
    ids = [story["id"] for story in stories]
    together = next(story["id"] for story in stories if story["members"] > 1)
    ids.remove(together)
    for wish, story_id in zip(("skip", "skip", "more", "more", "less"), ids[2:], strict=False):
        lan.send("POST", f"/stories/{story_id}/{wish}")
    lan.send("POST", f"/stories/{ids[0]}/merge", into=ids[1])
    lan.send("POST", f"/stories/{together}/split", article=lan.get(f"/stories/{together}")["head_id"])
    lan.http.post(f"/hang-cho/{ids[1]}/da-xem", headers={"X-CSRF-Token": lan.token()}).raise_for_status()


def compose_digest(lan: Browser, minh: Browser) -> None:
    day = lan.http.get("/diem-tin-sang").headers["Location"].rsplit("/", 1)[1]
    proposed = lan.get(f"/digests/{day}")
    lan.send("PUT", f"/digests/{day}", opening="Chào bà con!", lines=proposed["lines"], revision=proposed["revision"])
    minh.submit(f"/diem-tin-sang/{day}", f"/diem-tin-sang/{day}/duyet")


def _invite(chief: Browser, login: str, name: str, role: str) -> str:
    page = chief.submit("/nguoi-dung", "/nguoi-dung", login=login, name=name, role=role)
    return str(re.findall(r"https?://[^\s<]+/vao/[\w-]{20,}", page)[0])


def _wait_until(condition: Callable[[], object]) -> None:
    until = monotonic() + WAIT_SECONDS
    while not condition():
        if monotonic() > until:
            raise RuntimeError(f"the desk was not that far within {WAIT_SECONDS} s")
        sleep(0.5)


@contextmanager
def running(home: Path, database_url: str) -> Iterator[Callable[[str], list[str]]]:
    """A desk that reads the sample newsroom; what it has said so far, by a pattern."""
    said = home / "said.txt"
    asked = {"DIEMTIN_PORT": "0", "DIEMTIN_DATABASE_URL": database_url, "DIEMTIN_ALLOW_INSIDE_CHANNELS": "true"}
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--home", str(home), "demo", "--clock", "fast"],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ | asked,
            cwd=ROOT,
        )
    try:
        yield lambda pattern: re.findall(pattern, said.read_text(encoding="utf-8"))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


def _queued(home: Path) -> int:
    """Articles in the queue, as the desk's log says it."""
    log = (home / FILE_NAME).read_text(encoding="utf-8")
    return int(["0", *re.findall(r" queued=(\d+)", log)][-1])


def sqlite_script(database: Path) -> str:
    with closing(sqlite3.connect(database)) as connection:
        return "\n".join(connection.iterdump())


def postgresql_script(address: str) -> str:
    """Plain SQL that any client can send, without the words that only psql knows."""
    programs = installed()
    assert programs is not None
    plain = ("--inserts", "--rows-per-insert=100", "--no-owner", "--no-privileges", "--no-comments")
    command = [str(programs / "pg_dump"), *plain, "--dbname", address.replace("+psycopg", "")]
    lines = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.splitlines()
    return "\n".join(line for line in lines if not PSQL_ONLY.match(line))


def keep(folder: Path, name: str, script: str) -> None:
    (folder / name).write_bytes(gzip.compress(script.encode(), 9, mtime=0))


def store(folder: Path) -> None:
    with TemporaryDirectory() as temporary, own_postgresql() as server:
        for engine, address in (("sqlite", ""), ("postgresql", server.format("postgres"))):
            home = Path(temporary) / engine
            home.mkdir()
            with running(home, address) as said:
                until = monotonic() + DAY_SECONDS
                _wait_until(partial(said, r"/vao/\S+"))
                work_a_morning(said(r"http\S+/vao/\S+")[0], partial(_queued, home / FAST_HOME))
                sleep(max(0, until - monotonic()))
            script = postgresql_script(address) if address else sqlite_script(home / FAST_HOME / "diemtin.db")
            keep(folder, f"{engine}.sql.gz", script)


def main(released: str) -> None:
    if released != version("diemtin"):
        sys.exit(f"this is {version('diemtin')}, not {released}: check out what was released, and run make setup")
    folder = RELEASED / released
    if folder.exists():
        sys.exit(f"{folder} is there: what was released is never stored anew")
    folder.mkdir(parents=True)
    try:
        store(folder)
    except BaseException:
        shutil.rmtree(folder)
        raise


if __name__ == "__main__":
    main(*sys.argv[1:])
