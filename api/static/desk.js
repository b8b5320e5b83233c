// What HTML alone cannot do: copying, keys, and keeping what was typed when the line drops.
(() => {
  "use strict";

  // What one person left half written on this device is not the next one's.
  const { person } = document.body.dataset;
  if (person) {
    const before = localStorage.getItem("nguoi");
    if (before && before !== person) {
      localStorage.clear();
      sessionStorage.clear();
    }
    localStorage.setItem("nguoi", person);
  }

  // Whoever comes back from pasting sees what is to be copied next.
  const next_copy = (button) => {
    const all = [...document.querySelectorAll("[data-copy]")];
    return all[all.indexOf(button) + 1];
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = document.body.dataset.copied;
      next_copy(button)?.closest(".card")?.scrollIntoView({ block: "nearest" });
    } catch {
      // No clipboard without https: select the text, so that a long press copies it.
      getSelection().selectAllChildren(source);
      button.textContent = document.body.dataset.selected;
    }
    setTimeout(() => {
      button.textContent = said;
    }, 2500);
  });

  const cards = () => [...document.querySelectorAll(".queue > .card")];
  const here = () => {
    const at = document.activeElement;
    return at?.closest?.(".queue > .card") ?? (at?.closest?.(".pane") && document.querySelector(".queue > .opened"));
  };
  const move = (step) => {
    const all = cards();
    const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(here()) + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (key) => (here() ?? document.querySelector("main"))?.querySelector(`[data-key="${key}"]`)?.click();
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    o: () => here()?.querySelector("h2 a")?.click(),
    Enter: () => here()?.querySelector("h2 a")?.click(),
    p: () => (here() || !cards().length) && press("p"),
    s: () => (here() || !cards().length) && press("s"),
    u: () => (here()?.querySelector('[data-key="u"]') ?? document.querySelector('[data-key="u"]'))?.click(),
    x: () => here() && press("x"),
    "?": () => document.querySelector("#phim")?.showModal(),
    "/": () =>
      (
        document.querySelector("[data-search]") ?? {
          focus: () => {
            location.href = "/tim-kiem";
          },
        }
      ).focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    if (event.key === "Enter" && !event.target.matches(".queue > .card")) return; // a button's, a link's
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  // On a wide screen the compact list opens a story beside itself; its address says which, for F5 and the way back.
  const wide = matchMedia("(min-width: 1100px)");
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".queue > .slim h2 a");
    if (!link || !wide.matches || !navigator.onLine || event.ctrlKey || event.metaKey || event.shiftKey || event.button)
      return;
    event.preventDefault();
    const row = link.closest(".card");
    document.querySelectorAll(".queue > .opened").forEach((other) => {
      other.classList.remove("opened");
      other.querySelector("h2 a")?.removeAttribute("aria-current");
    });
    row.classList.add("opened", "looked");
    link.setAttribute("aria-current", "true");
    if (!row.contains(document.activeElement) || document.activeElement === link) row.focus({ preventScroll: true });
    const address = new URL(location.href);
    address.searchParams.set("bai", link.pathname.split("/").pop());
    history.replaceState(history.state, "", address);
    htmx.ajax("GET", `${link.pathname}/doc`, { target: "#doc", swap: "innerHTML" }).then(() => {
      document.querySelector("#doc").scrollTop = 0;
      seen(link.href);
    });
  });

  // Where there is room, a reviewer has the source beside the caption at once.
  const beside = () => {
    if (wide.matches) for (const source of document.querySelectorAll("details.source")) source.open = true;
  };
  document.addEventListener("htmx:load", beside);
  beside();

  // Back to the queue as it was left, filters and place and all; by the link alone, to the story in it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-back]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !document.referrer) return;
    const from = new URL(document.referrer);
    if (from.origin !== location.origin || from.pathname !== link.dataset.back) return;
    event.preventDefault();
    history.back();
  });

  // What takes a card's place is as high and has its focus: nothing moves below the finger, and the next key goes on.
  // Heights stand in a sheet: an attribute would be copied by htmx onto what comes, which our policy forbids.
  const swapped = new Map();
  const heights = new Map();
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [sheet];
  const keep_heights = () =>
    sheet.replaceSync([...heights].map(([id, height]) => `#${CSS.escape(id)} { min-height: ${height}px }`).join("\n"));
  const before_swap = ({ detail: { target } }) => {
    if (target === document.body) {
      heights.clear();
      keep_heights();
    }
    if (!target.matches?.(".queue > .card")) return;
    swapped.set(target.id, {
      height: target.getBoundingClientRect().height,
      focused: target.contains(document.activeElement),
    });
  };
  document.addEventListener("htmx:beforeSwap", before_swap);
  document.addEventListener("htmx:oobBeforeSwap", before_swap);
  document.addEventListener("htmx:load", ({ target }) => {
    const before = swapped.get(target.id);
    if (!before) return;
    swapped.delete(target.id);
    heights.set(target.id, before.height);
    keep_heights();
    if (before.focused) (target.querySelector("[autofocus]") ?? target).focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.querySelector(opener.dataset.opens).showModal();
    document.querySelectorAll(".account[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape")
      document.querySelectorAll(".account[open]").forEach((menu) => {
        menu.open = false;
      });
  });

  // Every page tells what waits for its reader, and the queue what has come meanwhile; nothing moves by itself.
  // Only the tab that is looked at listens: a browser opens six lines to one desk, and no more.
  let line;
  const live = () => {
    const top = document.querySelector("[data-live]");
    line?.close();
    line = undefined;
    if (!top || document.hidden) return;
    line = new EventSource(top.dataset.live);
    line.addEventListener("nhip", (event) => beat(JSON.parse(event.data)));
  };
  const beat = ({ top, menu, today }) => {
    const queue = document.querySelector("[data-tells-new]");
    if (queue) news(queue, top);
    const all = Object.values(menu);
    const whole = {
      number: all.reduce((sum, one) => sum + one.number, 0),
      words: all.map((one) => one.words).join(", "),
    };
    document.querySelectorAll("[data-count]").forEach((shown) => {
      const { count: path, name } = shown.dataset;
      const { number, words } = (path ? menu[path] : whole) ?? { number: 0 };
      const badge = shown.querySelector(".count");
      badge.hidden = !number;
      badge.dataset.number = number || "";
      if (number) shown.setAttribute("aria-label", `${name}, ${words}`);
      else shown.removeAttribute("aria-label");
    });
    const left = document.querySelector("#hom-nay");
    if (left) still(left, today);
  };
  const still = (left, today) => {
    const tasks = today.flatMap(({ words, path }, at) => {
      const link = document.createElement("a");
      link.href = path;
      link.textContent = words;
      return at ? [", ", link] : [" ", link];
    });
    const fresh = tasks.length ? [left.dataset.left, ...tasks] : [left.dataset.done];
    const said = fresh.map((one) => one.textContent ?? one).join("");
    if (left.textContent.replace(/\s+/g, " ").replace(/ ,/g, ",").trim() !== said) left.replaceChildren(...fresh);
  };
  const news = (queue, top) => {
    const here = new Set([...queue.querySelectorAll("[data-story]")].map((card) => card.dataset.story));
    const fresh = top.filter((story) => !here.has(story)).length;
    const pill = document.querySelector("#tin-moi");
    pill.hidden = !fresh;
    pill.querySelector(".num").textContent = fresh;
  };
  document.addEventListener("visibilitychange", live);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#tin-moi")) location.assign("/hang-cho");
  });
  addEventListener("pagehide", () => line?.close());

  // Offline, the service worker answers with the page as it was.
  const kept_page = () => {
    const { kept: at } = document.body.dataset;
    const banner = document.querySelector("#ban-luu");
    if (!at || !banner) return;
    banner.textContent = `${banner.dataset.words} ${moment(at)}`;
    banner.hidden = false;
  };
  const moment = (at) => {
    const write = (options) =>
      new Date(at).toLocaleString(document.documentElement.lang, { timeZone: "Asia/Ho_Chi_Minh", ...options });
    const clock = write({ hour: "2-digit", minute: "2-digit", hour12: false });
    const isToday =
      write({ dateStyle: "short" }) ===
      new Date().toLocaleDateString(document.documentElement.lang, {
        timeZone: "Asia/Ho_Chi_Minh",
        dateStyle: "short",
      });
    return isToday ? clock : `${clock}, ${write({ dateStyle: "short" })}`;
  };
  const seen = (address = location.href) =>
    navigator.serviceWorker?.controller?.postMessage({ seen: address.split("#")[0] });
  const lost = () => {
    const line = document.createElement("p");
    line.className = "notice bad";
    line.textContent = document.body.dataset.lost;
    const place = document.querySelector("#loi");
    place.replaceChildren(line);
    place.scrollIntoView({ block: "nearest" });
  };
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/sw.js").catch(() => {});
    navigator.serviceWorker.addEventListener("controllerchange", () => seen());
    navigator.serviceWorker.addEventListener("message", ({ data }) => data.lost && lost());
  }

  // On the page that stands in for a screen: which ones can be read, the newest first.
  const readable = async () => {
    const place = document.querySelector("#da-luu");
    if (!place || !("caches" in window)) return;
    document.querySelector("#da-ra").hidden = !(await caches.match("/ra"));
    const named = new Set();
    for (const name of await caches.keys()) {
      if (!name.startsWith("trang-")) continue;
      const cache = await caches.open(name);
      for (const request of (await cache.keys()).reverse().slice(0, 20)) {
        const text = await (await cache.match(request)).text();
        const kept = new DOMParser().parseFromString(text, "text/html");
        const item = document.createElement("li");
        const link = Object.assign(document.createElement("a"), { href: request.url });
        link.textContent = kept.title.replace(/\s+/g, " ").trim();
        if (named.has(link.textContent)) continue;
        named.add(link.textContent);
        item.append(link, ` ${moment(kept.body.dataset.kept)}`);
        place.querySelector("ul").append(item);
        place.hidden = false;
      }
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    live();
    kept_page();
    readable();
  });
  document.addEventListener("htmx:historyRestore", live);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== document.body) return;
    live();
    seen();
  });

  // What looks again by itself keeps the row at the window's top where it stands, and waits while words are marked.
  let steady;
  const own = (target) => target.matches?.("[data-steady]");
  const row_at_top = (region) =>
    region.getBoundingClientRect().top < 0
      ? [...region.querySelectorAll("[id]")].find((row) => row.getBoundingClientRect().bottom > 0)
      : undefined;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (own(event.target) && document.hidden) event.preventDefault();
    if (event.target.matches?.(".growth:has(details[open])")) event.preventDefault(); // somebody reads its table
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!own(event.target)) return;
    if (!getSelection().isCollapsed && event.target.contains(getSelection().anchorNode)) {
      event.detail.shouldSwap = false;
      return;
    }
    const row = row_at_top(event.target);
    steady = row && { id: row.id, top: row.getBoundingClientRect().top };
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const row = own(event.target) && steady && document.getElementById(steady.id);
    if (row) scrollBy(0, row.getBoundingClientRect().top - steady.top);
    steady = undefined;
  });

  // A ledger on a phone shows its posts folded; whoever opens one leaves it open.
  const narrow = matchMedia("(max-width: 40rem)");
  const fold = (root) => {
    if (!narrow.matches) return;
    for (const one of root.querySelectorAll("details.posted[open]")) one.open = false;
  };
  fold(document);
  document.addEventListener("htmx:load", ({ target }) => fold(target));

  // What waits in the calendar is dragged to another hour: that sends the form which stands in it. Its minutes stay.
  const held = (root) => {
    for (const one of root.querySelectorAll("[data-moves]")) one.draggable = true;
  };
  held(document);
  document.addEventListener("htmx:load", ({ target }) => held(target));
  let dragged;
  const hour_below = ({ target }) => (dragged ? target.closest?.("[data-hour]") : undefined);
  const lit = (cell) => {
    for (const one of document.querySelectorAll(".drop")) one.classList.remove("drop");
    cell?.classList.add("drop");
  };
  document.addEventListener("dragstart", ({ target, dataTransfer }) => {
    dragged = target.closest?.("[data-moves]");
    if (dragged) dataTransfer.setData("text/plain", dragged.id);
  });
  document.addEventListener("dragover", (event) => {
    const cell = hour_below(event);
    if (!cell) return;
    event.preventDefault();
    lit(cell);
  });
  document.addEventListener("drop", (event) => {
    const cell = hour_below(event);
    if (!cell) return;
    event.preventDefault();
    const form = dragged.querySelector("form");
    const { ngay, gio } = form.elements;
    const [day, hour] = cell.dataset.hour.split("T");
    if (ngay.value === day && gio.value.startsWith(hour)) return;
    ngay.value = day;
    gio.value = `${hour}${gio.value.slice(2)}`;
    form.requestSubmit();
  });
  document.addEventListener("dragend", () => {
    dragged = undefined;
    lit();
  });

  // Another kind of follow-up brings its own words, unless somebody has written in what stands there.
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("form[data-proposals]");
    if (!form || !target.dataset.text) return;
    const area = document.querySelector(form.dataset.proposals);
    const proposals = [...form.querySelectorAll("[data-text]")].map((one) => one.dataset.text.trim());
    if (proposals.includes(area.value.trim())) area.value = target.dataset.text;
  });

  document.addEventListener("htmx:sendError", (event) => own(event.target) || lost());
  // What is said stands at the top; whoever pressed a button further down must see it.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "loi") event.target.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status >= 400 && event.detail.xhr.getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
