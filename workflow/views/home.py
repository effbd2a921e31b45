"""The home page: one next step in words, where my appraisal is, what waits, what is new, what is my right."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from notifications.selectors import Shown, notices_of
from notifications.wording import tell
from workflow.selectors import cases, inbox, stuck
from workflow.selectors import home as asked
from workflow.silence import silence_of
from workflow.stepper import done_of, stepper
from workflow.wording import task_of

NOTICES = 4  # shown here; the list has the rest
SOON = timedelta(days=3)


@require_safe
def home(request):
    at, user = timezone.now(), request.user
    appraisal = asked.current_appraisal(user)
    steps = asked.steps_of(appraisal) if appraisal else []
    urgent = asked.urgent_steps(user, at=at)
    marks = stepper(appraisal, steps) if appraisal else []
    facts = {
        "greeting": _greeting(at),
        "appraisal": appraisal,
        "marks": marks,
        "place": min(done_of(marks) + 1, len(marks)),
        "now_mark": next((mark for mark in marks if mark.is_now), None),
        "petals": _petals(marks),
        "next": _next([*(step for step in steps if step.is_open), *urgent], user, at),
        "is_my_turn": any(step.is_open and step.owner_id == user.pk for step in steps),
        "tasks": [(step, task_of(step.name)) for step in urgent],
        "notices": tell(notices_of(user, shown=Shown.INFO)[:NOTICES]),
        "at": at,
        **_review(user, urgent, at),
        **_offices(user, at),
    }
    if appraisal is None:
        facts["coming"] = asked.coming_cycle()
    return render(request, "workflow/home.html", facts)


def _greeting(at):
    """By the clock of the city."""
    hour = timezone.localtime(at).hour
    if hour < 11:
        return _("Selamat pagi")
    if hour < 15:
        return _("Selamat siang")
    return _("Selamat sore") if hour < 18 else _("Selamat malam")


def _next(open_steps, user, at):
    """The one step to take now: whatever is due first, where an unopened result counts as due soon."""
    mine = [step for step in open_steps if step.owner_id == user.pk]
    if not mine:
        return None
    step = min(mine, key=lambda step: step.due_at or at + SOON)
    is_own = step.case.appraisal.employee_id == user.pk
    is_unopened = step.name == "employee_response" and step.case.appraisal.received_at is None
    title = _("Hasil Anda sudah ada. Buka bila Anda siap membacanya.") if is_unopened else task_of(step.name)
    return {"step": step, "title": title, "is_own": is_own, "silence": silence_of(step, at=at).sentence}


def _petals(marks):
    """One petal for each quarter of the way, filled from the top."""
    done = -(-done_of(marks) * 4 // len(marks)) if marks else 0
    return [n < done for n in range(4)]


def _review(user, urgent, at):
    """For reviewers: how much waits, and when."""
    if not any(step.case.appraisal.employee_id != user.pk for step in urgent):
        return {}
    counted = inbox.counters([user.pk], inbox.Moments.at(at), reader=user)
    groups = [(group, group.label, counted.groups[group]) for group in inbox.Due if group in counted.groups]
    kinds = sorted(counted.kinds.items(), key=lambda counted: -counted[1])
    kinds = [(kind, task_of(kind), count) for kind, count in kinds]
    return {"waiting": {"total": counted.total, "groups": groups, "kinds": kinds}}


def _offices(user, at):
    """For HR what needs attention, for inspectors what they can do."""
    found = {"is_hr": user.is_hr_admin, "is_inspector": user.is_inspector}
    if user.is_hr_admin:
        found["attention"] = [(one, one.label, cases.count_of(one, at)) for one in cases.Attention]
        found["stuck"] = sum(stuck.counts(at, reader=user).values())
        found["running"] = asked.running_cycles()
    return found
