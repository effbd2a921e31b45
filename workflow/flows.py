"""The main flow, as the table of the design: step, who, outcomes and where they lead, what silence does."""

from viewflow.this_object import this
from viewflow.workflow import nodes
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock

from appraisal import rules
from appraisal.actions import assessment, lateness, objection, outcome, response, vote
from organization.models import SYSTEM

from .nodes import Automatic, End, Human, Vote, one_of


def _or_extended(appraisal, step, day):
    """The day that the policy counts, or a later one of an extension."""
    return max([day, *rules.extended_days(appraisal, step)])


class AppraisalFlow(Flow):
    """Appraisal"""

    # for the engine's own commands; the door locks itself
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    start = nodes.StartHandle().Next(this.self_assessment)

    self_assessment = (
        Human(this.employee, due=this.self_assessment_date)
        .outcome("submit", assessment.submit, this.supervisor_review)
        .lapse(assessment.lapse, this.supervisor_review, grace=this.self_assessment_grace)
    )
    supervisor_review = (
        Human(this.supervisor, due=this.review_date)
        .outcome(
            "submit",
            assessment.review,
            one_of(this.release_or_wait, this.employee_response, this.awaiting_release),
        )
        .outcome("return", assessment.send_back, this.self_assessment)
        .late(lateness.review)
    )
    awaiting_release = Human(this.nobody, due=this.last_day_to_revise).lapse(
        assessment.release_together, this.employee_response
    )
    to_committee = one_of(
        this.committee_or_final,
        this.committee_vote,
        this.awaiting_date,
        this.finalize,
        this.objection_decision,
    )
    employee_response = (
        Human(this.employee, due=this.response_date)
        .outcome("acknowledge", response.acknowledge, to_committee)
        .outcome("object", objection.file, this.supervisor_statement)
        .outcome("refuse", response.refuse, this.refusal_period)
        .lapse(response.lapse, to_committee)
    )
    to_decision = one_of(this.recommendation_or_decision, this.committee_vote, this.objection_decision)
    refusal_period = (
        Human(this.employee, due=this.response_date)
        .outcome("object", objection.file, this.supervisor_statement)
        .lapse(response.lapse_refusal, to_decision)
    )
    supervisor_statement = (
        Human(this.supervisor, due=this.statement_date)
        .outcome("submit", objection.state, to_decision)
        .lapse(objection.lapse_statement, to_decision)
    )
    objection_decision = (
        Human(this.decider, due=this.decision_date, opens=objection.open_decision)
        .outcome("dismiss", objection.dismiss, to_committee)
        .outcome("change", objection.change, to_committee)
        .outcome("ask", objection.ask, this.clarification)
        .late(lateness.decision)
    )
    clarification = (
        Human(this.asked, due=this.clarification_date)
        .outcome("submit", objection.clarify, this.objection_decision)
        .lapse(objection.lapse_clarification, this.objection_decision)
    )
    committee_vote = (
        Vote(this.committee, due=this.meeting_date, tally=rules.verdict, opens=vote.open_round)
        .outcome("endorse", vote.endorse)
        .outcome("return", vote.send_back)
        .outcome("abstain", vote.abstain)
        .outcome("recuse", vote.recuse)
        .lapse(vote.close_meeting)
        .verdict("endorsed", this.on_endorsed, one_of(this.after_endorsed, this.finalize, this.objection_decision))
        .verdict(
            "returned",
            this.on_returned,
            one_of(this.after_returned, this.supervisor_review, this.objection_decision),
        )
        .verdict("undecided", vote.undecided, this.committee_vote)
        .verdict("no_quorum", vote.no_quorum, one_of(this.after_no_quorum, this.committee_vote, this.finalize))
    )
    awaiting_date = Human(this.nobody, due=this.cycle_date).lapse(outcome.reach_date, this.finalize)
    finalize = Automatic(outcome.finalize).Next(this.end)
    end = End()

    # --- who, as person ids ---
    def employee(self, appraisal):
        return [appraisal.employee_id]

    def supervisor(self, appraisal):
        return [appraisal.supervisor_id]

    def decider(self, appraisal):
        return [appraisal.decider_id]

    def asked(self, appraisal):
        """Whom the question in this very act is put to."""
        return [getattr(appraisal, f"{appraisal.asked}_id")]

    def committee(self, appraisal):
        """As `vote.open_round` found them in this very act."""
        return appraisal.voters

    def nobody(self, appraisal):
        return [SYSTEM.pk]

    # --- by when, as local days ---
    def self_assessment_date(self, appraisal, opened_on):
        """What is returned after the date may still be put right within the grace."""
        return max(appraisal.cycle.self_assessment_on, opened_on, *rules.extended_days(appraisal, "self_assessment"))

    def review_date(self, appraisal, opened_on):
        return max(appraisal.cycle.review_on, opened_on, *rules.extended_days(appraisal, "supervisor_review"))

    def last_day_to_revise(self, appraisal, opened_on):
        """The day before the release: results are there as the day of the release begins."""
        return appraisal.cycle.release_on - rules.DAY

    def response_date(self, appraisal, opened_on):
        return appraisal.response_due_on

    def statement_date(self, appraisal, opened_on):
        return _or_extended(appraisal, "supervisor_statement", rules.last_day(appraisal.cycle, "statement", opened_on))

    def decision_date(self, appraisal, opened_on):
        return appraisal.decision_due_on

    def clarification_date(self, appraisal, opened_on):
        return _or_extended(appraisal, "clarification", rules.last_day(appraisal.cycle, "clarification", opened_on))

    def meeting_date(self, appraisal, opened_on):
        """The day of the meeting; one already past is held `postpone_days` after the case came."""
        committee = appraisal.committee
        day = (committee and committee.meeting_on) or appraisal.cycle.meeting_on
        if day > opened_on or (day == opened_on and appraisal.vote_round <= 1):
            return day
        return opened_on + appraisal.policy.committee.postpone_days * rules.DAY

    def cycle_date(self, appraisal, opened_on):
        return appraisal.cycle.meeting_on

    def self_assessment_grace(self, appraisal, due_on):
        return rules.last_day(appraisal.cycle, "self_assessment_grace", due_on)

    # --- where to, as node names ---
    def release_or_wait(self, appraisal, at):
        return "employee_response" if appraisal.is_released else "awaiting_release"

    def committee_or_final(self, appraisal, at):
        """After the response or the determination. At the top of the tree the committee spoke before."""
        if appraisal.is_top_of_tree and appraisal.is_determined:
            return "finalize"
        scope = appraisal.policy.committee.scope
        flagged = appraisal.is_top_of_tree
        if rules.needs_committee(scope, is_contested=appraisal.is_contested, is_flagged=flagged):
            return "committee_vote"
        over = rules.end_of(appraisal.cycle.meeting_on, appraisal.zone) <= at
        return "finalize" if over else "awaiting_date"

    def recommendation_or_decision(self, appraisal, at):
        return "committee_vote" if appraisal.is_top_of_tree else "objection_decision"

    def after_endorsed(self, appraisal, at):
        return "objection_decision" if self._recommends(appraisal) else "finalize"

    def after_returned(self, appraisal, at):
        goes_to_decider = self._recommends(appraisal) or appraisal.is_determined
        return "objection_decision" if goes_to_decider else "supervisor_review"

    def after_no_quorum(self, appraisal, at):
        return "finalize" if appraisal.is_determined else "committee_vote"

    def on_endorsed(self, act):
        (vote.recommended_endorse if self._recommends(act.subject) else vote.endorsed)(act)

    def on_returned(self, act):
        appraisal = act.subject
        if self._recommends(appraisal):
            return vote.recommended_return(act)
        return (vote.determination_returned if appraisal.is_determined else vote.returned)(act)

    def _recommends(self, appraisal):
        """What is contested and not yet decided (top of the tree) goes back to whoever decides."""
        return appraisal.is_contested and not appraisal.is_determined
