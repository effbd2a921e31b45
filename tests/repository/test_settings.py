"""What an installation can set is written where its administrator looks."""

import ast
import re

from tests.repository.files import ROOT, code, name, text

EXAMPLE = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def settings_read() -> set[str]:
    calls = [node for node in ast.walk(ast.parse(text(ROOT / "config/settings.py"))) if isinstance(node, ast.Call)]
    asked = [call for call in calls if re.fullmatch(r"env\.[a-z_]+", ast.unparse(call.func)) and call.args]
    return {call.args[0].value for call in asked if isinstance(call.args[0], ast.Constant)}


def test_every_setting_is_explained_in_the_example():
    explained = set(EXAMPLE.findall(text(ROOT / ".env.example")))
    assert settings_read() - explained == set(), "Explain these in .env.example."
    assert explained - settings_read() == set(), "Nothing reads these: take them out of .env.example."


def test_the_environment_is_read_in_one_place():
    readers = {name(path) for path in code() if re.search(r"os\.(environ\[|environ\.get|getenv)", text(path))}
    assert readers == set(), "Read the environment in config/settings.py only."


def test_the_settings_fit_on_a_few_screens():
    assert len(text(ROOT / "config/settings.py").splitlines()) <= 250
