"""Where a notice of kind `task` leads: to the step as long as it waits, afterwards to who did it and when."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from appraisal.notice_titles import key_of, subject_of
from notifications.wording import Lead, register

from .models import Step
from .steps import done_sentence
from .wording import TASKS, local_moment


def register_titles():
    for step, title in TASKS.items():
        register(step, title, leads)


def leads(notices):
    """{notice id: Lead}; one statement, whatever the number of notices and of seats."""
    steps = _steps(notices)
    found = {}
    for notice in notices:
        told = [step for step in steps if _may_be_meant(step, notice)]
        own = [step for step in told if step.owner_id == notice.to_id]
        if told:
            found[notice.pk] = _lead((own or told)[-1], notice)
    return found


def _steps(notices):
    """Those of the notices' readers, and of others to whom a step may have gone over."""
    meant = Step.objects.filter(
        Q(owner__in={notice.to_id for notice in notices}) | ~Q(name="committee_vote"),
        case__appraisal__in={key_of(notice) for notice in notices},
        name__in={notice.about for notice in notices},
    )
    people = ("owner", "by", "case__appraisal__employee", "case__appraisal__cycle")
    return list(meant.select_related(*people).order_by("pk"))


def _may_be_meant(step, notice):
    """A notice is as old as its step, or younger where the step was handed over."""
    is_same = (step.name, step.case.appraisal_id) == (notice.about, key_of(notice))
    return is_same and step.opened_at <= notice.created_at


def _lead(step, notice):
    subject, url = subject_of(step.case.appraisal, notice), reverse("step", args=[step.pk])
    if step.owner_id != notice.to_id:
        return Lead(subject, "", _("Tugas ini beralih kepada %(who)s.") % {"who": step.owner})
    if step.completed_at:
        return Lead(subject, url, done_sentence(step))
    due = local_moment(step.due_at, step.case.appraisal.zone) if step.due_at else ""
    return Lead(subject, url, due and _("Batas %(due)s") % {"due": due}, is_open=True)
