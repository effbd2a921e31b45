"""Final is final, whoever writes and however: the database refuses to change or delete the row and what belongs to it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from appraisal.models import (
    Appraisal,
    Cycle,
    Delivery,
    Dissent,
    Document,
    Evidence,
    ExtensionRequest,
    Indicator,
    Objection,
    Plan,
    PlannedResult,
    Policy,
    Recusal,
    Result,
)
from tests.audit.erasure.ended import Ended
from tests.office import DAY, NOW
from workflow import beside
from workflow.extending import ask_extension, decline_extension
from workflow.models import Case, Step
from workflow.refusals import Conflict

TABLES = {"appraisal_appraisal": Appraisal, "appraisal_document": Document}
WHOLE = [  # no column of their rows changes
    *TABLES, "appraisal_result", "appraisal_behaviour", "appraisal_feedback", "appraisal_objection", "appraisal_ground",
    "appraisal_statement", "appraisal_determination", "appraisal_delivery", "appraisal_vote", "appraisal_recusal",
    "appraisal_dissent", "appraisal_evidence", "appraisal_plan", "appraisal_plannedresult", "appraisal_indicator", "appraisal_policy",
    "workflow_case",
]  # fmt: skip
PARTLY = {  # what may change although it belongs to a final appraisal
    "appraisal_extensionrequest": "HR may answer a request after the end; answered it stays",
    "workflow_step": "reminders and deadlines move; who completed it, how and when stays",
}
EXCUSED = {
    "appraisal_agendaitem": "what became of it is noted as the chair closes it, after the verdict; minutes keep it",
    "appraisal_meeting": "goes on after one of its cases is final; its minutes keep what was decided",
    "appraisal_minutes": "follow the decision, and have their own guard once sealed",
    "appraisal_attendance": "of a meeting that goes on",
    "appraisal_signature": "guarded from the beginning",
    "workflow_draft": "nothing said yet",
    "workflow_snooze": "how a person keeps his own inbox",
    "workflow_claim": "who is at a task now",
    "workflow_bulkitem": "how far a request of many steps is",
}
FREE = {"first_seen_at", "due_at", "lapse_at", "reminded_on", "late_told_at"}  # of a completed step


@pytest.fixture
def ended(office):
    office.bring_to("final")
    return office


def refused():
    return pytest.raises(DatabaseError, match="never changed")


def columns_of(model):
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


@pytest.mark.parametrize("column", columns_of(Appraisal))
def test_no_column_of_a_final_appraisal_changes(ended, column):
    """Even to what it was: the trigger does not compare."""
    with refused(), transaction.atomic():
        execute(f"UPDATE appraisal_appraisal SET {column} = {column} WHERE id = %s", ended.appraisal.pk)


@pytest.mark.parametrize("table", TABLES)
def test_by_sql(ended, table):
    pk = TABLES[table].objects.get().pk
    for sql in (f"DELETE FROM {table} WHERE id = %s", f"UPDATE {table} SET id = id WHERE id = %s"):
        with refused(), transaction.atomic():
            execute(sql, pk)
    assert TABLES[table].objects.count() == 1


@pytest.mark.parametrize("table", TABLES)
def test_by_the_orm(ended, table):
    model = TABLES[table]
    row = model.objects.get()
    field = {"appraisal_appraisal": {"statement": "Lain"}, "appraisal_document": {"content": {}}}[table]
    for name, value in field.items():
        setattr(row, name, value)
    ways = [
        row.save,
        lambda: model.objects.update(**field),
        lambda: model.objects.bulk_update([row], list(field)),
        lambda: models_delete(row),
    ]
    for way in ways:
        with refused(), transaction.atomic():
            way()
    assert model.objects.filter(pk=row.pk, **field).count() == 0


def models_delete(row):
    """Past Django's own protection of what others point to."""
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_by_an_insert_that_replaces(ended):
    row = "INTO appraisal_document (id, content, appraisal_id) VALUES (%s, '{}', %s)"
    ways = [f"INSERT {row} ON CONFLICT (id) DO UPDATE SET content = '{{}}'"]
    if connection.vendor == "sqlite":
        ways.append(f"INSERT OR REPLACE {row}")
    for sql in ways:
        with refused(), transaction.atomic():
            execute(sql, Document.objects.get().pk, ended.appraisal.pk)
    assert Document.objects.get().content["predicate"] == "good"


# --- what belongs to it ---


