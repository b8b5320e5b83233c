"""What stands around an article: captions, related links, share bars, comments, advertising."""

import re

from lxml import html

from crawlers.markup import drop

_TOKEN = re.compile(
    r"relate[ds]?(?!-?(?:to|content))|lien-?quan|cung-?chuyen-?muc|tin-?(?:khac|moi|nong|doc-nhieu|cung)|"
    r"doc-?(?:them|nhieu|tiep)|xem-?(?:them|nhieu)|most-?(?:read|viewed|popular)|recommend|read-?(?:more|also|next)|"
    r"(?:^|[\s_-])(?:share|sharing|social|addthis|fb-like|zalo-share)(?:$|[\s_-])|chia-?se|"
    r"comment(?!ary)|binh-?luan|y-?kien-?ban-?doc|disqus|"
    r"quang-?cao|advert|(?:^|[\s_-])(?:ads?|adv|adsbox|banner|sponsor(?:ed)?)(?:$|[\s_-])|taboola|outbrain|"
    r"newsletter|subscribe|dang-?ky-?nhan|"
    r"(?:photo|image|img|pic|fig)[\w-]*caption|^caption|chu-?thich|ck_legend|wp-caption-text|"
    r"(?:^|[\s_-])(?:tags?|tag-list|tu-?khoa|keywords?|breadcrumbs?|pagination|rating|vote|print|toolbar|hotnews)"
    r"(?:$|[\s_-])|box-?tin|tin-?bai-?khac|audio-?player|text-?to-?speech",
    re.IGNORECASE,
)
_ALWAYS = frozenset({"figcaption", "aside", "nav", "footer", "form"})
_KEPT = frozenset({"html", "head", "body", "main", "article", "h1", "title", "meta"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHARE_OF_PAGE = 0.4  # a container this large is the page itself, however it is named


def remove(tree: html.HtmlElement, selectors: str = "") -> None:
    """Drop clutter by its own names, in place. A publisher's `selectors` go first and unconditionally."""
    for node in tree.cssselect(selectors) if selectors else []:
        drop(node)
    limit = _SHARE_OF_PAGE * len("".join(tree.itertext()))
    for node in [node for node in tree.iter() if _is_clutter(node)]:
        if node.getparent() is not None and len("".join(node.itertext())) <= limit and not _holds_heading(node):
            drop(node)


def _is_clutter(node: html.HtmlElement) -> bool:
    tag = node.tag
    if tag in _KEPT or not isinstance(tag, str):
        return False
    if tag in _ALWAYS:
        return True
    name = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('type') or ''}"
    return bool((len(name) > 2 and _TOKEN.search(name)) or _HIDDEN.search(node.get("style") or ""))


def _holds_heading(node: html.HtmlElement) -> bool:
    return next(node.iter("h1"), None) is not None


_LINE = re.compile(
    r"(?:tin|bài)(?: viết)? (?:liên quan|cùng chuyên mục|khác|đọc nhiều)|xem thêm|đọc thêm|mời (?:quý vị )?(?:xem|đọc)|"
    r"(?:chia sẻ|lưu bài|in bài|gửi email|bình luận|theo dõi)(?: [^.]{0,60})?(?: \(\d+\))?$|thích\s*\d*$|copy link|"
    r"(?:>{2,}|»|►|▶|\+\+) ?|từ khóa ?:|tags? ?:|quảng cáo$|advertisement$|nguồn ảnh ?:|ảnh ?: ?[^.]{1,60}$|"
    r"ảnh minh h[oọ]a\.?$|\(?ảnh minh h[oọ]a[^.]{0,40}\)?$",
    re.IGNORECASE,
)


def is_clutter_line(line: str) -> bool:
    """A line of its own that is no sentence of the article."""
    return len(line) < 160 and bool(_LINE.match(line.lstrip("-•* |")))
