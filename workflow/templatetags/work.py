"""Figures, deadlines and fields on the pages of steps, in the zone of the unit."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from appraisal.models import Rating, Stage
from appraisal.numbers import show_percent
from appraisal.policy_words import span
from appraisal.rules import DAY, SECOND, local_date
from workflow.selectors.inbox import CAP
from workflow.wording import clock, local_moment, local_second, task_of

register = template.Library()
register.filter("task_of", task_of)
register.filter("to_the_second", local_second)
SOON = 3  # days
KINDS = {
    "supervisor_review": gettext_lazy("Penilaian"),
    "employee_response": gettext_lazy("Tanggapan"),
    "refusal_period": gettext_lazy("Keberatan"),
    "supervisor_statement": gettext_lazy("Penjelasan"),
    "objection_decision": gettext_lazy("Penetapan"),
    "clarification": gettext_lazy("Pertanyaan"),
    "committee_vote": gettext_lazy("Komite"),
}
KIND_ICONS = {
    "self_assessment": "pen-line",
    "supervisor_review": "clipboard-check",
    "employee_response": "badge-check",
    "refusal_period": "scale",
    "supervisor_statement": "scale",
    "objection_decision": "gavel",
    "clarification": "message-square",
    "committee_vote": "users",
}


@dataclass(frozen=True)
class DueState:
    """How urgent a step is: never colour alone, always a mark and words."""

    level: str  # late, today, soon or nothing
    icon: str
    words: str


@register.filter
def percent(value, places=2):
    return "" if value is None else show_percent(value, places)


@register.filter
def saved_at(moment, zone):
    """`13.01.22 WIB` of today, `21 Nov 2026 13.01 WIB` of another day; short, so that nothing moves for it."""
    is_today = local_date(moment, zone) == local_date(timezone.now(), zone)
    return clock(moment, zone) if is_today else local_moment(moment, zone)


@register.filter
def last_second(moment):
    """A day's end as people are shown it: 23.59 of that day, not 00.00 of the next."""
    return moment and moment - SECOND


@register.filter
def due_state(step, at):
    zone = step.case.appraisal.zone
    if step.due_at is None:
        return DueState("", "clock", _("Tanpa tenggat"))
    days = (local_date(step.due_at, zone) - local_date(at, zone)).days
    if step.due_at < at:
        late = ngettext("Terlambat %(n)s hari", "Terlambat %(n)s hari", -days) % {"n": -days}
        return DueState("late", "triangle-alert", late if days else _("Terlambat"))
    if days == 0:
        clock = local_moment(step.due_at, zone).split(" ", 3)[3]
        return DueState("today", "alarm-clock", _("Hari ini %(clock)s") % {"clock": clock})
    return DueState("soon" if days <= SOON else "", "calendar", local_moment(step.due_at, zone))


@register.simple_tag
def days_of(appraisal, at):
    """The days of the response period: which one it is today, of how many, one mark for each."""
    first = local_date(appraisal.received_at, appraisal.zone)
    total = (appraisal.response_due_on - first).days
    today = min(max((local_date(at, appraisal.zone) - first).days, 0), total)
    marks = [(n * 30 + 1, "dd1" if n + 1 < today else "dd2" if n + 1 == today else "dd0") for n in range(total)]
    return {"day": today, "total": total, "marks": marks, "width": total * 30}


register.filter("span", span)  # how long a deadline of a policy is: in days, or in working days


@register.simple_tag
def band(derivation):
    """Where the mean stands on a band of three equal fields: thresholds and cap are its ends."""
    limits = derivation.suggestion
    ends = [Decimal(0), limits.meets_from, limits.above_from, max(limits.cap, limits.above_from + 1)]
    field = {Rating.BELOW: 0, Rating.MEETS: 1, Rating.ABOVE: 2}[derivation.rating]
    share = (derivation.percent - ends[field]) / (ends[field + 1] - ends[field])
    x = float(1 + 113 * field + 112 * min(share, Decimal(1)))
    return {"x": f"{x:.1f}", "left": f"{x - 5.5:.1f}", "label": f"{min(max(x, 30), 310):.1f}"}


@dataclass(frozen=True)
class Part:
    """One part of a period, its last day and whether it is over."""

    label: str
    last: date
    css: str  # selesai, kini, nanti

    @property
    def words(self):
        return {"selesai": _("selesai"), "kini": _("berlangsung"), "nanti": _("belum mulai")}[self.css]


@register.simple_tag
def cycle_parts(cycle, at):
    """The parts of a period as people speak of them; `now` is the one that today belongs to."""
    today = timezone.localdate(at)
    known = [
        (_("Penilaian mandiri"), cycle.self_assessment_on),
        (_("Penilaian atasan"), cycle.review_on),
        (_("Tanggapan dan komite"), cycle.meeting_on),
    ]
    if cycle.release_on:
        known.insert(2, (_("Menunggu rilis"), cycle.release_on - DAY))
    n = sum(last < today for _label, last in known)
    parts = [
        Part(label, last, "selesai" if place < n else "kini" if place == n else "nanti")
        for place, (label, last) in enumerate(known)
    ]
    return {"parts": parts, "now": parts[n] if n < len(parts) else None, "n": n + 1}


@register.filter
def of(found, key):
    """A value of a dict by a key that the template holds in a variable."""
    return found.get(key, "") if found else ""


@register.filter
def capped(count):
    """`99+` rather than a number that took long to count."""
    return f"{CAP}+" if count and count > CAP else count or 0


@register.filter
def kind_of(step_name):
    """The kind of a task in a word or two, where the stage would not fit."""
    return KINDS.get(step_name) or Stage(step_name).label


@register.filter
def kind_icon(step_name):
    return KIND_ICONS.get(step_name, "circle")


@register.simple_tag(takes_context=True)
def inbox_address(context, to="inbox", **changed):
    """The inbox as it is filtered now, with one thing changed; a preview stays on its page of the list."""
    kept = {"after": context["request"].GET.get("after", "")} if "preview" in changed else context["filters"].asked
    query = urlencode({name: value for name, value in (kept | changed).items() if value})
    place = "" if query and to == "inbox" else reverse(to)  # on the inbox itself the query is enough
    return place + (f"?{query}" if query else "")


@register.filter
def short_predicate(predicate):
    """`Kurang` of `Kurang/misconduct`, for a narrow cell."""
    return str(predicate.label).partition("/")[0]
