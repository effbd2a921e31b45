"""A kept test database is taken for what it is: whatever could have made another one changes its name."""

from pathlib import Path

from tests import migrated
from tests.repository.files import ROOT, matching


def test_what_makes_a_database_is_known():
    known = migrated.sources()
    assert set(matching("*/migrations/*.py")) <= known
    assert ROOT / "audit/triggers.py" in known  # imported by migrations
    assert ROOT / "organization/apps.py" in known  # writes the system's user


def test_a_change_to_any_of_it_is_noticed(monkeypatch):
    before, read = migrated.digest(), Path.read_bytes
    assert migrated.digest() == before
    changed = ROOT / "audit/triggers.py"
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path == changed else b""))
    assert migrated.digest() != before
