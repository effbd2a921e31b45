"""A result on paper: recorded by HR, told to the employee, and his to dispute (design §3, Receipt)."""

import datetime

import pytest

from appraisal.models import Delivery
from tests.office import DAY, NOW
from workflow import beside
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound

from .walking import walk

RELEASED = "0 submit supervisor_review\n 2 submit employee_response"
LETTER = {"handed_over_on": datetime.date(2026, 11, 5), "witness": "Rosmaida Hutagalung", "letter_no": "800/4/2026"}


def record(office, *, by=None, at=NOW + 5 * DAY, **facts):
    beside.record_delivery(office.appraisal.pk, **(LETTER | facts), by=by or office.hr, at=at)


def test_the_days_run_from_the_handover_and_the_employee_is_told(office):
    walk(office, f"{RELEASED}\n 4 deliver:1 employee_response")
    assert office.events()[-1] == "delivery_recorded"
    assert office.facts("delivery_recorded") == {"handed_over_on": "2026-11-05", "letter_no": "800/4/2026"}
    assert office.told("delivery_recorded") == {"employee"}
    assert str(office.appraisal.response_due_on) == "2026-11-19"
    walk(office, "17.3 waits employee_response\n 18 lapse committee_vote")


def test_a_handover_recorded_late_leaves_seven_days(office):
    walk(office, f"{RELEASED}\n 40 deliver:38 employee_response")
    assert str(office.appraisal.response_due_on) == "2026-12-19"
    assert office.step().lapse_at == NOW.replace(month=12, day=19, hour=17)


@pytest.mark.parametrize(("day", "fault"), [(3, "sebelum hasil dirilis"), (8, "masa depan")])
def test_a_date_before_the_release_or_in_the_future_is_refused(office, day, fault):
    walk(office, RELEASED)
    with pytest.raises(Invalid, match=fault) as refusal:
        record(office, handed_over_on=datetime.date(2026, 11, day))
    assert list(refusal.value.fields) == ["handed_over_on"]
    assert not Delivery.objects.exists()
    assert office.step().lapse_at is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"witness": " "}, "witness"),
        ({"witness": "x" * 151}, "witness"),
        ({"letter_no": ""}, "letter_no"),
        ({"letter_no": "x" * 81}, "letter_no"),
        ({"letter_no": "a\x07"}, "letter_no"),
        ({"handed_over_on": "kemarin"}, "handed_over_on"),
        ({"handed_over_on": None}, "handed_over_on"),
    ],
)
def test_what_a_record_needs(office, facts, field):
    walk(office, RELEASED)
    with pytest.raises(Invalid) as refusal:
        record(office, **facts)
    assert list(refusal.value.fields) == [field]


def test_only_hr_records_and_only_while_the_result_waits(office):
    with pytest.raises(Conflict, match="menunggu tanggapan"):
        record(office)
    walk(office, RELEASED)
    for person in (office.employee, office.supervisor, office.second_level, office.inspector):
        with pytest.raises(Forbidden):
            record(office, by=person)
    with pytest.raises(NotFound):
        record(office, by=office.stranger)
    record(office)
    with pytest.raises(Conflict, match="sudah diterima"):
        record(office)


def test_what_was_opened_was_not_handed_over(office):
    walk(office, f"{RELEASED}\n 3 open employee_response")
    with pytest.raises(Conflict, match="sudah diterima"):
        record(office)


def test_to_open_after_the_handover_gives_no_more_time(office):
    walk(office, f"{RELEASED}\n 4 deliver:1 employee_response\n 9 open employee_response")
    assert str(office.appraisal.response_due_on) == "2026-11-19"
    assert "result_received" not in office.events()


def test_the_employee_disputes_it_once_and_both_stay_on_record(office):
    walk(office, f"{RELEASED}\n 4 deliver:1 employee_response")
    beside.dispute_delivery(office.appraisal.pk, dispute="Saya cuti hari itu.", by=office.employee, at=NOW + 6 * DAY)
    delivery = Delivery.objects.get()
    assert (delivery.disputed_at, delivery.dispute) == (NOW + 6 * DAY, "Saya cuti hari itu.")
    assert (delivery.witness, delivery.recorded_by) == ("Rosmaida Hutagalung", office.hr)
    assert [version.dispute for version in delivery.history.order_by("history_id")] == ["", "Saya cuti hari itu."]
    assert office.events()[-2:] == ["delivery_recorded", "delivery_disputed"]
    assert office.told("delivery_disputed") == {"hr"}
    with pytest.raises(Conflict, match="Tidak ada catatan"):
        beside.dispute_delivery(office.appraisal.pk, dispute="Lagi.", by=office.employee, at=NOW + 7 * DAY)


def test_nobody_else_disputes_and_nobody_without_a_record(office):
    walk(office, RELEASED)
    with pytest.raises(Conflict, match="Tidak ada catatan"):
        beside.dispute_delivery(office.appraisal.pk, dispute="x", by=office.employee, at=NOW + 3 * DAY)
    walk(office, "4 deliver:1 employee_response")
    for person in (office.supervisor, office.hr):
        with pytest.raises(Forbidden):
            beside.dispute_delivery(office.appraisal.pk, dispute="x", by=person, at=NOW + 5 * DAY)
    with pytest.raises(Invalid) as refusal:
        beside.dispute_delivery(office.appraisal.pk, dispute=" ", by=office.employee, at=NOW + 5 * DAY)
    assert list(refusal.value.fields) == ["dispute"]


def test_what_is_final_is_no_longer_disputed(office):
    walk(office, f"{RELEASED}\n 4 deliver:1 employee_response\n 18 lapse committee_vote")
    walk(office, "19 endorse committee_vote\n 19 endorse final")
    with pytest.raises(Conflict):
        beside.dispute_delivery(office.appraisal.pk, dispute="x", by=office.employee, at=NOW + 20 * DAY)
