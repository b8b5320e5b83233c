"""The room that the soak plays in: a desk with its real lanes, pages that are plain text, and channels that count."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

from alerts.sender import Sender
from app.bootstrap import Services
from app.settings import Settings
from desk.outbox.kinds import is_news
from desk.sources import collecting
from domain.editorial import DeskKind, DeskSettings
from domain.outbox import Channel, Format
from domain.own_notices import OwnKind, OwnNotices
from domain.page import Extraction, FetchedPage
from domain.people import Person, Role
from domain.ports import Notice, Notifier
from domain.sources import FeedEntry, Source
from domain.times import VIETNAM
from domain.understanding import NOTHING, PlaceMention, Section, Told, Understanding
from messages.catalogue import Catalogue

OPENED = datetime(2026, 11, 23, 7, 5, tzinfo=VIETNAM)
PACE = 5.0  # the desk's seconds in one of ours; a lease of a message must not run out while it is sent
ADMINISTRATORS = 2
SOURCES = tuple(
    Source(
        id=f"bao-{name}-example",
        name=f"Báo {name.upper()}",
        home_url=f"https://bao-{name}.example",
        organisation=f"Tỉnh {name}",
    )
    for name in ("a", "b", "c", "d")
)
PLACES = ("Bát Xát", "Bảo Thắng", "Sa Pa", "Mường Khương", "Văn Bàn", "Si Ma Cai", "Bắc Hà", "Y Tý")
EVENTS = (
    ("Tiêm chủng", "tiêm chủng miễn phí cho trẻ dưới năm tuổi", "Phụ huynh mang theo sổ tiêm chủng của con."),
    ("Thông xe cầu", "thông xe cây cầu dài 120 mét sau hai năm thi công", "Cầu có hai làn xe và lề cho người đi bộ."),
    ("Cắt điện", "cắt điện từ 8 giờ để sửa đường dây trung thế", "Hộ kinh doanh nên chuẩn bị máy phát."),
    ("Hội chợ", "mở hội chợ nông sản với một trăm gian hàng", "Vé vào cửa không mất tiền, có chỗ gửi xe."),
    ("Dạy nghề", "mở lớp dạy nghề sửa máy nông nghiệp", "Học viên được hỗ trợ tiền ăn và đi lại."),
    ("Đua ngựa", "tổ chức giải đua ngựa lần thứ mười", "Có ba mươi kỵ sĩ của tám xã dự thi."),
    ("Học bổng", "trao học bổng cho hai trăm học sinh", "Mỗi suất là một triệu đồng và một bộ sách."),
    ("Trồng rừng", "trồng mới bốn mươi hecta rừng đầu nguồn", "Cây giống do hạt kiểm lâm cấp cho các thôn."),
)


def _topic(rng: random.Random) -> str:
    """`title|text`; two that are the same are one story, mostly."""
    place, (what, does, more) = rng.choice(PLACES), rng.choice(EVENTS)
    return f"{what} ở {place}|Sáng 23/11, xã {place} {does}. {more} Người dân {place} gọi Ủy ban xã để hỏi thêm."


class PlainPages:
    """The page's own bytes are its text: `title|text`; no bytes are no article."""

    def extract(self, page: FetchedPage) -> Extraction:
        title, _, text = page.content.decode().partition("|")
        return Extraction(title=title, lead="", text=text, url=page.url, published_at=None)


class PlainWords:
    """A section by chance, and the desk's own province."""

    def understand(
        self, *, title: str, text: str, published_at: datetime | None = None, told: Told = NOTHING
    ) -> Understanding:
        section = list(Section)[len(text) % len(Section)]
        place = PlaceMention(code="15", name="Lào Cai", province="15", start=0, end=2)
        return Understanding(language="vi", section=section, places=(place,), summary=(text.partition(".")[0] + ".",))


@dataclass
class CountingChannels:
    """What was sent where, how often."""

    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, address: str) -> Channel:
        return Channel(key=address, kind="memory", sealed=address)

    def open(self, channel: Channel) -> Notifier:
        return _Counted(self, channel.key)

    def signing_key(self, _channel: Channel) -> str:
        return ""

    def push_key(self) -> str:
        return ""

    def count(self, notice: str, channel: str) -> None:
        with self._lock:
            self.sent[notice, channel] += 1


@dataclass
class _Counted:
    of: CountingChannels
    channel: str
    format: Format = Format.PLAIN

    def send(self, notice: Notice) -> None:
        self.of.count(notice.id, self.channel)


@dataclass
class Room:
    """One desk. Each worker has a process's own parts; what they share is the database."""

    settings: Settings
    folk: int
    began: float = field(default_factory=monotonic)
    channels: CountingChannels = field(default_factory=CountingChannels)
    people: list[Person] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)  # source, address

    def clock(self) -> datetime:
        return OPENED + timedelta(seconds=(monotonic() - self.began) * PACE)

    def process(self) -> Services:
        """The parts of one process, with stand-ins for the slow ones."""
        made = Services(self.settings, self.clock)
        made.__dict__["extractor"], made.__dict__["analyzer"] = PlainPages(), PlainWords()
        return made

    def prepare(self, services: Services) -> None:
        services.migrate()
        with services.database.write() as store:
            told = (self.channels.keep("phong-tin"),)
            kept = DeskSettings(name="Ánh Dương", kind=DeskKind.OTHER, area=("15",), channels=told, digest_send=True)
            store.settings.save(kept)
            for source in SOURCES:
                store.sources.save(source)
            for number in range(self.folk):
                role = Role.ADMINISTRATOR if number < ADMINISTRATORS else Role.EDITOR
                person = store.people.add(f"nguoi{number}", f"Người {number}", role)
                own = self.channels.keep(f"rieng-{number}")
                wanted = dict.fromkeys(OwnKind, (own.key,))
                store.own_notices.save(OwnNotices(person_id=person.id, channels=(own,), wanted=wanted))
                self.people.append(person)

    def sender(self, services: Services) -> Sender:
        return Sender(
            database=services.database,
            channels=self.channels,
            words=Catalogue("vi"),
            is_news=lambda store, message: is_news(store, message, self.clock()),
            on_gone=lambda _store, _key: None,
            clock=self.clock,
            tell=lambda _: None,
        )

    # -- what the publishers do

    def publish(self, services: Services, rng: random.Random) -> None:
        """A new page on one of the topics, so that stories grow."""
        number = len(self.published)
        source = rng.choice(SOURCES)
        self.published.append((source.id, f"{source.home_url}/{number}.html"))
        self._arrive(services, *self.published[number], f"{_topic(rng)} Bài số {number}.")

    def change(self, services: Services, rng: random.Random) -> None:
        """An earlier page comes again, with other words or emptied."""
        source, url = rng.choice(self.published)
        content = "" if rng.random() < 0.2 else f"{_topic(rng)} Đính chính {rng.randrange(10_000)}."
        self._arrive(services, source, url, content)

    def _arrive(self, services: Services, source: str, url: str, content: str) -> None:
        with services.database.write() as store:
            collecting.discover(store, source, [FeedEntry(url=url)], self.clock())
            page = FetchedPage(url=url, content=content.encode(), fetched_at=self.clock(), content_type="text/html")
            collecting.arrived(store, store.crawl_queue.find([url])[url], page, due_at=None)
