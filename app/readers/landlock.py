"""Landlock: from now on this process reads the given trees and nothing else (docs.kernel.org/userspace-api/landlock).

An ordinary user may do this to himself since Linux 5.13. What is refused cannot be had back.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every processor
_ABI_ONLY, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights to files each version of the interface knows
_TCP, _SCOPES = 0b11, 0b11  # bind and connect; abstract sockets and signals of others


def restrict(trees: Iterable[Path], folders: Iterable[Path]) -> bool:
    """Whether it holds: `trees` may be read, of `folders` only the names in them. Nothing may be written."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), _ABI_ONLY)
    if version < 1:
        return False
    wanted = [(1 << _RIGHTS.get(version, 16)) - 1]
    wanted += [_TCP] if version >= 4 else []
    wanted += [_SCOPES] if version >= 6 else []
    attributes = struct.pack(f"={len(wanted)}Q", *wanted)
    rules = libc.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return False
    try:
        for tree in trees:
            _allow(libc, rules, tree, _READ_FILE | (_READ_DIR if tree.is_dir() else 0))
        for folder in folders:
            _allow(libc, rules, folder, _READ_DIR)
        return bool(libc.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # a tree that is not there needs no right
    try:
        libc.syscall(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
