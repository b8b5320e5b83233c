"""What a machine lacks for a desk of a certain kind, told before the desk is started there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.message import Code, Message, say

MIB = 1024**2
GIB = 1024**3


class Profile(StrEnum):
    """The two desks of docker-compose.yml: what docs/nhieu-may.md asks for each."""

    SMALL = "small"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What a machine has; None for what could not be read there."""

    memory_bytes: int | None
    max_map_count: int | None
    disk_bytes: int | None
    free_bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    memory_bytes: int
    free_bytes: int
    free_percent: int = 0
    max_map_count: int = 0


# Memory: the limits of the profile's containers together; a machine that is sold as 4 or 16 GB shows a little less.
# Memory maps: OpenSearch maps its files, and says 262,144. It stops writing on a disk that is 95 % full.
REQUIRED: Mapping[Profile, Requirements] = {
    Profile.SMALL: Requirements(memory_bytes=7 * GIB // 2, free_bytes=5 * GIB),
    Profile.CLUSTER: Requirements(memory_bytes=15 * GIB, free_bytes=10 * GIB, free_percent=5, max_map_count=262_144),
}


class Unmet(Code):
    """What a machine lacks, with what it has and the least that is needed."""

    MEMORY = "unmet.memory", "megabytes", "least"
    MAP_COUNT = "unmet.map-count", "number", "least"
    DISK = "unmet.disk", "megabytes", "least"
    DISK_SHARE = "unmet.disk-share", "percent", "least"


class Unread(Code):
    """What could not be read, so that a person has to look."""

    MEMORY = "unread.memory", "least"
    MAP_COUNT = "unread.map-count", "least"
    DISK = "unread.disk", "least"


def unmet(machine: Machine, profile: Profile) -> list[Message]:
    """One message for each thing that is known to be too small."""
    needs, lacking = REQUIRED[profile], []
    if machine.memory_bytes is not None and machine.memory_bytes < needs.memory_bytes:
        lacking.append(say(Unmet.MEMORY, megabytes=machine.memory_bytes // MIB, least=needs.memory_bytes // MIB))
    if machine.max_map_count is not None and machine.max_map_count < needs.max_map_count:
        lacking.append(say(Unmet.MAP_COUNT, number=machine.max_map_count, least=needs.max_map_count))
    if machine.free_bytes is not None and machine.free_bytes < needs.free_bytes:
        lacking.append(say(Unmet.DISK, megabytes=machine.free_bytes // MIB, least=needs.free_bytes // MIB))
    elif machine.free_bytes is not None and machine.disk_bytes:
        percent = machine.free_bytes * 100 // machine.disk_bytes
        if percent < needs.free_percent:
            lacking.append(say(Unmet.DISK_SHARE, percent=percent, least=needs.free_percent))
    return lacking


def unread(machine: Machine, profile: Profile) -> list[Message]:
    """One message for each thing that nobody knows: no reason to refuse."""
    needs, unknown = REQUIRED[profile], []
    if machine.memory_bytes is None:
        unknown.append(say(Unread.MEMORY, least=needs.memory_bytes // MIB))
    if machine.max_map_count is None and needs.max_map_count:
        unknown.append(say(Unread.MAP_COUNT, least=needs.max_map_count))
    if machine.free_bytes is None:
        unknown.append(say(Unread.DISK, least=needs.free_bytes // MIB))
    return unknown
