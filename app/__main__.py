"""python -m app: the same as `diemtin`."""

import sys

from app.cli import main

sys.exit(main())
