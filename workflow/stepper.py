"""The way of a case as a row of stages with dates: done, now, next."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from appraisal import rules
from appraisal.models import Stage
from appraisal.policy_words import span

from .nodes import LAPSE
from .wording import short_date

DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True, eq=False)
class Milestone:
    """One stop of the way: the steps that belong to it, and what people call it."""

    label: str
    steps: tuple = ()


PLAN = Milestone(gettext_lazy("SKP disepakati"))
SELF_ASSESSMENT = Milestone(gettext_lazy("Penilaian mandiri"), ("self_assessment",))
REVIEW = Milestone(gettext_lazy("Penilaian atasan"), ("supervisor_review",))
RELEASE = Milestone(gettext_lazy("Rilis bersama"), ("awaiting_release",))
RESPONSE = Milestone(gettext_lazy("Tanggapan pegawai"), ("employee_response", "refusal_period"))
OBJECTION = Milestone(gettext_lazy("Keberatan"), ("supervisor_statement", "objection_decision", "clarification"))
STATEMENT = Milestone(gettext_lazy("Penjelasan"), ("supervisor_statement",))
COMMITTEE = Milestone(gettext_lazy("Komite"), ("committee_vote",))
RECOMMENDATION = Milestone(gettext_lazy("Rekomendasi komite"), ("committee_vote",))
DECISION = Milestone(gettext_lazy("Penetapan"), ("objection_decision", "clarification"))
WAITING = Milestone(gettext_lazy("Tanggal penetapan"), ("awaiting_date",))
FINAL = Milestone(pgettext_lazy("tahap", "Hasil final"))


@dataclass(frozen=True)
class Mark:
    """A milestone as it stands: its date is when it was done, or until when it will be."""

    label: str
    state: str
    date: str

    @property
    def is_done(self):
        return self.state == DONE

    @property
    def is_now(self):
        return self.state == NOW


def stepper(appraisal, steps):
    """The marks of a case; `steps` are all of its steps, oldest first."""
    way = _way(appraisal)
    now = _now(appraisal, way, steps)
    return [Mark(stop.label, *_state(appraisal, stop, n, now, steps)) for n, stop in enumerate(way)]


def done_of(marks):
    return sum(mark.is_done for mark in marks)


def _way(appraisal):
    plan = [PLAN] if appraisal.plan_id and appraisal.plan.agreed_at else []
    release = [RELEASE] if appraisal.cycle.release_on else []
    return [*plan, SELF_ASSESSMENT, REVIEW, *release, RESPONSE, *_after_response(appraisal), FINAL]


def _after_response(appraisal):
    """At the top of the tree the committee recommends before the same person decides."""
    is_top, is_contested = appraisal.is_top_of_tree, appraisal.is_contested
    if is_top and is_contested:
        return [STATEMENT, RECOMMENDATION, DECISION]
    scope = appraisal.policy.committee.scope
    votes = rules.needs_committee(scope, is_contested=is_contested, is_flagged=is_top)
    return [OBJECTION] * is_contested + [COMMITTEE if votes else WAITING]


def _now(appraisal, way, steps):
    """The place of the milestone the case is at; past the last one once it is final."""
    if appraisal.stage == Stage.FINAL:
        return len(way)
    at = appraisal.stage if appraisal.stage != Stage.CANCELLED else steps[-1].name if steps else ""
    return next((n for n, stop in enumerate(way) if at in stop.steps), 0)


def _state(appraisal, stop, n, now, steps):
    if n < now:
        return DONE, _done_on(appraisal, stop, steps)
    if n > now or appraisal.stage == Stage.CANCELLED:
        return NEXT, _planned(appraisal, stop)
    if stop is RELEASE:
        return NOW, short_date(appraisal.cycle.release_on)
    due_at = max((step.due_at for step in steps if step.is_open and step.due_at), default=None)
    if due_at:
        return NOW, _("s.d. %(day)s") % {"day": _day(due_at, appraisal)}
    return NOW, _("belum diterima") if stop is RESPONSE else ""


def _done_on(appraisal, stop, steps):
    if stop is PLAN:
        return _day(appraisal.plan.agreed_at, appraisal)
    done = [step for step in steps if stop is FINAL or step.name in stop.steps]
    done = [step for step in done if step.completed_at]
    if not done:
        return ""
    day = _day(done[-1].completed_at, appraisal)
    if stop is RELEASE:  # what it waited for
        return day
    return _("%(day)s, batas lewat") % {"day": day} if done[-1].outcome == LAPSE and stop is not FINAL else day


def _planned(appraisal, stop):
    cycle = appraisal.cycle
    days = {SELF_ASSESSMENT: cycle.self_assessment_on, REVIEW: cycle.review_on, WAITING: cycle.meeting_on}
    days[RELEASE] = cycle.release_on
    days[COMMITTEE] = days[RECOMMENDATION] = (
        appraisal.committee and appraisal.committee.meeting_on
    ) or cycle.meeting_on
    if stop is RESPONSE:
        return _("%(days)s sejak diterima") % {"days": span(appraisal.policy, "response")}
    if stop in (OBJECTION, DECISION):
        return span(appraisal.policy, "decision")
    if stop is FINAL:
        return _("setelah komite") if COMMITTEE in _way(appraisal) else ""
    return short_date(days[stop]) if stop in days else ""


def _day(moment: datetime.datetime, appraisal):
    return short_date(rules.local_date(moment, appraisal.zone))
