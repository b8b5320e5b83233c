"""Every dependency that is shipped may be used in an Apache-2.0 program."""

import re
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import cast

import pytest

LOCK = Path(__file__).parents[2] / "requirements.lock"

# As SPDX says it, and as older packages do. MPL is file by file: it asks nothing of who uses the package unchanged.
FINE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "MPL-1.1",
    "MPL-2.0", "PSF-2.0", "ZPL-2.1", "Zlib",
    "Apache 2.0", "Apache License, Version 2.0", "MIT License", "MIT license", "PSFL", "The BSD 2-Clause License",
}  # fmt: skip
FINE_CLASSIFIERS = {
    "Apache Software License", "BSD License", "ISC License (ISCL)", "MIT License",
    "Mozilla Public License 2.0 (MPL 2.0)", "Python Software Foundation License",
}  # fmt: skip


def locked() -> list[str]:
    """The packages of the lock; some lines are for other machines only."""
    return sorted(set(re.findall(r"(?m)^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"))))


def fine(expression: str) -> bool:
    """One alternative of which every part is fine."""
    return any(all(part.strip(" ()") in FINE for part in choice.split(" AND ")) for choice in expression.split(" OR "))


@pytest.mark.parametrize("package", locked())
def test_a_shipped_package_has_a_licence_that_goes_with_ours(package: str):
    try:
        about = cast(Message, metadata(package))
    except PackageNotFoundError:
        pytest.skip("locked for another kind of machine")
    said = about.get("License-Expression") or ""
    if not said and fine(about.get("License") or ""):
        return
    named = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    assert fine(said) if said else named and set(named) <= FINE_CLASSIFIERS, said or named or about.get("License")


@pytest.mark.parametrize(
    "expression", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND LGPL-3.0-only", "", "Proprietary"]
)
def test_what_would_bind_our_users_is_not_fine(expression: str):
    assert not fine(expression)


def test_packages_for_other_machines_are_the_exception():
    here = 0
    for package in locked():
        try:
            here += bool(metadata(package))
        except PackageNotFoundError:
            continue
    assert here > 0.9 * len(locked())
