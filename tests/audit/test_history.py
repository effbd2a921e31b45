"""What each record looked like, when, by whom and why; also outside a request, also in bulk."""

import datetime
import json
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps
from simple_history.utils import get_history_manager_for_model as history_of

from appraisal.models import Appraisal, Behaviour, Determination, Indicator, Result
from audit import registry
from audit.acts import Act, write
from audit.canonical import canonical, columns
from organization.models import SYSTEM, User
from tests.audit.unguarded import UNGUARDED
from tests.office import DAY, NOW, Office
from tests.workflow.walking import walk

ROOMS = ("organization", "appraisal")
CONTESTED = """
    0   submit    supervisor_review
    1   submit    employee_response
    2   open      employee_response
    3   object    supervisor_statement
    4   submit    objection_decision
    8   dismiss   committee_vote
    9   endorse   committee_vote
    9   endorse   final
"""


@pytest.fixture
def office(db):
    return Office()


def test_each_act_keeps_one_version_of_what_it_changes(office):
    walk(office, CONTESTED)
    versions = list(office.appraisal.history.order_by("history_id"))
    assert [(version.stage, version.history_user.username) for version in versions] == [
        ("self_assessment", "hr"),
        ("supervisor_review", "employee"),
        ("employee_response", "supervisor"),
        ("employee_response", "employee"),  # the receipt
        ("supervisor_statement", "employee"),
        ("objection_decision", "supervisor"),
        ("committee_vote", "second_level"),
        ("final", "member_1"),  # the first vote changes no appraisal
    ]
    assert [version.history_date for version in versions] == [NOW + n * DAY for n in (0, 0, 1, 2, 3, 4, 8, 9)]
    assert [version.history_type for version in versions] == ["+", *["~"] * 7]


def test_the_reason_stands_with_every_row_of_the_act(office):
    walk(office, CONTESTED)
    assert Determination.history.get().history_change_reason == "Ada alasannya."
    decided = office.appraisal.history.filter(history_user=office.second_level).get()
    assert decided.history_change_reason == "Ada alasannya."


def test_silence_has_an_actor_too(office):
    walk(office, "18 lapse supervisor_review")
    version = office.appraisal.history.latest("history_id")
    assert (version.history_user, version.history_date) == (SYSTEM, NOW + 18 * DAY)


def test_history_replays_to_the_present(office):
    walk(office, CONTESTED)
    compared = 0
    for model in [m for m in registry.histories if m._meta.app_label == "appraisal"]:
        for row in model._base_manager.all():
            last = history_of(model).filter(**{model._meta.pk.attname: row.pk}).order_by("-history_id").first()
            if last is None:  # what the set-up wrote in bulk
                assert model.__name__ in ("Indicator", "Seat")
                continue
            for field in model._meta.concrete_fields:
                assert getattr(last, field.attname) == getattr(row, field.attname), (model, field)
            compared += 1
    assert compared > 20


def test_each_version_differs_from_the_one_before(office):
    """No version is written of a row that an act left as it was."""
    walk(office, CONTESTED)
    for model in (Appraisal, Result, Behaviour):
        for row in model._base_manager.all():
            versions = [facts_of(version) for version in row.history.order_by("history_id")]
            assert all(before != after for before, after in zip(versions, versions[1:], strict=False))


def facts_of(version):
    return {name: value for name, value in columns(version).items() if not name.startswith("history_")}


def test_bulk_writes_keep_history(office):
    people = User.objects.bulk_create([User(username=f"e{n}", name=f"P {n}") for n in range(7)])
    launched = office.launch(people)
    versions = Appraisal.history.filter(id__in=[appraisal.pk for appraisal in launched])
    assert {(version.history_user, version.history_type, version.stage) for version in versions} == {
        (office.hr, "+", "self_assessment")
    }
    assert versions.count() == 7


def test_many_rows_changed_in_one_act_keep_a_version_each(office):
    walk(office, "0 submit supervisor_review\n 1 return self_assessment")
    data = office.data("self_assessment", "submit")
    data["results"] = [row | {"actual": str(n)} for n, row in enumerate(data["results"])]
    office.take("submit", data, at=NOW + 2 * DAY)
    for n, result in enumerate(Result.objects.order_by("pk")):
        assert result.actual == n
        assert [version.actual for version in result.history.order_by("history_id")] == [Decimal("87.5"), n]
    assert Behaviour.history.count() == 7  # told the same again: nothing changed, nothing kept


