"""A short article of ours, and what a publisher may put around it: for tests of its dates."""

from datetime import datetime

from crawlers.extract.article import PageExtractor
from domain.page import Extraction, FetchedPage
from domain.times import VIETNAM

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=VIETNAM)
TITLE = "Xã Mường Hum mở lại chợ phiên sau ba tuần sửa mái"
LEAD = "Chợ phiên Mường Hum họp trở lại từ sáng chủ nhật, sau ba tuần đóng cửa để thay toàn bộ mái tôn."
PS = "".join(
    f"<p>{line}</p>"
    for line in (
        "Ban quản lý chợ cho biết mái cũ dột nhiều chỗ, mỗi khi mưa lớn tiểu thương phải che bạt trên các sạp vải.",
        "Toàn bộ kinh phí lấy từ quỹ sửa chữa của xã; người bán hàng không phải đóng góp thêm khoản nào trong đợt này.",
        "Khu bán gia súc được dời sang bãi đất cạnh cầu, có lối đi riêng để xe chở hàng không vướng người đi bộ.",
        "Xã đề nghị bà con để xe đúng nơi quy định và giữ gìn vệ sinh chung trong những phiên chợ đầu tiên.",
    )
)
AT = "2026-11-24T17:30:00"


def page(
    *,
    head: str = "",
    top: str = "",
    above: str = "",
    below: str = "",
    inside: str = "",
    after: str = "",
    foot: str = "",
) -> str:
    return (
        f"<!doctype html><html lang='vi'><head><meta charset='utf-8'><title>{TITLE}</title>{head}</head><body>{top}"
        f"<main>{above}<h1>{TITLE}</h1>{below}<div class='content'>{PS}{inside}</div>{after}</main>"
        f"{foot}<footer>© UBND xã Mường Hum</footer></body></html>"
    )


def read(html: str) -> Extraction:
    url = "https://muonghum.example.vn/tin/cho-phien.html"
    return PageExtractor().extract(FetchedPage(url=url, content=html.encode(), fetched_at=NOW))


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM) if text else None


def meta(value: str, name: str = "article:published_time") -> str:
    return f'<meta property="{name}" content="{value}">'


def data(published: str, more: str = "") -> str:
    return (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",'
        f'"datePublished":{published}{more}}}</script>'
    )


def script(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


TRUE = "<div class='meta'><span class='date'>24/11/2026 17:30</span></div>"
