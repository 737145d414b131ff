"""Two installs are the same: every version is locked with hashes, from no address in particular."""

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.source import read, rows

LOCKS = ("requirements.lock", "requirements-dev.lock")
HASHED = re.compile(
    r"(?P<requirement>[\w.\-]+==[^\s;\\]+)(?: ; [^\\]+)? \\\n"
    r"(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
)


def project() -> dict[str, Any]:
    """The `[project]` table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads(read("pyproject.toml"))["project"]
    return table


def needed(*, dev: bool) -> list[Requirement]:
    """What the package needs, and with `dev` what its developers need."""
    extra = project()["optional-dependencies"]["dev"] if dev else []
    return [Requirement(line) for line in (*project()["dependencies"], *extra)]


def locked(lock: str) -> dict[str, str]:
    """The version of every package in a lock file."""
    pinned = (Requirement(found["requirement"]) for found in HASHED.finditer(read(lock)))
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in pinned}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_holds_only_versions_with_hashes(lock: str) -> None:
    """Beside them there are only remarks, so no address and no folder."""
    rest = HASHED.sub("", read(lock))
    assert [line for line in rest.splitlines() if line.strip() and not line.lstrip().startswith("#")] == []
    assert "://" not in read(lock)


@pytest.mark.parametrize(("lock", "dev"), list(zip(LOCKS, (False, True), strict=True)))
def test_a_lock_file_holds_what_is_needed(lock: str, *, dev: bool) -> None:
    """Every dependency is locked in a version that pyproject.toml allows."""
    versions = locked(lock)
    unmet = [
        str(one)
        for one in needed(dev=dev)
        if not one.specifier.contains(versions.get(canonicalize_name(one.name), ""), prereleases=True)
    ]
    assert unmet == []


def test_the_two_lock_files_agree() -> None:
    """What runs is what was tested: the same versions, and more of them for development."""
    runs, tests = (locked(lock) for lock in LOCKS)
    assert runs.items() < tests.items()


def test_installing_asks_for_the_hashes() -> None:
    """Both ways to install refuse a package whose hash is not in the lock file."""
    for name in ("Makefile", "Dockerfile"):
        installs = re.findall(r"pip install.*requirements.*", read(name))
        assert installs
        assert all("--require-hashes" in line for line in installs)


def test_every_dependency_has_its_reason() -> None:
    """CONTRIBUTING says of each dependency why it is there, and of none that is gone."""
    reasons = {cells[0].strip("`"): cells[1] for cells in rows("CONTRIBUTING.md", "Dependencies")}
    assert set(reasons) == {one.name for one in needed(dev=True)}
    assert [name for name, reason in reasons.items() if not reason] == []
