"""More time: another last day for one step, for a person, a branch of units or a whole period.

What is open gets its new day in the transaction of the extension. What lapsed comes back where nobody acted on it
meanwhile, a recorded act each (`reopening`); what stays is named with the reason, and what is still possible.
"""

from dataclasses import dataclass

from django.db import IntegrityError
from django.utils.translation import gettext as _

from appraisal import deadline_events, rules
from appraisal.models import Appraisal, Cycle, ExtensionRequest
from appraisal.rules import RuleBroken
from audit.acts import Act, write
from notifications.actions import post
from notifications.models import Notice
from organization.selectors import branch_of

from . import reopening
from .flows import AppraisalFlow
from .holding import begin, hold_step, transaction_or_busy
from .models import Step
from .moving import move_deadlines, tell
from .permissions import refuse_all_but_hr
from .reading import invalid, read_text
from .refusals import Conflict, Forbidden, NotFound

DATES = ("starts_on", "ends_on", "self_assessment_on", "review_on", "meeting_on")
SOMEWHERE = "Asia/Jakarta"  # whose calendar counts for the period itself
OF_CYCLE = {"self_assessment": "self_assessment_on", "supervisor_review": "review_on"}  # whole periods have a date
COUNTED_FROM = {  # whose date the case itself keeps
    "employee_response": "response_due_on",
    "refusal_period": "response_due_on",
    "objection_decision": "decision_due_on",
}
SOON = 3 * rules.DAY
STEPS = (*OF_CYCLE, *COUNTED_FROM, "supervisor_statement", "clarification")
BEFORE = {"supervisor_review": ("self_assessment",)}  # stages whose cases come to the step later


@dataclass(frozen=True)
class Scope:
    """For whom: one case, a branch of units, or everybody."""

    cycle: Cycle
    step: str
    unit: object = None
    appraisal: Appraisal | None = None

    @property
    def is_all(self):
        return self.unit is None and self.appraisal is None

    def cases(self):
        """The cases whose step is open, or yet to come."""
        stages = (self.step, *BEFORE.get(self.step, ()))
        return self._narrowed(Appraisal.objects.filter(cycle=self.cycle, stage__in=stages)).order_by("pk")

    def lapsed(self):
        """The steps of those whose case went on in silence."""
        return reopening.lapsed_in(self._narrowed(Appraisal.objects.filter(cycle=self.cycle)), self.step)

    def open_steps(self):
        found = Step.objects.filter(name=self.step, completed_at=None, case__appraisal__in=self.cases())
        return found.filter(due_at__isnull=False).select_related("case").order_by("pk")

    def _narrowed(self, cases):
        if self.appraisal:
            return cases.filter(pk=self.appraisal.pk)
        return cases.filter(unit__in=branch_of(self.unit.pk)) if self.unit else cases


@dataclass(frozen=True)
class Affected:
    """What an extension would do: cases that get the day, and what becomes of those that lapsed."""

    cases: int
    owners: int
    earliest: object  # the first of the days that move, or None
    lapsed: list  # reopening.Found

    @property
    def reopened(self):
        return sum(not found.why for found in self.lapsed)

    @property
    def stays(self):
        """{why: the cases}."""
        kept = {}
        for found in self.lapsed:
            if found.why:
                kept.setdefault(found.sentence, []).append(found.step.case.appraisal)
        return kept

    @classmethod
    def of(cls, scope, until, at):
        days = {}
        for step in scope.open_steps().select_related("case__appraisal"):
            due_on = rules.local_date(step.due_at, step.case.appraisal.zone)
            if due_on < until:
                days[step.case_id] = (due_on, step.owner_id)
        ahead = scope.cases().exclude(stage=scope.step).count()
        owners = {owner for _day, owner in days.values()}
        earliest = min((day for day, _owner in days.values()), default=None)
        return cls(len(days) + ahead, len(owners), earliest, reopening.judged(scope.lapsed(), at))


