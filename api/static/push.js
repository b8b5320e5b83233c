// «Báo về máy này»: asks for permission, has the browser's push service give an address, and sends that to the desk.
"use strict";
(() => {
  const PUSHED = "may-nay"; // as in sw.js
  const PUSHED_TO = "/may-nay";
  const form = document.querySelector("#may-nay");
  const say = (why) => {
    for (const line of document.querySelectorAll("#may-nay-vi-sao [data-why]")) line.hidden = line.dataset.why !== why;
  };
  const isApple =
    /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1);

  const obstacle = () => {
    if (!window.isSecureContext) return "https";
    if (isApple && navigator.standalone === false) return "ios";
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "none";
    return Notification.permission === "denied" ? "denied" : "";
  };

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

  // One that was made for another person, or for another key of the desk, is ended: it shall tell nobody here.
  const subscribed = async () => {
    const whose = await (await caches.match(PUSHED_TO))?.text();
    const { pushManager } = await navigator.serviceWorker.ready;
    const key = bytes(form.dataset.key);
    const known = await pushManager.getSubscription();
    const isMine = whose === document.body.dataset.person;
    if (known && isMine && same(new Uint8Array(known.options.applicationServerKey ?? []), key)) return known;
    await known?.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  };

  const send = async () => {
    if ((await Notification.requestPermission()) !== "granted") return say(obstacle());
    const { endpoint, keys } = (await subscribed()).toJSON();
    const whose = await caches.open(PUSHED);
    await whose.put(PUSHED_TO, new Response(document.body.dataset.person));
    for (const [name, value] of Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth }))
      form.elements[name].value = value;
    form.submit();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say("");
    send().catch(() => say("failed"));
  });
  const why = obstacle();
  say(why);
  form.hidden = why !== "";
})();
