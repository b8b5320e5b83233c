"""Runs one crawl in a process of its own, as the worker does: reads a plan (JSON), prints each end as a line."""

import base64
import json
import sys
import time
import warnings
from collections.abc import Callable, Set
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from bench.memory import peak_megabytes
from crawlers.fetch.crawler import CrawlSettings, Fetched, FetchJob, Supply, crawl
from domain.hosts import AllHosts, HostPause

plan = json.load(sys.stdin)
mau = {tuple(pair) for pair in plan["allow"]}
turns: dict[str, int] = {}
given: list[Fetched] = []
batches = [[FetchJob(**job) for job in batch] for batch in plan.get("later", [])]


def lookup(host: str) -> list[str]:
    """Names of the test only; an answer list is walked through one lookup at a time, as a rebinding DNS does."""
    answers = plan["names"].get(host) or (["127.0.0.1"] if host.endswith((".mau.test", "127.0.0.1")) else None)
    if answers is None:
        raise OSError("unknown name")
    turns[host] = turns.get(host, -1) + 1
    return [answers[min(turns[host], len(answers) - 1)]]


def deliver(fetched: Fetched) -> None:
    given.append(fetched)
    line = asdict(fetched) | {
        "content": base64.b64encode(fetched.content[: plan.get("shown", 1000)]).decode(),
        "refusal": base64.b64encode(fetched.refusal[:1000]).decode(),
        "size": len(fetched.content),
        "fetched_at": fetched.fetched_at.isoformat(),
    }
    print(json.dumps(line), flush=True)
    if fetched.key in plan.get("crash_on", []):
        raise RuntimeError("the caller's own trouble")


class Leases:
    """Another crawler takes the hosts of the plan as soon as this one has asked them once."""

    def may_ask(self, _host: str) -> bool:
        return True

    def turn(self, _wanted: Set[str], pause_of: Callable[[str], HostPause | None]) -> Set[str]:
        return {host for host in plan["taken"] if pause_of(host)}


def give_back(key: str) -> None:
    print(json.dumps({"key": key, "given_back": True}), flush=True)


with warnings.catch_warnings():
    warnings.simplefilter("error")
    started = time.monotonic()
    supply = Supply(
        jobs=[FetchJob(**job) for job in plan["jobs"]],
        next_jobs=(lambda: batches.pop(0) if batches else []) if "later" in plan else None,
        stop=lambda: len(given) >= plan.get("stop_after", 10**9),
        hosts=Leases() if "taken" in plan else AllHosts(),
        give_back=give_back,
    )
    crawl(
        supply,
        deliver,
        settings=CrawlSettings(allow=frozenset(mau), lookup=lookup, **plan.get("settings", {})),
    )
peak = peak_megabytes()
print(json.dumps({"peak_megabytes": peak, "seconds": time.monotonic() - started}))
