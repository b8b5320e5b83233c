"""What a linter tells of the image, without an engine and without a linter: its Dockerfile breaks no rule of these."""

import re
import subprocess

import pytest

from tests.dockerfile import FILE, mistakes, stages

TEXT = FILE.read_text("utf-8")
WORSE = {
    "DL3000": ("WORKDIR /build", "WORKDIR build"),
    "DL3002": ("USER 10001", "USER root"),
    "DL3003": ("RUN python -m venv", "RUN cd /opt && python -m venv"),
    "DL3004": ("apt-get update", "sudo apt-get update"),
    "DL3006": ("FROM python:3.11-slim-bookworm AS", "FROM python AS"),
    "DL3007": ("FROM python:3.11-slim-bookworm AS", "FROM python:latest AS"),
    "DL3009": ("rm -rf /var/lib/apt/lists/*", "true"),
    "DL3013": ("--require-hashes -r requirements.lock", "scikit-learn"),
    "DL3014": ("apt-get install -y", "apt-get install"),
    "DL3015": (" --no-install-recommends", ""),
    "DL3020": ("COPY . .", "ADD . ."),
    "DL3022": ("COPY --from=builder", "COPY --from=build"),
    "DL3025": ('CMD ["run"]', "CMD run"),
    "DL3027": ("apt-get update", "apt update"),
    "DL3042": (" PIP_NO_CACHE_DIR=1", ""),
    "DL3045": ("WORKDIR /build\n", ""),
    "DL4000": ("EXPOSE 8000", "MAINTAINER somebody"),
    "DL4003": ('CMD ["run"]', 'CMD ["serve"]\nCMD ["run"]'),
    "DL4006": ("> extras.lock", "| sort > extras.lock"),
    "cache": ("COPY requirements.lock requirements-dev.lock ./", "COPY . ."),
}


def test_the_image_breaks_no_rule():
    assert mistakes(TEXT) == set()


@pytest.mark.parametrize("rule", WORSE)
def test_a_worse_image_breaks_the_rule_that_it_should(rule: str):
    before, after = WORSE[rule]
    assert before in TEXT
    assert rule in mistakes(TEXT.replace(before, after))


def test_the_shell_reads_every_step():
    steps = [at.value for stage in stages(TEXT) for at in stage if at.name == "RUN"]
    assert len(steps) >= 4
    for step in steps:
        read = subprocess.run(["sh", "-n", "-c", step], capture_output=True, timeout=30, check=False)
        assert (read.returncode, read.stderr) == (0, b""), step


def test_what_is_left_out_of_the_rules_says_why():
    ignored = re.findall(r"(?m)^(#.*)\n# hadolint ignore=(\w+)$", TEXT)
    assert [rule for _, rule in ignored] == re.findall(r"ignore=(\w+)", TEXT) == ["DL3008"]
