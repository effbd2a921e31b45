"""The lock files hold what pyproject.toml asks for, and nothing about anybody's machine."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.files import ROOT, text

PROJECT = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
ASKED = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-dev.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}


def locked(lock: str) -> dict[str, str]:
    lines = [line.split("#")[0].strip() for line in text(ROOT / lock).splitlines()]
    pins = [Requirement(line) for line in lines if line]
    return {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins}


@pytest.mark.parametrize("lock", ASKED)
def test_a_lock_is_up_to_date(lock):
    pins = locked(lock)
    wrong = [
        need
        for need in map(Requirement, ASKED[lock])
        if not need.specifier.contains(pins.get(canonicalize_name(need.name), "0"))
    ]
    assert wrong == [], "Run `make lock`."


def test_developers_run_what_a_city_runs():
    runtime, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {package: dev.get(package) for package in runtime} == runtime, "Run `make lock`."


@pytest.mark.parametrize("lock", ASKED)
def test_a_lock_names_no_host_and_no_path(lock):
    assert (
        re.findall(r"https?:|file:/|index-url|find-links|trusted-host|^-|/\w+/", text(ROOT / lock), re.MULTILINE) == []
    )


def test_every_dependency_says_why():
    lines = re.findall(r'^  "[A-Za-z].*$', text(ROOT / "pyproject.toml"), re.MULTILINE)
    needs = [line for line in lines if re.search(r'"[A-Za-z-]+(\[.*\])?[<>=.,0-9]*",?', line) and "::" not in line]
    assert len(needs) >= len(ASKED["requirements-dev.lock"])
    assert [line for line in needs if "#" not in line and "ignore" not in line and "--" not in line] == []
