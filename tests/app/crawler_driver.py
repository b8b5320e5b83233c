"""One crawler of several on one desk: says that it is ready, waits for a line, and visits until SIGTERM.

Run by test_crawlers.py: HOME DATABASE_URL NAME LEASE_SECONDS REQUEST_SECONDS MAX_HOSTS. Its name stands in its
User-Agent. Without a database's address it is the one crawler of a SQLite desk.
"""

import signal
import sys
from pathlib import Path
from threading import Event

from app.bootstrap import Services
from app.collect import collect
from app.host_leases import LeaseTerms
from app.settings import Settings


def main(home: Path, database_url: str, name: str, *terms: str) -> None:
    import scrapy.crawler  # noqa: F401 - before the start, not after it

    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    lasts, request, most = float(terms[0]), float(terms[1]), int(terms[2])
    services = Services(Settings(home=home, database_url=database_url, contact_url=f"https://{name}.example"))
    print("ready", flush=True)
    sys.stdin.readline()
    wanted = LeaseTerms(lasts_seconds=lasts, request_seconds=request, max_hosts=most)
    collect(services, sample=True, stop=ended.is_set, terms=wanted)
    services.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
