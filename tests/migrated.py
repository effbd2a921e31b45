"""The empty, migrated SQLite database, kept from run to run: migrating takes longer than most tests.

It is known by what made it: every migration of ours, every module of ours that one of them imports, and the versions
of everything else. Only the file is copied; what a run writes stays in its own copy.
"""

import ast
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path

import django
from django.db import connection

from tests.repository.files import ROOMS, ROOT


def begin_with(kept: Path) -> bool:
    """Say whether the test database begins as a copy of a kept one."""
    if connection.vendor != "sqlite" or not _file(kept).exists():
        return False
    shutil.copyfile(_file(kept), connection.settings_dict["TEST"]["NAME"])
    return True


def keep(kept: Path) -> None:
    """Keep the database of this run for the next, in place of older ones; two runs may do so at once."""
    if connection.vendor != "sqlite" or _file(kept).exists():
        return
    for old in kept.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    name = Path(connection.settings_dict["NAME"]).name
    aside = kept / f"{name}-{id(connection)}.part"
    connection.ensure_connection()
    copy = sqlite3.connect(aside)
    connection.connection.backup(copy)
    copy.close()
    connection.close()
    aside.replace(_file(kept))


def _file(kept):
    return kept / f"{digest()}.sqlite3"


def digest() -> str:
    """64 hex digits that change with whatever could change the migrated database."""
    made = sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for path in sorted(sources() | {ROOT / "requirements.lock", ROOT / "tests/settings.py"}, key=str):
        made.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return made.hexdigest()


def sources() -> set[Path]:
    """Our migrations, what they import from our rooms, and what else writes when a database is migrated."""
    ahead = [path for room in ROOMS for path in (ROOT / room).glob("migrations/*.py")]
    found = {ROOT / "organization/apps.py"}
    while ahead:
        path = ahead.pop()
        if path.exists() and path not in found:
            found.add(path)
            ahead += _imported(path)
    return found


def _imported(path):
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            modules = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for module in modules:
            if module.split(".")[0] in ROOMS:
                place = ROOT.joinpath(*module.split("."))
                yield from (place.with_suffix(".py"), place / "__init__.py")
