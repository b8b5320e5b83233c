"""Peak memory of this process. Not ru_maxrss, which a child inherits from the process that started it (Linux)."""

import re
from pathlib import Path


def peak_megabytes() -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) // 1024 if found else 0
