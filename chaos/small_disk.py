"""A disk so small that it can be filled. Only root can mount one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTES = 700


@contextmanager
def small_disk(folder: Path) -> Iterator[str]:
    """Mount it at the folder while the block runs. Yields why there is none, or nothing."""
    if os.geteuid() != 0:
        yield "mounting a small disk needs root"
        return
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        yield f"no small disk could be mounted: {done.stderr.strip()}"
        return
    try:
        yield ""
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
