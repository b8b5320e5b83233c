// What axe does not look at: text that is cut off, targets under 24 px. One line a fault.
() => {
  const LEAST = 24; // CSS pixels, WCAG 2.5.8
  const found = new Set();
  const tell = (what, element) =>
    found.add(`${what}: <${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 60)}`);
  const isUnseen = (element) =>
    !element.checkVisibility({ visibilityProperty: true }) || // for screen readers alone, or first seen with the focus
    Boolean(element.closest(".sr, .skip, table.stack > thead"));
  // A link among words may be as high as its line.
  const isAmongWords = (element) =>
    getComputedStyle(element).display === "inline" &&
    [...element.parentElement.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim().length > 1);
  const cuts = ({ overflowX, overflowY, scrollbarWidth, webkitLineClamp }) =>
    webkitLineClamp === "none" && // of a lead; the article's own screen has all of it
    ([overflowX, overflowY].some((value) => ["hidden", "clip"].includes(value)) || scrollbarWidth === "none");
  for (const element of document.querySelectorAll("body, body *")) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!box.width || !box.height || isUnseen(element)) continue;
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
    if (cuts(style) && !element.closest("details:not([open]) > summary") && element.textContent.trim() && (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1))
      tell("cut off", element);
    if ((box.right > innerWidth + 1 || box.left < -1) && !element.parentElement?.closest("pre, .wide-table"))
      tell("outside", element);
    if (!element.matches("a[href], button, input, select, textarea, summary") || isAmongWords(element)) continue;
    if (element.closest(".map")) continue; // its place has a row in the table beside it (WCAG 2.5.8, equivalent)
    const label = element.closest("label")?.getBoundingClientRect() ?? box;
    if (Math.max(box.height, label.height) < LEAST || Math.max(box.width, label.width) < LEAST) tell("small", element);
  }
  return [...found];
};
