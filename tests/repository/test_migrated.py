"""A kept test database is taken for what it is: whatever could have made another one changes its name."""

from pathlib import Path

import pytest

from tests import migrated
from tests.repository.files import ROOMS, ROOT


def test_what_makes_a_database_is_known():
    known = migrated.sources()
    assert {path for room in ROOMS for path in (ROOT / room).glob("migrations/*.py")} <= known
    assert ROOT / "organization/apps.py" in known  # writes the system's user


def test_what_migrations_import_is_known(tmp_path, monkeypatch):
    """Also through another module, also inside a function."""
    written = {
        "audit/migrations/0001_guard.py": "def run():\n    from audit.triggers import guard\n",
        "audit/triggers.py": "from . import words\n",
        "audit/words.py": "import config.names\n",
        "config/names.py": "",
        "config/others.py": "",
    }
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    found = {str(path.relative_to(tmp_path)) for path in migrated.sources()}
    assert found == {*written, "organization/apps.py"} - {"config/others.py"}


@pytest.mark.parametrize(
    "changed", ["organization/apps.py", "organization/migrations/0001_initial.py", "requirements.lock"]
)
def test_a_change_to_any_of_it_is_noticed(monkeypatch, changed):
    before, read = migrated.digest(), Path.read_bytes
    assert migrated.digest() == before
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path == ROOT / changed else b""))
    assert migrated.digest() != before
