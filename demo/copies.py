"""Multiplies the sample articles for benchmarks.

Copies differ in places, figures, dropped paragraphs and one added sentence, and carry story keys of their own.
They are honest bulk for measuring throughput; they are no measure of how well stories are told apart.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from demo.content import Article

_PLACES = {
    "Lào Cai": ("Cao Bằng", "Lạng Sơn", "Thái Nguyên", "Nghệ An", "Gia Lai", "Cà Mau"),
    "Sa Pa": ("Trùng Khánh", "Kỳ Lừa", "Đại Từ", "Con Cuông", "Pleiku", "Năm Căn"),
    "Yên Bái": ("Thục Phán", "Đồng Đăng", "Sông Công", "Vinh", "An Khê", "Đất Mũi"),
    "Hà Nội": ("Hải Phòng", "Huế", "Đà Nẵng", "Cần Thơ", "Ninh Bình", "Đồng Nai"),
}
_EXTRA = (
    "Đại diện đơn vị cho biết số liệu cụ thể sẽ được công bố sau khi rà soát xong vào cuối tuần.",
    "Nhiều người dân có mặt từ sớm, chuẩn bị sẵn giấy tờ theo hướng dẫn được niêm yết trước cửa.",
    "Cùng kỳ năm trước, công việc này phải mất gần gấp đôi thời gian mới hoàn thành.",
    "Các trường học trên địa bàn đã lồng ghép nội dung này vào giờ sinh hoạt đầu tuần.",
    "Theo kế hoạch, kết quả sẽ được đánh giá lại sau ba tháng trước khi nhân rộng.",
    "Một tổ công tác được cử xuống cơ sở để tháo gỡ vướng mắc ngay tại chỗ.",
    "Chi phí phát sinh được lấy từ nguồn dự phòng và phần đóng góp của các đơn vị tài trợ.",
)
_NUMBER = re.compile(r"(?<![\d/.,{+-])\b([2-9]|[1-9]\d{1,2})\b(?![\d/.,}])")


def multiplied(articles: Iterable[Article], copies: int) -> list[Article]:
    """`copies` of every article, the first one as written."""
    originals = list(articles)
    step = max((article.number for article in originals), default=0)
    return [
        article if copy == 0 else _vary(article, copy, article.number + copy * step)
        for copy in range(max(1, copies))
        for article in originals
    ]


def _vary(article: Article, copy: int, number: int) -> Article:
    pieces = [_words(piece, copy) for piece in re.split(r"\n\s*\n", article.body.strip())]
    if len(pieces) > 3:
        del pieces[1 + copy % (len(pieces) - 2)]
    pieces.insert(1 + copy % len(pieces), _EXTRA[copy % len(_EXTRA)])
    return replace(
        article,
        key=f"{article.key}~{copy}",
        story=f"{article.story}~{copy}",
        copy_of=f"{article.copy_of}~{copy}" if article.copy_of else "",
        title=f"{_words(article.title, copy)} (kỳ {copy + 1})",
        lead=_words(article.lead, copy),
        body="\n\n".join(pieces),
        places=(),  # no longer what was written down
        events=(),
        refusals=0,
        slow_seconds=0,
        moved=False,
        at=article.at - copy % 60,
        number=number,
        copy=copy,
    )


def _words(text: str, copy: int) -> str:
    for name, others in _PLACES.items():
        text = text.replace(name, others[copy % len(others)])
    return _NUMBER.sub(lambda match: str(int(match[1]) + copy), text)
