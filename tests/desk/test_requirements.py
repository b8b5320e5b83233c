"""What a machine lacks is told with what it has and what is needed; what nobody could read is no reason to refuse."""

from dataclasses import replace

import pytest

from desk.requirements import GIB, MIB, REQUIRED, Machine, Profile, Unmet, Unread, unmet, unread
from domain.message import say

LARGE = Machine(memory_bytes=32 * GIB, max_map_count=262_144, disk_bytes=400 * GIB, free_bytes=200 * GIB)
CLUSTER = REQUIRED[Profile.CLUSTER]


@pytest.mark.parametrize("profile", Profile)
def test_a_machine_with_exactly_what_is_needed_lacks_nothing_and_with_a_byte_less_it_does(profile: Profile):
    needs = REQUIRED[profile]
    just = Machine(
        memory_bytes=needs.memory_bytes,
        max_map_count=needs.max_map_count,
        disk_bytes=needs.free_bytes,
        free_bytes=needs.free_bytes,
    )
    assert unmet(just, profile) == unread(just, profile) == []
    less = replace(just, memory_bytes=needs.memory_bytes - 1, free_bytes=needs.free_bytes - 1)
    assert [message.code for message in unmet(less, profile)] == [Unmet.MEMORY, Unmet.DISK]


def test_each_thing_that_is_lacking_is_told_with_what_there_is_and_the_least_that_is_needed():
    poor = Machine(memory_bytes=4 * GIB - 1, max_map_count=65_530, disk_bytes=100 * GIB, free_bytes=GIB)
    assert unmet(poor, Profile.CLUSTER) == [
        say(Unmet.MEMORY, megabytes=4095, least=CLUSTER.memory_bytes // MIB),
        say(Unmet.MAP_COUNT, number=65_530, least=262_144),
        say(Unmet.DISK, megabytes=1024, least=CLUSTER.free_bytes // MIB),
    ]


def test_a_small_desk_maps_no_memory_and_needs_no_setting_of_the_system():
    assert unmet(replace(LARGE, max_map_count=65_530), Profile.SMALL) == []
    assert unread(replace(LARGE, max_map_count=None), Profile.SMALL) == []


def test_a_large_disk_that_is_nearly_full_is_one_on_which_search_would_stop_writing():
    full = replace(LARGE, disk_bytes=1000 * GIB, free_bytes=50 * GIB - 1)
    assert unmet(full, Profile.CLUSTER) == [say(Unmet.DISK_SHARE, percent=4, least=5)]
    assert unmet(replace(full, free_bytes=50 * GIB), Profile.CLUSTER) == unmet(full, Profile.SMALL) == []


def test_what_could_not_be_read_is_told_and_never_refused():
    dark = Machine(memory_bytes=None, max_map_count=None, disk_bytes=None, free_bytes=None)
    assert unmet(dark, Profile.CLUSTER) == []
    assert [message.code for message in unread(dark, Profile.CLUSTER)] == list(Unread)
    assert unread(LARGE, Profile.CLUSTER) == []
