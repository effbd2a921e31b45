"""The page of one appraisal for one viewer: where it is, whose turn, what silence does, what may be done."""

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from appraisal import deadline_events, events, rules
from appraisal.models import Appraisal, Cycle, Delivery, Stage, Statement
from appraisal.permissions import Part, seat_of, sight_of
from appraisal.selectors.conflict import named_in
from appraisal.selectors.decided import VERDICTS
from appraisal.selectors.unit_rating import with_achievement
from audit.sentences import story
from organization.models import SYSTEM

from . import ahead, beside
from .beside.attaching import find_part
from .beside.dissenting import may_dissent
from .beside.hearing import BEFORE_DETERMINATION
from .case_content import CaseContent
from .models import Step
from .nodes import LAPSE
from .selectors import facts
from .stepper import stepper
from .wording import role_of, task_of

MILESTONES = {
    events.REVIEW_RELEASED,
    events.REVIEW_SUBMITTED,
    events.RATING_REVISED,
    events.RESULTS_RELEASED,
    events.RESULT_RECEIVED,
    events.DELIVERY_RECORDED,
    events.OBJECTED,
    events.OBJECTION_DISMISSED,
    events.RATING_CHANGED,
    events.COMMITTEE_ENDORSED,
    events.FINALIZED,
}

ESCALATED = {deadline_events.LATENESS_TOLD, deadline_events.LATENESS_TOLD_TO_HR}


def find_case(viewer, pk, *, purpose="", at):
    """The page of an appraisal, or None outside the viewer's sight."""
    disputable = Delivery.objects.filter(appraisal=OuterRef("pk"), disputed_at=None)
    found = Appraisal.objects.visible_to(viewer).with_people().select_related("superseded_by", "cycle__launched_by")
    found = found.annotate(has_seat=seat_of(viewer), has_delivery=Exists(disputable))
    appraisal = with_achievement(found).filter(pk=pk).first()
    return appraisal and CasePage(appraisal, viewer, purpose=purpose, at=at)


