"""A small city with a version of every kind of row, each written by the verb that people use."""

import datetime

from appraisal.actions import access as questions
from appraisal.actions import calendar, erasure, hold
from appraisal.models import Appraisal, Stage
from audit.access.batches import seal_looks
from audit.access.looking import look
from audit.models import Access, Entry, Question
from config.demo.loading import load
from notifications.actions import choose
from notifications.models import Preference
from organization import actions as people
from organization.actions.delegation import delegate_tasks
from organization.importing import actions as importing
from organization.models import User
from tests.staff_file import csv_of, staff
from workflow.beside import record_delivery
from workflow.beside.inspecting import inspect_content
from workflow.extending import STEPS, ask_extension
from workflow.models import Step


def make_city(at):
    load(city="padangsidimpuan", employees=150, at=at, say=lambda text: None)
    cast = {user.username: user for user in User.objects.filter(username__in=CAST)}
    _lines(cast, at)
    _looks(cast, at)
    _letters(cast, at)
    _more_time(at)
    choose(cast["employee"], digest=Preference.Digest.values[-1], mail=[], push=[], at=at)
    calendar.fill(at.year, by=cast["hr-admin"], at=at)
    importing.keep_file(name="staf.csv", content=csv_of(staff()), end_missing=False, by=cast["hr-admin"], at=at)


CAST = ("employee", "supervisor", "second-level", "hr-admin", "inspector")


def _lines(cast, at):
    day, hr = at.date() + datetime.timedelta(days=1), cast["hr-admin"]
    to = {"from_date": day, "to_date": day + datetime.timedelta(days=7), "letter_no": "800/7", "at": at}
    delegate_tasks(principal=cast["supervisor"], delegate=cast["second-level"], by=cast["supervisor"], **to)
    people.set_override(
        person=cast["employee"], supervisor=cast["second-level"], from_date=day, to_date=None, reason="Surat 800/7",
        by=hr, at=at,
    )  # fmt: skip
    unread = Appraisal.objects.filter(stage=Stage.EMPLOYEE_RESPONSE, received_at=None).first()
    handed = {"handed_over_on": at.date(), "witness": "Rina", "letter_no": "800/8"}
    record_delivery(unread.pk, by=hr, at=at, **handed)


def _looks(cast, at):
    own = Appraisal.objects.filter(employee=cast["employee"]).first()
    inspect_content(own.pk, purpose="Surat tugas 7", by=cast["inspector"], at=at)
    look(viewer=cast["hr-admin"], at=at, kind="content", stream=f"appraisal:{own.pk}", person=cast["employee"].pk)
    seen = Access.objects.filter(viewer=cast["hr-admin"]).last()
    questions.ask(seen.pk, to=Question.To.INSPECTORATE, text="Untuk apa?", by=cast["employee"], at=at)
    seal_looks(at)


def _letters(cast, at):
    """A case that is over: something of it is to be erased, and then held."""
    ended = Appraisal.objects.filter(stage=Stage.FINAL).exclude(employee=cast["employee"]).first()
    stream, letter = f"appraisal:{ended.pk}", {"letter_no": "800/9", "at": at}
    numbers = Entry.objects.filter(stream=stream, event="appraisal.self_assessed").values_list("n", flat=True)
    erasure.propose(stream, numbers=list(numbers), basis="Putusan PTUN 12/G/2026", by=cast["hr-admin"], **letter)
    hold.place_hold(stream, reason="Perintah pengadilan", by=cast["inspector"], **letter)


def _more_time(at):
    step = Step.objects.filter(completed_at=None, due_at__gt=at, name__in=STEPS, owner__isnull=False).first()
    until = step.due_at.date() + datetime.timedelta(days=7)
    ask_extension(step.pk, until=until, reason="Dinas luar", by=step.owner, at=at)
