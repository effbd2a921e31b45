"""The ladder of reminders, rung by rung: once for each owner, in office hours of his unit, until he is done."""

import datetime
from collections import Counter
from itertools import count

import pytest
from django.db import connection

from appraisal import policies
from appraisal.models import Cycle
from audit.models import Entry
from config import worker
from notifications.models import Notice
from notifications.wording import tell
from organization.models import User
from tests.counting import statements
from tests.office import DAY, NOW, TODAY, Office
from workflow import beside
from workflow.models import Round, Step
from workflow.reminders import remind
from workflow.sweeper import escalate

from .walking import walk

HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
HOURS = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
SENT = "0 submit supervisor_review"


def reminders(person=None):
    found = Notice.objects.filter(about__startswith="reminder.")
    return found.filter(to=person) if person else found


# --- each rung ---


@pytest.mark.parametrize(
    ("rules", "days"),
    [
        ({}, [3, 7, 9, 10, 11, 13, 17]),
        ({"before": [10, 2], "on_day": False, "after": []}, [8]),  # it was opened on the tenth day before
        ({"before": [], "on_day": True, "after": [30]}, [10, 40]),
        ({"before": [], "on_day": False, "after": []}, []),
    ],
)
def test_each_rung_once_on_its_day(db, rules, days):
    office = Office(reminders=rules)
    found = {}
    for n in range(45 * 8):
        at = NOW + n * 3 * HOUR
        if remind(at):
            found[(at + 7 * HOUR).date() - TODAY] = at
    assert [day.days for day in found] == days
    assert reminders(office.employee).count() == len(days)
    assert Counter(Round.objects.exclude(counts={}).values_list("day", flat=True)) == Counter(
        TODAY + n * DAY for n in days
    )


def test_what_a_rung_says(office):
    remind(NOW + 7 * DAY)
    [told] = tell(list(reminders()))
    assert (told.title, told.lead.note) == ("Pengingat: Isi penilaian mandiri", "Batas 12 Nov 2026 23.59 WIB")
    assert told.lead.is_open
    assert told.lead.url == f"/tasks/{office.step().pk}/"
    [current] = Round.objects.filter(zone=office.zone)
    assert (current.counts, current.finished_at) == ({"-3": 1}, NOW + 7 * DAY)
    assert Entry.objects.latest("pk").event == "cycle.reminded"


def test_it_stops_when_the_step_is_done(office):
    remind(NOW + 7 * DAY)
    walk(office, "8 submit supervisor_review")
    assert remind(NOW + 9 * DAY) == 0
    [told] = tell(list(reminders()))
    assert "Sudah diselesaikan" in told.lead.note
    assert remind(NOW + 13 * DAY) == 1  # the supervisor's turn, seven days before the 22nd
    assert reminders(office.supervisor).count() == 1


def test_a_late_step_that_stays_is_reminded_of(office):
    walk(office, SENT)
    found = [n for n in range(45) if remind(NOW + n * DAY)]
    assert found == [13, 17, 19, 20, 21, 23, 27]


def test_nobody_is_reminded_on_the_day_he_got_it(office):
    """A step that is opened three days before its deadline was told of today."""
    walk(office, "7 submit supervisor_review\n 7.1 return self_assessment")
    assert office.step().due_at.date() == TODAY + 10 * DAY
    assert remind(NOW + 7.2 * DAY) == 0
    assert remind(NOW + 9 * DAY) == 1


def test_a_response_counts_from_receipt(office):
    walk(office, f"{SENT}\n 0 submit employee_response")
    assert [n for n in range(40) if remind(NOW + n * DAY)] == []  # its days have not begun
    walk(office, "40 open employee_response")
    assert [n for n in range(41, 54) if remind(NOW + n * DAY)] == [47, 51, 53]


def test_every_seat_of_a_committee_by_itself(office):
    walk(office, f"{SENT}\n 1 submit employee_response\n 2 acknowledge committee_vote")
    office.take("endorse", at=NOW + 3 * DAY)
    assert remind(NOW + 29 * DAY) == 2
    assert reminders(office.members[0]).count() == 0