@pytest.fixture
def over(db):
    """A contested case that is final, with a row in every table that belongs to one."""
    office = Ended()
    appraisal, facts = office.appraisal, {"round": 1, "member": office.stranger}
    Recusal.objects.create(appraisal=appraisal, kind="party", **facts)
    Dissent.objects.create(appraisal=appraisal, text="Lain.", attached_at=NOW, **facts)
    Delivery.objects.create(
        appraisal=appraisal, handed_over_on=NOW.date(), witness="x", letter_no="1", recorded_at=NOW,
        recorded_by=office.hr,
    )  # fmt: skip
    Evidence.objects.create(
        appraisal=appraisal, given_with="reply", name="a.pdf", size=1, media_type="application/pdf", sha256="x",
        added_by=office.employee, added_at=NOW,
    )  # fmt: skip
    ExtensionRequest.objects.create(
        appraisal=appraisal, step="self_assessment", until=NOW.date(), reason="x", asked_by=office.employee,
        asked_at=NOW, answered_at=NOW, answered_by=office.hr, is_granted=True, answer="y",
    )  # fmt: skip
    return office


def children():
    """Every table with a key to the appraisal, to what has one, and so on; and its plan and policy with theirs."""
    ours = [model for room in ("appraisal", "workflow") for model in apps.get_app_config(room).get_models()]
    found = {Appraisal, Plan, PlannedResult, Indicator, Policy}
    above = {Cycle}  # has appraisals, belongs to none
    while more := {model for model in ours if model not in found | above and _points_at(model, found - {Policy})}:
        found |= more
    return {model._meta.db_table: model for model in found if not hasattr(model, "instance_type")}


def _points_at(model, found):
    keys = [field for field in model._meta.concrete_fields if field.is_relation]
    return any(field.related_model in found for field in keys if field.db_constraint)


def test_each_table_of_an_appraisal_is_kept_or_excused():
    """A new one is guarded in the migration that makes it (`audit.triggers.guard`), or here is why it need not be."""
    assert set(children()) == {*WHOLE, *PARTLY, *EXCUSED}


def rows_of(table, office):
    """The rows of the ended case; each of the scene's tables has some."""
    rows = children()[table]._base_manager.order_by("pk")
    assert rows.exists(), f"the scene has no row in {table}"
    return rows


