"""Where a notice about a step leads: to the step as long as it waits, afterwards to who did it and when."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import deadline_events, events
from appraisal.notice_titles import OBJECTION, address_for, appraisal_leads, key_of, subject_of, why_told
from notifications.models import Notice
from notifications.wording import Lead, register
from organization.models import SYSTEM, Delegation

from .models import Step
from .steps import done_sentence
from .wording import TASKS, local_moment, more_time_of, reminder_of, role_of

LATE = {
    deadline_events.REVIEW_LATE: ("supervisor_review", gettext_lazy("Penilaian melewati batas waktu")),
    deadline_events.DECISION_LATE: ("objection_decision", gettext_lazy("Penetapan keberatan melewati batas waktu")),
}
HEARINGS = {  # what is missed here is a right of the employee, or his right to be answered
    "employee_response", "refusal_period", "supervisor_statement", "objection_decision", "clarification",
}  # fmt: skip
CLAIMS = {
    events.STEP_UNCLAIMED: gettext_lazy("Tugas yang Anda pegang dilepaskan oleh pengelola kinerja"),
    events.STEP_ASKED_FOR: gettext_lazy("Tugas yang Anda pegang diminta rekan Anda"),
}
REMINDERS = {reminder_of(step): step for step in TASKS}
MORE_TIME = {more_time_of(step): step for step in TASKS}
STEPS = (
    REMINDERS | MORE_TIME | {event.name: step for event, (step, _title) in LATE.items()}
)  # what else is said of a step


def register_titles():
    for about, step in REMINDERS.items():
        title = format_lazy("{}: {}", gettext_lazy("Pengingat"), TASKS[step])
        register(about, title, leads, topic=gettext_lazy("Pengingat"), law=_law(step))
    for about, step in MORE_TIME.items():
        title = format_lazy("{}: {}", gettext_lazy("Anda mendapat waktu lagi"), TASKS[step])
        register(about, title, leads, topic=gettext_lazy("Tugas Anda"), law=_law(step))
    title = gettext_lazy("Batas waktu diperpanjang, tahap dibuka kembali")
    register(deadline_events.STEP_REOPENED.name, title, leads, topic=gettext_lazy("Tugas Anda"))
    for step, title in TASKS.items():
        register(step, title, leads, topic=gettext_lazy("Tugas Anda"), law=_law(step))
    for event, (_step, title) in LATE.items():
        register(event.name, title, leads, topic=gettext_lazy("Tugas Anda"))
    for event, title in CLAIMS.items():
        register(event.name, title, claim_leads, topic=gettext_lazy("Tugas Anda"))


def told_of_reopening(act, step, closed):
    """Something to do for its owner; news for whose step closed, and for the parties who may see the case."""
    appraisal, [(event, facts)] = act.subject, act.events
    told = {*closed, appraisal.employee_id, appraisal.supervisor_id}
    told |= {appraisal.second_level_id} if appraisal.is_released else set()
    people = dict.fromkeys(told - {None, SYSTEM.pk, act.by.pk}, (Notice.Kind.INFO, event.name))
    people[step.owner_id] = (Notice.Kind.TASK, more_time_of(step.name))
    return [
        Notice(
            to_id=person, kind=kind, about=about, subject=act.stream, facts=facts, created_at=act.at,
            n=act.entries[0].n,
        )
        for person, (kind, about) in sorted(people.items())
    ]  # fmt: skip


def told_of_claim(event, claim, appraisal_id, *, at):
    """To whoever is at a task: a colleague asks for it, or HR has taken it from him."""
    told = {"kind": Notice.Kind.INFO, "about": event.name, "subject": f"appraisal:{appraisal_id}"}
    return Notice(to=claim.holder, **told, facts={"task": claim.step_id}, created_at=at)


def claim_leads(notices):
    """To the task, while the reader may do it: whoever stands in for its owner need not see the case.

    Notices written before they named a task lead to the case.
    """
    people = ("owner", "by", "case__appraisal__employee", "case__appraisal__cycle")
    steps = Step.objects.select_related(*people).in_bulk({notice.facts.get("task") for notice in notices})
    readers, owners = {notice.to_id for notice in notices}, {step.owner_id for step in steps.values()}
    held = Delegation.objects.on(timezone.localdate()).filter(principal__in=owners, delegate__in=readers)
    doing = {*((owner, owner) for owner in owners), *held.values_list("principal", "delegate")}
    return appraisal_leads([notice for notice in notices if "task" not in notice.facts]) | {
        notice.pk: _claim_lead(step, notice, may_do=(step.owner_id, notice.to_id) in doing)
        for notice in notices
        if (step := steps.get(notice.facts.get("task")))
    }


def _claim_lead(step, notice, *, may_do):
    appraisal = step.case.appraisal
    url = reverse("step", args=[step.pk]) if may_do else address_for(notice.to, appraisal)
    note = done_sentence(step) if step.completed_at else ""
    return Lead(subject_of(appraisal, notice), url, note, why=_("tugas ini pernah Anda pegang"))


def _law(step):
    return OBJECTION if step in HEARINGS else ""


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
        name__in={_step_of(notice) for notice in notices},
    )
    people = ("owner", "by", "case__appraisal__employee", "case__appraisal__cycle")
    return list(meant.select_related(*people).order_by("pk"))


def _may_be_meant(step, notice):
    """A notice is as old as its step, or younger where the step was handed over."""
    is_same = (step.name, step.case.appraisal_id) == (_step_of(notice), key_of(notice))
    return is_same and step.opened_at <= notice.created_at


def _step_of(notice):
    if notice.about == deadline_events.STEP_REOPENED.name:
        return notice.facts["step"]
    return STEPS.get(notice.about, notice.about)


def _lead(step, notice):
    subject, url = subject_of(step.case.appraisal, notice), reverse("step", args=[step.pk])
    if notice.kind == Notice.Kind.INFO:
        return _news(step, notice, subject, address_for(notice.to, step.case.appraisal))
    if step.owner_id != notice.to_id:
        return Lead(subject, "", _("Tugas ini beralih kepada %(who)s.") % {"who": step.owner})
    if step.completed_at:
        return Lead(subject, url, done_sentence(step))
    due = local_moment(step.due_at, step.case.appraisal.zone) if step.due_at else ""
    note, why = due and _("Batas %(due)s") % {"due": due}, _("tugas ini milik Anda")
    return Lead(subject, url, note, is_open=True, due_at=step.due_at, why=why)


def _news(step, notice, subject, url):
    """For who is told that somebody is late: whose task it is; what became of it only within his sight."""
    why = why_told(step.case.appraisal, notice.to)
    if url and step.completed_at:
        return Lead(subject, url, done_sentence(step), why=why)
    due = local_moment(step.due_at, step.case.appraisal.zone)
    facts = {"due": due, "who": step.owner, "role": role_of(step.name)}
    return Lead(subject, url, _("Batas %(due)s. Tugas %(who)s (%(role)s).") % facts, why=why)
