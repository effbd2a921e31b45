"""The project's own files, as git sees them (or, without git, as they lie there)."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("audit", "notifications", "organization", "appraisal", "workflow", "portal", "config")
MADE = {".git", ".venv", "var", "__pycache__", "node_modules", ".hypothesis", ".pytest_cache", ".ruff_cache"}


@cache
def files() -> list[Path]:
    """Every file of the project, tracked or about to be."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        names = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        found = {ROOT / name for name in names if name}
    except (OSError, subprocess.CalledProcessError):
        found = {path for path in ROOT.rglob("*") if not MADE & set(path.relative_to(ROOT).parts)}
    return sorted(path for path in found if path.is_file())


def matching(*patterns: str) -> list[Path]:
    return [path for path in files() if any(path.relative_to(ROOT).match(pattern) for pattern in patterns)]


def code() -> list[Path]:
    """The rooms' Python files; migrations and the demo's texts are not written like code."""
    return [
        path for path in matching("*.py") if path.relative_to(ROOT).parts[0] in ROOMS and "migrations" not in path.parts
    ]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
