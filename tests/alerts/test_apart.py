"""What reaches outside runs apart: one process for a round, which is ended when it hangs, dies or has had its say."""

import sys

import psutil
import pytest

from alerts.apart import Answer, run_apart, together

ECHO = """
import json, os, sys, time
for line in sys.stdin:
    job = json.loads(line)
    if job["do"] == "hang": time.sleep(600)
    if job["do"] == "die": os._exit(1)
    if job["do"] == "chat": print("well")
    print("away 503 0" if job["do"] == "fail" else "sent - 0", flush=True)
"""
COMMAND = (sys.executable, "-S", "-c", ECHO)


def says(do: str, seconds: float = 30.0, size: int = 0) -> str:
    reply = run_apart(COMMAND, {"do": do, "text": "x" * size}, seconds)
    return f"{reply.answer} {reply.status}".strip()


def children() -> int:
    return len(waiting())


def waiting() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if any(part.startswith(ECHO) for part in one.cmdline())]


def test_one_process_sends_a_whole_round_and_ends_with_it() -> None:
    with together():
        assert [says("send"), says("fail"), says("send")] == [Answer.SENT, "away 503", Answer.SENT]
        assert children() == 1
    assert children() == 0
    assert says("send") == Answer.SENT
    assert children() == 0, "outside of a round it ends at once"


@pytest.mark.parametrize("trouble", ["hang", "die", "chat"])
def test_a_message_that_ends_its_process_takes_no_other_with_it(trouble: str) -> None:
    with together():
        assert says("send") == Answer.SENT
        assert says(trouble, 0.3 if trouble == "hang" else 30.0) == Answer.AWAY
        assert children() == 0
        assert says("send") == Answer.SENT
        [idle] = waiting()
        idle.kill()
        idle.wait()
        assert says("send") == Answer.SENT, "it was killed while it waited"
    assert children() == 0


def test_a_long_message_fits_through_and_a_command_of_another_desk_is_another_process() -> None:
    with together():
        assert says("send", size=500_000) == Answer.SENT
        other = (*COMMAND[:-1], ECHO + "\n")
        assert run_apart(other, {"do": "send"}).answer is Answer.SENT
        assert children() == 1
    assert children() == 0
