"""Random people do random things while the clock moves and the sweeper runs; what must always hold, holds.

Whoever acts is drawn from everybody, so most of what is tried is refused; a small oracle, written from the
table of design §3 and not from the flow, says who might have had the right.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from simple_history.utils import get_history_manager_for_model as history_of

from appraisal.models import Appraisal, Determination, Seat, Vote
from appraisal.permissions import sight_of
from audit import registry
from audit.models import Entry, Payload
from organization.models import SYSTEM, User
from tests.agreement import agree
from tests.audit.reading import check_log, undigested
from tests.office import DAY, NOW, RATINGS, Office
from workflow import beside
from workflow.committees import appoint_substitute, move_meeting
from workflow.models import Step
from workflow.refusals import Refused
from workflow.reopening import STEPS, lapsed_in, reopen
from workflow.steps import take_step
from workflow.sweeper import escalate, sweep

PEOPLE = ["employee", "supervisor", "second_level", "stranger", "hr", "inspector", "member_0", "member_1", "member_2"]
OUTCOMES = [
    "submit", "return", "acknowledge", "object", "refuse", "dismiss", "change", "ask", "endorse", "abstain",
    "recuse", "lapse",
]  # fmt: skip
OWNERS = {  # whose the step is, as a field of the appraisal; a vote belongs to a member
    "self_assessment": "employee_id", "supervisor_review": "supervisor_id", "employee_response": "employee_id",
    "refusal_period": "employee_id", "supervisor_statement": "supervisor_id", "objection_decision": "decider_id",
}  # fmt: skip
LEADS_TO = {  # design §3, by hand: where a stage may go in one act
    "self_assessment": {"supervisor_review", "cancelled"},
    "supervisor_review": {"employee_response", "awaiting_release", "self_assessment", "cancelled"},
    "awaiting_release": {"employee_response", "cancelled"},
    "employee_response": {
        "committee_vote", "awaiting_date", "final", "supervisor_statement", "refusal_period", "supervisor_review",
        "cancelled",
    },
    "refusal_period": {"supervisor_statement", "objection_decision", "committee_vote", "cancelled"},
    "supervisor_statement": {
        "objection_decision", "committee_vote", "awaiting_date", "final", "cancelled",
    },
    "objection_decision": {
        "committee_vote", "awaiting_date", "final", "clarification", "supervisor_statement", "refusal_period",
        "cancelled",
    },
    "clarification": {"objection_decision", "committee_vote", "awaiting_date", "final", "cancelled"},
    "committee_vote": {
        "final", "supervisor_review", "objection_decision", "employee_response", "supervisor_statement", "cancelled",
        "awaiting_date", "refusal_period",
    },
    "awaiting_date": {"final", "employee_response", "cancelled"},
    "final": set(),
    "cancelled": set(),
}  # fmt: skip
RATINGS_OF = [RATINGS | {"results_rating": code} for code in ("above", "meets", "below")]
STARTS = [
    "", "submit", "submit submit", "submit submit acknowledge", "submit submit refuse", "submit submit object",
    "submit submit object submit",
]  # fmt: skip
RIGHT = "whoever has the right"
people = st.sampled_from(PEOPLE)
people_or_right = st.sampled_from([RIGHT] * len(PEOPLE) + PEOPLE)
ratings = st.sampled_from(RATINGS_OF)


class Machine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()

    def teardown(self):
        """What is dear to check holds at the end of each story."""
        try:
            if hasattr(self, "office"):
                check_log(self.known)
                check_replay()
        finally:
            transaction.savepoint_rollback(self.savepoint)

    @initialize(
        top=st.booleans(),
        scope=st.sampled_from(["all", "contested", "flagged"]),
        party=st.booleans(),
        start=st.sampled_from(STARTS),
        release=st.none() | st.sampled_from([12, 25]),
    )
    def open(self, top, scope, party, start, release):
        members = ["member_0", "second_level", "member_1"] if party else None
        self.office = Office(top=top, members=members, indicators=2, release=release, committee={"scope": scope})
        self.at, self.known = NOW, undigested()
        self.stages = [self.office.stage()]
        for outcome in start.split()[: 2 if release else None]:  # there it waits
            self.office.take(outcome)
            self.the_stage_moved_as_the_table_says()

    # --- steps ---

    @rule(
        who=people,
        outcome=st.sampled_from(OUTCOMES),
        on_behalf_of=st.none() | people,
        rating=ratings,
        back=st.integers(0, 2),
    )
    def act(self, who, outcome, on_behalf_of, rating, back):
        """Anybody, at any of the last steps of the case, open or done."""
        steps = Step.objects.filter(case__appraisal=self.office.appraisal).order_by("-pk")
        self.complete(steps[back % len(steps)], outcome, who, on_behalf_of, rating)

    @rule(choice=st.integers(0, 11), rating=ratings, seat=st.integers(0, 2))
    def act_as_the_owner(self, choice, rating, seat):
        """The one whose turn it is, so that cases move."""
        waiting = [step for step in self.office.open_steps() if step.owner_id != SYSTEM.pk]
        if waiting:
            step = waiting[seat % len(waiting)]
            outcomes = sorted(step.task.flow_task.human_outcomes)
            self.complete(step, outcomes[choice % len(outcomes)], step.owner.username, None, rating)

    go_on = rule(choice=st.integers(0, 11), rating=ratings, seat=st.integers(0, 2))(
        lambda self, **drawn: self.act_as_the_owner(**drawn)
    )

    def complete(self, step, outcome, who, on_behalf_of, rating):
        by = self.person(who)
        principal = on_behalf_of and self.person(on_behalf_of)
        data = dict(self.office.data(step.name, outcome))
        if "results_rating" in data:
            data |= rating
        was_open, owner = step.is_open, self.owner_of(step)
        request = {"outcome": outcome, "data": data, "by": by, "at": self.at, "on_behalf_of": principal}
        if self.tried(take_step, step.pk, **request):
            assert was_open
            assert outcome != "lapse"
            assert owner in (by.pk, principal and principal.pk)
            if principal:
                self.check_delegate(by, principal, step)

    def owner_of(self, step):
        """Who has the right to this step, by the table; votes and questions by what is recorded of them."""
        appraisal = self.appraisal()
        if step.name in OWNERS:
            return getattr(appraisal, OWNERS[step.name])
        if step.name == "committee_vote":
            seated = Seat.objects.filter(committee=appraisal.committee_id, is_active=True, member=step.owner_id)
            return step.owner_id if seated.exists() and step.owner_id not in appraisal.party_ids() else None
        return step.owner_id

    def check_delegate(self, by, principal, step):
        today = (self.at + timedelta(hours=7)).date()
        held = by.delegations_held.filter(principal=principal, from_date__lte=today, to_date__gte=today)
        assert held.exists()
        appraisal = self.appraisal()
        assert by.pk != appraisal.employee_id
        assert appraisal.received_at or step.name != "employee_response"

    # --- the clock ---

    @rule(days=st.sampled_from([0.01, 0.5, 1, 2, 4, 15]), sweeps=st.booleans())
    def wait(self, days, sweeps):
        self.at += days * DAY
        if sweeps:
            over = self.at - timedelta(minutes=15)
            due = Step.objects.filter(completed_at=None, lapse_at__lte=over).values("case").distinct().count()
            assert sweep(self.at) == due
            late = Step.objects.filter(completed_at=None, due_at__lt=over, late_told_at=None)
            late = late.filter(name__in=["supervisor_review", "objection_decision"]).count()
            assert escalate(self.at) == late
            assert escalate(self.at) == 0

    # --- beside the steps: whoever has the right, or anybody ---

    @rule(
        who=people_or_right, door=st.sampled_from(["receive", "recall", "withdraw", "reply", "admit", "see", "revise"])
    )
    def beside(self, who, door):
        getattr(self, f"_{door}")(who)

    def _receive(self, who):
        step = self.last_step(name="employee_response")
        if step and self.tried(beside.receive_result, step.pk, **self.by(who, "employee")):
            assert self.right(who, "employee") == "employee"

    def _recall(self, who):
        done = self.last_step(outcome="submit")
        if done and self.tried(beside.recall, done.pk, **self.by(who, done.by.username)):
            assert self.right(who, done.by.username) in (done.by.username, done.on_behalf_of and done.owner.username)

    def _revise(self, who):
        before = self.appraisal()
        supervisor = User.objects.get(pk=before.supervisor_id).username
        rated = RATINGS_OF[before.version % 3] | {"reason": "Ternyata."}
        if self.tried(beside.revise, before.pk, data=rated, **self.by(who, supervisor)):
            assert self.right(who, supervisor) == supervisor
            assert (before.stage, before.released_at) == ("awaiting_release", None)
            assert self.appraisal().results_rating == rated["results_rating"] != before.results_rating

    def _withdraw(self, who):
        determined = Determination.objects.exists()
        if self.tried(beside.withdraw_objection, self.office.appraisal.pk, **self.by(who, "employee")):
            assert self.right(who, "employee") == "employee"
            assert not determined

    def _reply(self, who):
        if self.tried(beside.reply, self.office.appraisal.pk, text="Begini.", **self.by(who, "employee")):
            assert self.right(who, "employee") == "employee"

    def _admit(self, who):
        decider = User.objects.get(pk=self.appraisal().decider_id).username
        facts = {"ground": "Gangguan."} | self.by(who, decider)
        if self.tried(beside.admit_late_objection, self.office.appraisal.pk, **facts):
            assert self.right(who, decider) == decider

    def _see(self, who):
        step = self.last_step()
        beside.mark_seen(step.pk, **self.by(who, step.owner.username))

    # --- HR ---

    @rule(
        who=people_or_right,
        door=st.sampled_from(["deliver", "reassign", "move", "substitute", "supersede", "cancel", "reopen"]),
        to=people,
        n=st.integers(0, 30),
    )
    def of_hr(self, who, door, to, n):
        """`n` and `to` mean to each door what it needs."""
        if getattr(self, f"_{door}")(self.by(who, "hr"), self.person(to), n):
            assert self.right(who, "hr") == "hr"

    def _deliver(self, by, to, n):
        facts = {"handed_over_on": (self.at - n % 3 * DAY).date(), "witness": "Rosmaida", "letter_no": "1"}
        return self.tried(beside.record_delivery, self.office.appraisal.pk, **facts, **by)

    def _reassign(self, by, to, n):
        facts = {"role": ["supervisor", "second_level"][n % 2], "to": to, "reason": "Sakit."}
        return self.tried(beside.reassign, self.office.appraisal.pk, **facts, **by)

    def _move(self, by, to, n):
        return self.tried(move_meeting, self.office.committee.pk, (self.at + (n - 2) * DAY).date(), "Ruang.", **by)

    def _substitute(self, by, to, n):
        seat = Seat.objects.order_by("-pk")[n % 3]
        return self.tried(appoint_substitute, seat.pk, to, letter_no="1", reason="Pindah.", **by)

    def _supersede(self, by, to, n):
        letter = {"authority": "PTUN", "letter_no": "1", "reason": "Putusan."}
        return self.tried(beside.supersede, self.office.appraisal.pk, **RATINGS_OF[n % 3], **letter, **by)

    def _reopen(self, by, to, n):
        """Whichever ended last in silence and has not come back."""
        silent = [one for name in STEPS for one in lapsed_in(Appraisal.objects.filter(pk=self.appraisal().pk), name)]
        if not silent:
            return False
        letter = {"until": (self.at + n * DAY).date(), "letter_no": "1", "reason": "Sakit."}
        return self.tried(reopen, max(silent, key=lambda one: one.pk).pk, **letter, **by)

    def _cancel(self, by, to, n):
        """Seldom, for nothing can follow it."""
        return n == 30 and self.tried(beside.cancel, self.office.appraisal.pk, reason="Berhenti.", **by)

    @rule(principal=people, delegate=people, last=st.integers(0, 40))
    def delegate(self, principal, delegate, last):
        if principal != delegate:
            given = self.office.delegate(self.person(principal), self.person(delegate), last=last)
            version = given.history.get()
            self.known.add((version._meta.db_table, version.pk))  # written here, by no act

    # --- what always holds ---

    @invariant()
    def everything_agrees(self):
        agree(self.office.appraisal)

    @invariant()
    def the_stage_moved_as_the_table_says(self):
        stage = self.office.stage()
        if stage != self.stages[-1]:
            assert stage in LEADS_TO[self.stages[-1]]
            self.stages.append(stage)

    @invariant()
    def what_is_final_has_a_predicate_and_what_is_contested_was_decided(self):
        for appraisal in Appraisal.objects.filter(stage="final"):
            assert appraisal.is_final
            assert appraisal.predicate
            assert appraisal.released_at
            if appraisal.is_contested:
                assert Determination.objects.filter(appraisal__employee=appraisal.employee).exists()

    @invariant()
    def nothing_of_a_result_that_waits_is_seen_by_anybody_but_its_supervisor(self):
        appraisal = self.appraisal()
        if appraisal.stage == "awaiting_release":
            assert appraisal.released_at is None
            others = User.objects.filter(username__in=PEOPLE).exclude(pk=appraisal.supervisor_id)
            for person in others:
                assert not sight_of(appraisal, person, has_seat=True, purpose="Aduan 1").sees_ratings

    @invariant()
    def nobody_has_two_parts(self):
        appraisal = self.appraisal()
        assert len(appraisal.party_ids()) == 2 + (appraisal.second_level_id is not None)
        for vote in Vote.objects.all():
            assert vote.member_id != appraisal.employee_id
        voting = Step.objects.filter(name="committee_vote", completed_at=None).values_list("owner", flat=True)
        assert not set(voting) & appraisal.party_ids()

    def person(self, username):
        return User.objects.get(username=username)

    def right(self, who, rightful):
        return rightful if who == RIGHT else who

    def by(self, who, rightful):
        return {"by": self.person(self.right(who, rightful)), "at": self.at}

    def appraisal(self):
        return Appraisal.objects.get(pk=self.office.appraisal.pk)

    def last_step(self, **which):
        steps = Step.objects.filter(case__appraisal=self.office.appraisal, **which).select_related("by", "owner")
        return steps.order_by("pk").last()

    def tried(self, door, *target, **facts):
        """Whether it went well; then it has an entry by whoever did it, else nothing has changed."""
        entries, before = Entry.objects.count(), self.facts()
        refusal = None
        try:
            door(*target, **facts)
        except Refused as refused:
            refusal = refused
        if refusal:
            assert str(refusal)
            assert self.facts() == before
            return False
        if self.facts() != before:
            made = Entry.objects.order_by("pk")[entries:]
            assert made
            assert made[0].actor == facts["by"].pseudonym
            assert made[0].at == self.at
        return True

    def facts(self):
        """What an act would change."""
        return (
            list(Appraisal.objects.order_by("pk").values()),
            list(Step.objects.order_by("pk").values()),
            list(Seat.objects.order_by("pk").values()),
            Payload.objects.count(),
        )


def check_replay():
    """The last version of each row is the row."""
    for model in registry.histories:
        keeping = history_of(model)
        for row in model._base_manager.filter(pk__in=keeping.values(model._meta.pk.attname)):
            last = keeping.filter(**{model._meta.pk.attname: row.pk}).order_by("-history_id").first()
            for field in [field for field in model._meta.concrete_fields if hasattr(last, field.attname)]:
                assert getattr(last, field.attname) == getattr(row, field.attname), (model, field)


@pytest.mark.django_db
def test_random_people_do_random_things():
    run_state_machine_as_test(
        Machine,
        settings=settings(
            derandomize=True,
            deadline=None,
            max_examples=40,
            stateful_step_count=35,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