class CasePage(CaseContent):
    """The process is for everybody who sees the case; the content is that of `CaseContent`."""

    def __init__(self, appraisal, viewer, *, purpose, at):
        self.appraisal, self.viewer, self.at = appraisal, viewer, at
        self.sight = sight_of(appraisal, viewer, has_seat=appraisal.has_seat, purpose=purpose)

    @cached_property
    def steps(self):
        """Every step, oldest first, each holding this very appraisal."""
        rows = Step.objects.filter(case__appraisal=self.appraisal.pk).order_by("pk")
        rows = list(rows.select_related("case", "task", "owner", "by", "on_behalf_of", "claim"))
        for row in rows:
            row.case.appraisal = self.appraisal
        return rows

    @property
    def seats(self):
        return [step for step in self.steps if step.is_open]

    @property
    def is_held(self):
        """Whether somebody has taken one of the open steps."""
        claims = (getattr(step, "claim", None) for step in self.seats)
        return any(claim and claim.until > self.at for claim in claims)

    @cached_property
    def turn(self):
        """The viewer's own open step."""
        return next((step for step in self.seats if step.owner_id == self.viewer.pk), None)

    @property
    def is_unopened(self):
        """The employee's result waits to be opened; a case that was stopped before has nothing to open."""
        return self.sight.is_unopened and self.turn is not None

    @cached_property
    def turn_title(self):
        return task_of(self.turn.name)

    @cached_property
    def waiting(self):
        """[(who, as what)] of those whose turn it is besides the viewer; the system waits for a date."""
        others = [step for step in self.seats if step is not self.turn and step.owner_id != SYSTEM.pk]
        return [(step.owner, role_of(step.name)) for step in others]

    @property
    def due_at(self):
        return max((step.due_at for step in self.seats if step.due_at), default=None)

    @cached_property
    def stepper(self):
        return stepper(self.appraisal, self.steps)

    @cached_property
    def silence(self):
        step = self.turn or next(iter(self.seats), None)
        return ahead.silence(step, viewer=self.viewer, at=self.at) if step else ""

    @cached_property
    def escalated(self):
        """The entries that say whom the open step was told of as late, in their order; nothing of earlier steps."""
        told_at = {step.late_told_at for step in self.seats} - {None}
        return [line for line in self.story[::-1] if line.event in ESCALATED and line.at in told_at]

    @cached_property
    def ways(self):
        return ahead.ways(self.appraisal, viewer=self.viewer, seats=self.seats)

    @cached_property
    def story(self):
        known = {SYSTEM, self.viewer, self.appraisal.cycle.launched_by} - {None}
        for step in self.steps:
            known |= {step.owner, step.by, step.on_behalf_of} - {None}
        return story(f"appraisal:{self.appraisal.pk}", self.sight, people=known)

    @cached_property
    def cancelled(self):
        """The entry that says who ended the case and why."""
        return self._last(events.CANCELLED) if self.appraisal.stage == Stage.CANCELLED else None

    @cached_property
    def last_entry(self):
        """The entry that made the predicate final, of which the employee has a receipt."""
        return self._last(events.FINALIZED) or self._last(events.SUPERSEDED)

    @property
    def superseded_by(self):
        return getattr(self.appraisal, "superseded_by", None)

    milestones = MILESTONES

    @property
    def place(self):
        """Which milestone the case is at, counted from one; nothing once it ended."""
        return next((n for n, mark in enumerate(self.stepper, 1) if mark.is_now), None)

    @property
    def has_rail(self):
        """Whether anything stands beside the content."""
        return self.appraisal.stage != Stage.CANCELLED

    @property
    def may_manage(self):
        """Whoever is a party leaves it to a colleague."""
        is_open = self.appraisal.stage != Stage.CANCELLED
        return self.viewer.is_hr_admin and self.viewer.pk not in self.appraisal.party_ids() and is_open

    @property
    def response_until(self):
        """The last second to respond, if the result were received now."""
        zone = self.appraisal.zone
        last = rules.last_day(self.appraisal.cycle, "response", rules.local_date(self.at, zone))
        return rules.last_second_of(last, zone)

    @property
    def reply_until(self):
        return self.appraisal.reply_until - rules.SECOND

    # --- what may be done beside the steps ---
    @cached_property
    def may(self):
        """Names of the acts that are offered; the door decides again."""
        is_employee = self.sight.has(Part.EMPLOYEE)
        offered = {
            "reply": is_employee and self._may_reply(),
            "withdraw": is_employee and self._may_withdraw(),
            "dispute": is_employee and self.appraisal.has_delivery and not self.appraisal.is_final,
            "revise": self.sight.has(Part.SUPERVISOR) and self._may_revise(),
            "admit": self.viewer.pk == self.appraisal.decider_id and self._may_admit(),
            "dissent": self.sight.has(Part.MEMBER) and self._may_dissent(),
        }
        return {name for name, is_offered in offered.items() if is_offered}

    @cached_property
    def recallable(self):
        """The last submit by the viewer or in his name, while nobody has opened it."""
        done = next((step for step in reversed(self.steps) if step.completed_at), None)
        is_own = done is not None and self.viewer.pk in (done.by_id, done.on_behalf_of_id)
        may = is_own and beside.may_recall(done, self.seats, by=self.viewer, at=self.at)
        return done if may else None

    def own(self, event):
        """The viewer's latest entry of an event."""
        return next((line for line in self.story if line.event is event and line.is_own), None)

    def _may_revise(self):
        return not beside.why_no_revision(self.appraisal, self.seats, at=self.at)

    @cached_property
    def attaches_to(self):
        """With which part of the case the viewer may attach evidence now, or nothing."""
        part = find_part(self.appraisal, self.seats, self.viewer, self.at, may_reply=self._may_reply)
        return "" if self.is_unopened else part

    @property
    def revisions(self):
        """Each change before the release, oldest first, as far as the viewer may read it."""
        return [line for line in self.story[::-1] if line.event is events.RATING_REVISED and self._may_read(line)]

    def _may_reply(self):
        is_open = self.appraisal.stage in (Stage.OBJECTION_DECISION, Stage.CLARIFICATION)
        return is_open and self.appraisal.reply_until is not None and not self._has_replied()

    def _has_replied(self):
        filed_at = max((ground.objection.filed_at for _label, ground in self.grounds), default=self.at)
        return any(row.kind == Statement.Kind.REPLY and row.made_at >= filed_at for row in self._spoken)

    def _may_withdraw(self):
        appraisal = self.appraisal
        return bool(self.grounds) and not appraisal.is_determined and appraisal.stage in BEFORE_DETERMINATION

    def _may_dissent(self):
        """Whoever voted otherwise than was decided in the latest round, once, while there is time."""
        appraisal = self.appraisal
        own = [
            step.outcome for step in self.steps if step.name == Stage.COMMITTEE_VOTE and step.owner_id == self.viewer.pk
        ]
        if not own or appraisal.stage == Stage.COMMITTEE_VOTE or appraisal.cycle.state == Cycle.State.CLOSED:
            return False
        decided = next((VERDICTS[line.event.name] for line in self.story if line.event.name in VERDICTS), None)
        return own[-1] != decided and may_dissent(appraisal, self.viewer, at=self.at)

    @cached_property
    def named(self):
        """Members whose name stands in the case: a hint for HR while the votes are open."""
        is_asked = self.may_manage and self.appraisal.stage == Stage.COMMITTEE_VOTE
        return named_in(self.appraisal, facts.members(self.appraisal)) if is_asked else []

    def _may_admit(self):
        answers = [step.outcome for step in self.steps if step.name == "employee_response" and step.completed_at]
        return self.appraisal.stage in (Stage.COMMITTEE_VOTE, Stage.AWAITING_DATE) and answers[-1:] == [LAPSE]

    def _last(self, event):
        return next((line for line in self.story if line.event is event), None)
