"""`diemtin work|crawl|serve` with readers that obey the page's text, for test_ending.py."""

import sys

from app import cli, ending
from app.readers import feeds, reading
from tests.app.readers import steps

if __name__ == "__main__":
    reading.prepare = steps.prepare
    feeds.prepare = steps.prepare_feeds
    ending.END_SECONDS = 2.0 if "--soon" in sys.argv else 60.0  # ending in order must not need it
    sys.exit(cli.main([argument for argument in sys.argv[1:] if argument != "--soon"]))