def extend(cycle_id, *, step, until, letter_no, reason, by, at, unit=None, appraisal=None):
    """The last day of a step becomes `until` wherever it was earlier. Returns the entry in the period's stream.

    Two statements for the locks, then one a table, however many cases. What lapsed is written down beside the entry,
    and comes back a case at a time as `desk.bulk` goes through it.
    """
    refuse_all_but_hr(by, appraisal)
    letter_no, reason = letter_no.strip(), read_text(reason=reason)
    with transaction_or_busy():
        cycle = Cycle.objects.select_for_update(of=["self"], no_key=True).select_related("policy").get(pk=cycle_id)
        if cycle.state != Cycle.State.OPEN:
            raise Conflict(_("Periode ini tidak sedang berjalan."))
        scope = Scope(cycle, step, unit, appraisal)
        act = Act(cycle, by=by, at=at, reason=reason)
        cases = _held(scope)
        try:
            _check(scope, until, cases, at)
            moved = [(case, seat) for case, seat in cases if _is_earlier(scope, case, seat, until)]
            if scope.is_all and step in OF_CYCLE:
                _move_date(act, OF_CYCLE[step], until)
            lapsed = reopening.judged(scope.lapsed(), at)
            again = [found for found in lapsed if not found.why]
            if not (moved or act.changed or again):
                raise RuleBroken(_nobody(lapsed), field="until")
        except RuleBroken as broken:
            raise invalid(broken) from broken
        facts = {"step": step, "until": until.isoformat(), "letter_no": letter_no}
        acts = [_extended(case, seat, act, facts) for case, seat in moved]
        answered = _answer([case for case, _seat in moved], acts, step, act)
        name = unit.name if unit else ""
        act.record(
            deadline_events.DEADLINE_EXTENDED_FOR,
            **facts,
            count=len(moved) + len(again),
            unit=name,
            alone=bool(appraisal),
        )
        move_deadlines(_moved_steps(moved, acts, until))
        write(act, *acts)
        post(_news(act, moved, facts, answered))
        reopening.ask(lapsed, act.entries[0], by=by, at=at)
        return act.entries[0]


def _nobody(lapsed):
    sentence = _("Tidak ada berkas yang batasnya lebih awal dari tanggal ini.")
    return f"{sentence} {lapsed[0].sentence}" if lapsed else sentence


def _held(scope):
    """[(case, its open step or None)], the cases locked in the order of their keys."""
    cases = list(scope.cases().select_for_update(of=["self"], no_key=True))
    steps = {step.case.appraisal_id: step for step in scope.open_steps()}
    for case in cases:
        case.cycle = scope.cycle
    return [(case, steps.get(case.pk)) for case in cases if case.stage != scope.step or case.pk in steps]


def _check(scope, until, cases, at):
    if scope.step not in STEPS:
        raise RuleBroken(_("Pilih tahap yang diperpanjang."), field="step")
    zones = {case.zone for case, _seat in cases} or {"Asia/Jakarta"}
    rules.check_extension(until, today=max(rules.local_date(at, zone) for zone in zones))


def _is_earlier(scope, case, seat, until):
    if seat:
        return rules.local_date(seat.due_at, case.zone) < until
    planned = max([getattr(scope.cycle, OF_CYCLE[scope.step]), *rules.extended_days(case, scope.step)])
    return planned < until and not scope.is_all  # whoever comes to the step later follows the date of the period


def _move_date(act, name, until):
    cycle = act.subject
    if getattr(cycle, name) >= until:
        return
    dates = {date: getattr(cycle, date) for date in DATES} | {name: until}
    try:
        rules.check_cycle_dates(**dates)
        if cycle.release_on and rules.local_date(act.at, SOMEWHERE) < cycle.release_on:  # later, late ones follow it
            rules.check_release(cycle.policy.document, cycle.release_on, review_on=dates["review_on"])
    except RuleBroken as broken:
        raise RuleBroken(
            _("%(sentence)s Perpanjang dulu tahap berikutnya.") % {"sentence": broken}, field="until"
        ) from broken
    act.change(cycle, **{name: until})


def _extended(case, seat, cause, facts):
    act = Act(case, by=cause.by, at=cause.at, reason=cause.reason)
    until = rules.Date.fromisoformat(facts["until"])
    act.change(case, extended=case.extended | {facts["step"]: facts["until"]})
    if facts["step"] in COUNTED_FROM:
        act.change(case, **{COUNTED_FROM[facts["step"]]: until})
    before = rules.local_date(seat.due_at, case.zone).isoformat() if seat else ""
    act.record(deadline_events.DEADLINE_EXTENDED, **facts, before=before)
    return act


def _moved_steps(moved, acts, until):
    """[(step, the act on its case, its new moments)] of those that are open; nobody was told yet that they are late."""
    for (case, seat), act in zip(moved, acts, strict=True):
        if seat:
            node = getattr(AppraisalFlow, seat.name)
            lapse_at = rules.end_of(node.grace(case, until), case.zone) if node.grace else None
            seat.late_told_at = None
            yield seat, act, rules.last_second_of(until, case.zone), lapse_at


