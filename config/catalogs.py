"""Texts: written in Indonesian in code and templates, translated in locale/ — without gettext's binaries."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ONE, PLURAL, NOTE, NOTED_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
CALLS = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": NOTE,
    "pgettext_lazy": NOTE,
    "npgettext": NOTED_PLURAL,
    "npgettext_lazy": NOTED_PLURAL,
}


def catalogs() -> list[Path]:
    """Every language but the one the texts are written in."""
    codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po" for code in codes]


def read(path: Path) -> Catalog:
    """Return the translation at `path`, empty when nobody has begun it."""
    if not path.exists():
        return Catalog(locale=path.parts[-3], project="Timbang", fuzzy=False, header_comment="# Timbang")
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def collect() -> Catalog:
    """Return every text that code and templates mark for translation."""
    found = Catalog(project="Timbang")
    for path, source in _sources():
        for _line, call, texts, comments in extract_python(
            io.BytesIO(source.encode()), list(CALLS), ["Translators:"], {}
        ):
            message, note = _message(call, texts)
            if message:
                found.add(message, locations=[(path, 1)], auto_comments=comments, context=note)
    return found


def _sources() -> Iterator[tuple[str, str]]:
    for room in settings.ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield _name(path), path.read_text(encoding="utf-8")
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        yield _name(path), _as_code(path.read_text(encoding="utf-8"))


def _as_code(template: str) -> str:
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def _name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def _message(call: str, texts) -> tuple[str | tuple | None, str | None]:
    """Pick what is translated, and the note that tells two equal words apart, out of a call's arguments."""
    texts = texts if isinstance(texts, tuple) else (texts,)
    note = texts[0] if CALLS[call] in (NOTE, NOTED_PLURAL) else None
    rest = texts[1:] if note else texts
    if CALLS[call] in (PLURAL, NOTED_PLURAL):
        return (rest[:2] if all(rest[:2]) else None), note
    return rest[0], note


def write(catalog: Catalog, path: Path) -> None:
    """Write sorted and without line numbers: a diff then shows texts, not moved code."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, ignore_obsolete=True, width=110)


def compile_catalog(path: Path) -> Path | None:
    """Write `path` as .mo when it changed: aside, then renamed, for a server may be starting."""
    target = path.with_suffix(".mo")
    if not path.exists() or (target.exists() and target.stat().st_mtime >= path.stat().st_mtime):
        return None
    aside = target.with_suffix(f".{os.getpid()}.mo")  # several processes may be compiling
    with aside.open("wb") as file:
        write_mo(file, read(path))
    return aside.replace(target)


def flaws(catalog: Catalog, texts: Catalog) -> Iterator[str]:
    """Say what a translation of `texts` lacks, holds in vain or gets wrong."""
    for message in texts:
        if message.id and not _translated(catalog.get(message.id, message.context)):
            yield f"not translated: {message.id!r}"
    for message in catalog:
        if message.id and not texts.get(message.id, message.context):
            yield f"no longer used: {message.id!r}"
        yield from (f"{error}: {message.id!r}" for error in message.check(catalog))


def _translated(message) -> bool:
    texts = message.string if message and isinstance(message.string, (list, tuple)) else [message and message.string]
    return bool(message and all(texts) and not message.fuzzy)
