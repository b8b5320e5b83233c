// What HTML alone cannot do: copying, keys, and keeping what was typed when the line drops.
(() => {
  "use strict";

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Đã sao chép ✓";
    } catch {
      // No clipboard without https: select the text, so that a long press copies it.
      getSelection().selectAllChildren(source);
      button.textContent = "Đã chọn, hãy bấm sao chép";
    }
    setTimeout(() => { button.textContent = said; }, 2500);
  });

  const cards = () => [...document.querySelectorAll(".queue > .card")];
  const here = () => document.activeElement?.closest?.(".queue > .card");
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
    p: () => (here() || !cards().length) && press("p"),
    s: () => here() && press("s"),
    u: () => press("u"),
    "/": () => (document.querySelector("[data-search]") ?? { focus: () => { location.href = "/tim-kiem"; } }).focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // A caption half written survives a dropped line or a closed tab.
  const kept = (area) => `nhap:${area.dataset.keep}`;
  const restore = () => document.querySelectorAll("textarea[data-keep]").forEach((area) => {
    const draft = localStorage.getItem(kept(area));
    if (draft !== null && draft !== area.defaultValue) area.value = draft;
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("textarea[data-keep]")) localStorage.setItem(kept(event.target), event.target.value);
  });
  document.addEventListener("submit", (event) => {
    event.target.querySelectorAll("textarea[data-keep]").forEach((area) => {
      addEventListener("htmx:afterSettle", () => localStorage.removeItem(kept(area)), { once: true });
    });
  });
  document.addEventListener("DOMContentLoaded", restore);

  document.addEventListener("htmx:sendError", () => {
    document.querySelector("#loi").innerHTML = '<p class="notice bad">Mất kết nối. Nội dung bạn gõ còn nguyên; hãy thử lại khi có mạng.</p>';
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status >= 400 && event.detail.xhr.getResponseHeader("HX-Retarget")) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
})();
