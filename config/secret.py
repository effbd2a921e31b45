"""A secret key for a machine on which nobody has set one."""

import os
from pathlib import Path
from secrets import token_urlsafe
from tempfile import mkstemp

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """Return the key in `path`, made there (mode 0600) by the first process that asks."""
    try:
        if not path.exists():
            _make(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"Set SECRET_KEY: none is set and none can be kept in {path} ({error}).") from error


def _make(path: Path) -> None:
    """Write aside, then link: two processes that start together read the same whole key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, aside = mkstemp(dir=path.parent, prefix=path.name)
    with open(number, "w", encoding="ascii") as file:
        file.write(token_urlsafe(50))
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(aside)