def test_a_change_to_what_it_was_is_no_change(office):
    act = Act(office.appraisal, by=office.hr, at=NOW)
    act.change(office.appraisal, statement=office.appraisal.statement)
    assert not act.changed
    write(act)
    assert office.appraisal.history.count() == 1


def test_however_often_an_act_changes_a_row_it_is_saved_once(office):
    from audit.models import Entry
    from tests.counting import statements

    act = Act(office.appraisal, by=office.hr, at=NOW, reason="x")
    act.change(office.appraisal, statement="a")
    act.change(office.appraisal, statement="b", rating_reason="c")
    with statements() as found:
        write(act)
    assert len([sql for sql in found if sql.startswith("UPDATE")]) == 1
    version = office.appraisal.history.latest("history_id")
    assert (version.statement, version.rating_reason, version.history_change_reason) == ("b", "c", "x")
    assert Entry.objects.count() == 1  # an act that records nothing writes no entry


def test_every_business_model_keeps_history_and_says_whose_it_is():
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model.__name__.startswith("Historical") or not hasattr(model, "history"):
                continue
            assert model in registry.histories, model
    facts = [model for model in apps.get_app_config("appraisal").get_models() if "Historical" not in model.__name__]
    forgotten = [model for model in facts if model not in registry.histories]
    assert {model._meta.db_table for model in forgotten} - UNGUARDED.keys() == set()


def test_no_password_is_kept():
    fields = {field.name for field in history_of(User).model._meta.get_fields()}
    assert not fields & {"password", "last_login"}


# --- the same bytes on SQLite and PostgreSQL ---

RESULT = (
    '{"actual":"87.50","appraisal_id":%d,"history_change_reason":"Uji é","history_date":"2026-11-02T03:00:00.000001Z",'
    '"history_id":%d,"history_type":"+","history_user_id":%d,"id":%d,"indicator_id":%d,"note":"baris\\nkedua \\"é\\" 🙂"}'
)


def test_a_row_has_the_same_bytes_before_and_after_the_database(office):
    """Spelled out, so that both databases are held to one text."""
    at = NOW + datetime.timedelta(microseconds=1)
    act = Act(office.appraisal, by=office.hr, at=at, reason="Uji é")
    result = Result(
        appraisal=office.appraisal, indicator=office.indicators[0], actual=Decimal("87.5"),
        note='baris\nkedua "é" 🙂',
    )  # fmt: skip
    act.add(result)
    write(act)
    version = result.history.get()
    keys = (office.appraisal.pk, version.pk, office.hr.pk, result.pk, office.indicators[0].pk)
    assert canonical(columns(version)).decode() == RESULT % keys


@pytest.mark.parametrize(
    ("typed", "text"),
    [("0", "0.00"), ("-0", "0.00"), ("0.10", "0.10"), ("999999999999.99", "999999999999.99"), ("1E+2", "100.00")],
)
def test_decimals_keep_their_places(office, typed, text):
    act = Act(office.appraisal, by=office.hr, at=NOW)
    result = Result(appraisal=office.appraisal, indicator=office.indicators[0], actual=Decimal(typed))
    act.add(result)
    write(act)
    assert columns(result)["actual"] == text
    assert columns(Result.objects.get())["actual"] == text
    assert columns(result.history.get())["actual"] == text


def test_json_dates_booleans_and_pseudonyms_have_one_form(office):
    kept = Appraisal.objects.get()
    kept.snapshot = {"z": [1, True, None], "a": {"name": "é"}}
    act = Act(kept, by=office.hr, at=NOW)
    act.changed[kept] = {"snapshot"}
    write(act)
    before, after = columns(kept), columns(Appraisal.objects.get())
    assert canonical(before) == canonical(after)
    assert json.loads(canonical(after))["snapshot"] == {"z": [1, True, None], "a": {"name": "é"}}
    assert after["is_final"] is False
    assert columns(office.cycle)["starts_on"] == "2026-07-01"
    assert columns(office.employee)["pseudonym"] == str(office.employee.pseudonym)
    assert UUID(columns(User.objects.get(pk=office.employee.pk))["pseudonym"]) == office.employee.pseudonym


def test_every_column_of_every_model_has_a_canonical_form(office):
    walk(office, CONTESTED)
    for room in (*ROOMS, "workflow", "notifications"):
        for model in apps.get_app_config(room).get_models():
            for row in model._base_manager.all()[:3]:
                canonical(columns(row))
    assert Indicator.objects.count() == 5
