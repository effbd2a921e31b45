"""More time: for a person, a unit with its branches or all; before the deadline and after it; asked for and answered."""

import datetime
import json

import pytest

from appraisal.models import Appraisal, Cycle, ExtensionRequest
from audit.models import Entry
from notifications.models import Notice
from notifications.wording import tell
from organization.models import Unit, User
from tests.agreement import agree
from tests.counting import statements
from tests.office import DAY, NOW, TODAY
from workflow.extending import ask_extension, decline_extension, extend, may_ask
from workflow.models import Step
from workflow.refusals import Conflict, Forbidden, Invalid
from workflow.sweeper import escalate, sweep

from .walking import walk

SENT = "0 submit supervisor_review"
RESULT = f"{SENT}\n 1 submit employee_response"
MOMENT = datetime.timedelta(milliseconds=1)


def more(office, step, days, *, at=NOW + DAY, **scope):
    told = {"letter_no": "800/9/2026", "reason": "Gangguan jaringan.", "by": office.hr, "at": at}
    return extend(office.cycle.pk, step=step, until=TODAY + days * DAY, **told, **scope)


def due_days(office):
    return [(step.due_at.date() - TODAY).days for step in office.open_steps()]


def branch(office):
    """A unit below the office's, with the case of a stranger in it."""
    unit = Unit.objects.create(code="1.1", name="Bidang Aplikasi", zone="Asia/Makassar", parent=office.unit)
    other = office.launch([office.stranger])[0]
    Appraisal.objects.filter(pk=other.pk).update(unit=unit, zone=unit.zone)
    return unit, other


# --- whom it reaches ---


def test_one_person_gets_more_time_and_nobody_else(office):
    other = office.launch([office.stranger])[0]
    entry = more(office, "self_assessment", 15, appraisal=office.appraisal)
    assert due_days(office) == [15]
    assert Step.objects.get(case__appraisal=other).due_at.date() == TODAY + 10 * DAY
    assert office.facts("deadline_extended") == {
        "step": "self_assessment", "until": "2026-11-17", "letter_no": "800/9/2026", "before": "2026-11-12",
    }  # fmt: skip
    assert entry.event == "cycle.deadline_extended"
    assert office.told("cycle.deadline_extended") == {"employee"}
    agree(office.appraisal)


def test_the_grace_follows(office):
    more(office, "self_assessment", 15)
    ends = datetime.datetime(2026, 11, 24, 17, tzinfo=datetime.UTC)  # the 17th, seven days of grace, WIB
    assert office.step().lapse_at == ends
    assert sweep(ends - MOMENT) == 0
    office.take("submit", at=ends - MOMENT)


def test_a_unit_with_what_is_below_it_each_in_its_zone(office):
    unit, other = branch(office)
    more(office, "self_assessment", 15, unit=office.unit)
    theirs = Step.objects.get(case__appraisal=other)
    assert theirs.due_at.isoformat() == "2026-11-17T15:59:59+00:00"  # WITA
    assert office.step().due_at.isoformat() == "2026-11-17T16:59:59+00:00"
    more(office, "self_assessment", 18, unit=unit)
    assert Step.objects.get(case__appraisal=other).due_at.isoformat() == "2026-11-20T15:59:59+00:00"
    assert due_days(office) == [15]


def test_everybody_and_the_date_of_the_period(office):
    branch(office)
    more(office, "self_assessment", 15)
    office.cycle.refresh_from_db()
    assert office.cycle.self_assessment_on == TODAY + 15 * DAY
    assert set(Step.objects.values_list("due_at__date", flat=True)) == {TODAY + 15 * DAY}
    late = office.launch([office.members[0]], at=NOW + 2 * DAY)[0]
    late.cycle = office.cycle
    assert Entry.objects.filter(event="appraisal.deadline_extended").count() == 2


def test_who_comes_to_the_step_later_has_the_time_too(office):
    more(office, "supervisor_review", 25, unit=office.unit)
    assert due_days(office) == [10]
    walk(office, "2 submit supervisor_review")
    assert due_days(office) == [25]


def test_a_later_day_is_never_taken_back(office):
    more(office, "self_assessment", 20, appraisal=office.appraisal)
    with pytest.raises(Invalid, match="Tidak ada berkas"):
        more(office, "self_assessment", 15, unit=office.unit)
    assert due_days(office) == [20]


def test_the_objection_keeps_its_own_date(office):
    walk(office, f"{RESULT}\n 2 open employee_response")
    more(office, "employee_response", 40, at=NOW + 3 * DAY)
    office.appraisal.refresh_from_db()
    assert office.appraisal.response_due_on == TODAY + 40 * DAY
    walk(office, "39 refuse refusal_period")
    assert due_days(office) == [40]


def test_a_decision_asked_about_comes_back_to_the_new_date(office):
    walk(office, f"{RESULT}\n 2 object supervisor_statement\n 3 submit objection_decision")
    more(office, "objection_decision", 30, at=NOW + 4 * DAY)
    walk(office, "5 ask clarification\n 6 submit objection_decision")
    assert due_days(office) == [30]


# --- after the deadline ---