def _news(cause, moved, facts, answered):
    """One notice for each person, however many of his tasks got more time; whoever asked is told, too."""
    counts = {}
    for _case, seat in moved:
        if seat:
            counts[seat.owner_id] = counts.get(seat.owner_id, 0) + 1
    counts |= {person: 1 for person in answered if person not in counts}
    return [
        Notice(
            to_id=person, kind=Notice.Kind.INFO, about=deadline_events.DEADLINE_EXTENDED_FOR.name, subject=cause.stream,
            facts=facts | {"count": n}, created_at=cause.at,
        )
        for person, n in sorted(counts.items())
        if person != cause.by.pk
    ]  # fmt: skip


# --- asked for ---


def ask_extension(step_id, *, until, reason, by, at):
    """Whoever has the step asks HR for more time, while it is open; one question at a time."""
    reason = read_text(reason=reason)
    try:
        with transaction_or_busy():
            step, _seats = hold_step(step_id, by)
            appraisal = step.case.appraisal
            _refuse_asking(step, by)
            try:
                rules.check_extension(until, today=rules.local_date(at, appraisal.zone), due_on=_due_on(step))
            except RuleBroken as broken:
                raise invalid(broken) from broken
            act = begin(step.case, by=by, at=at, reason=reason)
            asked = ExtensionRequest(
                appraisal=appraisal, step=step.name, until=until, reason=reason, asked_by=by, asked_at=at
            )
            act.add(asked)
            act.record(deadline_events.EXTENSION_ASKED, step=step.name, until=until.isoformat())
            write(act)
            tell(step.case, act, [])
            return asked
    except IntegrityError as error:
        raise Conflict(_("Anda sudah meminta perpanjangan untuk tugas ini. Tunggu jawabannya.")) from error


def may_ask(step, at):
    """From three days before the deadline on, as long as the step is open."""
    is_dated = step.due_at is not None and step.name in STEPS and step.completed_at is None
    return is_dated and step.due_at - at < SOON


def decline_extension(request_id, *, reason, by, at):
    """HR says no, and why; the deadline stays."""
    reason = read_text(reason=reason)
    with transaction_or_busy():
        pk = ExtensionRequest.objects.filter(pk=request_id).values_list("appraisal", flat=True).first()
        if pk is None:
            raise NotFound(_("Permintaan ini tidak ada."))
        appraisal = Appraisal.objects.select_for_update(of=["self"], no_key=True).get(pk=pk)
        refuse_all_but_hr(by, appraisal)
        asked = ExtensionRequest.objects.get(pk=request_id)
        if asked.answered_at:
            raise Conflict(_("Permintaan ini sudah dijawab."))
        act = Act(appraisal, by=by, at=at, reason=reason)
        act.change(asked, answered_at=at, answered_by=by, is_granted=False, answer=reason)
        act.record(deadline_events.EXTENSION_DECLINED, step=asked.step)
        write(act)
        facts = {"step": asked.step, "reason": reason}
        post([
            Notice(
                to_id=asked.asked_by_id, kind=Notice.Kind.INFO, about=deadline_events.EXTENSION_DECLINED.name,
                subject=act.stream, facts=facts, created_at=at,
            )
        ])  # fmt: skip


def _refuse_asking(step, by):
    if by.pk != step.owner_id:
        raise Forbidden(_("Hanya pemilik tugas ini yang dapat meminta perpanjangan."))
    if step.completed_at or step.due_at is None or step.name not in STEPS:
        raise Conflict(_("Untuk tugas ini tidak ada batas waktu yang dapat diperpanjang."))


def _due_on(step):
    return rules.local_date(step.due_at, step.case.appraisal.zone)


def _answer(cases, acts, step, cause):
    """Requests for this step are granted with it; the people who asked."""
    by_case = {act.subject.pk: act for act in acts}
    asked = ExtensionRequest.objects.filter(appraisal__in=cases, step=step, answered_at=None)
    people = set()
    for request in asked:
        facts = {"answered_at": cause.at, "answered_by": cause.by, "is_granted": True, "answer": cause.reason}
        by_case[request.appraisal_id].change(request, **facts)
        people.add(request.asked_by_id)
    return people
