"""A Dockerfile, read: its instructions by stage, and what is wrong with it by the rules that hadolint names, too."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parents[1] / "Dockerfile"


@dataclass(frozen=True)
class Instruction:
    name: str
    value: str

    @property
    def words(self) -> list[str]:
        return [word for word in self.value.split() if not word.startswith("--")]

    @property
    def commands(self) -> list[str]:
        """What a RUN runs, one after another."""
        return [command.strip() for command in re.split(r"&&|\|\||;(?!\n)", self.value)]

    @property
    def vector(self) -> list[str]:
        """The words of the exec form: of an ENTRYPOINT, a CMD, or what a HEALTHCHECK asks with."""
        return [str(word) for word in json.loads(self.value[self.value.index("[") :])]

    @property
    def pairs(self) -> dict[str, str]:
        return dict(word.split("=", 1) for word in self.words)


Stage = list[Instruction]


def stages(text: str) -> list[Stage]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found: list[Stage] = []
    for line in joined.splitlines():
        name, _, value = line.partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append(Instruction(name, value.strip()))
    return found


def names(text: str) -> set[str]:
    """Of the stages, as COPY --from may say them."""
    return {stage[0].words[2] for stage in stages(text) if len(stage[0].words) == 3}


def mistakes(text: str) -> set[str]:
    """The rules that this Dockerfile breaks, by hadolint's numbers; its DL3008 is left out: see the Dockerfile."""
    found: set[str] = set()
    for stage in stages(text):
        for at in stage:
            found |= {rule for rule, breaks in RULES.items() if breaks(at)}
        found |= _of_the_stage(stage, names(text))
    last = [at.value for at in stages(text)[-1] if at.name == "USER"]
    return found | ({"DL3002"} if not last or last[-1].split(":")[0] in ("root", "0") else set())


def _runs(at: Instruction, pattern: str) -> bool:
    return at.name == "RUN" and any(re.search(pattern, command) for command in at.commands)


def _untagged(at: Instruction) -> bool:
    return at.name == "FROM" and ":" not in at.words[0] and "@" not in at.words[0]


def _installs_without(at: Instruction, option: str) -> bool:
    return any("apt-get install" in command and option not in command for command in at.commands)


def _pip_unpinned(command: str) -> bool:
    if "pip install" not in command:
        return False
    return not re.search(r"--require-hashes|--no-deps\b.* \.$", command)


RULES = {
    "DL3000": lambda at: at.name == "WORKDIR" and not at.value.startswith("/"),
    "DL3003": lambda at: _runs(at, r"^cd "),
    "DL3004": lambda at: _runs(at, r"\bsudo\b"),
    "DL3006": _untagged,
    "DL3007": lambda at: at.name == "FROM" and at.words[0].endswith(":latest"),
    "DL3009": lambda at: _runs(at, r"apt-get update") and "rm -rf /var/lib/apt/lists/*" not in at.value,
    "DL3013": lambda at: at.name == "RUN" and any(_pip_unpinned(command) for command in at.commands),
    "DL3014": lambda at: _installs_without(at, " -y "),
    "DL3015": lambda at: _installs_without(at, "--no-install-recommends"),
    "DL3020": lambda at: at.name == "ADD",
    "DL3025": lambda at: at.name in ("CMD", "ENTRYPOINT") and not at.value.startswith("["),
    "DL3027": lambda at: _runs(at, r"\bapt (install|update|upgrade)"),
    "DL4000": lambda at: at.name == "MAINTAINER",
    "DL4006": lambda at: at.name == "RUN" and re.search(r"[^|]\|[^|]", re.sub(r"'[^']*'", "", at.value)) is not None,
}


def _of_the_stage(stage: Stage, known: set[str]) -> set[str]:
    """What only several instructions tell together."""
    found, kinds = set(), [at.name for at in stage]
    origins = {origin for at in stage for origin in re.findall(r"--from=(\S+)", at.value)}
    if not origins <= known:
        found.add("DL3022")
    if kinds.count("CMD") > 1 or kinds.count("ENTRYPOINT") > 1 or kinds.count("HEALTHCHECK") > 1:
        found.add("DL4003")
    relative = [at for at in stage if at.name == "COPY" and not at.words[-1].startswith("/")]
    if relative and "WORKDIR" not in kinds[: stage.index(relative[0])]:
        found.add("DL3045")
    pips = [at for at in stage if _runs(at, "pip install")]
    if pips and not any("PIP_NO_CACHE_DIR=1" in at.words for at in stage if at.name == "ENV"):
        found.add("DL3042")
    everything = next(
        (number for number, at in enumerate(stage) if at.name == "COPY" and at.words[0] == "."), len(stage)
    )
    if any("--require-hashes" in at.value for at in stage[everything:]):
        found.add("cache")  # ours: a change of the source must not install all packages anew
    return found