@pytest.mark.parametrize("table", WHOLE)
def test_nothing_that_belongs_to_it_changes(over, table):
    """Column by column, even to what it was, and no row goes."""
    rows = rows_of(table, over)
    kept, pk = list(rows.values()), rows.first().pk
    for column in columns_of(children()[table]):
        with refused(), transaction.atomic():
            execute(f'UPDATE {table} SET "{column}" = "{column}" WHERE id = %s', pk)
    ways = [f"DELETE FROM {table} WHERE id = %s"]
    if connection.vendor == "sqlite":
        ways += [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s"]
    for sql in ways:
        with refused(), transaction.atomic():
            execute(sql, pk)
    assert list(rows.values()) == kept


@pytest.mark.parametrize("table", [name for name in WHOLE if name.startswith("appraisal_")])
def test_while_it_runs_the_rest_of_the_case_may_change(office, table):
    """The guard asks the appraisal, so a case that is not final is none of its business."""
    model = children()[table]
    office.bring_to("objection_decision")
    if table in ("appraisal_document", "appraisal_policy") or not model._base_manager.exists():
        return
    pk = model._base_manager.first().pk
    for column in columns_of(model):
        execute(f'UPDATE {table} SET "{column}" = "{column}" WHERE id = %s', pk)


@pytest.mark.parametrize("column", columns_of(Step))
def test_a_completed_step_keeps_who_did_it_how_and_when(office, column):
    """Already while the case runs; reminders and deadlines are no part of what was done."""
    office.take("submit")
    done, opened = Step.objects.order_by("pk")
    field = next(field for field in Step._meta.concrete_fields if field.column == column)
    other = {"owner_id": office.stranger.pk, "by_id": office.stranger.pk, "on_behalf_of_id": office.stranger.pk}
    value = {"completed_at": NOW + DAY, "opened_at": NOW + DAY, "receipt": "{}", "reminded_on": NOW.date()}
    value = (value | other).get(column, NOW if "_at" in column else opened.task_id if column == "task_id" else "77")
    change = f'UPDATE workflow_step SET "{column}" = %s WHERE id = %s'
    if field.attname in FREE:
        return execute(change, value, done.pk)
    with refused(), transaction.atomic():
        execute(change, value, done.pk)
    with refused(), transaction.atomic():
        execute("DELETE FROM workflow_step WHERE id = %s", done.pk)
    return None


def test_a_step_is_not_completed_twice_nor_opened_again(office):
    office.take("submit")
    for change in ("outcome = 'lapse'", "completed_at = NULL, outcome = ''"):
        with refused(), transaction.atomic():
            execute(f"UPDATE workflow_step SET {change} WHERE completed_at IS NOT NULL")
    execute("UPDATE workflow_step SET outcome = outcome WHERE completed_at IS NOT NULL")  # it compares


def test_an_adopted_policy_stays_and_a_draft_may_change(office):
    draft = Policy.objects.create(
        slug="draf", version=1, title="Draf", body="{}", sha256="0" * 64, created_at=NOW
    )  # fmt: skip
    Policy.objects.filter(pk=draft.pk).update(body='{"a":1}')
    for change in ({"body": "{}"}, {"sha256": "0" * 64}, {"letter_no": "x"}, {"adopted_at": NOW}):
        with refused(), transaction.atomic():
            Policy.objects.filter(pk=office.policy.pk).update(**change)


def test_a_request_may_be_answered_after_the_end_and_then_stays(office):
    """As HR finds it: asked in time, the case is final meanwhile."""
    step = office.bring_to("employee_response")
    beside.receive_result(step.pk, by=office.employee, at=NOW)
    until = NOW.date() + 20 * DAY
    asked = ask_extension(step.pk, until=until, reason="Sakit.", by=office.employee, at=NOW + 12 * DAY)
    office.take("acknowledge", at=NOW + 12 * DAY)
    while office.stage() != "final":
        office.take("endorse", at=NOW + 12 * DAY)
    decline_extension(asked.pk, reason="Sudah final.", by=office.hr, at=NOW + 13 * DAY)
    for change in ("answer = 'x'", "is_granted = NULL"):
        with refused(), transaction.atomic():
            execute(f"UPDATE appraisal_extensionrequest SET {change} WHERE id = %s", asked.pk)
    with refused(), transaction.atomic():
        execute("DELETE FROM appraisal_extensionrequest WHERE id = %s", asked.pk)


def test_a_plan_is_kept_by_any_final_appraisal_that_was_held_to_it(ended):
    """Of another employee nothing is final yet."""
    other, indicators = ended.make_plan(ended.stranger)
    Indicator.objects.filter(pk=indicators[0].pk).update(target=5)
    Plan.objects.filter(pk=other.pk).update(version=1)
    for rows in (Plan.objects.filter(pk=ended.plan.pk), Indicator.objects.filter(planned_result__plan=ended.plan)):
        with refused(), transaction.atomic():
            rows._raw_delete("default")


def test_a_superseding_version_is_made_beside_it(over):
    before = [list(model._base_manager.order_by("pk").values()) for model in (Appraisal, Result, Objection, Step, Case)]
    again = beside.supersede(
        over.appraisal.pk, results_rating="above", behaviour_rating="above", authority="PTUN", letter_no="1",
        reason="Putusan.", by=over.hr, at=NOW + DAY,
    )  # fmt: skip
    assert again.edition == 2
    after = [list(model._base_manager.order_by("pk").values()) for model in (Appraisal, Result, Objection, Step, Case)]
    assert [rows[: len(kept)] for rows, kept in zip(after, before, strict=True)] == before


def test_what_is_not_final_changes_until_it_is(office):
    """The trigger looks at the row as it was, so the act that makes it final passes."""
    Appraisal.objects.update(statement="Boleh")
    office.bring_to("final")
    assert Appraisal.objects.get().is_final


def test_no_door_changes_it_either(ended):
    pk = ended.appraisal.pk
    facts = Appraisal.objects.filter(pk=pk).values().get()
    reason = {"reason": "x", "by": ended.hr, "at": NOW}
    doors = [
        lambda: beside.cancel(pk, **reason),
        lambda: beside.reassign(pk, role="supervisor", to=ended.stranger, **reason),
        lambda: beside.withdraw_objection(pk, by=ended.employee, at=NOW),
        lambda: beside.reply(pk, text="x", by=ended.employee, at=NOW),
        lambda: beside.admit_late_objection(pk, ground="x", by=ended.second_level, at=NOW),
        lambda: beside.record_delivery(pk, handed_over_on=NOW.date(), witness="x", letter_no="1", by=ended.hr, at=NOW),
    ]
    for door in doors:
        with pytest.raises(Conflict):
            door()
    assert Appraisal.objects.filter(pk=pk).values().get() == facts


def execute(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
