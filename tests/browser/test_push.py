"""«Báo về máy này» by hand, and what the service worker does with what arrives."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.alerts.pushes import PushService, a_push_service
from tests.alerts.test_notifiers import apprise_channels
from tests.api.conftest import Desk
from tests.browser.desk import PATIENCE
from tests.browser.test_nothing_is_lost import NewPage, base, is_whole, made, new_page  # noqa: F401
from tests.browser.test_offline import enters, until
from tests.browser.test_screens import holds

pytestmark = pytest.mark.browser
# A browser that has a push service: the one on loopback.
STUB = """
const toJSON = () => (SUBSCRIPTION);
const pushManager = {
  getSubscription: async () => null,
  subscribe: async (options) => {
    if (options.applicationServerKey.length !== 65 || !options.userVisibleOnly) throw new Error("no key");
    return { toJSON };
  },
};
Object.defineProperty(Notification, "permission", { get: () => window.said ?? "default" });
Notification.requestPermission = async () => (window.said = window.answers ?? "granted");
Object.defineProperty(navigator.serviceWorker, "ready", { get: async () => ({ pushManager }) });
"""


def stub(service: PushService) -> str:
    return STUB.replace("SUBSCRIPTION", json.dumps({"endpoint": service.endpoint, "keys": service.keys}))


def test_a_person_has_their_browser_told_and_sees_when_it_takes_no_more(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    tmp_path: Path,
) -> None:
    made.web = replace(made.web, channels=apprise_channels(tmp_path))
    made.app.state.web = made.web
    for width in (390, 1280):
        with a_push_service() as service:
            page = new_page("lan", width=width)
            page.add_init_script(stub(service))
            page.goto("/tai-khoan")
            page.evaluate("window.answers = 'denied'")
            page.get_by_role("button", name="Báo về máy này").click()
            expect(page.get_by_text("Bạn đã chặn thông báo của bàn tin trên máy này.")).to_be_visible()
            page.evaluate("window.answers = 'granted'")
            page.get_by_role("button", name="Báo về máy này").click()
            expect(page.get_by_text("Đã lưu.")).to_be_visible()
            expect(page.get_by_role("group", name="Chrome, Linux, từ 23/11/2026")).to_be_visible()
            assert str(service.port) not in page.content()
            assert is_whole(page)
            holds(page)

            page.get_by_role("button", name="Gửi thử").click()
            expect(page.locator("#bao-tin .notice")).to_have_text("Đã gửi.")
            assert [shown["title"] for shown in service.shown()] == ["Điểm Tin: gửi thử"]
            service.status = 410
            page.get_by_role("button", name="Gửi thử").click()
            expect(page.get_by_text("trình duyệt này không còn nhận tin")).to_be_visible()
            expect(page.get_by_role("button", name="Gửi thử")).to_have_count(0)
            page.get_by_role("button", name="Tôi đã biết").click()
            expect(page.get_by_role("button", name="Tôi đã biết")).to_have_count(0)


def test_where_a_browser_cannot_be_told_a_sentence_says_what_to_do(new_page: NewPage) -> None:  # noqa: F811
    page = new_page("lan", width=390)
    for change, told in (
        ("delete window.PushManager", "Trình duyệt này không nhận tin báo"),
        (
            "Object.defineProperty(navigator, 'userAgent', { get: () => 'iPad' }); navigator.standalone = false",
            "MH chính",
        ),
        ("Object.defineProperty(window, 'isSecureContext', { get: () => false })", "bằng địa chỉ https"),
    ):
        page.add_init_script(change)
        page.goto("/tai-khoan")
        expect(page.locator("#may-nay-vi-sao .hint:visible")).to_contain_text(told)
        expect(page.get_by_role("button", name="Báo về máy này")).to_be_hidden()


def test_what_arrives_is_shown_replaces_its_like_opens_its_page_and_ends_with_signing_out(
    base: str,  # noqa: F811
    chromium: Browser,
) -> None:
    context = chromium.new_context(base_url=base, locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["notifications"], origin=base)
    page = context.new_page()
    line = context.new_cdp_session(page)
    known: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(one["registrationId"] for one in told["registrations"]),
    )
    line.send("ServiceWorker.enable")
    enters(page, base, "lan")
    page.goto("/tai-khoan")
    until(page, "navigator.serviceWorker.controller !== null")

    def arrives(data: str) -> None:
        line.send("ServiceWorker.deliverPushMessage", {"origin": base, "registrationId": known[-1], "data": data})

    shown = (
        "navigator.serviceWorker.ready.then((one) => one.getNotifications())"
        ".then((all) => all.map((one) => `${one.title}|${one.body}`).sort().join())"
    )
    task = {"title": "Cần xử lý: A", "line": "Nguồn sửa.", "url": f"{base}/can-xu-ly/1", "tag": "t1"}
    arrives(json.dumps(task))
    until(page, f"{shown}.then((all) => all === 'Cần xử lý: A|Nguồn sửa.')")
    arrives(json.dumps(task | {"line": "Nguồn gỡ bài."}))
    until(page, f"{shown}.then((all) => all === 'Cần xử lý: A|Nguồn gỡ bài.')")
    arrives("not JSON")
    until(page, f"{shown}.then((all) => all === 'Cần xử lý: A|Nguồn gỡ bài.,Điểm Tin|')")

    worker = context.service_workers[0]
    clicked = """async (tag) => {
      const seen = [];
      Object.defineProperty(self.clients, "openWindow", { value: async (url) => seen.push(url), configurable: true });
      for (const notification of await self.registration.getNotifications({ tag }))
        self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
      for (let turn = 0; turn < 100 && !seen.length; turn++) await new Promise((go) => setTimeout(go, 20));
      return seen;
    }"""
    assert worker.evaluate(clicked, "t1") == [f"{base}/can-xu-ly/1"]
    assert worker.evaluate(clicked, "") == [f"{base}/hang-cho"]
    until(page, f"{shown}.then((all) => all === '')")

    ended = """async (person) => {
      let left = 0;
      const pushed = { unsubscribe: async () => { left += 1; return true; } };
      Object.defineProperty(self.registration.pushManager, "getSubscription", { value: async () => pushed });
      const cache = await caches.open("may-nay");
      await cache.put("/may-nay", new Response(person));
      await pushedOnlyTo(person);
      const mine = left;
      await pushedOnlyTo("another");
      return [mine, left, Boolean(await caches.match("/may-nay"))];
    }"""
    assert worker.evaluate(ended, "1") == [0, 1, False]
    context.close()
