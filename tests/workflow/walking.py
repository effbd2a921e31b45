"""A journey as a table: on which day who does what, and the stage it leads to. Everything agrees after each line."""

import datetime

from tests.agreement import agree
from tests.office import DAY, NOW
from workflow import beside
from workflow.models import Step
from workflow.sweeper import escalate, sweep


def walk(office, table):
    """Lines of `day  what  stage`; `endorse:2` is the vote of the third member, `deliver:3` three days before."""
    for line in filter(str.strip, table.splitlines()):
        day, what, stage = line.split()
        name, _, detail = what.partition(":")
        BESIDE.get(name, outcome(name))(office, detail, NOW + float(day) * DAY)
        assert office.stage() == stage, line
        agree(office.appraisal)


def outcome(name):
    def take(office, member, at):
        office.take(name, by=office.members[int(member)] if member else None, at=at)

    return take


def receive(office, detail, at):
    beside.receive_result(office.step().pk, by=office.employee, at=at)


def lapse(office, detail, at):
    assert sweep(at) == 1


def wait(office, detail, at):
    assert sweep(at) == 0


def late(office, detail, at):
    """Told of as late: each but the `late:0` that finds nothing new to tell."""
    assert escalate(at) == int(detail or 1)


def recall(office, detail, at):
    done = Step.objects.filter(case__appraisal=office.appraisal, outcome="submit").select_related("by").latest("pk")
    beside.recall(done.pk, by=done.by, at=at)


def withdraw(office, detail, at):
    beside.withdraw_objection(office.appraisal.pk, by=office.employee, at=at)


def reply(office, detail, at):
    beside.reply(office.appraisal.pk, text="Saya sudah membaca.", by=office.employee, at=at)


def admit(office, detail, at):
    decider = office.supervisor if office.top else office.second_level
    beside.admit_late_objection(office.appraisal.pk, ground="Sistem tidak dapat dibuka.", by=decider, at=at)


def deliver(office, days_before, at):
    day = at.date() - datetime.timedelta(days=int(days_before or 0))
    letter = {"witness": "Rosmaida Hutagalung", "letter_no": "800/4/2026"}
    beside.record_delivery(office.appraisal.pk, handed_over_on=day, **letter, by=office.hr, at=at)


def cancel(office, detail, at):
    beside.cancel(office.appraisal.pk, reason="Pegawai berhenti.", by=office.hr, at=at)


def send_back(office, detail, at):
    data = {"reason": "Prosedur kurang.", "procedure": "employee_not_heard"} if detail == "procedure" else None
    member = office.members[int(detail)] if detail.isdigit() else None
    office.take("return", data, by=member, at=at)


BESIDE = {
    "open": receive, "lapse": lapse, "waits": wait, "late": late, "recall": recall, "withdraw": withdraw, "reply": reply,
    "admit": admit, "deliver": deliver, "cancel": cancel, "return": send_back,
}  # fmt: skip
