"""The desk's files are its owner's alone, whatever the umask that it was started with."""

import os
from pathlib import Path

UMASK = 0o077  # new folders 0700, new files 0600; what we start inherits it
FILES = ("diemtin.db", "diemtin.db-wal", "diemtin.db-shm", "secret.key", "diemtin.log")


def private_home(home: Path) -> None:
    """Make the home, and take from others what they may read there.

    A folder that holds other things, too, keeps its own mode: it may be one that others need, such as /srv.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(home.iterdir()):
        _closed(home, 0o700)
    for name in FILES:
        _closed(home / name, 0o600)
    _closed(home / "index", 0o700)


def _closed(path: Path, mode: int) -> None:
    """Only its owner can do so, and has to: another account's files are that account's to close."""
    if path.exists() and path.stat().st_uid == os.geteuid() and path.stat().st_mode & 0o077:
        path.chmod(mode)
