"""An upgrade: cases and steps that were there before their versions were kept."""

import json

import pytest
from django.apps import apps

from audit.acts import Act
from audit.models import Entry, Payload
from audit.verification import verify
from tests.counting import statements
from tests.office import DAY, NOW, Office
from workflow import beside, taking_over
from workflow.models import Case, Step

pytestmark = pytest.mark.django_db
TOLD = "inbox.steps_taken_over"


@pytest.fixture
def earlier(monkeypatch):
    """An office whose cases and steps have no versions."""
    keep = Act.keep
    with monkeypatch.context() as patched:
        patched.setattr(
            Act, "keep", lambda act, kind, *rows: keep(act, kind, *[r for r in rows if not isinstance(r, (Case, Step))])
        )
        office = Office()
        office.bring_to("employee_response")
    return office


def untold():
    """Cases and steps that no version describes; the people of an office are there without a log."""
    found = [one.where for one in verify([], at=NOW).findings if one.kind == "present"]
    return [where for where in found if where.startswith("workflow_")]


def test_what_was_there_is_told_once_and_clean_from_then_on(earlier, monkeypatch):
    monkeypatch.setattr(taking_over, "TOLD_AT_ONCE", 2)
    assert {where.split()[0] for where in untold()} == {"workflow_case", "workflow_step"}
    taking_over.take_over(apps)
    assert untold() == []
    told = Payload.objects.filter(entry__event=TOLD).order_by("entry__n")
    rows = [[table for table, *_rest in json.loads(payload.data)["rows"]] for payload in told]
    assert rows == [["workflow_historicalcase"], ["workflow_historicalstep"] * 2, ["workflow_historicalstep"]]
    taking_over.take_over(apps)
    assert Entry.objects.filter(event=TOLD).count() == 3


def test_the_steps_go_on(earlier):
    taking_over.take_over(apps)
    beside.receive_result(earlier.step().pk, by=earlier.employee, at=NOW + DAY)
    earlier.take("acknowledge", at=NOW + DAY)
    assert untold() == []
    [seen, *_rest] = Step.history.filter(name="employee_response", history_type="~").order_by("-pk")
    assert seen.outcome == "acknowledge"


def test_an_installation_that_keeps_them_asks_once_and_writes_nothing(office):
    office.bring_to("supervisor_review")
    with statements() as asked:
        taking_over.take_over(apps)
    assert len(asked) == 1
    assert not Entry.objects.filter(event=TOLD).exists()
