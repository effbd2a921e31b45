"""A pause: no clock runs, work may go on, and each deadline moves by the days of the pause."""

import datetime

import pytest

from appraisal.actions.closing import close
from appraisal.rules import RuleBroken
from audit.models import Entry
from notifications.models import Notice
from organization.models import User
from tests.agreement import agree
from tests.counting import statements
from tests.office import DAY, NOW, TODAY
from workflow.models import Step
from workflow.pausing import days_between, pause, resume
from workflow.refusals import Conflict, Forbidden, Invalid
from workflow.reminders import remind
from workflow.sweeper import escalate, sweep

from .walking import walk

HOUR = datetime.timedelta(hours=1)
SENT = "0 submit supervisor_review"
RESULT = f"{SENT}\n 1 submit employee_response\n 1 open employee_response"


def stop(office, day):
    return pause(office.cycle.pk, reason="Pusat data padam.", by=office.hr, at=NOW + day * DAY)


def go_on(office, day):
    entry = resume(office.cycle.pk, reason="Pusat data pulih.", by=office.hr, at=NOW + day * DAY)
    office.cycle.refresh_from_db()
    agree(office.appraisal)
    return entry


def due_day(office):
    return (office.step().due_at.date() - TODAY).days


def test_nothing_fires_while_it_is_paused(office):
    stop(office, 5)
    assert sweep(NOW + 60 * DAY) == 0
    assert remind(NOW + 9 * DAY) == 0
    walk(office, "6 submit supervisor_review")
    assert escalate(NOW + 60 * DAY) == 0
    go_on(office, 60)
    assert escalate(NOW + 60 * DAY) == 0


def test_who_works_meanwhile_is_in_time(office):
    stop(office, 16)
    office.take("submit", at=NOW + 40 * DAY)
    assert office.stage() == "supervisor_review"


@pytest.mark.parametrize(("day", "moved"), [(5.1, 1), (6, 1), (6.1, 2), (15, 10)])
def test_deadlines_move_by_whole_days_rounded_up(office, day, moved):
    lapse_at = office.step().lapse_at
    stop(office, 5)
    go_on(office, day)
    assert due_day(office) == 10 + moved
    assert office.step().lapse_at == lapse_at + moved * DAY
    assert office.facts("clock_resumed") == {"days": moved, "until": str(TODAY + (10 + moved) * DAY)}
    assert office.cycle.self_assessment_on == TODAY + (10 + moved) * DAY
    assert office.cycle.meeting_on == TODAY + (30 + moved) * DAY


def test_what_was_opened_during_the_pause_moves_from_then_on(office):
    stop(office, 0.1)
    walk(office, "8 submit supervisor_review")
    go_on(office, 10.1)
    assert due_day(office) == 20 + 3  # of the ten days it had two and a bit


def test_what_lapses_by_the_date_of_the_period_never_does_so_before_it(office):
    """A self-assessment that came back during the pause has the time that everybody has."""
    walk(office, "1 submit supervisor_review")
    stop(office, 2)
    walk(office, "8 return self_assessment")
    go_on(office, 9)
    assert due_day(office) == 10 + 7
    ends = office.step().lapse_at
    assert sweep(ends - DAY) == 0
    assert sweep(ends + DAY) == 1


def test_the_dates_of_the_case_move_with_it(office):
    walk(office, RESULT)
    stop(office, 5)
    go_on(office, 9)
    office.appraisal.refresh_from_db()
    assert office.appraisal.response_due_on == TODAY + 19 * DAY
    walk(office, "18 refuse refusal_period")
    assert due_day(office) == 19


def test_a_deadline_that_had_passed_stays_passed(office):
    walk(office, SENT)
    stop(office, 22)
    go_on(office, 30)
    assert due_day(office) == 20
    assert escalate(NOW + 30 * DAY) == 1


def test_it_is_logged_and_announced(office):
    entry = stop(office, 5)
    assert entry.event == "cycle.paused"
    assert office.told("cycle.paused") == {"employee"}
    assert go_on(office, 7).event == "cycle.resumed"
    assert office.told("cycle.resumed") == {"employee"}
    assert Entry.objects.filter(stream=f"cycle:{office.cycle.pk}").count() == 2
    assert office.cycle.history.filter(history_type="~").count() == 2


def test_a_paused_period_is_not_closed(office):
    stop(office, 1)
    with pytest.raises(RuleBroken, match="dijeda"):
        close(office.cycle.pk, letter_no="1", by=office.hr, at=NOW + DAY)


def test_only_hr_once_and_with_a_reason(office):
    with pytest.raises(Forbidden):
        pause(office.cycle.pk, reason="x", by=office.supervisor, at=NOW)
    with pytest.raises(Invalid):
        pause(office.cycle.pk, reason=" ", by=office.hr, at=NOW)
    with pytest.raises(Conflict):
        go_on(office, 1)
    stop(office, 1)
    with pytest.raises(Conflict):
        stop(office, 2)
    assert Notice.objects.filter(about="cycle.paused").count() == 1


def test_the_cost_is_that_of_one(office):
    counts = []
    for size in (1, 200):
        office.launch(User.objects.bulk_create([User(username=f"p{size}-{n}", name="P") for n in range(size)]))
        stop(office, size / 100)
        with statements() as found:
            resume(office.cycle.pk, reason="x", by=office.hr, at=NOW + (size / 100 + 0.5) * DAY)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 20
    assert Step.objects.filter(due_at__date=TODAY + 11 * DAY).count() == 200
    assert Step.objects.filter(due_at__date=TODAY + 12 * DAY).count() == 2  # those of the first pause


def test_days_are_whole():
    assert [days_between(NOW, NOW + n * HOUR) for n in (0, 1, 24, 25, 48)] == [0, 1, 1, 2, 2]
