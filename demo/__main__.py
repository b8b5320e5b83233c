"""`python -m demo`: serve the sample newsroom and print its addresses until Ctrl-C."""

import argparse
import sys
import threading

from demo.clock import DAY_SECONDS, begun, morning
from demo.content import sites
from demo.newsroom import Newsroom
from domain.times import now


def _playing(day_seconds: float, ports: dict[str, int] | None) -> Newsroom:
    day = begun(morning(now()), now(), day_seconds)
    return Newsroom(lambda: day.at(now()), ports=ports, zero=day.zero, plays_day=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo", description="Tòa soạn mẫu của Điểm Tin")
    parser.add_argument("--clock", choices=("now", "fast"), default="now")
    parser.add_argument("--day-seconds", type=float, default=DAY_SECONDS)
    parser.add_argument("--port", type=int, default=0, help="first of six ports in a row; 0: free ones")
    asked = parser.parse_args()
    ports = {site.id: asked.port + n for n, site in enumerate(sites())} if asked.port else None
    with _playing(asked.day_seconds, ports) if asked.clock == "fast" else Newsroom(ports=ports) as newsroom:
        for source in newsroom.sources:
            feeds = "  ".join(url for url, _ in source.feeds)
            sys.stdout.write(f"{source.name}: {source.home_url}\n    {feeds}\n")
        sys.stdout.write("Nhấn Ctrl-C để dừng.\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\nĐã dừng.\n")


if __name__ == "__main__":
    main()