def test_late_and_still_open_is_in_time_again(office):
    walk(office, SENT)
    assert escalate(NOW + 21 * DAY) == 1
    more(office, "supervisor_review", 25, at=NOW + 22 * DAY, unit=office.unit)
    assert office.step().late_told_at is None
    assert [escalate(NOW + n * DAY) for n in (23, 25, 26)] == [0, 0, 1]


def test_in_the_courtesy_nothing_lapses(office):
    ends = office.step().lapse_at
    more(office, "self_assessment", 20, at=ends)
    assert sweep(ends + DAY) == 0
    office.take("submit", at=ends + DAY)


def test_what_was_not_received_has_no_deadline_to_move(office):
    walk(office, RESULT)
    with pytest.raises(Invalid, match="Tidak ada berkas"):
        more(office, "employee_response", 40, unit=office.unit)


# --- who may, and what is no extension ---


def test_only_hr_and_none_for_himself(office):
    for person in (office.supervisor, office.employee, office.inspector):
        office.hr, real = person, office.hr
        with pytest.raises(Forbidden):
            more(office, "self_assessment", 15)
        office.hr = real
    User.objects.filter(pk=office.employee.pk).update(roles=["hr_admin"])
    office.hr = User.objects.get(pk=office.employee.pk)
    with pytest.raises(Forbidden, match="pihak"):
        more(office, "self_assessment", 15, appraisal=office.appraisal)


def test_what_is_closed_has_no_more_time(office):
    Cycle.objects.update(state="closed", closed_at=NOW, closed_by=office.hr)
    with pytest.raises(Conflict):
        more(office, "self_assessment", 15)


@pytest.mark.parametrize(
    ("step", "days", "field"),
    [
        ("self_assessment", -1, "until"),
        ("self_assessment", 500, "until"),
        ("self_assessment", 25, "until"),  # beyond the date of the review
        ("committee_vote", 40, "step"),
    ],
)
def test_what_is_refused_names_its_field(office, step, days, field):
    with pytest.raises(Invalid) as refused:
        more(office, step, days)
    assert field in refused.value.fields
    assert due_days(office) == [10]


def test_the_cost_is_that_of_one_and_each_is_told_once(office):
    counts = []
    for size in (1, 200):
        office.launch(User.objects.bulk_create([User(username=f"x{size}-{n}", name="P") for n in range(size)]))
        with statements() as found:
            more(office, "self_assessment", 12 if size == 1 else 15)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 20
    assert Entry.objects.filter(event="appraisal.deadline_extended").count() == 2 + 202
    walk(office, SENT)
    people = Notice.objects.filter(about="cycle.deadline_extended").values_list("to", flat=True)
    assert len(people) == len(set(people)) + 2  # two extensions reached the first two


def test_a_supervisor_of_many_is_told_once(office):
    other = office.launch([office.stranger])[0]
    for appraisal in (office.appraisal, other):
        office.appraisal, office.indicators = appraisal, []
        office.take("submit")
    more(office, "supervisor_review", 25, unit=office.unit)
    [notice] = Notice.objects.filter(about="cycle.deadline_extended")
    assert (notice.to, notice.facts["count"]) == (office.supervisor, 2)
    [told] = tell([notice])
    assert (told.title, told.lead.note) == ("Batas waktu diperpanjang", "Penilaian atasan: sampai 27 November 2026.")


# --- asked for ---


def ask(office, days=14, at=NOW + 9 * DAY):
    step = office.step()
    return ask_extension(step.pk, until=TODAY + days * DAY, reason="Dinas luar.", by=step.owner, at=at)


def test_who_has_the_step_asks_and_hr_grants(office):
    ask(office)
    assert office.told("extension_asked") == {"hr"}
    more(office, "self_assessment", 14, at=NOW + 9 * DAY, appraisal=office.appraisal)
    asked = ExtensionRequest.objects.get()
    assert (asked.is_granted, asked.answered_by, asked.answer) == (True, office.hr, "Gangguan jaringan.")
    assert asked.history.count() == 2
    assert office.told("cycle.deadline_extended") == {"employee"}
    agree(office.appraisal)


def test_hr_declines_with_a_reason(office):
    asked = ask(office)
    decline_extension(asked.pk, reason="Batas sudah cukup.", by=office.hr, at=NOW + 9 * DAY)
    assert office.told("extension_declined") == {"employee"}
    assert due_days(office) == [10]
    with pytest.raises(Conflict):
        decline_extension(asked.pk, reason="Lagi.", by=office.hr, at=NOW + 9 * DAY)
    assert ask(office).pk != asked.pk  # he may ask again


def test_one_question_at_a_time(office):
    ask(office)
    with pytest.raises(Conflict, match="Tunggu jawabannya"):
        ask(office)
    assert ExtensionRequest.objects.count() == 1


def test_what_is_no_question(office):
    with pytest.raises(Invalid):
        ask(office, days=10)  # the deadline he has
    step = office.step()
    with pytest.raises(Forbidden):
        ask_extension(step.pk, until=TODAY + 20 * DAY, reason="x", by=office.hr, at=NOW)
    assert [may_ask(step, NOW + n * DAY) for n in (0, 6, 8, 11)] == [False, False, True, True]
    walk(office, RESULT)
    with pytest.raises(Conflict):
        ask(office)  # not received: there is no deadline yet
    assert json.loads(Entry.objects.latest("pk").payload.data)["facts"] is not None
