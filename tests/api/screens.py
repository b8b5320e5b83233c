"""What a screen's HTML must never hold, read with a real parser."""

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from api.headers import policy
from api.screens import LINKS

REDIRECTING = "/diem-tin-sang"  # to the screen of today's digest
SCREENS = (
    *(link.path for link in LINKS if link.path != REDIRECTING),
    "/nguoi-dung", "/bat-dau", "/bat-dau?buoc=vung&dia_chi=Q.1",
    "/hang-cho?duoi_vach=true", "/diem-tin-sang/2026-11-23", "/diem-tin-sang/2026-11-23/in",
    "/tim-kiem?q=ti%C3%AAm+ch%E1%BB%A7ng", "/nguon-tin/them", "/nguon-tin/nhap", "/tai-khoan", "/tai-khoan/hai-buoc",
    "/van-hanh", "/noi-dang", "/so-tin", "/so-tin/thang/2026-11", "/lich", "/lich?ngay=2026-11-24&xem=ngay",
    "/tim-da-luu", "/xu-huong", "/xu-huong/chuyen-muc", "/xu-huong/nguon", "/xu-huong/noi-bat",
    "/xu-huong/danh-sach?cua=all:&tu=2026-11-23&dem=origins",
    "/xu-huong/ban-do", "/xu-huong/ban-do?noi=ca-nuoc",
    "/bao-cao/thang/2026-11", "/bao-cao/tuan/2026-W48",
    "/bao-cao/thang/2026-11/in",
)  # fmt: skip
_NAMES = (
    "action autocapitalize autocomplete autofocus charset checked class colspan content defer disabled for height href "
    "id inputmode label lang max maxlength media method min minlength name open pattern placeholder readonly rel "
    "required role rows scope selected size spellcheck src start step tabindex target title type value width datetime "
    "cols hidden list form viewbox x y cx cy r rx ry x1 x2 y1 y2 d points fill stroke stroke-width text-anchor xmlns "
    "preserveaspectratio transform focusable accept download enctype formaction formnovalidate alt loading decoding"
)
KNOWN = frozenset(_NAMES.split())


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.tags: list[str] = []
        self.forms: list[dict[str, str]] = []
        self._script = self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self._script = tag == "script"
        if tag == "script" and not values.get("src", "").startswith("/static/"):
            self.faults.append(f"<script {values}>")
        self._style = tag == "style"
        for name, value in values.items():
            if name.startswith("on") or name == "style" or value.strip().lower().startswith("javascript:"):
                self.faults.append(f"<{tag} {name}={value!r}>")
            if name not in KNOWN and not name.startswith(("data-", "aria-", "hx-")):
                self.faults.append(f"<{tag}> has an attribute that nobody wrote: {name}")
        if tag == "form" and values.get("method") == "post":
            self.forms.append(values)
        if tag == "input" and values.get("name") == "csrf" and self.forms:
            self.forms[-1]["csrf"] = values["value"]

    def handle_data(self, data: str) -> None:
        if self._style and b64encode(sha256(data.encode()).digest()).decode() not in policy():
            self.faults.append(f"styles that the policy does not know: {data[:40]!r}")
        if self._script and data.strip():
            self.faults.append(f"inline script {data[:40]!r}")

    def handle_endtag(self, tag: str) -> None:
        self._script = self._style = False


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader
