"""Each rule says where it comes from: a law, or "ours" and why. What was not read says so."""

import ast
import re

import pytest

from tests.repository.files import ROOT

MODULES = [
    "appraisal/rules.py",
    "appraisal/committee_rules.py",
    "appraisal/plan_rules.py",
    "appraisal/days.py",
    "organization/rules.py",
]
SOURCE = re.compile(r"\b[Oo]urs\b|\b(PP|UU|PermenPANRB|Perka BKN|SE (BKN|MenPANRB)) \S*\d|BerAKHLAK|`end_of`")
FROM_MEMORY = re.compile(r"UU 30/2014|UU 27/2022|SE BKN 1/SE|Perka BKN")  # whose text nobody of us has read


def rules():
    for module in MODULES:
        for node in ast.parse((ROOT / module).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield pytest.param(ast.get_docstring(node) or "", id=f"{module}:{node.name}")


@pytest.mark.parametrize("text", list(rules()))
def test_a_rule_says_where_it_comes_from(text):
    assert SOURCE.search(text), "Name the law (and whether its text was read), or say that it is ours and why."
    if FROM_MEMORY.search(text):
        assert "not verified" in text
