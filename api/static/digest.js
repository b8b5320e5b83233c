// Điểm tin sáng put in order by dragging or with Alt+↑/↓. Without this file the buttons do the same, one save a step.
(() => {
  "use strict";
  const list = () => document.querySelector("ol[data-sortable]");
  const rows = () => [...(list()?.querySelectorAll(":scope > li.card") ?? [])];

  const told = (row) => {
    const { moved } = list().dataset;
    document.querySelector("#da-chuyen").textContent = moved.replace("{n}", rows().indexOf(row) + 1);
  };

  // The buttons name places, so they are named anew after every move.
  const renumber = () => {
    const { up, down, drop, line } = list().dataset;
    const all = rows();
    all.forEach((row, at) => {
      const labels = { len: up, xuong: down, bo: drop };
      row.querySelectorAll("button[name=act]").forEach((button) => {
        const act = button.value.split(":")[0];
        button.value = `${act}:${at}`;
        button.setAttribute("aria-label", `${labels[act]} ${at + 1}`);
        button.disabled = (act === "len" && at === 0) || (act === "xuong" && at === all.length - 1);
      });
      row.querySelector("textarea").setAttribute("aria-label", `${line} ${at + 1}`);
    });
  };

  const moved = (row) => {
    renumber();
    told(row);
    list().dispatchEvent(new Event("input", { bubbles: true })); // typed.js saves what has moved
  };
  const put = (row, before) => {
    list().insertBefore(row, before);
    moved(row);
  };

  const prepare = () =>
    rows().forEach((row) => {
      if (row.querySelector(".grip")) return;
      const grip = document.createElement("span");
      grip.className = "grip";
      grip.draggable = true;
      grip.title = list().dataset.grip;
      grip.setAttribute("aria-hidden", "true"); // the keyboard and the buttons do the same
      grip.textContent = "⠿";
      row.prepend(grip);
    });

  let held;
  const below = (y) =>
    rows().find((row) => {
      const box = row.getBoundingClientRect();
      return row !== held && y < box.top + box.height / 2;
    }) ?? null;

  const listeners = {
    keydown: (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      const row = event.target.closest?.("ol[data-sortable] > li.card");
      if (!row) return;
      event.preventDefault();
      const all = rows();
      const to = all.indexOf(row) + (event.key === "ArrowUp" ? -1 : 1);
      if (to < 0 || to >= all.length) return;
      const focused = document.activeElement;
      put(row, event.key === "ArrowUp" ? all[to] : all[to].nextSibling);
      focused.focus(); // moving an element takes its focus away
      row.scrollIntoView({ block: "nearest" });
    },
    dragstart: (event) => {
      if (!event.target.classList?.contains("grip")) return;
      held = event.target.closest("li.card");
      held.classList.add("held");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.setDragImage(held, 10, 10);
    },
    dragover: (event) => {
      if (!held || !event.target.closest("ol[data-sortable]")) return;
      event.preventDefault();
      const next = below(event.clientY);
      if (next !== held.nextElementSibling) list().insertBefore(held, next);
    },
    drop: (event) => {
      if (held) event.preventDefault();
    },
    dragend: () => {
      if (!held) return;
      held.classList.remove("held");
      const row = held;
      held = undefined;
      moved(row);
    },
  };

  // A boosted page brings this file again; the listeners are on the document and stay.
  if (!document.documentElement.dataset.digest) {
    document.documentElement.dataset.digest = "ready";
    for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
    document.addEventListener("htmx:afterSwap", prepare);
    document.addEventListener("typed:put", renumber); // by typed.js: lines of the server, or of a kept text
    document.addEventListener("typed:shown", prepare);
  }
  prepare();
})();
