"""What everybody can use: WCAG 2.2 AA as far as programs tell, in both themes, on a phone, enlarged, by keys alone."""

from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page, expect

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
BESIDE_AXE = (HERE / "usable.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that a theme changes
WIDE, NARROW, HEIGHT = 1280, 390, 844
LOOKS: tuple[tuple[int, Literal["light", "dark"], dict[str, Any]], ...] = (
    (WIDE, "light", EVERYTHING),
    (WIDE, "dark", COLOURS),
    (NARROW, "light", COLOURS),
    (NARROW, "dark", EVERYTHING),
)
SMALLEST = 320  # pixels, WCAG 1.4.10
WIDTHS = (320, WIDE // 2, 820)  # the smallest, the wide window at 200 %, a tablet
MOST_STOPS = 60
REPEATED = ".queue > .card:nth-child(n + 8)"  # a long list says the same of each
NOT_BY_AXE = [REPEATED, ".map a"]  # circles may be small: each has its row in the table (WCAG 2.5.8, equivalent)
OPEN = f"for (const one of document.querySelectorAll('main details')) one.open = !one.closest('{REPEATED}')"
STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here.dataset.stop) return null;
  here.dataset.stop = "1";
  const [box] = here.getClientRects(), { outlineStyle, outlineWidth } = getComputedStyle(here);
  const middle = (from, to, most) => (Math.max(0, from) + Math.min(most, to)) / 2;
  const across = middle(box.left, box.right, innerWidth), down = middle(box.top, box.bottom, innerHeight);
  const over = document.elementFromPoint(across, down); // in the middle of what is in the window
  const isFree = here.closest(".map") || // circles are seen through each other
    over && (here.contains(over) || over.contains(here) || over.closest("label")?.contains(here));
  const isSeen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const name = `${here.localName} ${here.textContent.trim().slice(0, 50) || here.name || here.href}`;
  return isFree && isSeen ? "" : `${isSeen ? "hidden" : "no outline"}: ${name}`;
}"""


def faults(page: Page) -> list[str]:
    """What is wrong as it stands and with everything opened, in both themes, on a phone, wide and enlarged."""
    found = in_look(page, *LOOKS[-1])
    page.evaluate(OPEN)
    expect(page.locator(".htmx-request")).to_have_count(0)
    for look in LOOKS:
        found += in_look(page, *look)
    for width in WIDTHS:
        found += layout(page, width)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += layout(page, WIDE)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def in_look(page: Page, width: int, scheme: Literal["light", "dark"], rules: dict[str, Any]) -> list[str]:
    """What axe and we find, one line a fault."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("scrollTo(0, 0)")  # what sticks covers half a link now and then while one scrolls
    found = layout(page, width)
    page.evaluate(AXE)
    told: dict[str, Any] = page.evaluate("([part, rules]) => axe.run(part, rules)", [{"exclude": NOT_BY_AXE}, rules])
    return found + [
        f"{width}, {scheme}: {fault['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for fault in told["violations"]
        for node in fault["nodes"]
    ]


def layout(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    found: list[str] = page.evaluate(BESIDE_AXE)
    across = int(page.evaluate("document.documentElement.scrollWidth"))
    return [f"{width}: {fault}" for fault in [*([f"{across} px wide"] if across > width else []), *found]]


def by_keys(page: Page) -> list[str]:
    """The stops of the tab key without an outline, and those that something covers."""
    found = []
    expect(page.locator(".htmx-request, [hx-trigger='load']")).to_have_count(0)  # what comes late moves the stops
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate("for (const one of document.querySelectorAll('[data-stop]')) delete one.dataset.stop")
        page.evaluate("document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute('tabindex')")
        for number in range(MOST_STOPS):
            page.keyboard.press("Tab")
            stop: str | None = page.evaluate(STOP)
            if stop is None:
                found += [] if number > 1 else [f"{width}: no stops"]
                break
            found += [f"{width}: {stop}"] if stop else []
    page.evaluate("document.activeElement.blur()")  # else the link that skips to the content lies over the name
    return found
