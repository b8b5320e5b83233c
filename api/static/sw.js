// Screens that were seen can be read again when the line drops. The network comes first, always.
"use strict";
const STATIC = "tinh-3";
const PAGES = "trang-2"; // of one person alone: what one person read is not the next one's
const FILES = ["desk.js", "digest.js", "htmx.min.js", "icon.svg", "print.css", "typed.js"].map(
  (name) => `/static/${name}`,
);
const PUSHED = "may-nay"; // whose notices this browser shows
const AWAY = "/ngoai-tuyen"; // instead of a screen that was never seen
const SIGN_OUT = "/ra";
const START = "/hang-cho";
const PUSHED_TO = "/may-nay"; // holds that person's number
const SECRET = [/^\/vao\b/, /^\/tai-khoan\/hai-buoc$/];
const ONE_TIME_LINK = /\/vao\/[\w-]{20,}/;
const MOST_PAGES = 60;
const LARGEST_PAGE = 400_000; // characters
const asked = new Map(); // of a visit under way, before it was led elsewhere: /diem-tin-sang is that of today

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(STATIC)
      .then((cache) => cache.addAll(FILES))
      .then(keepAway)
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) =>
    Promise.all(names.filter((name) => ![STATIC, PAGES, PUSHED].includes(name)).map((name) => caches.delete(name)));
  event.waitUntil(
    caches
      .keys()
      .then(old)
      .then(() => self.clients.claim()),
  );
});

// A screen that htmx has put into the page, or that was there before this worker.
self.addEventListener("message", (event) => {
  const { seen } = event.data;
  if (seen)
    event.waitUntil(
      fetch(seen)
        .then((answer) => keep(seen, answer))
        .catch(() => {}),
    );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method !== "GET" && (pathname === SIGN_OUT || pathname.startsWith("/vao")))
    event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET" && pathname === SIGN_OUT) event.waitUntil(pushedOnlyTo(""));
  if (request.method === "GET" && pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(event));
  else if (request.mode === "navigate") event.respondWith(form(request));
});

async function file(request) {
  const cache = await caches.open(STATIC);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (gone) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw gone;
  }
}

async function page(event) {
  const { url } = event.request;
  try {
    await signOutAtLast();
    const answer = await fetch(event.request);
    const first = asked.get(event.resultingClientId);
    asked.clear();
    if (answer.type === "opaqueredirect") asked.set(event.resultingClientId, first ?? url);
    else {
      const [mine, its] = [answer.clone(), answer.clone()];
      event.waitUntil(keep(url, mine).then(() => first && keep(first, its)));
    }
    return answer;
  } catch {
    return (await kept(url)) ?? away();
  }
}

// A queue with a story opened beside it is kept as the queue and the story.
async function kept(url) {
  const cache = await caches.open(PAGES);
  const alone = new URL(url);
  alone.searchParams.delete("bai");
  return (await cache.match(url)) ?? cache.match(alone.href);
}

// A form that cannot be sent changes nothing: 204 leaves the page as it is, with all that was typed.
async function form(request) {
  const isSignOut = new URL(request.url).pathname === SIGN_OUT;
  const sent = isSignOut ? await request.clone().text() : "";
  try {
    return await fetch(request);
  } catch {
    if (isSignOut) {
      await (await caches.open(STATIC)).put(SIGN_OUT, new Response(sent));
      return away();
    }
    for (const client of await self.clients.matchAll({ type: "window" }))
      if (client.visibilityState === "visible") client.postMessage({ lost: true });
    return new Response(null, { status: 204 });
  }
}

// The server has not heard yet of a sign-out without a line. It does before anything else is shown.
async function signOutAtLast() {
  const cache = await caches.open(STATIC);
  const sent = await cache.match(SIGN_OUT);
  if (!sent) return;
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  await fetch(SIGN_OUT, { method: "POST", body: await sent.text(), headers, redirect: "manual" });
  await cache.delete(SIGN_OUT);
}

async function keep(url, answer) {
  const { pathname } = new URL(url);
  if (pathname.startsWith("/vao")) await caches.delete(PAGES); // nobody is signed in, or somebody else will be
  const isPage = answer.type === "basic" && answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!answer.ok || !isPage || SECRET.some((one) => one.test(pathname))) return;
  const text = await answer.text();
  const person = text.match(/\sdata-person="(\d+)"/)?.[1];
  if (!person || ONE_TIME_LINK.test(text) || text.length > LARGEST_PAGE) return;
  if ((await owner()) !== person) await caches.delete(PAGES);
  await pushedOnlyTo(person);
  const cache = await caches.open(PAGES);
  await cache.put(url, copy(text, answer, person));
  const all = await cache.keys(); // the oldest first
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_PAGES)).map((old) => cache.delete(old)));
  if (language(text) !== language(await (await away()).text())) await keepAway();
}

async function owner() {
  const cache = await caches.open(PAGES);
  const [first] = await cache.keys();
  return first && (await cache.match(first))?.headers.get("Person");
}

const language = (text) => text.match(/<html lang="(\w+)"/)?.[1];

// The copy says when it was made: <body data-kept="…">.
function copy(text, answer, person) {
  const headers = { "Content-Type": "text/html; charset=utf-8", Person: person };
  for (const name of ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"])
    headers[name] = answer.headers.get(name) ?? "";
  return new Response(text.replace("<body", `<body data-kept="${new Date().toISOString()}"`), { headers });
}

async function keepAway() {
  const answer = await fetch(AWAY);
  if (answer.ok) await (await caches.open(STATIC)).put(AWAY, answer);
}

const away = async () => (await (await caches.open(STATIC)).match(AWAY)) ?? Response.error();

// Notices are one person's: when they sign out, or another person uses this browser, it is told no more.
async function pushedOnlyTo(person) {
  const whose = await caches.match(PUSHED_TO);
  if (!whose || (await whose.text()) === person) return;
  const pushed = await self.registration.pushManager.getSubscription();
  await pushed?.unsubscribe().catch(() => {});
  await caches.delete(PUSHED);
}

self.addEventListener("push", (event) => {
  const { title, line, url, tag } = told(event.data);
  const shown = { body: line, tag, renotify: Boolean(tag), icon: "/static/icon-192.png", data: { url } };
  event.waitUntil(self.registration.showNotification(title || "Điểm Tin", shown));
});

// A browser shows a notice of its own for a message that shows none: of what cannot be read, our name at least.
function told(data) {
  try {
    return data.json() ?? {};
  } catch {
    return {};
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(opened(event.notification.data?.url));
});

async function opened(url) {
  const { href, protocol } = new URL(url || START, location.origin);
  if (!["http:", "https:"].includes(protocol)) return;
  const windows = await self.clients.matchAll({ type: "window" });
  const open = windows.find((one) => one.url === href);
  await (open ? open.focus() : self.clients.openWindow(href));
}
