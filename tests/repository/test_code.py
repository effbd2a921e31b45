"""Habits of the code that no linter knows. Each failure names the file and what to do."""

import ast
import re
import subprocess
import sys

import pytest
from simple_history.models import registered_models

from tests.repository.files import ROOMS, ROOT, code, files, name, text

SAME_JOB = "actions api apps events forms models notices permissions rules selectors urls views"
SAYS_NOTHING = "base common core helper helpers lib managers misc services shared tools util utils"
DEMO = "config/demo/"  # invents a past
WRITES = {"update", "bulk_update", "bulk_create", "create", "get_or_create", "update_or_create", "delete"}
MAY_WRITE = {
    "audit/acts.py": "the one writer of records, history and log",
    "organization/apps.py": "makes the system's own users, with fixed ids, after migrate",
}
MAY_INSERT = {
    "audit/acts.py": "records, their versions and the log",
    "audit/update.py": "nothing: it shares how columns are sent",
    "audit/access/batches.py": "which looks are in which batch: the log has its digest",
    "audit/seal.py": "places in the tree, made of entries that are there",
    "workflow/moving.py": "steps and the rows of the engine behind them",
    "notifications/actions.py": "notices",
    "workflow/start.py": "cases, steps and the engine's rows, which the log of the case speaks of",
}


@pytest.mark.parametrize("room", ROOMS)
def test_the_names_of_a_rooms_files_say_what_they_hold(room):
    """A name used in every room means the same job; any other name is explained by its docstring."""
    mine = [path for path in code() if path.parent == ROOT / room and path.stem != "__init__"]
    folders = {path.parent for path in code() if path.parent.parent == ROOT / room and path.stem == "__init__"}
    named = {path.stem for path in mine} | {folder.name for folder in folders}
    assert named & set(SAYS_NOTHING.split()) == set(), "Name it after the noun or the job."
    unexplained = [
        name(path)
        for path in mine
        if not set(path.stem.split("_")) <= set(SAME_JOB.split()) and not ast.get_docstring(tree(path))
    ]
    assert unexplained == [], "Say in a docstring what this file is for."


def test_no_file_is_feared():
    long = {name(path): len(text(path).splitlines()) for path in code() if not name(path).startswith(DEMO)}
    del long["audit/dossier/verify.py"]  # a stranger reads one file
    assert {path: lines for path, lines in long.items() if lines > 350} == {}, "Split them by noun."


def test_there_is_no_model_admin():
    assert [name(path) for path in code() if re.search(r"ModelAdmin|admin\.site", text(path))] == []


def test_records_with_a_history_are_written_by_acts_only():
    """`.update()` and bulk writes leave no history; even `.create()` leaves one without an author."""
    found = [
        f"{name(path)}:{call.lineno}: {ast.unparse(call.func)}"
        for path in code()
        if name(path) not in MAY_WRITE and not name(path).startswith(DEMO)
        for call in calls(path)
        if writes_history(call)
    ]
    assert found == [], "Write it with audit.acts, as somebody and at a time."


def test_only_those_insert_by_hand_who_say_what():
    """`audit.insert` is as blind to history as `bulk_create`."""
    found = {name(path) for path in code() if "audit.insert" in text(path) or "from .insert" in text(path)}
    assert found <= MAY_INSERT.keys(), "Write it with audit.acts, or say here why it needs no history."


def test_notices_are_posted():
    """Else no open page hears of them."""
    past = re.compile(r"Notice\.objects\.(bulk_)?create")
    assert [name(path) for path in code() if past.search(text(path))] == [], "Use notifications.actions.post."


def test_pages_ask_for_what_a_person_may_see():
    """A view begins at a selector or `visible_to`; a child is asked for together with its visible parent."""
    found = [
        f"{name(path)}:{call.lineno}: {ast.unparse(call)[:90]}"
        for path in code()
        if re.search(r"/(views|api)\w*(/|\.py)", name(path))
        for call in calls(path)
        if call.func.attr in {"all", "get"} and ast.unparse(call.func.value).endswith(".objects")
    ]
    assert found == [], "Ask a selector, which knows who may see what."


def test_heavy_libraries_are_imported_where_they_are_used():
    """A page worker stays small: spreadsheets, servers and documents are for whoever asks for them."""
    heavy = ["openpyxl", "tablib", "uvicorn", "gunicorn", "babel", "segno", "tqdm", "jsonschema", "cryptography"]
    asked = (
        "import sys, django; django.setup(); import config.urls;"
        f"print(*[name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_no_file_speaks_of_the_machine_it_was_made_on():
    machine = re.compile("|".join([r"(?<!\w)/wor" + r"k(?![\w-])", "share" + "d/", "/roo" + "t/", "/op" + "t/"]))
    found = [
        f"{name(path)}: {match[0]}"
        for path in files()
        if path.suffix not in {".png", ".ico", ".woff2", ".xlsx", ".mo"} and path.name != "LICENSE"
        for match in machine.finditer(text(path))
    ]
    assert found == [], "A clone has none of these."


def tree(path) -> ast.Module:
    return ast.parse(text(path))


def calls(path) -> list[ast.Call]:
    return [
        node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def writes_history(call: ast.Call) -> bool:
    """Say whether `call` writes rows of a tracked model, through its manager or that of a parent."""
    if call.func.attr not in WRITES:
        return False
    root, steps = chain(call.func.value)
    tracked = {model.__name__: model for model in registered_models.values()}
    model = tracked.get(root) if {"objects", "_base_manager", "_default_manager"} & steps else None
    if model and call.func.attr == "update":
        untracked = set(model.history.model._history_excluded_fields)
        return not {keyword.arg for keyword in call.keywords} <= untracked
    return bool(model) or bool(steps & children())


def chain(node: ast.expr) -> tuple[str, set[str]]:
    """Return where a chain of attributes and calls begins, and what it goes through."""
    steps = set()
    while isinstance(node, (ast.Attribute, ast.Call)):
        if isinstance(node, ast.Attribute):
            steps.add(node.attr)
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return getattr(node, "id", ""), steps


def children() -> set[str]:
    """The names under which a parent reaches its tracked children, such as `appraisal.votes`."""
    relations = [field.remote_field for model in registered_models.values() for field in model._meta.fields]
    return {
        relation.get_accessor_name()
        for relation in relations
        if relation and not relation.hidden and relation.one_to_one is not True
    } - {None}
