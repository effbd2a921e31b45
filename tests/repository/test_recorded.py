"""What changes something is recorded: every verb reaches `record`, however many functions lie between."""

import ast
import re
from functools import cache

from tests.repository.files import ROOMS, ROOT, code, text

VERBS = ("actions", "beside")  # packages, and modules of that name, whose public functions are business verbs
RECORDS = "record"
WRITES = {
    "act.add", "act.change", "act.keep", "act.remove", "write", "save", "insert", "create", "bulk_create", "get_or_create",
    "update_or_create", "update", "update_all", "bulk_update", "delete",
}  # fmt: skip
NAMED = "by"  # what somebody does takes who it is, wherever it is written
DISPATCHED = {
    "workflow.steps.take_step": "the action of the outcome records: tests/workflow/test_flow.py walks through all of them",
    "workflow.steps.take_steps": "one `take_step` each",
    "workflow.beside.lateness.tell_late": "the node of the step records what is late: appraisal.actions.lateness",
}
OF_NO_CONCERN = {
    "appraisal.actions.unit_rating.keep_draft": "nothing said yet: nobody else sees it, and it goes as it is sent",
    "notifications.actions.post": "a message about what its caller records",
    "notifications.actions.mark_read": "that he read them is his own business",
    "notifications.actions.mark_all_read": "that he read them is his own business",
    "organization.importing.jobs.ask": "the worker records what was asked for as it does it, in his name",
    "workflow.desk.bulk.begin": "each task is an act of its own, which records",
    "workflow.desk.claims.renew": "he has the step already; that he took it is an entry",
    "workflow.reopening.ask": "beside the entry of the extension that asks for it; each case that comes back records",
    "workflow.beside.receipt.mark_seen": "when a step was first seen is bookkeeping; what was seen is in the access journal",
}


@cache
def modules():
    """{dotted name: its tree} of the rooms' code."""
    return {dotted(path): ast.parse(text(path)) for path in code()}


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def functions():
    """{dotted name: its node} of every function at the top of a module."""
    return {
        f"{module}.{node.name}": node
        for module, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


@cache
def names_in(module):
    """{name: what it stands for} as a module imports and defines it; re-exports are followed."""
    known = {}
    package = module if any(other.startswith(f"{module}.") for other in modules()) else module.rpartition(".")[0]
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.ImportFrom):
            base = source_of(node, package)
            known |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            known |= {alias.asname or alias.name: alias.name for alias in node.names}
    known |= {full.rpartition(".")[2]: full for full in functions() if full.rpartition(".")[0] == module}
    return known


def source_of(node, package):
    if not node.level:
        return node.module
    base = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def resolved(full):
    """The function that a name stands for, through the packages that pass it on."""
    for _ in range(5):
        if full in functions():
            return full
        module, _dot, last = full.rpartition(".")
        if module not in modules() or names_in(module).get(last, full) == full:
            return None
        full = names_in(module)[last]
    return None


@cache
def calls(full):
    """(functions of ours that a function calls or hands on, the plain names of all that it calls)."""
    known = names_in(full.rpartition(".")[0])
    ours, plain = set(), set()
    for node in with_tables(full):
        if isinstance(node, ast.Call) and not (node.args and plain_name(node.func) == "update"):  # a hash, a dict
            plain.add(plain_name(node.func))
        if isinstance(node, ast.Name) and node.id in known:
            ours.add(resolved(known[node.id]))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            ours.add(resolved(f"{known[node.value.id]}.{node.attr}"))
    return ours - {None, full}, plain


def plain_name(called):
    """`act.add` of whatever is called an act, or an act of something; else the last name."""
    if not isinstance(called, ast.Attribute):
        return getattr(called, "id", "")
    owner = ast.unparse(called.value).rpartition(".")[2]
    return f"act.{called.attr}" if owner.endswith("act") and called.attr != RECORDS else called.attr


def with_tables(full):
    """The nodes of a function, and of the tables of its module that it looks functions up in."""
    module = modules()[full.rpartition(".")[0]]
    tables = {node.targets[0].id: node for node in module.body if is_table(node)}
    nodes = list(ast.walk(functions()[full]))
    named = {node.id for node in nodes if isinstance(node, ast.Name)} & tables.keys()
    return [*nodes, *(node for name in named for node in ast.walk(tables[name]))]


def is_table(node):
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Dict)


@cache
def reaches(full, *wanted):
    """Whether a function, or one that it calls, calls something of these names."""
    seen, waiting = set(), [full]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        ours, plain = calls(one)
        if plain & set(wanted):
            return True
        waiting += ours
    return False


def verbs():
    """Public functions of rooms' `actions`, of the doors beside the one door, and all that somebody does elsewhere."""
    for full, node in functions().items():
        parts = full.split(".")
        names = {arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]}
        is_verb = set(parts[1:-1]) & set(VERBS) or NAMED in names
        if parts[0] in ROOMS and is_verb and not parts[-1].startswith("_"):
            yield full


def within_an_act(full):
    """Whether it is given an act by whoever records: then its callers are asked."""
    return [arg.arg for arg in functions()[full].args.args[:1]] == ["act"]


def callers_of(full):
    return [other for other in functions() if full in calls(other)[0]]


def test_there_are_verbs():
    found = set(verbs())
    assert {
        "organization.actions.account.grant_role",
        "workflow.beside.case.cancel",
        "appraisal.actions.plan.agree",
    } <= found
    assert len(found) > 60


def test_every_verb_that_writes_records():
    silent = [
        full
        for full in verbs()
        if full not in {**OF_NO_CONCERN, **DISPATCHED}
        and not within_an_act(full)
        and reaches(full, *WRITES)
        and not reaches(full, RECORDS)
    ]
    assert silent == [], "Record an event: somebody will want to know who did this."


def test_what_is_done_within_an_act_is_done_for_somebody_who_records():
    silent = [
        full
        for full in verbs()
        if within_an_act(full) and not reaches(full, RECORDS)
        for caller in callers_of(full)
        if not reaches(caller, RECORDS) and "flows" not in caller
    ]
    assert silent == [], "The act that these fill is written without an event."


def test_what_is_excused_is_still_there():
    excused = {**OF_NO_CONCERN, **DISPATCHED}
    assert set(excused) <= set(verbs())
    assert [full for full in excused if reaches(full, RECORDS)] == []


def test_a_verb_without_its_record_would_be_found(monkeypatch):
    """The check can fail: a verb that forgets, a verb whose helper forgets."""
    for module, verb in (
        ("organization.actions.account", "grant_role"),
        ("appraisal.actions.plan", "propose"),
        ("workflow.extending", "decline_extension"),
        ("workflow.desk.snoozing", "snooze"),
    ):
        kept = modules()[module]
        forgetful = ast.parse(re.sub(r"\b(act\.)?record\(", "print(", ast.unparse(kept)))
        with monkeypatch.context() as patch:
            patch.setitem(modules(), module, forgetful)
            forget()
            assert f"{module}.{verb}" in [
                full for full in verbs() if reaches(full, *WRITES) and not reaches(full, RECORDS)
            ]
        forget()


def forget():
    for known in (functions, names_in, calls, reaches):
        known.cache_clear()