def test_who_takes_over_is_reminded_himself(office):
    walk(office, SENT)
    remind(NOW + 19 * DAY)
    beside.reassign(
        office.appraisal.pk, role="supervisor", to=office.stranger, reason="x", by=office.hr, at=NOW + 19.1 * DAY
    )
    remind(NOW + 20 * DAY)
    assert reminders(office.supervisor).count() == 1
    assert reminders(office.stranger).count() == 1


# --- never at night, by the clocks of the unit ---


@pytest.mark.parametrize("zone", HOURS)
def test_only_in_office_hours_of_the_unit(db, zone):
    office = Office(zone=zone)
    opens = datetime.datetime(2026, 11, 9, 8, tzinfo=datetime.timezone(HOURS[zone] * HOUR))
    assert remind(opens - MINUTE) == 0
    assert remind(opens + 10 * HOUR) == 0  # 18.00
    assert remind(opens + 14 * HOUR) == 0
    assert remind(opens + 10 * HOUR - MINUTE) == 1
    assert office.step().reminded_on == datetime.date(2026, 11, 9)


def test_a_rung_missed_at_night_is_not_made_up_for(office):
    """The worker was down on the third day before; the day before comes."""
    assert [n for n in (7.5, 8, 9) if remind(NOW + n * DAY)] == [9]


# --- whatever the policy, a pause, and old documents ---


def test_a_paused_period_reminds_nobody(office):
    Cycle.objects.update(paused_at=NOW)
    assert remind(NOW + 9 * DAY) == 0
    Cycle.objects.update(paused_at=None)
    assert remind(NOW + 9 * DAY) == 1


def test_a_document_from_before_has_the_usual_ladder_and_its_bytes():
    document = policies.preset("permenpanrb-6-2022")
    assert document.reminders.rungs == [-7, -3, -1, 0, 1, 3, 7]
    assert "reminders" not in policies.body_of(document)


def test_escalation_waits_as_long_as_policy_says(db):
    office = Office(reminders={"escalate_after": 2})
    walk(office, SENT)
    assert [escalate(NOW + n * DAY) for n in (21, 22, 22.9, 23)] == [0, 0, 1, 0]


# --- any number, any worker, any crash ---


def test_the_cost_is_that_of_one(office):
    counts = []
    for size in (1, 300):
        people = User.objects.bulk_create([User(username=f"r{size}-{n}", name="P") for n in range(size)])
        office.launch(people)
        Round.objects.all().delete()
        Step.objects.update(reminded_on=None)
        with statements() as found:
            assert remind(NOW + 9 * DAY) > size
        counts.append(len(found))
    assert counts[0] == counts[1] <= 24  # three zones


def test_looking_when_all_is_told_is_two_statements(office):
    remind(NOW + 9 * DAY)
    with statements() as found:
        assert remind(NOW + 9 * DAY + MINUTE) == 0
    assert len(found) == 2


def test_a_batch_that_was_cut_off_goes_on(office, monkeypatch):
    monkeypatch.setattr("workflow.reminders.BATCH", 2)
    office.launch(office.members)
    at = NOW + 9 * DAY
    assert [remind(at), remind(at), remind(at)] == [2, 2, 0]
    [current] = Round.objects.filter(zone=office.zone)
    assert (current.counts, current.finished_at) == ({"-1": 4}, at)
    assert reminders().count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_crash_at_any_statement_tells_nobody_twice():
    class Crash(Exception):
        pass

    Office()
    at, tried = NOW + 9 * DAY, count(1)
    for number in tried:
        numbers = count(1)

        def wrapper(execute, sql, params, many, context, number=number, numbers=numbers):
            if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")) and next(numbers) == number:
                raise Crash
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(wrapper):
                remind(at)
            break
        except Crash:
            assert reminders().count() in (0, 1)
    assert number > 8
    remind(at)
    assert reminders().count() == 1


def test_the_worker_reminds(office):
    assert worker.run_once(NOW + 9 * DAY, names=["reminders"]) == []
    assert reminders(office.employee).count() == 1
