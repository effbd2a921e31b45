"""The colours are legible, in light and dark; measured from the style sheet itself."""

import re

import pytest
from django.conf import settings

SHEET = (settings.BASE_DIR / "static/css/tokens.css").read_text()
AA, LARGE = 4.5, 3.0  # WCAG 2.2: text; field borders, marks and the focus ring
PAIRS = [
    *((ink, on, AA) for ink in ("ink", "ink-2", "ink-3", "brand", "danger") for on in ("bg", "surface")),
    *((ink, on, AA) for ink in ("ink", "ink-2", "ink-3") for on in ("surface-2", "brand-soft")),
    *((kind, f"{kind}-soft", AA) for kind in ("danger", "warn", "ok", "info", "violet")),
    *(("ink", f"{kind}-soft", AA) for kind in ("danger", "warn", "ok", "info", "violet")),
    *(("on-brand", on, AA) for on in ("brand", "brand-hover")),
    *(("on-gold", on, AA) for on in ("gold", "gold-hover", "mark")),
    *((ink, on, AA) for ink in ("side-ink", "gold") for on in ("side", "panel")),
    ("side-ink-2", "side", AA),
    ("mark-strong", "surface", AA),
    ("mark-strong", "warn-soft", AA),
    *(("line-strong", on, LARGE) for on in ("surface", "bg")),
    *(("focus", on, LARGE) for on in ("bg", "surface")),
]


def colours(selector: str) -> dict[str, str]:
    """The tokens that one rule sets."""
    rule = re.search(re.escape(selector) + r"\s*\{(.*?)\}", SHEET, re.DOTALL)[1]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", rule))


LIGHT, DARK = colours(":root"), colours(":root[data-theme=dark]")
THEMES = {"light": LIGHT, "dark": LIGHT | DARK}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour(theme: str, name: str) -> str:
    value = THEMES[theme][name]
    return colour(theme, value[6:-1]) if value.startswith("var(--") else value


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "on", "least"), PAIRS)
def test_contrast(theme, ink, on, least):
    assert ratio(colour(theme, ink), colour(theme, on)) >= least


def test_the_device_s_choice_is_the_dark_theme_word_for_word():
    chosen = SHEET[SHEET.index("prefers-color-scheme: dark") :]
    assert colours(":root[data-theme=auto]") == DARK
    assert ":root[data-theme=auto]" in chosen


def test_one_known_ratio():
    assert ratio("#fff", "#000") == pytest.approx(21)
