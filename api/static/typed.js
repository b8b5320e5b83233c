// A text that saves itself as one types. What the server does not have yet is kept in this tab, so that a weak line,
// F5 or a crash loses nothing. Two people's texts are merged by the server; where they touch, it shows both versions.
(() => {
  "use strict";
  const PAUSE = 900; // milliseconds without a key
  const RETRIES = [2, 4, 8, 15, 30, 60]; // seconds
  const PATIENCE = 20_000;
  const KEEPALIVE_CHARS = 12_000; // browsers let 64 KB of requests outlive their page
  const texts = new Map(); // by key
  let composing = false;

  const kept = (key) => `chu:${key}`;
  const same = (json) => JSON.stringify(JSON.parse(json));
  const status = (text) => text.form.querySelector(".saving");
  const say = (text, what, words = {}) => {
    const line = status(text);
    const said = line.dataset[what] ?? what;
    line.textContent = said.replace(/\{(\w+)\}/g, (_, name) => words[name]);
    line.dataset.now = what in line.dataset ? what : "refused";
  };
  const written = (form) => {
    const names = form.dataset.names.split(" ");
    return JSON.stringify([...new FormData(form)].filter(([name]) => names.includes(name)));
  };
  const differs = (text) => written(text.form) !== text.base;
  const keep = (text) => {
    if (!text.form.isConnected) return;
    const { base, sent } = text;
    try {
      if (differs(text))
        sessionStorage.setItem(kept(text.key), JSON.stringify({ base, sent, mine: written(text.form) }));
      else sessionStorage.removeItem(kept(text.key));
    } catch {
      // No room, or none allowed: the text still stands on the page.
    }
  };

  // Put words into a field without taking the caret from where the person types.
  const fill = (area, value) => {
    const old = area.value;
    if (old === value) return;
    const { selectionStart: at } = area;
    let head = 0;
    while (head < at && old[head] === value[head]) head += 1;
    area.value = value;
    if (document.activeElement !== area) return;
    const to = head === at ? at : Math.max(head, at + value.length - old.length);
    area.setSelectionRange(to, to);
  };
  // Returns false when the page lacks a line that the text has.
  const put = (form, mine) => {
    const list = form.querySelector("[data-sortable]");
    const rows = new Map([...(list?.children ?? [])].map((row) => [row.querySelector("[name=articles]")?.value, row]));
    let row;
    let whole = true;
    for (const [name, value] of JSON.parse(mine)) {
      if (name === "articles") {
        row = rows.get(value);
        rows.delete(value);
        if (row) list.append(row);
        else whole = false;
      } else if (name !== "texts") fill(form.elements[name], value);
      else if (row) fill(row.querySelector("textarea"), value);
    }
    for (const [article, left] of rows) if (article) left.remove();
    form.dispatchEvent(new Event("typed:put", { bubbles: true }));
    preview(form);
    return whole;
  };

  const show = (parts) => {
    for (const [place, html] of Object.entries(parts)) {
      const old = document.querySelector(place);
      if (!old) continue;
      const open = [...old.querySelectorAll("details")].map((one) => one.open);
      const on = old.contains(document.activeElement) ? document.activeElement : undefined;
      const row = on?.closest("li")?.querySelector("[name=articles]")?.value;
      const at = on?.selectionStart;
      if (old.tagName === "OL") old.outerHTML = html;
      else old.innerHTML = html;
      const fresh = document.querySelector(place);
      fresh.querySelectorAll("details").forEach((one, number) => {
        one.open = open[number] ?? one.open;
      });
      const area =
        row && fresh.querySelector(`[name=articles][value="${row}"]`)?.closest("li").querySelector("textarea");
      area?.focus();
      area?.setSelectionRange(at, at);
      window.htmx?.process(fresh);
    }
    document.dispatchEvent(new Event("typed:shown"));
  };
  const lock = (form, locked) =>
    form.querySelectorAll("textarea").forEach((area) => {
      area.readOnly = locked;
    });

  // The post as it will be pasted. The server gives what stands under the caption, and its limit.
  const preview = (form) => {
    const post = document.querySelector(form.dataset.post ?? "#none");
    if (!post) return;
    post.textContent = [form.elements.caption.value.trim().normalize("NFC"), post.dataset.tail]
      .filter(Boolean)
      .join("\n\n");
    const count = form.querySelector(".letters");
    const size = [...post.textContent].length; // letters, as the server counts them
    const over = size - Number(count.dataset.limit);
    count.querySelector(".num").textContent = size;
    count.querySelector(".over .num").textContent = over;
    count.querySelector(".over").hidden = over <= 0;
  };

  const later = (text, milliseconds) => {
    clearTimeout(text.timer);
    text.timer = setTimeout(() => save(text), milliseconds);
  };
  // Every form of the same item or digest: another one on the page has a revision of its own.
  const of_the_same = (form) => {
    const number = form.getAttribute("action").split("/")[2];
    return [...document.querySelectorAll("form[action]")].filter(
      (one) => one.elements.revision && one.getAttribute("action").split("/")[2] === number,
    );
  };
  const rebase = (text, base) => {
    text.base = base;
    text.form.elements.base.value = base;
  };

  // Texts whose answers have not come: one of them may be what is stored.
  const send = (text, mine) => {
    text.sent = [...text.sent.filter((one) => one !== mine).slice(-2), mine];
    keep(text);
  };
  const ask = (text, mine) => {
    const body = new FormData(text.form);
    body.set("base", text.base);
    body.delete("sent");
    for (const one of text.sent) body.append("sent", one);
    return fetch(`${text.form.getAttribute("action")}/tu-luu`, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      keepalive: mine.length + text.base.length + text.sent.join().length < KEEPALIVE_CHARS,
      signal: AbortSignal.timeout?.(PATIENCE),
    });
  };
  const fails = (text) => {
    say(text, "failed");
    later(text, 1000 * RETRIES[Math.min(text.failed, RETRIES.length - 1)]);
    text.failed += 1;
  };
  // The person has gone on to another page, which shows what is stored when they come back.
  const gone = (text, { outcome }) => {
    const known = ["saved", "merged"].includes(outcome) && texts.get(text.key) === text;
    if (known) sessionStorage.removeItem(kept(text.key));
  };
  const answered = (text, mine, told) => {
    text.sent = [];
    text.failed = 0;
    if (!text.form.isConnected) return gone(text, told);
    const typedOn = written(text.form) !== mine;
    if (told.outcome === "touching") {
      if (typedOn) return later(text, 0);
      const place = document.querySelector("#hai-ban");
      if (!place) return location.assign(text.form.getAttribute("action").replace(/\/loi-dan$/, "")); // its own page has it
      text.stopped = true;
      lock(text.form, true);
      show(told.parts);
      document.querySelector("#hai-ban > *")?.scrollIntoView({ block: "start" });
      return say(text, "touching");
    }
    const { "#cac-tin": lines, ...parts } = told.parts;
    text.approved = told.outcome === "approved";
    if (!text.approved) rebase(text, mine);
    if (told.outcome === "merged" && !typedOn && !composing) {
      if (!put(text.form, told.base)) show({ "#cac-tin": lines });
      rebase(text, written(text.form));
    }
    of_the_same(text.form).forEach((form) => {
      form.elements.revision.value = told.revision;
    });
    show(parts);
    say(text, told.outcome, told);
    if (typedOn) later(text, PAUSE);
  };
  const refused = async (text, answer) => {
    if (answer.status === 401) return say(text, "signedOut");
    if (answer.status >= 500 || answer.status === 429) return fails(text);
    const said = document.createElement("div");
    said.innerHTML = await answer.text();
    say(text, said.textContent.trim());
  };
  const once = async (text) => {
    const mine = written(text.form);
    say(text, "saving");
    try {
      const asked = ask(text, mine);
      send(text, mine);
      const answer = await asked;
      if (answer.ok) answered(text, mine, await answer.json());
      else await refused(text, answer);
    } catch {
      fails(text);
    }
    keep(text);
  };
  const save = async (text) => {
    clearTimeout(text.timer);
    if (text.asking) return text.asking;
    if (text.stopped || text.approved || !text.touched || !differs(text)) return;
    text.asking = once(text);
    await text.asking;
    text.asking = undefined;
  };
  const unsaved = () => [...texts.values()].filter((text) => text.form.isConnected && text.touched && differs(text));

  const typed = (text) => {
    text.touched = true;
    preview(text.form);
    keep(text);
    if (text.approved) say(text, differs(text) ? "approved" : "");
    else if (!text.failed) later(text, PAUSE);
  };
  const begin = (form) => {
    const key = form.dataset.typed;
    clearTimeout(texts.get(key)?.timer);
    const base = same(form.elements.base.value);
    const stopped = Boolean(document.querySelector("#hai-ban > *"));
    const text = {
      form,
      key,
      base,
      stopped,
      sent: [],
      failed: 0,
      touched: false,
      approved: "approved" in form.dataset,
    };
    texts.set(key, text);
    form.dataset.begun = "";
    lock(form, stopped);
    if (stopped) return;
    const left = JSON.parse(sessionStorage.getItem(kept(key)) ?? "null");
    if (!left) return;
    if (left.mine === written(form) && !("unsaved" in form.dataset)) return sessionStorage.removeItem(kept(key));
    put(form, left.mine);
    rebase(text, left.base);
    text.sent = left.sent;
    form.closest("details")?.setAttribute("open", "");
    say(text, "returned");
    typed(text);
  };
  const page = () => document.querySelectorAll("form[data-typed]:not([data-begun])").forEach(begin);

  // Whoever presses a button means the text as it stands: it is saved first.
  const submitted = async (event) => {
    const { target: form, submitter } = event;
    if ("settles" in form.dataset) return settle(form);
    const own = [...texts.values()].find((text) => text.form === form);
    const waiting = [...texts.values()].filter((text) => text.asking || (text !== own && unsaved().includes(text)));
    const first = waiting.filter((text) => text.asking || !(text.stopped || text.approved));
    if (own && !first.length) return leave(own);
    if (!first.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.all(first.map(save));
    const failed = first.find((text) => text !== own && text.failed);
    if (failed) return status(failed).scrollIntoView({ block: "nearest" });
    const now = form.isConnected ? form : document.querySelector(`form[action="${form.getAttribute("action")}"]`);
    now?.requestSubmit(submitter?.isConnected ? submitter : undefined);
  };
  // The button's own request is one more whose answer may be lost.
  const leave = (text) => {
    clearTimeout(text.timer);
    text.form.querySelectorAll("[name=sent]").forEach((one) => {
      one.remove();
    });
    for (const one of text.sent) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "sent", value: one });
      text.form.append(field);
    }
    send(text, written(text.form));
  };
  // A page that tells what a colleague did meanwhile names its own address: the text is not saved yet.
  const arrived = ({ detail: { xhr, requestConfig } }) => {
    const text = [...texts.values()].find(({ form }) => form === requestConfig?.elt);
    if (!text || xhr.status >= 400 || xhr.getResponseHeader("HX-Push-Url")) return;
    if (written(text.form) !== text.sent.at(-1)) return;
    text.touched = false; // the old form goes, and its last focusout with it
    sessionStorage.removeItem(kept(text.key));
  };
  const settle = (form) => {
    const mine = written(form);
    sessionStorage.setItem(
      kept(form.dataset.settles),
      JSON.stringify({ base: form.elements.base.value, sent: [mine], mine }),
    );
  };

  const owner = (event) => texts.get(event.target.closest?.("form[data-typed]")?.dataset.typed);
  const leaving = () => {
    for (const text of unsaved()) {
      if (text.asking) ask(text, written(text.form)).catch(() => {});
      else save(text);
    }
  };
  const listeners = {
    input: (event) => owner(event) && typed(owner(event)),
    focusout: (event) => owner(event) && save(owner(event)),
    compositionstart: () => {
      composing = true;
    },
    compositionend: () => {
      composing = false;
    },
    "htmx:beforeSwap": arrived,
    "htmx:afterSwap": page,
    "htmx:historyRestore": page,
    visibilitychange: () => document.visibilityState === "hidden" && leaving(),
  };
  // A boosted page brings this file again; the listeners are on the document and stay.
  if (document.documentElement.dataset.typing) return;
  document.documentElement.dataset.typing = "ready";
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  document.addEventListener("submit", submitted, true);
  addEventListener("pagehide", leaving);
  addEventListener("online", () => unsaved().forEach(save));
  page();
})();
