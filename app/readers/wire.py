"""Frames between the desk and its readers: a length, then a pickle.

A reader has seen hostile bytes, so the desk takes nothing from it but values of the domain.
"""

import io
import pickle
import struct
import sys
from copyreg import dispatch_table
from enum import Enum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

MAX_FRAME_BYTES = 64_000_000  # bytes; a page is at most 4 MB, and its article is shorter
_LENGTH = struct.Struct("!I")
_OTHERS = frozenset(
    {("datetime", "datetime"), ("datetime", "date"), ("datetime", "timedelta"), ("datetime", "timezone")}
    | {("zoneinfo", "ZoneInfo"), ("builtins", "frozenset"), ("builtins", "set")}
)


class Garbled(Exception):
    """What came is no frame, or holds what no reader has to send."""


def frame(value: object) -> bytes:
    content = io.BytesIO()
    _Pickler(content, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return _LENGTH.pack(content.tell()) + content.getbuffer()


class _Pickler(pickle.Pickler):
    """A zone by its name, a member of an enum by its value.

    Their own way needs `getattr`, which would open every door to who may send it: that of zones always, that of enums
    in the first Pythons 3.11 (Debian 12 has 3.11.2).
    """

    dispatch_table = dispatch_table | {ZoneInfo: lambda zone: (ZoneInfo, (zone.key,))}

    def reducer_override(self, value: object) -> Any:
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def length_of(head: bytes | bytearray) -> int:
    return int(_LENGTH.unpack(head)[0])


def take(received: bytearray) -> bytes | None:
    """The first whole frame's content, removed from `received`. None: not all of it has come."""
    if len(received) < _LENGTH.size:
        return None
    end = _LENGTH.size + length_of(received[: _LENGTH.size])
    if end > MAX_FRAME_BYTES:
        raise Garbled(f"a frame of {end} bytes")
    if len(received) < end:
        return None
    content = bytes(received[_LENGTH.size : end])
    del received[:end]
    return content


def read_value(content: bytes) -> Any:
    """Raises Garbled for all but values of the domain, whatever a reader was brought to send."""
    try:
        return _DomainValues(io.BytesIO(content)).load()
    except Exception as error:
        raise Garbled(repr(error)[:200]) from error


class _DomainValues(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        return _value_class(module, name)


@lru_cache(maxsize=256)
def _value_class(module: str, name: str) -> Any:
    if (module, name) not in _OTHERS and not module.startswith("domain."):
        raise pickle.UnpicklingError(f"{module}.{name}")
    found = getattr(sys.modules.get(module), name, None)
    if (
        not isinstance(found, type) or found.__module__ != module
    ):  # a name that a module only imports is none of its own
        raise pickle.UnpicklingError(f"{module}.{name}")
    return found
