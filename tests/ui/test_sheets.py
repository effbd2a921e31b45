"""Pages, style sheets, modules and icons know each other: nothing is asked for that is not there."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.repository.files import matching, name, text

PAGES = matching("templates/**/*.html", "templates/*.html")
SHEETS = matching("static/css/*.css")
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (settings.BASE_DIR / "static/icons.svg").read_text()))
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
ALONE = {"document.css"}  # a printed form of its own, without the frame
UNSTYLED = {"checked", "help", "nanti", "plan", "wl"}  # names that need no rule


def _gap(tag):
    """A block parts two classes; a variable makes the class unknown."""
    return " " if tag[0].startswith("{%") else "\0"


def named_in(pattern: str) -> set[tuple[str, str]]:
    return {(match, name(page)) for page in PAGES for match in re.findall(pattern, text(page))}


def test_every_icon_is_drawn():
    asked = named_in(r"""{% icon ["']([\w-]+)["']""") | named_in(r"icons\.svg' %}#([\w-]+)")
    assert {icon for icon in asked if icon[0] not in SPRITE} == set()


def test_every_icon_named_in_code_is_drawn():
    modules = matching("config/context.py", "workflow/**/*.py", "appraisal/**/*.py", "organization/**/*.py")
    asked = {word for module in modules for word in re.findall(r"icon=[\"']([\w-]+)[\"']", text(module))}
    assert asked - SPRITE == set()


@pytest.mark.parametrize("file", sorted((settings.BASE_DIR / "static/icons").glob("*.svg")), ids=lambda file: file.stem)
def test_a_mark_of_a_list_is_that_of_the_sprite(file):
    drawn = re.search(r"<svg[^>]*>(.*)</svg>", text(file))[1]
    assert f'<symbol id="{file.stem}" ' in text(settings.BASE_DIR / "static/icons.svg")
    assert (
        re.search(f'<symbol id="{file.stem}" [^>]*>(.*)</symbol>', text(settings.BASE_DIR / "static/icons.svg"))[1]
        == drawn
    )


def test_every_static_file_is_there():
    asked = named_in(r"""{% static ["']([^"']+)["']""")
    assert {file for file in asked if not finders.find(file[0])} == set()


def test_every_class_has_a_rule():
    rules = {word for sheet in SHEETS for word in re.findall(r"\.([a-zA-Z][\w-]*)", text(sheet))}
    used = {
        (word, name(page))
        for page in PAGES
        for value in re.findall(r'\bclass="([^"]*)"', TAG.sub(_gap, text(page)))
        for word in value.split()
        if re.fullmatch(r"[a-zA-Z][\w-]*", word)
    }
    assert {word for word in used if word[0] not in rules | UNSTYLED} == set()


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.name not in ALONE], ids=name)
def test_every_rule_lies_in_a_layer(sheet):
    """A rule outside the layers would win over all of them."""
    rules = re.sub(r"/\*.*?\*/", "", text(sheet), flags=re.DOTALL)
    assert rules.count("{") == rules.count("}")
    heads = re.findall(r"^(?! |\}|\n)(.+?)\s*\{", rules, re.MULTILINE)
    assert [head for head in heads if not head.startswith(("@layer", "@font-face", "@media"))] == []


def test_colours_are_named_once():
    """Everything but the tokens, paper and white on the dark frame speaks of colours by name."""
    others = [sheet for sheet in SHEETS if sheet.name not in ALONE | {"tokens.css", "print.css"}]
    found = {(colour, name(sheet)) for sheet in others for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", text(sheet))}
    assert {colour for colour in found if colour[0] not in {"#fff", "#ff9d92"}} == set()


def test_what_is_live_in_the_frame_is_styled_by_the_frame_alone():
    """A sheet of some pages that knows the same name would hide the counts of the menu there."""
    frame = "".join(text(page) for page in matching("templates/shell.html", "templates/components/top_right.html"))
    live = set(re.findall(r'class="([\w-]+)" data-live-part', frame))
    assert live
    assert {name(sheet) for sheet in SHEETS for one in live if re.search(rf"\.{one}(?![\w-])", text(sheet))} == {
        "static/css/shell.css"
    }


def test_a_row_that_is_a_link_leaves_its_buttons_alone():
    """The surface of the last link lies above the others: a button that had one took the clicks on the name."""
    [rule] = re.findall(r"\.tlist ([^\n{]*)::after", text(settings.BASE_DIR / "static/css/components.css"))
    assert rule == "a:not(.btn)"
