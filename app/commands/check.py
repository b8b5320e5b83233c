"""`diemtin check`: whether this machine is large enough, before anything is started on it."""

import sys

from app.bootstrap import Services
from app.commands.wording import Line
from app.machine import look
from desk.requirements import Machine, Profile, unmet, unread
from domain.message import Message, say

REFUSED = 2


def check(services: Services, profile: Profile) -> int:
    """0 when nothing is known to be lacking; otherwise what is, and the desk that this machine can carry."""
    machine = look(services.settings.home)
    lacking = unmet(machine, profile)
    told = refusal(machine, profile, lacking) if lacking else [say(Line.ENOUGH, profile=profile)]
    for message in (*told, *unread(machine, profile)):
        print(services.say(message), file=sys.stderr if lacking else sys.stdout)
    return REFUSED if lacking else 0


def refusal(machine: Machine, profile: Profile, lacking: list[Message]) -> list[Message]:
    """What is lacking, and what to do instead."""
    if profile is Profile.SMALL:
        return [say(Line.NOT_ENOUGH, profile=profile), *lacking]
    still = unmet(machine, Profile.SMALL)
    instead = [say(Line.SMALL_NOT_ENOUGH), *still] if still else [say(Line.USE_SMALL)]
    return [say(Line.NOT_ENOUGH, profile=profile), *lacking, *instead]
