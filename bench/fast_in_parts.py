"""The desk of bench_fast_in: `python -m bench.fast_in_parts crawl|work HOME BOTS`, each a process that ends on SIGTERM.

They are the product's own crawler and worker; only their clock is the bench's, and no `often` is told to the policy,
as a played day's desk does.
"""

import signal
import sys
from pathlib import Path
from threading import Event

from app import websub, worker
from app.bootstrap import Services
from app.collect import collect
from app.heart import beating
from app.settings import Settings
from demo.clock import DayFile
from domain.running import Part

PACE, FAST_PACE = 2.5, 20.0  # times as fast as life
PUBLIC_URL = "https://ban-tin.example"


def clock_in(home: Path) -> DayFile:
    return DayFile(home / "bench-clock.json")


def services_in(home: Path) -> Services:
    settings = Settings(home=home, processes=1, public_url=PUBLIC_URL, allow_inside_channels=True)
    return Services(settings, clock=clock_in(home))


def main(part: str, home: Path, bots: str) -> None:
    """`bots`: where Telegram's are asked."""
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    Services.send_command = (sys.executable, "-m", "bench.fast_in_send", bots)
    services = services_in(home)
    try:
        if part == "crawl":
            websub.LOOK_EVERY_SECONDS /= PACE  # a minute of the bench's clock
            collect(services, sample=True, stop=ended.is_set)
        else:
            with beating(Part.WORKER, services.database) as heart:
                worker.work(services, heart, stop=ended.is_set)
    finally:
        services.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
