// Pages that were visited can be read again when the line drops. The network comes first, always.
"use strict";
const STATIC = "tinh-2";
const PAGES = "trang-1";
const KEPT = [/^\/hang-cho$/, /^\/bai\//];
const FILES = ["/static/desk.js", "/static/htmx.min.js", "/static/icon.svg"];
const MOST = 60;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(STATIC)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) =>
    Promise.all(names.filter((name) => ![STATIC, PAGES].includes(name)).map((name) => caches.delete(name)));
  event.waitUntil(
    caches
      .keys()
      .then(old)
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method !== "GET") {
    if (url.pathname === "/ra" || url.pathname.startsWith("/vao")) event.waitUntil(caches.delete(PAGES)); // what one person read is not the next one's
    return;
  }
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && KEPT.some((kept) => kept.test(url.pathname)))
    event.respondWith(page(request));
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

async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.redirected && new URL(answer.url).pathname === "/vao")
      await caches.delete(PAGES); // the session has ended
    else if (answer.ok && !answer.redirected && answer.type === "basic") await keep(request, answer.clone());
    return answer;
  } catch (gone) {
    const kept = await (await caches.open(PAGES)).match(request);
    if (kept) return kept;
    throw gone;
  }
}

// The copy says when it was made: <body data-kept="…">.
async function keep(request, answer) {
  const text = (await answer.text()).replace("<body", `<body data-kept="${new Date().toISOString()}"`);
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  for (const name of ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"])
    headers[name] = answer.headers.get(name) ?? "";
  const cache = await caches.open(PAGES);
  await cache.put(request, new Response(text, { headers }));
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((old) => cache.delete(old)));
}
