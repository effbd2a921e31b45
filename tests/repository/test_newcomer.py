"""What the pages for newcomers promise is there."""

import re
import subprocess

import pytest
from django.core.management import get_commands, load_command_class

from tests.repository.files import ROOMS, ROOT, matching, name, text

MAKEFILE = text(ROOT / "Makefile")
TARGETS = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())
PAGES = matching("*.md", "docs/**/*.md")
COMMANDS = {command: app for command, app in get_commands().items() if app in ROOMS}


def test_make_alone_explains_every_target():
    printed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z-]+)", printed, re.MULTILINE)) == TARGETS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_says_what_it_does(command):
    assert load_command_class(COMMANDS[command], command).help.endswith((".", ")"))


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_the_commands_a_page_names_exist(document):
    made = set(re.findall(r"(?:`|^ {4})make ([a-z][a-z-]*)", text(document), re.MULTILINE))
    managed = set(re.findall(r"manage\.py ([a-z_]+)", text(document)))
    assert made - TARGETS == set(), "Make has no such target."
    assert managed - set(get_commands()) == set(), "There is no such command."


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_the_files_a_page_links_to_exist(document):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text(document))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_changelog_has_a_place_for_what_comes():
    assert "## Unreleased" in text(ROOT / "CHANGELOG.md")


def test_the_licence_is_whole():
    licence = text(ROOT / "LICENSE")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
