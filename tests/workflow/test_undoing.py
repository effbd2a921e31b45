"""A launch taken back: untouched cases go, touched ones stay, within the window only; and it may be opened again."""

import json

import pytest
from viewflow.workflow.models import Process, Task

from appraisal.models import Appraisal, Cycle
from audit.models import Entry
from organization.models import User
from tests.counting import statements
from tests.office import DAY, NOW
from workflow import beside
from workflow.drafts import keep
from workflow.models import Case, Launch, Step
from workflow.refusals import Conflict, Forbidden, Invalid
from workflow.undoing import Undo, undo_launch


def undo(office, at=NOW + DAY / 2, by=None):
    return undo_launch(office.cycle.pk, reason="Terlanjur dibuka.", by=by or office.hr, at=at)


def test_nothing_of_it_is_left_but_the_record(office):
    pk, entry = office.appraisal.pk, undo(office)
    assert [model.objects.count() for model in (Appraisal, Case, Step, Task, Process)] == [0] * 5
    assert json.loads(entry.payload.data)["facts"] == {"count": 1, "left": 0}
    told = Entry.objects.filter(stream=f"appraisal:{pk}").order_by("n").values_list("event", flat=True)
    assert list(told) == ["appraisal.opened", "appraisal.opening_undone"]
    assert list(Appraisal.history.filter(id=pk).values_list("history_type", flat=True)) == ["-", "+"]
    assert office.told("cycle.launch_undone") == {"employee"}


def test_the_period_is_prepared_again_and_may_be_opened_again(office):
    undo(office)
    office.cycle.refresh_from_db()
    assert (office.cycle.state, office.cycle.launched_at) == (Cycle.State.DRAFT, None)
    office.launch([office.employee], at=NOW + DAY)
    assert Appraisal.objects.count() == 1


@pytest.mark.parametrize("touch", ["seen", "typed", "sent", "extended"])
def test_what_somebody_touched_stays(office, touch):
    other, step = office.launch([office.stranger])[0], office.step()
    if touch == "seen":
        beside.mark_seen(step.pk, by=office.employee, at=NOW)
    elif touch == "typed":
        keep(step, author=office.employee, typed={"statement": "x"}, at=NOW)
    elif touch == "sent":
        office.take("submit")
    else:
        office.appraisal.extended = {"self_assessment": "2026-12-01"}
        office.appraisal.save()
    assert Undo.of(office.cycle, at=NOW).untouched == 1
    undo(office)
    assert list(Appraisal.objects.values_list("pk", flat=True)) == [office.appraisal.pk]
    office.cycle.refresh_from_db()
    assert office.cycle.state == Cycle.State.OPEN
    assert not Appraisal.objects.filter(pk=other.pk).exists()
    with pytest.raises(Conflict):
        undo(office)


def test_only_within_the_window(office, settings):
    with pytest.raises(Conflict):
        undo(office, at=NOW + 25 * DAY / 24)
    settings.LAUNCH_UNDO_HOURS = 0
    with pytest.raises(Conflict):
        undo(office)
    assert Undo.of(office.cycle, at=NOW + DAY).until is None
    assert Appraisal.objects.count() == 1


def test_not_while_it_is_being_opened(office):
    Launch.objects.create(cycle=office.cycle, by=office.hr, asked_at=NOW)
    with pytest.raises(Conflict):
        undo(office)


def test_only_hr_and_with_a_reason(office):
    with pytest.raises(Forbidden):
        undo(office, by=office.supervisor)
    with pytest.raises(Invalid):
        undo_launch(office.cycle.pk, reason="", by=office.hr, at=NOW)
    assert Appraisal.objects.count() == 1


def test_the_cost_is_that_of_one(office):
    counts = []
    for size in (1, 200):
        office.launch(User.objects.bulk_create([User(username=f"u{size}-{n}", name="P") for n in range(size)]))
        Cycle.objects.update(state="open", launched_at=NOW, launched_by=office.hr)
        with statements() as found:
            undo(office)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 24
    assert Appraisal.objects.count() == 0
