"""Templates keep what the content security policy and a plain page ask of them."""

import re

import pytest

from tests.repository.files import files, matching, name, text

PAGES = matching("templates/**/*.html", "templates/*.html")
FORBIDDEN = {
    "a style sheet inside the page": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event attribute": r"<[a-z][^>{]*\son[a-z]+\s*=",
    "a script inside the page": r"<script(?![^>]*\b(?:src|type=\"application/json\"))[^>]*>",
    "a javascript: address": r"javascript:",
    "a data: address": r"(?:src|href)\s*=\s*[\"']data:",
    "something from another site": r"(?:src|srcset)\s*=\s*[\"'](?:https?:)?//|<link[^>]*href\s*=\s*[\"'](?:https?:)?//",
    "text that is not escaped": r"\|\s*safe\b|\{%\s*autoescape off",
}


@pytest.mark.parametrize("flaw", FORBIDDEN)
def test_no_page_holds(flaw):
    pattern = re.compile(FORBIDDEN[flaw], re.IGNORECASE | re.DOTALL)
    found = [f"{name(page)}: {match[0][:80]}" for page in PAGES for match in pattern.finditer(text(page))]
    assert found == [], f"These pages hold {flaw}."


def test_no_page_is_longer_than_a_reader_likes():
    long = {name(page): len(text(page).splitlines()) for page in PAGES}
    assert {page: lines for page, lines in long.items() if lines > 150} == {}, "Split them into components."


def test_no_script_or_style_sheet_comes_from_another_site():
    ours = [path for path in files() if path.suffix in {".js", ".css"} and "static" in path.parts]
    foreign = re.compile(r"@import|url\(\s*[\"']?(?:https?:|//|data:)|from\s+[\"']https?:|import\([\"']https?:")
    assert [name(path) for path in ours if foreign.search(text(path))] == []
